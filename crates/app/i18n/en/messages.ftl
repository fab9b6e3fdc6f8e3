## Errors

error-wrong-build = This program only talks to WhatsApp, and { $variable } asks for a practice server. Remove that variable, or use a build made for tests.
error-profile-name = Give the profile a name of 1 to 60 characters.
error-country = “{ $country }” is not a country we know. Use its two letters, such as PY.
error-language = “{ $language }” is not a language of this program. Choose es, en or pt.
error-profile-exists = There is already a profile called “{ $profile }”. Choose another name.
error-profile-not-found = There is no profile called “{ $profile }”. Known profiles: { $profiles }.
error-no-profile = There is no profile yet. Create one first: profile create NAME.
error-which-profile = There are several profiles: { $profiles }. Say which one with --profile NAME.
error-profile-in-use = The profile “{ $profile }” is open in another window or process. Close it there and try again.
error-key-damaged = The key of this profile is damaged, and without it its data cannot be read. Nothing was changed. Restore the file “{ $file }” in { $folder } from a copy.
error-key-missing = The key of this profile is missing, and without it its data cannot be read. Nothing was changed. Restore the file “{ $file }” in { $folder } from a copy.
error-database-wrong-key = The data of this profile cannot be opened with its key. Nothing was changed. Restore the profile’s key or its data from a copy.
error-database-newer = A newer version of the program wrote this profile. Update the program; nothing was changed.
error-database-read-only = The profile cannot be written. Allow writing to its folder and try again.
error-folder-read-only = The folder { $folder } cannot be written. Allow writing to it, or choose another one with --data-dir.
error-disk-full = The disk is full. Nothing is lost: free some space and try again.
error-database-busy = Another program is using the profile’s data. Close it and try again.
error-database-damaged = The data of this profile is damaged. Nothing was changed or deleted: restore the last automatic backup, or a backup file.
error-backup-passphrase = That is not the passphrase of this backup. Capital letters and spaces count; nothing was changed.
error-backup-foreign = { $file } is not a backup of this program. Choose the file that was made with “Back up now”.
error-backup-newer = A newer version of the program made { $file }. Update the program and restore it then; nothing was changed.
error-backup-truncated = { $file } ends too early: it was not copied to its end. Copy it anew from where it was made; nothing was changed.
error-backup-damaged = { $file } is not as it was made, so nothing of it was used. Try another copy of this backup, or an older one.
error-backup-is-folder = { $file } is a folder. Choose the file of the backup.
error-backup-in-profile = { $file } is inside the folder in which the program keeps its profiles, and would be lost with them. Choose another place, best on another disk.
error-backup-no-room = There is no room on the disk for the automatic backup, so it was left out. Free some space; it is tried again within the hour.
error-passphrase-short = A passphrase has at least { $least } characters. Several words that you will remember are best.
error-passphrase-missing = Say the passphrase of the backup.
error-restore-name-taken = There is already a profile called “{ $profile }”. Give the restored one another name, or say that it shall replace that one.
error-no-automatic-backup = There is no such automatic backup of this profile. Restore a backup file, if you have one.
error-database-foreign = The data file of this profile does not belong to this program. Nothing was changed. Restore the profile from a copy.
error-database = The data of the profile could not be used ({ $reason }). The program tries again by itself; if this goes on, check the disk, close it and start it again.
error-profile-folder = The folder { $folder } could not be used ({ $reason }). Check that it is there and that you may write to it.
error-internal = Something went wrong inside the program ({ $reason }). Nothing is lost; try again.
error-not-linked = No phone is linked to this profile. Link one first.
error-disabled = The device is switched off and stays so. Switch it on first: in the window, or with “device enable”.
error-already-linked = A phone is already linked to this profile. Unlink it before linking another one.
error-idle-minutes = The time without use can be { $limit } minutes at most; 0 means never.
error-allowed-without-linked = { $phone } is linked to this profile and must be on the list. Add it, or unlink that phone first.
error-too-many-numbers = The list takes { $limit } numbers at most. Remove some.
error-server-away = WhatsApp cannot be reached. Check the internet connection and try again; nothing is lost.
error-device = The device could not do that ({ $reason }). Wait a moment and try again.
error-pairing-expired = Nobody scanned the code in time. Start linking again and scan the new code.
error-no-code-shown = No code is being shown. Start linking first.
error-not-practice = This profile has a real phone: scan the code with it.
error-phone-number = That is not a telephone number we can use ({ $reason }). Write it with its area code, or with + and the country code.
error-file-unreadable = The file { $file } cannot be read ({ $reason }). Check that it is there and not open in another program.
error-file-is-folder = { $file } is a folder. Choose a file.
error-no-file-name = The name of a file is missing. Write it behind the option.
error-cannot-write = The file { $file } cannot be written ({ $reason }). Choose another place.
error-reader-gone = Whoever read { $file } stopped before its end.
error-file-ending = { $file } is called like a { $ending } file and the format asked for is { $format }. Change one of the two.
error-folder-not-shown = The folder could not be opened. The file is at { $file }.
error-import-unreadable = The list could not be read to its end ({ $reason }). Nothing was imported; try again.
error-import-empty-file = The list is empty. Choose a file with one person per line.
error-import-unsupported-format = This is { $format }, which cannot be read as a list. Open it in the program that made it, save it as XLSX or CSV and drop that file.
error-import-binary = Line { $line } is not text. Open the file in the program that made it and save it as CSV.
error-import-second-encoding = From line { $line } on the file is in UTF-16, and before in another encoding, as when one file is appended to another. Save each part by itself as CSV in UTF-8. Nothing was imported.
error-import-unclosed-quote = The quotation mark opened on line { $line } is never closed. Close it or remove it and try again; nothing was imported.
error-import-too-many-columns = Line { $line } has far too many columns. Check the separator, or keep only the columns you need.
error-import-record-too-large = The row that begins on line { $line } is far too long. Look there for a quotation mark that is not closed.
error-import-too-many-rows = The list has too many rows. Split it and import the parts.
error-import-no-number-column = No column with telephone numbers was found (columns: { $columns }). Name it “numero”, or say which one it is.
error-import-not-separated = The list has one column only, and it holds no telephone numbers. Choose what separates the columns. If it is another sign, open the list in a spreadsheet and save it as XLSX or CSV.
error-import-unknown-column = The list has no column “{ $column }”. It has: { $columns }.
error-import-field-taken-twice = Two columns were chosen for “{ $field }”. Choose one.
error-import-protected-workbook = This workbook has a password. Open it, take the password off (or save the sheet as CSV) and try again.
error-import-damaged-workbook = This workbook is damaged or was not copied to its end. Open it in a spreadsheet, save it anew and try again.
error-import-workbook-too-large = This workbook is too large. Copy the list into a new workbook, or save the sheet as CSV.
error-import-unknown-sheet = The workbook has no sheet “{ $sheet }”. It has: { $sheets }.
error-import-unclosed-card = The contact card that begins on line { $line } is cut off. Export the contacts again; nothing was imported.
error-import-other = The list cannot be used: { $reason }. Nothing was imported.
error-import-encoding = “{ $encoding }” is not an encoding we know. Use UTF-8, UTF-16LE, UTF-16BE or windows-1252.
error-import-separator = “{ $separator }” cannot separate columns. Use a comma, a semicolon, a tab or |.
error-import-field = “{ $field }” is not a field. Use number, title, name, surname, group, note, consent, consent_at, consent_proof, opted_out, extra or ignore.
error-column-option = “{ $given }” does not say what a column holds. Write --column "Header=number".
error-no-valid-rows = { $rows ->
    [0] The list has titles and nobody in it.
    [one] Its only row has no usable number.
   *[other] None of the { $rows } rows has a usable number.
 } Check the list; nothing was imported.
