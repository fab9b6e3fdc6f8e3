## General

unexpected-error = Something went wrong. Nothing was sent or lost; try again.
start-failed = Message Sender could not start
try-again = Try again
close = Close
cancel = Cancel
save = Save
back = Back
go-back = Go back
continue = Continue
change = Change
language = Language
practice = Practice
practice-note = Practice profile: its phone is simulated and nothing is really sent.
people =
    { $count ->
        [one] person
       *[other] people
    }
consent = How did they agree to be messaged?
consent-example = For example: they signed up in the shop, October 2026
list-failed = The list could not be read
reading = Reading the list…

## Navigation

nav = Sections
nav-home = Home
nav-send = Send
nav-campaigns = Campaigns
nav-contacts = Contacts
nav-device = Device
nav-settings = Settings
nav-attention = Needs your attention
progress-of = { $done } of { $total }

## Profiles

profiles-choose = Choose the profile to work with
profiles-first = Create your first profile to begin
profiles-local = Everything stays encrypted on this computer. No accounts, no servers.
profile-new = New profile
profile-new-hint = One for each phone of the business
profile-name = Name
profile-name-example = For example: Luna Shop
profile-name-needed = Give the profile a name.
profile-name-taken = There is a profile with this name. Choose another one.
profile-country = Country
profile-country-hint = Numbers without a prefix are read as numbers of this country.
profile-kind = With which phone?
profile-real = With the phone of the business
profile-real-hint = It is linked with WhatsApp and really sends messages.
profile-practice = For practice, with a simulated phone
profile-practice-hint = To learn without risk: no internet, and nothing is really sent.
profile-submit = Create profile
profile-last-used = used { $when }
profile-never-used = not used yet
profile-switch = Switch profile
profile-leave-title = Messages are still being sent
profile-leave-what = If you switch to another profile, the message on its way is finished and the others wait. They go on by themselves when you open this profile again.
profile-leave-confirm = Switch profile
profile-leave-stay = Stay
profile-edit = Name and colour of { $name }
profile-edit-title = Name and colour
profile-edit-saved = Saved: “{ $name }”.
profile-colour = Colour
profile-colour-green = Green
profile-colour-blue = Blue
profile-colour-violet = Violet
profile-colour-pink = Pink
profile-colour-orange = Orange
profile-colour-grey = Grey
profile-delete = Delete the profile { $name }
profile-delete-title = Delete “{ $name }”?
profile-delete-what = Its contacts, its campaigns and its link with the phone are erased from this computer.
profile-delete-final = This cannot be undone. Messages already sent do not change.
confirm-typed = To confirm, type the name: { $name }
profile-delete-confirm = Delete the profile
profile-deleted = Profile “{ $name }” deleted.

## Welcome

welcome-page = Page { $page } of { $pages }
welcome-what-title = Welcome to { $name }
welcome-does-1 = It sends personal WhatsApp messages to the contacts of your business, one by one and in order.
welcome-does-2 = It puts each person's name and details into the message.
welcome-does-3 = It shows who got it, who read it and who answered.
welcome-not-1 = It does not look for numbers, and does not write to people who asked not to be messaged.
welcome-not-2 = It does not get around WhatsApp's limits: when WhatsApp says stop, it stops.
welcome-consent-title = Only to people who agreed
welcome-consent-1 = WhatsApp's terms restrict bulk messaging. Sending without care can cost you the account.
welcome-consent-2 = Write only to people who know you and agreed to get your messages. Note how they agreed: the program keeps it with each contact.
welcome-consent-3 = Always say how to stop getting them. Whoever opts out is not written to again.
welcome-understood = Understood
welcome-link-title = Link the phone of the business
welcome-link-1 = It is linked once, like WhatsApp Web: with a QR code on this screen and the phone in your hand.
welcome-link-2 = Phone not at hand, or would you rather try first? Practise with a simulated phone.
welcome-link = Link the phone
welcome-practise = Practise first
welcome-practice-name = Practice
welcome-practice-title = This is the place for mistakes
welcome-practice-1 = The phone of this profile is simulated. Everything works as usual, but no message leaves this computer.
welcome-practice-2 = The simulated people read, answer and sometimes opt out, as in real life.
welcome-start = Start

## Device

device-name-not-linked = Not linked
device-name-pairing = Linking…
device-name-pairing-expired = Code expired
device-name-connecting = Connecting…
device-name-online = Connected
device-name-reconnecting = Reconnecting…
device-name-offline = Disconnected
device-name-logged-out = Unlinked by the phone
device-name-replaced = In use in another session
device-name-restricted = Restricted by WhatsApp
device-name-client-too-old = Update needed
device-name-number-refused = Number not allowed
device-name-idle = Resting
device-name-disabled = Switched off
device-name-banned = Locked by WhatsApp
device-name-until = until { $until }
device-name-attempt = attempt { $attempt }
device-title = Device
device-linked = Linked account
device-restricted-until = WhatsApp restricts this account until { $until }. Queued messages wait; do not send more until then.
device-attempt = Attempt { $attempt }.
device-next-try = Next attempt in { $time }.
device-trying = Trying now.
device-retry = Try now
device-ask-again = Ask again
device-disable = Switch off…
device-enable = Switch on
device-restart = Restart connection…
device-restart-title = Restart the connection?
device-restart-what = What is being sent is finished; then the line is closed and opened again. Nothing is lost, and no code has to be scanned.
device-restart-confirm = Restart
device-restarted = The connection is being restarted.
device-disable-title = Switch the device off?
device-disable-what = What is being sent is finished; then the line is closed. It stays closed until you switch it on, also when the computer is restarted.
device-disable-keeps = The phone stays linked, and queued messages are kept. Replies arrive when it is on again.
device-disable-confirm = Switch off
device-connect = Connect
device-use-here = Use here
device-unlink = Unlink…
device-next = Send messages
device-phone-note = You can use WhatsApp on the phone as always. Open WhatsApp on it at least once every two weeks so that it stays linked.
unlink-title = Unlink { $account }?
unlink-what = This computer stops sending messages with that account. To send again, a new code must be scanned.
disable-campaigns =
    { $count ->
        [one] One unfinished campaign waits until you switch it on.
       *[other] { $count } unfinished campaigns wait until you switch it on.
    }
unlink-campaigns =
    { $count ->
        [one] One unfinished campaign stops until you link a phone.
       *[other] { $count } unfinished campaigns stop until you link a phone.
    }
unlink-keeps = Your contacts, campaigns and queued messages are kept.
unlink-confirm = Unlink
unlinked = The phone is no longer linked.

## Pairing

pair-title = Link the phone
pair-sub = Scan the QR code with the WhatsApp of the business.
pair-sub-number = Type the code that you will see here in the WhatsApp of the business.
pair-once = This is done once.
pair-sub-practice = This is how a phone is linked. This one is simulated: no real phone is needed.
pair-qr = QR code to link the phone
pair-show = Show the QR code
pair-anew = Start again
pair-expired = The code expired and nobody used it.
pair-number-refused = That number is not among those that may be linked here. It was unlinked again and nothing was sent.
pair-preparing = Preparing the code…
pair-renews = A new one in { $time }
pair-expires = Expires in { $time }
pair-step-open = Open **WhatsApp** on the phone of the business
pair-step-menu = Tap **Menu ⋮** or **Settings**, then **Linked devices**
pair-step-scan = Tap **Link a device** and point at this code
pair-step-number = Tap **Link with phone number** and type the code
pair-no-camera = Don't use the phone's camera app: scan from WhatsApp.
pair-by-number = Link with a number instead
pair-by-qr = Link with the QR code
pair-number = Number of the business phone
pair-number-hint = You get a code of 8 letters and digits to type in WhatsApp.
pair-number-needed = Type the whole number.
pair-number-submit = Get the code
pair-practice-scan = Scan with the simulated phone
pair-practice-type = Type the code on the simulated phone
pair-allowed = Only { $numbers } can be linked to this profile.
pair-keeps-phone = The phone goes on working as always. You can unlink at any time, here or on the phone.
device-set-aside = The link with the phone was damaged: link it again. Contacts and campaigns are safe.
device-set-aside-file = Damaged file: { $file }

## Dropping and choosing lists

drop-here = Drop the file here
drop-kinds = CSV, Excel (XLSX), vCard or text
drop-ask = What shall we do with { $file }?
drop-campaign = Send a message to this list
drop-campaign-hint = Starts a campaign with these people
drop-import = Import the contacts
drop-import-hint = Keeps them to write to later
drop-title = Drag a file here
drop-text = CSV, Excel (XLSX), vCard or text, one person per line
pick-file = Choose a file
paste-open = Paste a list
paste-title = Paste the numbers, one per line
paste-label = Pasted list
paste-example =
    0981 123 456
    0982 234 567, Ms, Ana Benítez, VIP
paste-hint = Title, name and group may follow, separated by commas. Cells copied from a spreadsheet work, too.
paste-needed = Paste at least one number.
paste-use = Use this list
list-other = Another list

## How a list is read

read-change = Change how it is read
read-encoding = Encoding
read-windows = Excel text (Windows-1252)
read-separator = Separator
read-separated = separated by { $separator }
read-comma = comma
read-semicolon = semicolon
read-tab = tab
read-bar = bar |
read-one-column = a single column
read-header = First row
read-header-yes = Holds the titles
read-header-no = Is one more person
read-with-header = with titles
read-without-header = without titles
read-columns = What each column holds
read-column = Column { $number }
field-number = Number
field-title = Title
field-name = Name
field-surname = Surname
field-group = Group
field-extra = Extra detail
field-ignore = Don't use
rows-show = Rows of the list
row-updated = Updated
row-unchanged = Unchanged
read-mixed = The list mixes two encodings (UTF-8 and Windows-1252). Each part was read as what it is: look at the accents.
rows-usable =
    { $count ->
        [one] 1 person
       *[other] { $count } people
    }
rows-invalid =
    { $count ->
        [one] 1 unusable
       *[other] { $count } unusable
    }
rows-repeated =
    { $count ->
        [one] { $count } repeated
       *[other] { $count } repeated
    }
rows-more = { $shown } of { $total } are shown.
rows-line = Line
rows-written = As written
rows-why = Why it cannot be used
rows-repeats = What it repeats
rows-repeats-line = The number of line { $line }

## Contacts

contacts-count =
    { $count ->
        [0] No contacts
        [one] 1 contact
       *[other] { $count } contacts
    }
contacts-found =
    { $count ->
        [0] no match
        [one] 1 matches
       *[other] { $count } match
    }
contacts-import = Import
contacts-write = Write to everyone
contacts-write-group = Write to this group
contacts-search = Search by name, number, title or group
contacts-none = Bring your list of contacts
contacts-none-text = The list you already keep in a spreadsheet or on the phone is fine: drag it onto this window.
contacts-no-match = Nobody matches
contacts-no-match-text = Try another word, group or filter.
contacts-clear = Clear
contact-state = State
contact-opted-out = Opted out
contact-consent = Agreed
contact-consent-missing = Not agreed
contact-no-whatsapp = No WhatsApp
groups = Groups
groups-all = Everyone
groups-none = There are no groups yet. Import contacts with a “group” column, or choose a group when importing.

## Import

import-title = Import contacts
replace-title = Take another list?
replace-what = You are importing “{ $file }”. If “{ $other }” replaces it, what you chose for it is lost; nothing has been stored yet.
replace-confirm = Replace the list
replace-keep = Keep the list
replace-writing = “{ $file }” is still being imported. Drop “{ $other }” when it has finished.
import-sub = First we look the list over: nothing is kept until you confirm.
import-group = Add everyone to a group
import-group-example = No group
import-skip = Leave the people you already know as they are, without updating them
import-submit =
    { $count ->
        [one] Import 1 contact
       *[other] Import { $count } contacts
    }
import-submit-same =
    { $count ->
        [one] Keep 1 contact unchanged
       *[other] Keep { $count } contacts unchanged
    }
import-nothing = No row can be imported. Change how the list is read or choose another one.
import-done-title = Import finished
import-done =
    { $count ->
        [one] 1 contact imported
       *[other] { $count } contacts imported
    }
import-done-detail = { $new } new, { $updated } updated, { $unchanged } unchanged
import-done-opted-out =
    { $count ->
        [one] 1 had opted out and stays so.
       *[other] { $count } had opted out and stay so.
    }
import-see = See the contacts
import-write = Write to them now
count-new = New
count-updated = Updated
count-unchanged = Unchanged
count-duplicates = Repeated
count-invalid = Unusable
count-opted-out = Opted out

## Contacts: looking and choosing

more = More
contact-new = Add
contact-new-title = New contact
contacts-write-them = Write to them
contacts-write-found =
    { $count ->
        [one] Write to the one that matches
       *[other] Write to the { $count } that match
    }