error-no-recipients = Nobody is left to send to. Choose a list or a group with people in it.
error-no-recipients-counted = Nobody is left to send to: of { $rows } rows, { $invalid } have no usable number, { $opted_out } opted out and { $others } are left out for other reasons. Nothing was sent.
error-campaign-name = Give the campaign a name of 1 to 120 characters.
error-no-text = The message is empty. Write a text or add a file; where there are several versions, none of them can be empty.
error-too-many-variants = A campaign has at most { $limit } versions of its message. Remove some.
error-text-too-long = The message has { $length } characters and WhatsApp takes { $limit }. Shorten it.
error-jitter = The random deviation is a percentage from 0 to 100.
error-pace = One hour may pass between two people at most, and the long pause may last a day at most.
error-start-time = “{ $time }” is no date and time. Write it like 2026-11-30 09:00.
error-time-of-day = “{ $time }” is no time of day. Write it from 00:00 to 23:59.
error-quiet-hours = Quiet hours need a beginning and an end that differ, for example 21:00-08:00.
error-weekdays = Days go from 1 (Monday) to 7 (Sunday).
error-recent-days = Days since the last message go from 0 to 365.
error-failure-percent = The share of failures is a percentage from 1 to 100.
error-no-stop-word = Leave one word at least with which people can opt out.
error-word-in-both-lists = “{ $word }” is in both lists. A word can opt out or opt in, not both.
error-opt-out-word = “{ $word }” does not work as a word: it needs letters or digits, 60 characters at most.
error-too-many-words = These are too many words: { $limit } in a list at most.
error-draft-not-found = That draft is gone: it was sent or deleted. Look in Campaigns.
error-draft-damaged = That draft cannot be read ({ $reason }). Delete it and begin a new one.
error-draft-too-large = The pasted list is too large for a draft. Save it to a file and choose that.
error-unknown-variables = The text has names in braces that are no variables: { $names }. Correct them, or add --no-check to send them as they are. Nothing was sent.
error-campaign-not-found = There is no campaign number { $id } in this profile.
error-campaign-over = This campaign is over ({ $state }): it cannot be changed any more.
error-state = “{ $state }” is not a state. Use one of: { $states }.
error-report-format = “{ $format }” is not a report format. Use csv, xlsx or pdf.
error-report = The report could not be made ({ $reason }). Try again.
error-confirmation-needed = This cannot be undone. Add --yes if you mean it.
error-database-missing = The data of this profile is missing from { $folder }. Nothing was created in its place: put profile.db back from a copy, or delete the profile and start anew.
error-profile-damaged = The description of a profile in { $folder } is damaged, so it cannot be listed or opened. Its data is still there: restore profile.json from a copy.
error-session-damaged = The link to the phone is damaged. Contacts and campaigns are safe. Move the file { $file } away, open the profile again and link the phone once more.
error-keychain-away = The key of this profile is in the system’s keychain, and the keychain does not answer. Nothing was changed. Log in to the desktop or unlock the keychain and try again.
error-keychain-no-entry = The key of this profile is no longer in the system’s keychain, and without it its data cannot be read. Nothing was changed. Restore the keychain, or the profile from a copy.
error-passcode-needed = This profile is protected by a passcode. Type it to continue.
error-unexpected = Something failed and nobody knows why. Try again.
error-passcode-wrong =
    { $tries_left ->
        [one] That passcode is wrong. You have one more try before you have to wait.
       *[other] That passcode is wrong. You have { $tries_left } more tries before you have to wait.
    }