contact-consent-column = Consent
contact-last = Last message
contact-created-column = Added
select-all = Tick everyone who matches
select-one = Tick { $name }
range-long = A range has up to { $most } people. For more, use the filters and tick everyone.
condition-consent = Consent
condition-consent-no = Without consent
condition-opted-out = Opt-outs
condition-opted-out-no = Without opted out
condition-opted-out-yes = Only opted out
condition-whatsapp = WhatsApp
whatsapp-yes = On WhatsApp
whatsapp-no = Not on WhatsApp
whatsapp-unknown = Not checked
narrow-except =
    { $count ->
        [one] Except 1 person
       *[other] Except { $count } people
    }

## Groups

groups-ungrouped = No group
group-search = Find a group
group-search-none = No group has that name.
group-menu = Options of the group { $group }
group-rename = Rename
group-rename-title = Rename “{ $group }”
group-name-needed = Write a name for the group.
group-joins =
    { $count ->
        [one] There is a group “{ $group }” already, with 1 person: the two become one.
       *[other] There is a group “{ $group }” already, with { $count } people: the two become one.
    }
group-join = Join the groups
group-renamed = The group “{ $group }” is now called “{ $name }”.
group-joined = The group “{ $group }” joined “{ $name }”.
group-delete = Delete the group
group-delete-title = Delete the group “{ $group }”?
group-delete-what =
    { $count ->
        [one] 1 person is no longer in it.
       *[other] { $count } people are no longer in it.
    }
group-delete-keeps = The contacts stay, and so do their other groups.
group-deleted = Group “{ $group }” deleted. The people stay.
group-needed = Write or choose a group.

## Many contacts at once

bulk = Chosen people
bulk-count =
    { $count ->
        [one] 1 chosen
       *[other] { $count } chosen
    }
bulk-counting = Counting…
bulk-none = Clear the selection
bulk-write = Write to them
bulk-group = Add to a group
bulk-group-short = To a group
bulk-group-title =
    { $count ->
        [one] Add 1 person to a group
       *[other] Add { $count } people to a group
    }
bulk-group-example = A new group or one you have
bulk-group-save =
    { $count ->
        [one] Add 1 person
       *[other] Add { $count } people
    }
bulk-remove = Remove from a group
bulk-remove-title =
    { $count ->
        [one] Remove 1 person from a group
       *[other] Remove { $count } people from a group
    }
bulk-remove-save =
    { $count ->
        [one] Remove 1 person
       *[other] Remove { $count } people
    }
bulk-consent = Note consent
bulk-consent-title =
    { $count ->
        [one] Note the consent of 1 person
       *[other] Note the consent of { $count } people
    }
bulk-consent-what = Note it only if they really agreed to get your messages.
bulk-consent-save =
    { $count ->
        [one] Note for 1 person
       *[other] Note for { $count } people
    }
consent-needed = Write how they agreed.
bulk-opt-out = Opt out
opt-out-title =
    { $count ->
        [one] Opt this person out?
       *[other] Opt { $count } people out?
    }
opt-out-what =
    { $count ->
        [one] They get no more messages, also from campaigns under way. This stays so even when the contact is deleted and imported again.
       *[other] They get no more messages, also from campaigns under way. This stays so even when the contacts are deleted and imported again.
    }
opt-out-confirm =
    { $count ->
        [one] Opt out
       *[other] Opt out { $count } people
    }
bulk-opt-in = Opt in again
opt-in-title =
    { $count ->
        [one] Did this person ask to get messages again?
       *[other] Did these { $count } people ask to get messages again?
    }
opt-in-what =
    { $count ->
        [one] Only if they asked for it themselves. Writing to them unasked breaks WhatsApp’s rules and can cost you the account.
       *[other] Only if they asked for it themselves. Writing to them unasked breaks WhatsApp’s rules and can cost you the account.
    }
opt-in-confirm = Yes, they asked
bulk-csv = Export as CSV
bulk-xlsx = Export for Excel (XLSX)
bulk-check = Check on WhatsApp
bulk-check-offline = connect the phone
check-title =
    { $count ->
        [one] Check whether 1 person is on WhatsApp?
       *[other] Check whether { $count } people are on WhatsApp?
    }
check-what = It goes slowly on purpose, so as not to trouble WhatsApp. You can go on working and cancel at any time; what was checked is kept.
check-confirm = Check
checked =
    { $count ->
        [one] 1 number checked
       *[other] { $count } numbers checked
    }
checked-found = { $present } on WhatsApp, { $absent } not on WhatsApp
checked-silent = { $count } without an answer
bulk-merge = Merge into one contact
bulk-merge-some = 2 to { $most }
merge-title = Merge { $count } contacts into one
merge-keep = Which number stays?
merge-result = The result
merge-what = The newest value of each detail stays; all groups are kept.
merge-opted-out = One of them opted out: the contact stays opted out.
merge-confirm = Merge the { $count }
bulk-delete = Delete…
delete-title =
    { $count ->
        [one] Delete 1 contact?
       *[other] Delete { $count } contacts?
    }
delete-what = They are removed from this profile with all their details. Campaigns already sent do not change.
delete-opted-out = Whoever opted out still gets no messages, even when imported again.
delete-confirm =
    { $count ->
        [one] Delete 1 contact
       *[other] Delete { $count } contacts
    }

## What was done with contacts

changed-nothing = There was nothing to change.
changed-group =
    { $count ->
        [one] 1 person added to “{ $group }”
       *[other] { $count } people added to “{ $group }”
    }
changed-ungroup =
    { $count ->
        [one] 1 person removed from “{ $group }”
       *[other] { $count } people removed from “{ $group }”
    }
changed-consent =
    { $count ->
        [one] Consent noted for 1 person
       *[other] Consent noted for { $count } people
    }
changed-opt-out =
    { $count ->
        [one] 1 person opted out
       *[other] { $count } people opted out
    }
changed-opt-in =
    { $count ->
        [one] 1 person gets messages again
       *[other] { $count } people get messages again
    }
changed-delete =
    { $count ->
        [one] 1 contact deleted
       *[other] { $count } contacts deleted
    }
changed-merge = { $count } contacts merged into one
undone =
    { $count ->
        [one] Undone: 1 contact is as it was.
       *[other] Undone: { $count } contacts are as they were.
    }
undone-removed =
    { $count ->
        [one] Undone: 1 new contact was removed.
       *[other] Undone: { $count } new contacts were removed.
    }
undone-restored =
    { $count ->
        [one] 1 is as it was.
       *[other] { $count } are as they were.
    }
undone-import =
    { $count ->
        [one] Undone for 1 contact.
       *[other] Undone for { $count } contacts.
    }
undone-kept =
    { $count ->
        [one] 1 changed since and stays as it is.
       *[other] { $count } changed since and stay as they are.
    }
exported-to = Saved to { $path }
show-in-folder = Show in folder
work-change = Changing contacts
work-export = Exporting contacts
work-check = Checking on WhatsApp
work-write = Importing contacts
work-people =
    { $count ->
        [one] 1 person
       *[other] { $count } people
    }

## One contact

contact-number-needed = Write the person’s number.
contact-read-as = Kept as { $phone }
contact-typed = It was written like this: { $typed }
contact-open-other = Open that contact
contact-title-example = Ms
contact-groups-example = Write a group and press Enter
contact-consent-how = How did they agree to be messaged?
contact-consent-since = Agreed, noted
contact-proof = What proves it
contact-proof-example = For example: form 12, or a link
contact-note = Note
contact-note-hint = Only for you and your colleagues: never sent.
contact-never = never
contact-created = Added
contact-updated = Last change
contact-landline = Landline
contact-save = Save changes
contact-add = Add contact
contact-saved = “{ $name }” saved
delete-one = Delete
delete-one-title = Delete { $name }?
unsaved-title = Discard the changes?
unsaved-what = What you wrote about this contact is not saved yet.
unsaved-discard = Discard
extra-title = Extra details
extra-name = Detail
extra-value = Value
extra-add = Add a detail
extra-remove = Remove { $name }
extra-name-needed = Give each extra detail a name.
extra-twice = Two extra details have the same name. Change one.
token-remove = Remove { $name }

## Import, step by step

import-step-file = File
import-step-read = Reading
import-step-columns = Columns
import-step-check = Check
example-save = Download an example file
example-saved = Example saved to { $path }. Open it in Excel, fill it in and drag it here.
need-file = Choose, drag or paste a list.
need-number = Say which column holds the telephone numbers.
need-one-number = There is more than one column of numbers. Choose one.
need-which-number = Confirm which column of numbers is used.
need-readable = It cannot go on: the list cannot be read like this.
read-automatic = Detect
read-choose-separator = Choose the separator
read-sheet = Sheet
read-in-sheet = sheet “{ $sheet }”
read-xlsx = Excel workbook
read-vcard = Contact cards (vCard)
read-google = Google Contacts
read-sample = The first rows, as they stand in the file
read-sample-hint = Do accents and columns look right? If not, change the encoding or the separator.
columns-title = Column
columns-samples = For example
columns-field = What it is
columns-empty = empty
columns-hint = Extra details can be used in messages, for example the city.
columns-which-number = These columns hold telephone numbers: { $columns }. Which one shall we use?
columns-number-is = The numbers come from the column “{ $column }”.
columns-number-question = There are telephone numbers in { $columns }, too. Which one is used with WhatsApp?
columns-choose = Choose the column
columns-use = Use { $column }
import-consent-note = Import only people who agreed to get your messages; what you write is noted with each of them.
import-opted-out-note =
    { $count ->
        [one] 1 had opted out: that stays so, and gets no messages.
       *[other] { $count } had opted out: that stays so, and they get no messages.
    }
import-cancel-note = You can go on using the program. If you cancel, nothing stays imported.
rejects-save =
    { $count ->
        [one] Save the one left out
       *[other] Save the { $count } left out
    }
rejects-saved = Rows saved to { $path }, each with its reason.
import-done-left = { $invalid } unusable, { $duplicates } repeated
import-cancelled = The import was cancelled: nothing was imported.
import-undo = Undo this import
import-undone = The import was undone

## Send

campaign-name = Campaign name
campaign-untitled = Campaign of { $day }
steps = Steps
step-audience = Recipients
step-message = Message
step-pace = Pace and time
step-review = Check
need-audience = Choose whom to send to.
need-list = Drag, choose or paste a list.
need-group = Choose a group.
need-people = Nobody is left to send to. Choose another list or group.
need-message = Write the message or attach something.
discard = Discard
audience-list = A list
audience-list-hint = A file or pasted numbers, in their order
audience-all = All contacts
audience-all-hint =
    { $count ->
        [0] No contacts yet
        [one] 1 contact, by name
       *[other] { $count } contacts, by name
    }
left-none = Nobody is left out.
left-opted-out =
    { $count ->
        [one] 1 opted out and does not get it
       *[other] { $count } opted out and do not get it
    }
left-invalid =
    { $count ->
        [one] 1 row without a usable number
       *[other] { $count } rows without a usable number
    }
left-duplicates =
    { $count ->
        [one] 1 repeated, sent once
       *[other] { $count } repeated, sent once
    }
undo = Undo
draft-untitled = Untitled
draft-saved-at = saved { $when }
draft-saved = Draft saved
draft-saving = Saving…
draft-failed = Could not be saved
draft-delete = Delete the draft { $name }
draft-deleted = Draft “{ $name }” deleted.
drafts-continue = Continue a draft
need-picked = Tick one person at least.
need-campaign = Choose an earlier campaign.
audience-groups = Groups
audience-groups-hint = The people of one group or several
audience-pick = A selection
audience-pick-hint = People chosen one by one
audience-campaign = Earlier campaign
audience-campaign-hint = The same people in the same order
list-gone = The list “{ $file }” is no longer where it was. Choose it again; the message and everything else are kept.
group-gone = The group “{ $group }” is gone.
narrow = Narrow down
filter-consent = With consent
filter-never = Never written to
pick-column = Tick
pick-count =
    { $count ->
        [one] 1 chosen
       *[other] { $count } chosen
    }
pick-all =
    { $count ->
        [one] Choose the only one
       *[other] Choose all { $count }
    }
pick-all-found =
    { $count ->
        [one] Choose the one that matches
       *[other] Choose all { $count } that match
    }
left-not-on-whatsapp =
    { $count ->
        [one] 1 is not on WhatsApp
       *[other] { $count } are not on WhatsApp
    }
left-recent =
    { $count ->
        [one] 1 got a message within { $days } days and is left out
       *[other] { $count } got a message within { $days } days and are left out
    }
recent-included =
    { $count ->
        [0] Nobody got a message within the last { $days } days
        [one] 1 already got a message within the last { $days } days
       *[other] { $count } already got a message within the last { $days } days
    }