error-passcode-slowed =
    { $seconds ->
        [one] That passcode is wrong. Wait one second before you try again. Nothing is lost.
       *[other] That passcode is wrong. Wait { $seconds } seconds before you try again. Nothing is lost.
    }
error-passcode-wait =
    { $seconds ->
        [one] There were too many wrong passcodes. You can try again in one second.
       *[other] There were too many wrong passcodes. You can try again in { $seconds } seconds.
    }
error-passcode-short = The passcode needs at least { $limit } characters. Better still, a short sentence that nobody guesses.
error-passcode-long = The passcode can have { $limit } characters at most.
error-passcode-control = The passcode has a character that cannot be typed again. Use letters, digits and signs.
error-passcode-already-set = This profile has a passcode already. Change it to have another one.
error-no-passcode = This profile has no passcode. Set one first.
error-no-new-passcode = Write the new passcode to standard input, with --passcode-stdin.
error-passcode-encoding = The passcode has to be UTF-8.
error-locked = The profile is locked. Type the passcode to go on; sending continues meanwhile.
error-auto-lock-minutes = Automatic locking takes 0 to { $limit } minutes; with 0 it does not lock by itself.
error-file-not-found = There is no file { $file }. Check its name and its folder.
error-file-forbidden = You may not read the file { $file }. Change its permissions or choose another one.
error-text-file-too-large = The text in { $file } is too long: a message file has { $limit } KiB at most. Shorten it or choose another file.
error-text-file-encoding = The text in { $file } is not UTF-8. Open it in an editor, save it as UTF-8 and try again.
error-group-not-found = There is no group “{ $group }”. Look at the groups of your contacts.
format-spreadsheet = a spreadsheet of another kind
format-open-document = an OpenDocument spreadsheet
format-archive = a compressed file
format-pdf = a PDF document
format-picture = a picture
format-other = another kind of file

## States of the device