recent-skip = Leave out people who lately got a message
recent-days = Days since the last message
recent-unit = days

## Message

message-label = Text of the message
message-placeholder = Hello {"{"}name{"}"}, …
message-toolbar = Message tools
message-emoji = Emoji
message-bold = Bold (Ctrl+B)
message-italic = Italic (Ctrl+I)
message-strike = Strikethrough
message-mono = Monospace
message-variable = Detail
message-length =
    { $count ->
        [one] 1 character
       *[other] { $count } characters
    }
message-long = short messages read better
message-length-over = { $length } characters; the most is { $limit }
variable-nombre = Name
variable-sustantivo = Title
variable-grupo = Group
variable-numero = Number
chip-fallback = When it is missing, write
chip-placeholder = Nothing
chip-hint = Used for people who lack this detail. With nothing here, it is left out.
chip-remove = Remove
unknown-name = Not a detail of these people: it is sent as it is
note-unknown =
    { $count ->
        [one] { $names } is not a detail of these people: it is sent as it is.
       *[other] { $names } are not details of these people: they are sent as they are.
    }
note-missing =
    { $count ->
        [one] 1 person lacks “{ $variable }”: it is left out.
       *[other] { $count } people lack “{ $variable }”: it is left out.
    }
note-too-long = The message has { $length } characters and WhatsApp takes { $limit }: shorten it.
version-too-long = Version { $letter } has { $length } characters and WhatsApp takes { $limit }: shorten it.
note-empty =
    { $count ->
        [one] For 1 person nothing remains of the message: it is not sent.
       *[other] For { $count } people nothing remains of the message: it is not sent.
    }
preview = Preview
preview-before = Person before
preview-after = Next person
preview-of = { $position } of { $total }
preview-empty = Here you see the message as each person gets it
preview-phone = As it will look: { $text }

## Pace

pace-title = Sending speed
pace-text = Time between one person and the next. Slower is more natural and safer for your account.
pace-seconds = { $seconds } s
pace-free = Other
pace-free-label = Seconds between people
pace-free-unit = seconds
pace-fast = This fast, WhatsApp may more easily restrict the account. For long lists, 5 seconds or more are better.
pace-jitter = Random variation
pace-jitter-hint = So that it does not tick like a machine.
pace-batch = Rest
pace-batch-middle = seconds every
pace-batch-end = people
pace-batch-pause-label = Seconds of rest
pace-batch-size-label = People between rests
pace-batch-hint = With 0 people there is no rest.
pace-expect =
    { $count ->
        [one] Sending to 1 person takes
       *[other] Sending to { $count } people takes
    }
pace-about-inline = about { $time }
pace-under-minute-inline = less than a minute
start-title = When it begins
start-text = Right now, or on a day at an hour.
start-now = Now
start-at = On a date
start-day = Day
start-clock = Time to begin
start-clock-before = at
start-past = That time is over. Choose a later one, or begin now.
quiet-title = Quiet hours
quiet-hint = What is left goes on by itself afterwards.
quiet-between = from
quiet-and = to
quiet-from = Nothing is sent from
quiet-until = Nothing is sent until
quiet-next-day = until the next day
quiet-same = Both times are the same. Choose a different beginning and end.
quiet-incomplete = Write both times, like 21:00 and 08:00.
weekdays-title = Days of sending
weekdays-all = Every day
weekdays-some =
    { $count ->
        [one] 1 day a week
       *[other] { $count } days a week
    }
limit-title = Daily limit
limit-hint = Counts the people of all campaigns of the day.
limit-none = No limit
limit-unit = people a day
pace-days-inline =
    { $count ->
        [one] about a day
       *[other] about { $count } days
    }
forecast-begins-now = It begins now
forecast-begins = It begins { $when }
forecast-begins-after = It begins when the campaigns before it are done
forecast-ends = and ends around { $when }.
forecast-ends-soon = and ends right away.
forecast-ends-unknown = and nobody can tell when it ends.
forecast-ahead =
    { $count ->
        [one] Another campaign that runs already goes first.
       *[other] { $count } campaigns that run already go first.
    }
forecast-wait = Working it out…

## Review

review-pace = { $time } between people
review-change = Change: { $what }
review-remarks = Before you send
review-not-linked = No phone is linked. The campaign will wait until you link one.
review-consent = “{ $name }” is sent in order, person by person. Send only to people who agreed to get your messages.
review-note-consent = It is a good idea to note how these people agreed to get messages; it is kept with each of them.
review-note-consent-go = Note it
send-confirm =
    { $count ->
        [one] Send to 1 person
       *[other] Send to { $count } people
    }
send-ask =
    { $count ->
        [one] Send the message to 1 person?
       *[other] Send the message to { $count } people?
    }
send-ask-real = It is really sent from { $account }. What has gone out cannot be taken back.
send-ask-account = the linked phone
send-ask-practice = This is practice: the people are simulated and nothing is really sent.
send-ask-stop = You can pause or cancel at any time; it stops before the next person.
note-limit =
    { $count ->
        [one] The limit is { $limit } people a day and today has { $sent } already: 1 gets the message on another day.
       *[other] The limit is { $limit } people a day and today has { $sent } already: { $count } get the message on another day.
    }
fix-device = See the device
fix-campaigns = See the campaigns
fix-pace = Change pace and time
fix-message = Mend the message
fix-audience = See recipients
health-title = Account health
health-green = WhatsApp puts no restriction on it.
health-unknown = WhatsApp did not say how the account stands. You can send all the same.
health-offline = There is no connection to ask WhatsApp. Messages wait until it is back.
health-restricted = WhatsApp restricts this account. Send no more until that ends; what you send now waits.
health-banned = WhatsApp locked this account. Settle it in WhatsApp on the phone.
health-time-locked = WhatsApp does not let you write to new people for now. Send later, or only to people who know you already.
health-new-chats-low =
    { $count ->
        [one] WhatsApp lets you write to only 1 more new person for now. Better wait, or send to fewer.
       *[other] WhatsApp lets you write to only { $count } more new people for now. Better wait, or send to fewer.
    }
health-new-chats-used-up = No more new people can be written to for now. Wait until WhatsApp allows it again.
health-held = A campaign is held because many messages failed. Look at the reasons before sending another.
health-until = Until { $when }.
review-groups =
    { $count ->
        [one] Group { $groups }
       *[other] Groups { $groups }
    }