device-state-not-linked = No phone is linked. Link one to send messages.
device-state-pairing = Waiting for the phone. Scan or type the code.
device-state-pairing-expired = Nobody used the code in time. Start again to get a new one.
device-state-connecting = Connecting… Nothing to do.
device-state-online = Connected. Messages can be sent.
device-state-reconnecting = The line dropped. It comes back by itself; nothing is lost.
device-state-offline = Linked, and not connected now. It connects when it is needed.
device-state-logged-out = The phone unlinked this computer. Queued messages are kept; link the phone again.
device-state-replaced = Another session took this connection over. Close the other one and connect again.
device-state-restricted = WhatsApp restricts this account for now. Queued messages wait; do not send more until it ends.
device-state-client-too-old = WhatsApp no longer accepts this version. Update the program; queued messages are kept.
device-state-number-refused = That number is not among those that may be linked to this profile. It was unlinked again and nothing was sent; link another phone, or change the list in the settings.
device-state-idle = Linked. The line was closed because nobody needed it; it comes back by itself.
device-state-disabled = Switched off. It stays linked; switch it on to send.
device-state-banned = WhatsApp locked this account. Queued messages are kept; settle it in WhatsApp on the phone, then try again.
cli-link-set-aside = The link with the phone was damaged, and the phone has to be linked again; contacts and campaigns are safe. The damaged file is at { $file }.
restriction-too-many-people = WhatsApp says why: it wrote to too many people who have not saved its number.
restriction-blocked-by-people = WhatsApp says why: too many people blocked this account or complained about it.
restriction-too-many-groups = WhatsApp says why: it made too many groups with people who have not saved its number.
restriction-same-message = WhatsApp says why: it sent the same message too many times.
restriction-too-many-lists = WhatsApp says why: it sent too many messages to broadcast lists.
restriction-too-often = WhatsApp says why: there were too many connections in a short time.

## Campaigns

campaign-state-running = In progress
campaign-state-waiting = Waiting
campaign-state-paused = Paused
campaign-state-held = On hold
campaign-state-completed = Completed
campaign-state-cancelled = Cancelled
hold-not-linked = On hold: no phone is linked. Link one and the campaign goes on.
hold-disabled = On hold: the device is switched off. Switch it on and the campaign goes on.
hold-logged-out = On hold: the phone unlinked this computer. Link it again and the campaign goes on.
hold-replaced = On hold: another session took the connection over. Close it, connect again and the campaign goes on.
hold-restricted = On hold: WhatsApp restricts this account for now. Where its end is known, it goes on by itself; where not, wait some hours, then resume.
hold-client-too-old = On hold: WhatsApp no longer accepts this version. Update the program.
hold-rate-limited = On hold: WhatsApp asks to send more slowly. It rests a quarter of an hour and goes on by itself; choose a slower pace next time.
hold-too-many-failures = On hold: too many of the last messages failed. Look at the reasons before you resume.
hold-restored = On hold: this campaign came out of a backup, and may have gone on elsewhere since. Look at what arrived, and resume it on one computer only.
waiting-start = Waits for its start: { $time }.
waiting-quiet-hours = Waits because these are quiet hours; goes on at { $time }.
waiting-weekday = Waits because nothing is sent today; goes on at { $time }.
waiting-daily-limit = Waits because today's limit is reached; goes on at { $time }.
waiting-pause = Rests between batches of messages; goes on: { $time }.
waiting-queue = In the queue: other campaigns go first.

## Why a message failed or was left out

failure-network = The line was away
failure-timeout = No answer from WhatsApp
failure-rate-limited = WhatsApp asked to send more slowly
failure-server-trouble = WhatsApp is in trouble
failure-time-locked = WhatsApp restricts writing to new people
failure-bad-address = WhatsApp does not take this number
failure-not-on-whatsapp = Not on WhatsApp
failure-bad-message = WhatsApp does not take this message
failure-medium-gone = Could not be fetched by their phone: WhatsApp had forgotten the file
failure-device = The device could not send
failure-other = Refused by WhatsApp
skip-opted-out = Opted out
skip-cancelled = Cancelled before sending
skip-empty-message = Nothing left of the text
skip-not-on-whatsapp = Not on WhatsApp
skip-recently-messaged = Got a message lately
skip-not-needed = No longer needed
reject-not-a-number = Not a telephone number
reject-too-short = Too short: digits are missing
reject-too-long = Too long: too many digits
reject-invalid-for-country = No such number in its country
reject-rounded-by-spreadsheet = The spreadsheet rounded this number
reject-empty = No number
reject-value-too-long = One of its values has more than 32,767 characters: shorten it
reject-repeated = Repeats the number of line { $line }