summary-jitter = jitter ±{ $percent }
summary-batch = a rest of { $time } every { $count } people
summary-start = from { $when }
summary-quiet = nothing from { $from } to { $until }
summary-days = only { $days }
summary-limit = { $limit } people a day at most

## Campaigns

campaigns-sub = What is being sent and what was sent before
campaigns-new = New campaign
campaigns-none = You have not sent anything yet
campaigns-none-text = Each campaign will be here: whom it reached, who read it and who answered.
campaigns-first = Send messages
campaign-back = Back to the campaigns
campaign-begins = begins { $when }
campaign-created = created { $when }
campaign-began = began { $when }
campaign-ends = ends at about { $when }
campaign-ended = ended { $when }
campaign-now = Now: { $name }
campaign-rate = { $rate } per minute
campaign-left = { $time } left
of-people =
    { $total ->
        [one] of 1 person
       *[other] of { $total } people
    }
fact-read =
    { $count ->
        [one] 1 read
       *[other] { $count } read
    }
fact-failed =
    { $count ->
        [one] 1 failed
       *[other] { $count } failed
    }
fact-replies =
    { $count ->
        [one] 1 reply
       *[other] { $count } replies
    }
pause = Pause
resume = Resume
export = Export
cancel-open = Cancel…
cancel-ask = Cancel “{ $name }”?
cancel-what =
    { $count ->
        [one] 1 queued person will not get the message.
       *[other] { $count } queued people will not get the message.
    }
cancel-sent =
    { $count ->
        [one] 1 had its turn; what was sent cannot be taken back.
       *[other] { $count } had their turn; what was sent cannot be taken back.
    }
cancel-confirm = Cancel the campaign
retry =
    { $count ->
        [one] Retry 1 failed
       *[other] Retry { $count } failed
    }
retry-done =
    { $count ->
        [one] 1 message is tried again.
       *[other] { $count } messages are tried again.
    }
report-saved = Report saved: { $file }
hold-resume = Resume
stat-read = Read
stat-delivered = Delivered
stat-accepted = Accepted
stat-queued = Queued
stat-failed = Failed
stat-skipped = Left out
replies = Replies
campaigns-open = Under way and waiting
campaigns-drafts = Drafts
campaigns-over = Finished
campaign-waiting = Waiting
campaign-ends-sentence = It ends around { $when }.
hold-goes-on = It goes on by itself: { $when }.
duplicate = Duplicate
duplicate-name = { $name } (copy)
campaign-show = What is shown
campaign-content = Message and settings
content-created = Created { $when }
failures-last = Last errors
see-all = See all { $count }

## Recipients

recipient-name-queued = Queued
recipient-name-sending = Sending…
recipient-name-sent = Sent
recipient-name-unknown = Checking…
recipient-name-accepted = Accepted
recipient-name-delivered = Delivered
recipient-name-read = Read
recipient-name-played = Played
recipient-name-failed = Failed
recipient-name-skipped = Left out
recipient-position = No.
recipient-person = Name
recipient-state = State
recipient-time = Time
recipient-reply = Reply
recipients-filter = Filter by state
recipients-all = All ({ $total })
recipients-clear = Clear
recipients-none = Nobody is in this state.
recipients-follow = Follow the sending
recipients-following = Following the sending

## Settings

language-hint = Of this window and of the notifications.
theme = Appearance
theme-hint = Light or dark, or as the system has it.
theme-system = As the system
theme-light = Light
theme-dark = Dark
about = About
about-local = Your contacts, messages and campaigns stay encrypted on this computer. There is no server, no account and no usage statistics.
about-consent = Not a product of WhatsApp. Its terms restrict bulk messaging: write only to people who agreed.
settings-saved = Changes saved
settings-sending = Sending
settings-sending-hint = Every new campaign begins with this; each can be changed.
settings-recent = Recent message
settings-recent-hint = The check points out who got one within these days. With 0 it does not.
settings-failures = Hold at many errors
settings-failures-hint = Share of the last 50 messages that may fail. With more, the campaign is held and waits for a person.
settings-opt-out = Opting out and in
settings-opt-out-hint = The whole message counts, ignoring case, accents and punctuation.
settings-stop = Words for opting out
settings-start = Words for coming back
word-add = Add
word-add-to = Add to: { $list }
word-remove = Remove { $word }
settings-confirmation = Confirm with a message
settings-confirmation-hint = Whoever opts out is answered once.
settings-confirmation-label = Text of the confirmation
settings-confirmation-text = Done: we will not write to you again. If you change your mind, answer START.
settings-computer = This computer
settings-device = Device
settings-idle = Close the line when nobody uses it
settings-idle-hint = After these minutes without sending or use. It comes back by itself; with 0 it is never closed.
settings-idle-unit = minutes
settings-allowed = Numbers that may be linked
settings-allowed-hint = With any here, a phone with another number is unlinked at once. Empty means any.
settings-allowed-add = Add a number
settings-awake = Keep it awake while sending
settings-awake-hint = If it sleeps, sending waits and goes on when it wakes.
settings-close = When the window is closed
settings-close-hint = Sending can go on from the system tray.
settings-close-ask = Ask
settings-close-tray = Go on in the tray
settings-close-quit = Quit

## Closing the window

close-title = Messages are still being sent
close-left =
    { $count ->
        [one] { $number } person is still to be written to.
       *[other] { $number } people are still to be written to.
    }
close-background = Keep sending in the background
close-tray = In the background the window is hidden and sending goes on. Open it again from the icon next to the clock.
close-no-tray = In the background the window is hidden and sending goes on. This desktop shows no icons next to the clock: to see the window again, start the program once more.
close-quit = Finish and quit
close-quit-hint = Quitting finishes the message that is on its way and saves everything; sending goes on when you open the program again.
close-remember = Do not ask again

## Writing a message: versions, attachments, templates

nav-templates = Templates
chip-open = Click or F2: what to write if it is missing
message-undo = Undo (Ctrl+Z)
message-redo = Redo (Ctrl+Y)
emoji-recent = Recent
emoji-none = No emoji is called that. Try another word.
versions = Versions of the text
version-name = Version { $letter }
version-add = Another version
version-remove = Remove version { $letter }
version-removed = Version { $letter } removed
version-placeholder = The same, said another way
versions-why = Several versions are sent in turn, and afterwards you see which got more replies
versions-how = They are sent in turn: each person gets one of the { $count } versions.
versions-count = { $count } versions
need-version = Version { $letter } is empty: write it or remove it.
need-ready = Wait until the file is ready, or cancel it.
attach = Attach
attach-pictures = Pictures
attach-voice = Voice note from a file
attach-record = Record a voice note
attach-document = Document
attach-video = Video
attach-up-to = up to { $most }
attach-full = there is { $most } already
attach-too-many = One message takes at most { $most } { $kind }. Remove what is too much and attach it again.
attach-pending = Files being prepared
attach-preparing = Preparing { $name }
attach-waiting = waiting
attach-dismiss = Dismiss the note about { $name }
attach-dismiss-all =
    { $count ->
        [one] Close the notice
       *[other] Close all { $count } notices
    }