## Command line

cli-profile-created = Profile “{ $profile }” created.
cli-protection-key-file = Its data is encrypted; the key lies in a file that only your user can read.
cli-protection-keychain = Its data is encrypted; the key lies in the system’s keychain.
cli-protection-passcode = Its data is encrypted; only the passcode opens the key. Whoever forgets it loses the profile: nobody can bring it back.
cli-protected-key-file = key in a file
cli-protected-keychain = key in the keychain
cli-protected-passcode = with a passcode
cli-no-profiles = There are no profiles yet.
cli-profile-line = { $profile } ({ $country }) · { $protection }
cli-profile-line-practice = { $profile } ({ $country }), practice · { $protection }
cli-profile-renamed = The profile is now called “{ $profile }”.
cli-profile-deleted = Profile “{ $profile }” deleted.
cli-account = Account: { $phone } { $name }
cli-qr = On the phone: WhatsApp, Linked devices, Link a device. Scan this code (not with the camera app).
cli-restricted-until = Ends: { $time }
cli-reconnecting = WhatsApp cannot be reached (attempt { $attempt }). Tried again: { $time }.
cli-held-campaign = Campaign { $id } “{ $name }”.
cli-pair-code = On the phone: WhatsApp, Linked devices, Link with phone number. Type { $code }
cli-paired = Linked: { $phone } { $name }
cli-unlinked = The phone is no longer linked.
cli-unlinked-untold = If the phone still shows this computer under “Linked devices”, remove it there.
cli-disabled = The device is switched off. It stays linked; “device enable” switches it on.
cli-enabled = The device is switched on. It connects when it is needed.
cli-contacts-total = { $count } contacts
cli-contacts-next = More: --after { $cursor }
cli-import-preview = { $rows } rows: { $new } new, { $updated } to update, { $unchanged } unchanged, { $duplicates } repeated, { $invalid } unusable, { $opted_out } opted out. Nothing was written.
cli-import-done = { $rows } rows: { $new } new, { $updated } updated, { $unchanged } unchanged, { $duplicates } repeated, { $invalid } unusable, { $opted_out } opted out.
cli-import-invalid = Line { $line }: “{ $text }” – { $reason }
cli-import-mixed = Parts of the list are UTF-8 and parts Windows-1252. Each was read as what it is; look at the accents.
cli-import-undo = To take it back: contacts undo { $change }
cli-contacts-exported = { $count } contacts in { $file }
cli-contacts-undone = Taken back: { $undone } contacts. { $kept } were changed since and stay as they are.
cli-opted-out = { $phone } will not be messaged any more.
cli-opted-out-before = { $phone } had opted out already.
cli-opted-in = { $phone } may be messaged again.
cli-opted-in-before = { $phone } had not opted out.
cli-unknown-variable = { $variable } is not a variable here and is sent as it stands.
cli-missing-value = { $people ->
    [one] One person has
   *[other] { $people } people have
 } no “{ $variable }”: it is left out.
cli-campaign-started = Campaign { $id } for { $recipients ->
    [one] one person
   *[other] { $recipients } people
 }.
cli-campaign-summary = { $id } { $name }: { $state }. { $total } people: { $queued } waiting, { $in_flight } under way, { $accepted } accepted, { $delivered } delivered, { $read } read, { $failed } failed, { $skipped } left out, { $replies } replies
cli-left-out = Left out: { $invalid } unusable, { $duplicates } repeated, { $opted_out } opted out, { $not_on_whatsapp } not on WhatsApp, { $recent } messaged lately.
cli-campaigns-ahead = { $count ->
    [one] Another campaign that is under way goes first.
   *[other] Another { $count } campaigns that are under way go first.
}
cli-goes-on-at = Goes on by itself: { $time }.
cli-how-to-run = It goes out with “campaign resume { $id } --wait”, or while the window is open.
cli-interrupted = Interrupted. Everything is saved; “campaign resume” goes on where it was.
cli-retried = { $count ->
    [one] One message is tried again.
   *[other] { $count } messages are tried again.
}

## The window outside of its page