attachments = Attachments
attachment-name = { $kind }: { $name }
attachment-keys = Arrow keys to move it, Delete to remove it
attachment-remove = Remove { $name }
attachment-remove-short = Remove
attachment-removed = “{ $name }” no longer goes with the message.
attachment-gone-short = gone
attachment-gone =
    { $count ->
        [one] 1 attachment is no longer kept and cannot be sent. Remove it and attach the file again.
       *[other] { $count } attachments are no longer kept and cannot be sent. Remove them and attach the files again.
    }
draft-files-gone =
    { $count ->
        [one] { $names } is no longer kept: attach it again if you need it.
       *[other] { $names } are no longer kept: attach them again if you need them.
    }
note-animated = Only the first frame of an animated picture is sent.
medium-one-picture = Picture
medium-one-video = Video
medium-one-document = Document
medium-one-voice = Voice note
medium-many-picture = pictures
medium-many-video = video
medium-many-document = document
medium-many-voice = voice note
medium-count-picture =
    { $count ->
        [one] 1 picture
       *[other] { $count } pictures
    }
medium-count-video =
    { $count ->
        [one] 1 video
       *[other] { $count } videos
    }
medium-count-document =
    { $count ->
        [one] 1 document
       *[other] { $count } documents
    }
medium-count-voice =
    { $count ->
        [one] 1 voice note
       *[other] { $count } voice notes
    }
medium-pages =
    { $count ->
        [one] 1 page
       *[other] { $count } pages
    }
voice-play = Play
voice-pause = Pause
voice-position = Position
voice-cannot-play = This computer cannot play it here. It is sent all the same: try it with “Send me a test”.
recording-stop = Finish
recording-level = Level
preview-template = The message shows up here. Each person’s details are put in when it is sent.
test-send = Send me a test
test-to = to your own chat, { $phone }
test-under-way = On its way to { $phone }…
test-arrived = It is there: look on the phone, in the chat with yourself.
test-failed = It was not sent: { $reason }.
test-offline = { $state }. To send yourself a test, connect the phone first.
test-connect = Go to the device
drop-files = { $count } files
drop-attach = Attach to a message
drop-attach-hint = Begins a message that carries it
drop-attach-draft = Goes with “{ $name }”, which you are writing
drop-attach-here = Drop to attach
drop-attach-kinds = Pictures, voice notes, documents or a video
templates-sub = Messages you keep, so that you need not write them every time.
templates-none = Keep the messages you send again and again
templates-none-text = The birthday greeting, the payment reminder, the price list: write them once, with their pictures, and use them in every campaign.
templates-search = Search templates
templates-no-match = No template matches.
templates-all = All
template-first = Create the first
template-new = New template
template-edit = Edit template
template-open = Edit “{ $name }”
template-duplicate = Duplicate
template-delete = Delete
template-use = Use
template-use-one = Use a template
template-save-as = Save as template
template-save-empty = write something first
template-save = Save template
template-name = Name
template-name-example = For example: Happy birthday
template-name-needed = Give the template a name.
template-category = Category
template-category-example = For example: Greetings
template-empty = Write the message or attach something.
template-unsaved = What you wrote in this template is not saved yet.
template-back = Back to templates
template-saved = Template “{ $name }” saved.
template-put = Template “{ $name }” is in.
template-used = The template “{ $name }” is in a new message. Choose whom it goes to.
template-deleted = Template “{ $name }” deleted.
template-duplicated = Template “{ $name }” duplicated.

## Settings: storage

settings-storage = Storage
settings-hours = Keep attachments after a campaign
settings-hours-hint = After that their files are removed from this profile. Those of templates, drafts and open campaigns stay.
settings-hours-unit = hours
cache-title = Clear cache
cache-clear = Clear cache
cache-free =
    { $count ->
        [one] Frees { $size }: 1 attachment that is no longer needed.
       *[other] Frees { $size }: { $count } attachments that are no longer needed.
    }
cache-nothing = There is nothing to clear.
cache-cleared =
    { $count ->
        [one] { $size } freed: 1 attachment that was no longer needed.
       *[other] { $size } freed: { $count } attachments that were no longer needed.
    }

# The passcode and the lock
passcode = Passcode
passcode-new = New passcode
passcode-repeat = Repeat the passcode
passcode-present = Present passcode
passcode-hint = At least 6 characters. Better still, a short sentence that nobody guesses.
passcode-lost = Keep it well: without the passcode nobody can open this profile, not even we. If it is forgotten, its contacts and campaigns are lost.
passcode-differs = The two passcodes are not the same. Type them again.
passcode-show = Show the passcode
passcode-hide = Hide the passcode
passcode-set = Set a passcode
passcode-change = Change the passcode
passcode-remove = Remove the passcode
passcode-remove-what = The profile will open without asking. Its data stays encrypted.
passcode-set-done = Done: from now on the profile opens with the passcode.
passcode-change-done = The passcode was changed.
passcode-remove-done = The profile does not ask for a passcode any more.
profile-allowed = Only certain numbers may be linked
profile-allowed-hint = A phone with another number is unlinked at once. You can change this later, in the settings.
profile-allowed-needed = Write at least one number, or switch this off.
profile-passcode = Protect with a passcode
profile-passcode-hint = It is asked for when the profile is opened, and before what cannot be undone.
profile-locked = With a passcode
unlock = Unlock
unlock-why = Type the passcode to open this profile.
unlock-wait =
    { $seconds ->
        [one] There were too many wrong passcodes. You can try again in one second.
       *[other] There were too many wrong passcodes. You can try again in { $seconds } seconds.
    }
unlock-sending = Sending goes on: { $done } of { $total }
unlock-sending-label = Progress of sending
unlock-back = Another profile
lock-now = Lock (Ctrl+L)
privacy = Privacy and lock
privacy-protection = What keeps the key
privacy-file = Everything on this computer is encrypted. The key lies in a file that only your user can read.
privacy-keychain = Everything on this computer is encrypted. The key lies in the system’s keychain.
privacy-passcode = Everything on this computer is encrypted. Only your passcode opens the key.
privacy-auto-lock = Lock when nobody uses the program
privacy-auto-lock-hint = Sending goes on meanwhile. With 0 it does not lock by itself.
privacy-minutes = minutes