notice-campaign-finished = Campaign completed. Sent: { $sent }. Failed: { $failed }.
error-no-profile-open = No profile is open. Choose one first.
tray-idle = Nothing is being sent
tray-sending = Sending: { $percent } ({ $done } of { $total })
tray-waiting-start = Waiting for its start
tray-waiting-quiet-hours = Waiting: these are quiet hours
tray-waiting-weekday = Waiting: nothing is sent today
tray-waiting-daily-limit = Waiting: today's limit is reached
tray-waiting-queue = Waiting for its turn
tray-waiting-line = Waiting for the connection
tray-open = Open Message Sender
tray-unlock = Unlock Message Sender
tray-pause = Pause all
tray-resume = Resume all
tray-quit = Quit
awake-reason = Messages are being sent

## Contacts

error-cancelled = Stopped. Nothing was changed.
error-cursor = That cursor is not from a page of this list. Begin at the first page.
error-work-under-way = Another change of this kind is still under way. Wait for it to end, or stop it.
error-contact-not-found = That contact does not exist any more. Refresh the list.
error-contact-number = The number cannot be used: { $why }. Check it.
error-contact-exists = Another contact has this number already ({ $name }). Open that contact, or correct the number.
error-consent-empty = Write down how they agreed to be messaged.
error-group-name = “{ $group }” cannot be the name of a group. Write a name without commas, semicolons or |.
error-merge-needs-two = Choose at least two contacts to merge.
error-change-not-found = That change cannot be undone any more.
error-not-online = The phone is not connected. Connect it and try again.
error-export-format = “{ $format }” is no export format. Use csv or xlsx.
error-export-too-many-rows = A worksheet takes { $limit } rows at most. Export as CSV, or filter the contacts.
export-number = Number
export-title = Title
export-name = Name
export-groups = Group
export-note = Note
export-consent = Consent
export-consent-at = Consent since
export-consent-proof = Proof of consent
export-opted-out = Opted out since
export-whatsapp = On WhatsApp
export-created = Added
export-messaged = Last message
export-yes = yes
export-no = no
rejects-line = Line
rejects-reason = Reason

card-number = Telephone
card-name = Name
card-title = Title
card-groups = Group
card-organisation = Company
card-position = Position
card-email = E-mail
card-note = Note
card-second-number = Telephone 2
card-third-number = Telephone 3
opted-out-by-hand = by hand
opted-out-by-import = in an imported list

## The microphone

error-microphone-missing = No microphone was found. Connect one and try again, or choose a sound file.
error-microphone-forbidden = The system does not let this program use the microphone. Allow it in the system’s privacy settings, or choose a sound file.
error-microphone-busy = Another program is using the microphone. Close it and try again.
error-microphone-failed = Nothing could be recorded with the microphone. Check that it is well connected, or choose a sound file.
## Attachments

error-attachment-kind = “{ $kind }” does not say how a file is sent. Use one of these words: { $kinds }.
error-attachment-gone = A file of this message is no longer there: it was removed to save room. Take it out of the message and add it again. Nothing was sent.
error-attachment-hours = The files of a finished campaign are kept for 0 to { $limit } hours.
error-attachment-not-shown = “{ $file }” is too large to be shown here. It is sent all the same.
error-file-no-file = { $file } is no file that can be read. Choose another one.
error-retry-attachment-gone = The files of this campaign were removed to save room and cannot be sent again. Nothing was changed: duplicate the campaign and add the files once more.
error-test-empty = Nothing remains of the text for this person. Choose another one, or give the variable a fallback, as in { "{nombre|customer}" }.
error-too-many-attachments = A message carries { $kind ->
    [picture] { $limit } pictures
    [video] one video
    [document] one document
   *[voice] one voice note
 } at most. Take out the rest or make another campaign.