## Backups

backup-title = Backups
backup-hint = One encrypted file with everything in this profile, to keep elsewhere: on a USB stick or another computer.
backup-now = Back up now
backup-submit = Choose where and save
backup-passphrase = Passphrase
backup-again = Passphrase once more
backup-passphrase-why = The file can only be opened with this passphrase. Nobody can recover it, so write it down and keep it in a safe place.
backup-passphrase-hint = Several words that you will remember, 8 characters at least.
backup-short = A passphrase has at least { $least } characters.
backup-differs = The two passphrases are not the same.
backup-session = With the link to the phone
backup-session-hint = Only for moving to another computer. Two computers with the same link disconnect each other again and again.
backup-done = Backed up to { $file }.
work-backup = Backing up
work-restore = Restoring the backup
automatic-title = Automatic backups
automatic-hint = A copy is made every day and before an update, on this computer. The last seven are kept, for when the data gets damaged.
automatic-none = None yet; the first one is made soon.
automatic-update = before an update
restore-title = Restore from a backup
restore-what = A profile is made of it. Messages that were under way wait until you resume them.
restore-choose = Choose the file
restore-file-needed = Choose the file of the backup first.
restore-passphrase-needed = Type the passphrase of the backup.
restore-name = Name of the restored profile
restore-next = Continue
restore-found = “{ $name }” as it was on { $date }
restore-found-size = { $size } of data
restore-found-practice = practice profile
restore-with-session = with the link to the phone
restore-without-session = without the link to the phone; you will link it again
restore-taken = There is already a profile called “{ $name }” on this computer. What shall we do?
restore-beside = Keep both
restore-beside-hint = The restored one gets another name. Nothing changes in the one that is here.
restore-replace = Replace the one that is here
restore-replace-hint = The contacts, campaigns and history it has now are gone once you open the restored one. Until then they are kept aside.
restore-replace-passcode = Passcode of “{ $name }”
restore-replace-passcode-hint = The restored profile will be guarded by this same passcode.
restore-replace-submit = Replace “{ $name }”
restore-copy = { $name } (restored)
restore-name-used = There is already a profile of that name. Choose another one.
restore-name-needed = Give it a name.
restore-going = Restoring “{ $name }”
restore-checking = Checking that everything is whole
restore-stopped = Restore cancelled. Nothing was changed.
restore-done-title = “{ $name }” is restored
restore-done-date = It is as it was on { $date }. What happened after that is not in it.
restore-done-link = Link the phone to send again.
restore-done-open = No passcode guards this profile: anybody who uses this computer can open it.
restore-done-replaced = The profile that was here is kept aside until you open this one.
restore-done-aside = The damaged data is kept in { $file }.
restore-open = Open the profile
restore-set-passcode = Set a passcode
backup-keep-going = Go on working
backup-stopped = Backup cancelled. If there was an older one of that name, it is as it was.
automatic-skipped-title = The last automatic backup could not be made
restore-submit = Restore
restored-held =
    { $count ->
        [one] One campaign waits for you to resume it.
       *[other] { $count } campaigns wait for you to resume them.
    }
damaged-title = “{ $name }” cannot be opened
damaged-offer = There is an automatic backup of { $date } ({ $size }).
damaged-what = What is newer than that is lost. Campaigns that were under way wait until you resume them. The damaged data is kept beside it.
damaged-none = There is no automatic backup. If you saved a backup file, restore that.
damaged-restore = Restore this backup
damaged-file = Use a file

## Home

home-none = Send your first message
home-none-text = Afterwards this page shows how many received it, read it and replied.
home-more =
    { $count ->
        [one] and 1 more campaign under way or waiting
       *[other] and { $count } more campaigns under way or waiting
    }
range = Days shown
range-today = Today
range-last7 = 7 days
range-last30 = 30 days
range-this_month = This month
range-free = Other dates
range-from = From day
range-until = to
range-to = To day
range-day-missing = The day is missing. Write it like this: { $example }.
range-no-day = “{ $text }” is not a day of the calendar. Write it like this: { $example }.
range-stale = Below are still the numbers of the days chosen before: { $days }.
range-turned = The last day came before the first: it was adjusted.
month-now = Month: { $value }
month-same = same
month-before = before: { $value }
month-points = { $points } pts
month-told = { $this }: { $now }. { $before }: { $then }.
month-days = Month: this month so far ({ $this }) against the same days of the month before ({ $before }).
bucket = Each point is
bucket-hour = Hour
bucket-day = Day
bucket-month = Month
chart = chart
chart-keys = Arrow keys read the values
chart-table = Show as a table
chart-export = Export: { $title }
chart-png = Picture (PNG)
chart-svg = Drawing (SVG)
chart-csv = Numbers (CSV)
chart-saved = Saved: { $file }

## Report of a campaign

campaign-outcome = Outcome
stat-sent = Sent
report-pdf = Document (PDF)
report-pdf-hint = to read and print
report-xlsx = Excel (XLSX)
report-xlsx-hint = summary and recipients
report-csv = CSV
report-csv-hint = recipients
work-report = Writing the report

settings-logs = Log and diagnostics
log-level = How much is noted
log-level-hint = “Everything” also notes each attempt to send. Messages, names and full numbers are never noted.
log-level-error = Errors only
log-level-warn = Warnings
log-level-info = Normal
log-level-debug = Everything
log-word-error = Error
log-word-warn = Warning
log-word-info = Information
log-word-debug = Detail
log-title = Log of this profile
log-hint = What the program did and what went wrong: up to seven files, a new one each day.
log-open = View the log
log-folder = Open the folder
log-refresh = Refresh
log-copy = Copy
log-copied = Log copied.
log-copy-failed = It could not be copied. Open the folder and copy the file.
log-empty = Nothing has been noted yet.
log-more = The last { $count } lines, newest first. Earlier ones are in the folder.
log-all = The newest is on top.
log-torn = incomplete
diagnostics = Diagnostics
diagnostics-hint = One ZIP file for whoever helps you: versions, settings, counts and logs. Nothing in it tells of whom, or what was written.
diagnostics-save = Save diagnostics
diagnostics-saved = Diagnostics saved to { $file }.