error-media-unreadable = “{ $file }” could not be read to its end ({ $reason }). Check that its disk is still connected and try again.
error-media-unwritable = “{ $file }” could not be stored in the profile ({ $reason }). Free some room and try again.
error-media-empty = “{ $file }” is empty. Choose another file.
error-media-encoder = “{ $file }” could not be converted because of a fault of the program. Try another file.
error-picture-too-large = “{ $file }” has { $size_mb } MB, and a picture can have { $limit_mb } MB at most. Save it smaller, or send it as a document.
error-audio-too-large = “{ $file }” has { $size_mb } MB, and a sound file can have { $limit_mb } MB at most. Cut it or save it as MP3.
error-video-too-large = “{ $file }” has { $size_mb } MB, and a video can have { $limit_mb } MB at most. Cut it, save it in lower quality, or send it as a document.
error-document-too-large = “{ $file }” has { $size_mb } MB, and a document can have { $limit_mb } MB at most. Compress or split it.
error-not-a-picture = “{ $file }” is no picture, whatever its name says: it is { $what }. Choose a JPEG, PNG, WebP or GIF picture.
error-not-audio = “{ $file }” is no sound, whatever its name says: it is { $what }. Choose MP3, M4A, WAV, OGG, Opus or FLAC.
error-not-a-video = “{ $file }” is no video, whatever its name says: it is { $what }. Choose an MP4 video.
error-picture-heic = “{ $file }” is a HEIC or AVIF photo, which many phones do not show. Save it as JPEG. On an iPhone: Settings, Camera, Formats, “Most Compatible”.
error-picture-format = “{ $file }” is a picture of a kind that cannot be used ({ $found }). Save it as JPEG or PNG.
error-picture-too-many-pixels = “{ $file }” measures { $width } × { $height } pixels; a picture can have { $limit_megapixels } million at most. Save it smaller.
error-picture-damaged = “{ $file }” is damaged or was not copied to its end. Open it in another program and save it again, or choose another picture.
error-audio-format = “{ $file }” holds sound that cannot be used ({ $codec }). Save it as MP3.
error-audio-he-aac = “{ $file }” is HE-AAC, which cannot be used. Save it as MP3 or as plain AAC (AAC-LC).
error-audio-protected = “{ $file }” is copy-protected and cannot be sent. Choose sound of your own.
error-audio-too-long = “{ $file }” { $length ->
    [unknown] is too long
   *[other] lasts { $length } (minutes and seconds)
 }: a voice note can last { $limit_minutes } minutes at most. Cut it, or send the file as a document.
error-audio-silent = There is nothing to hear in “{ $file }”. Check the microphone or choose another sound.
error-audio-damaged = “{ $file }” is damaged or was not copied to its end. Copy it again from where you have it, or choose another sound.
error-video-format = “{ $file }” is a video of a kind that phones do not show ({ $found }). Save it as MP4, or send it as a document.
error-video-codec = “{ $file }” is a video that not all phones show ({ $codec }). Save it as MP4 with H.264 and AAC, or send it as a document.
error-video-protected = “{ $file }” is a copy-protected video and cannot be sent. Choose one of your own.
error-video-damaged = “{ $file }” is a video that is damaged or was not copied to its end. Copy it again from where you have it, or choose another one.
error-document-damaged = “{ $file }” is a PDF whose end is missing: it was not copied or downloaded to its end. Copy it again from where you have it, or choose another one.
error-document-no-pdf = “{ $file }” is no PDF, whatever its name says, and phones could not open it. Save it as PDF in the program that made it, or choose another one.
content-picture = a picture
content-sound = a sound file
content-video = a video
content-other = another kind of file
recording-name = Recording
cli-attached = { $file }: { $kind ->
    [picture] picture
    [video] video
    [document] document
   *[voice] voice note
 } of { $size_kb } kB
cli-first-frame = { $file } moves, which WhatsApp does not show: its first frame is sent.
cli-variant = Version { $number }: { $queued } queued, { $in_flight } in flight, { $accepted } accepted, { $delivered } delivered, { $read } read, { $failed } failed, { $skipped } left out, { $replies } replies

## Templates

error-template-name = Give the template a name of 1 to { $limit } characters.
error-template-category = The category of a template has { $limit } characters at most.
error-template-name-taken = There is a template called “{ $name }” already. Choose another name.
error-template-not-found = That template is no longer there. Refresh the list.
template-copy = (copy)
template-copy-number = (copy { $number })

## Backups

cli-backup-made = Backed up to { $file } ({ $size } bytes). Keep the passphrase: without it nobody can open the file.
cli-backup-without-session = The link to the phone is not in it; after restoring, link the phone anew.
cli-backup-with-session = The link to the phone is in it. Never use this backup while the profile is open on another computer: both would be thrown out, again and again.
cli-restored = The profile “{ $profile }” was restored as it was on { $date }. What came later is not in it.
cli-restored-held = { $count ->
    [one] One campaign was under way and waits for you. Resume it on one computer only.
   *[other] { $count } campaigns were under way and wait for you. Resume them on one computer only.
}
cli-restored-resume = See them with `campaign list`, and go on with `campaign resume NUMBER`.
cli-restored-open = No passcode guards this profile. Set one with: message-sender-cli --profile "{ $profile }" --passcode-stdin profile passcode set
cli-restored-link = Link the phone to go on.
cli-set-aside = The data that was there is kept in { $file }.
cli-automatic-offer = There is an automatic backup of { $date }. Restore it with: profile restore --automatic latest --yes
cli-automatic-line = { $id }  { $date }  { $size } bytes ({ $reason })
cli-no-automatic = There is no automatic backup yet. One is made every day while a campaign runs or the window is open.

## Dashboard

error-dashboard-day = “{ $day }” is not a day. Write it as 2026-11-30.
error-dashboard-day-range = { $day } is out of what can be looked at, which goes from { $first } to { $last }.
error-dashboard-range = The range from { $from } to { $to } cannot be used: begin with the first day, end with the last one, ten years at most.
error-dashboard-bucket = From { $from } to { $to } there are too many points to be seen like this. Choose { $units }, or fewer days.
bucket-months = months
bucket-days-months = days or months
error-chart-size = A chart measures from { $least_width } × { $least_height } to { $most } × { $most } points.
error-chart = The chart could not be drawn ({ $reason }). Try again.
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
date-day = { $month } { $day }
date-month = { $month } { $year }
date-full = { $month } { $day }, { $year }
date-hour = { $month } { $day }, { $time }
date-time = { $month } { $day }, { $year }, { $time }
metric-sent = Sent
metric-accepted = Accepted
metric-delivered = Delivered
metric-read = Read
metric-failed = Failed
metric-skipped = Left out
metric-success = Success rate
metric-replies = Replies
metric-opt-outs = Opt-outs
metric-campaigns = Campaigns
metric-recipients = Recipients
group-none = No group
group-others = { $shown } others
funnel-tried = Tried
funnel-sent = Sent
funnel-accepted = Accepted
funnel-delivered = Delivered
funnel-read = Read
chart-timeline = Messages over time
chart-groups = Messages by group
chart-contacts = Contacts with most messages
chart-trend = Messages by month
chart-funnel = How far they came
chart-failures = Failed by reason
chart-empty = Nothing was sent in these days
chart-empty-failures = Nothing failed in these days
chart-people = { $count ->
    [one] sent
   *[other] sent
 }
chart-groups-note = People in several groups count in each
table-period = Period
table-group = Group
table-people = Sent
table-share = Share
table-person = Name
table-phone = Number
table-step = Step
table-reason = Reason

## Reports of campaigns

error-report-needs-file = A report as { $format } goes to a file. Add -o FILE.
report-title = Campaign report
report-campaign = Campaign
report-profile = Profile
report-made = Made
report-state = State
report-created = Created
report-started = Began
report-finished = Ended
report-never = Not yet
report-pace = Pace
report-pace-value = { $seconds } s between people
report-content = Content
report-text = Message
report-variant = Version { $number }
report-attachments = Attachments
report-summary = Summary
report-recipients = Recipients
report-number = No.
report-name = Name
report-phone = Number
report-recipient-state = State
report-reason = Reason
report-time = Time
report-reply = Reply
report-remark = Reason or reply
report-page = Page { $page } of { $pages }
outcome-queued = Queued
outcome-sending = Sending
outcome-sent = Sent
outcome-unknown = Checking
outcome-accepted = Accepted
outcome-delivered = Delivered
outcome-read = Read
outcome-played = Played
outcome-failed = Failed
outcome-skipped = Left out
cli-report-saved = Report of { $count ->
    [one] one person
   *[other] { $count } people
 } in { $file }
cli-dashboard-range = { $from } to { $to }
cli-dashboard-line = { $name }: { $value }

diagnostics-file = diagnostics
cli-log-empty = Nothing has been noted yet.
cli-log-level = Noted: { $level }
cli-diagnostics-saved = Diagnostics saved to { $file }. Nothing in it is about anybody; have a look before you send it.

# What the system says about a file, within a sentence.
system-not-found = there is no such folder or file
system-forbidden = you have no permission
system-read-only = that disk is read-only
system-no-room = there is no room left on the disk
system-too-large = it is too large for that disk
system-folder = it is a folder
system-no-folder = a part of the path is no folder
system-name = the name is too long, or the disk does not take it
system-exists = it exists already
system-busy = another program is using it
system-cut = it ends too early
system-other = error { $os_error } of the system
system-disk = the disk refuses to read or write
system-closed = the profile is closed
