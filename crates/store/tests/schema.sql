CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What is known once it is ready; until then it is being prepared.
    ready INTEGER NOT NULL DEFAULT 0 CHECK (ready IN (0, 1)),
    kind TEXT NOT NULL DEFAULT 'document'
        CHECK (kind IN ('picture', 'video', 'document', 'voice')),
    mime TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    sha256 BLOB NOT NULL DEFAULT x'',
    size INTEGER NOT NULL DEFAULT 0,
    width INTEGER,
    height INTEGER,
    thumbnail BLOB,
    seconds INTEGER,
    waveform BLOB,
    pages INTEGER,
    added_at INTEGER NOT NULL,
    -- When its bytes were removed.
    emptied_at INTEGER
) STRICT;

CREATE INDEX attachment_by_content ON attachment (sha256) WHERE ready = 1;

CREATE TABLE attachment_piece (
    id INTEGER PRIMARY KEY,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (attachment_id, number)
) STRICT;

CREATE TABLE campaign (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'held', 'completed', 'cancelled')),
    hold TEXT,
    delay_ms INTEGER NOT NULL,
    jitter_percent INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    batch_pause_ms INTEGER NOT NULL,
    extra_fields TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    -- Parts for which something is left to do.
    unsettled INTEGER NOT NULL DEFAULT 0,
    -- Recipients who answered.
    replies INTEGER NOT NULL DEFAULT 0
, start_at INTEGER, quiet_from INTEGER, quiet_until INTEGER, weekdays INTEGER NOT NULL DEFAULT 127, daily_limit INTEGER NOT NULL DEFAULT 0, hold_until INTEGER, queued_at INTEGER NOT NULL DEFAULT 0, kind TEXT NOT NULL DEFAULT 'campaign'
    CHECK (kind IN ('campaign', 'confirmation')), for_test INTEGER NOT NULL DEFAULT 0 CHECK (for_test IN (0, 1)), purpose TEXT NOT NULL
    GENERATED ALWAYS AS (iif(for_test, 'test', kind)) VIRTUAL) STRICT;

CREATE INDEX campaign_held ON campaign (hold_until) WHERE state = 'held' AND hold_until IS NOT NULL;

CREATE INDEX campaign_running ON campaign (queued_at, id) WHERE state = 'running';

CREATE TABLE campaign_attachment (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (campaign_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX campaign_attachment_by_attachment ON campaign_attachment (attachment_id);

CREATE TABLE campaign_count (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    tally TEXT NOT NULL,
    recipients INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, tally)
) STRICT, WITHOUT ROWID;

CREATE TABLE campaign_text (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    variant INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (campaign_id, variant)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN (
        'import', 'edit', 'groups', 'consent', 'opt_out', 'opt_in', 'delete', 'merge'
    )),
    made_at INTEGER NOT NULL,
    -- Groups and extra fields that came with it, as lists of ids.
    new_groups TEXT NOT NULL DEFAULT '[]',
    new_fields TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE change_row (
    change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    before TEXT,
    PRIMARY KEY (change_id, first_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    phone TEXT NOT NULL UNIQUE,
    typed TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    fields TEXT NOT NULL,
    name_key TEXT NOT NULL,
    title_key TEXT NOT NULL,
    consent TEXT,
    consent_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
, note TEXT NOT NULL DEFAULT '', consent_proof TEXT, messaged_at INTEGER NOT NULL DEFAULT 0, recent INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX contact_by_messaged ON contact (messaged_at);

CREATE INDEX contact_by_name ON contact (recent, name_key);

CREATE INDEX contact_by_title ON contact (title_key);

CREATE TRIGGER contact_removed AFTER DELETE ON contact BEGIN
    UPDATE contact_total SET contacts = contacts - 1, last_id = max(last_id, OLD.id)
    WHERE one = 1;
END;

CREATE TRIGGER contact_renamed AFTER UPDATE OF name_key ON contact
WHEN OLD.name_key <> NEW.name_key BEGIN
    UPDATE member SET name_key = NEW.name_key WHERE contact_id = NEW.id;
END;

CREATE TABLE contact_field (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE contact_group (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TRIGGER group_removed AFTER DELETE ON contact_group BEGIN
    UPDATE contact_total SET last_group = max(last_group, OLD.id) WHERE one = 1;
END;

CREATE VIRTUAL TABLE contact_search USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE 'contact_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'contact_search_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'contact_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'contact_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE contact_total (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    contacts INTEGER NOT NULL
, last_id INTEGER NOT NULL DEFAULT 0, last_group INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE draft_attachment (
    draft_id INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (draft_id, attachment_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_attachment_by_attachment ON draft_attachment (attachment_id);

CREATE TABLE group_set (
    id INTEGER PRIMARY KEY,
    "groups" TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE member (
    group_id INTEGER NOT NULL REFERENCES contact_group (id) ON DELETE CASCADE,
    -- As of the contact, so that a group is listed in order without sorting.
    recent INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, recent, name_key, contact_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX member_by_contact ON member (contact_id, group_id);

CREATE TRIGGER member_removed AFTER DELETE ON member BEGIN
    UPDATE contact_group SET size = size - 1 WHERE id = OLD.group_id;
END;

CREATE TABLE outcome (
    slot INTEGER NOT NULL,
    group_set INTEGER NOT NULL,
    on_wire INTEGER NOT NULL,
    at_server INTEGER NOT NULL,
    on_phone INTEGER NOT NULL,
    read INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    replies INTEGER NOT NULL,
    PRIMARY KEY (slot, group_set)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome_person (
    block INTEGER NOT NULL,
    phone INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    PRIMARY KEY (block, phone)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome_reason (
    slot INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'skipped')),
    reason TEXT NOT NULL,
    recipients INTEGER NOT NULL,
    PRIMARY KEY (slot, outcome, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN (
        'queued', 'sending', 'sent', 'unknown', 'accepted',
        'delivered', 'read', 'played', 'failed', 'skipped'
    )),
    -- Attempts in all, and how many of them were made before a person last
    -- asked to try again.
    attempts INTEGER NOT NULL DEFAULT 0,
    forgiven INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    reason TEXT,
    changed_at INTEGER, tried_on INTEGER, place INTEGER, with_text INTEGER NOT NULL DEFAULT 1,
    UNIQUE (campaign_id, position, ordinal),
    FOREIGN KEY (campaign_id, position) REFERENCES recipient (campaign_id, position) ON DELETE CASCADE
) STRICT;

CREATE TRIGGER part_added AFTER INSERT ON part
WHEN NEW.state IN ('queued', 'sending', 'sent', 'unknown') BEGIN
    UPDATE campaign SET unsettled = unsettled + 1 WHERE id = NEW.campaign_id;
END;

CREATE INDEX part_failed ON part (campaign_id, position, ordinal) WHERE state = 'failed';

CREATE INDEX part_in_doubt ON part (campaign_id, position, ordinal) WHERE state IN ('sending', 'sent', 'unknown');

CREATE TRIGGER part_moved AFTER UPDATE OF state ON part
WHEN (OLD.state IN ('queued', 'sending', 'sent', 'unknown'))
    <> (NEW.state IN ('queued', 'sending', 'sent', 'unknown')) BEGIN
    UPDATE campaign
    SET unsettled = unsettled + iif(NEW.state IN ('queued', 'sending', 'sent', 'unknown'), 1, -1)
    WHERE id = NEW.campaign_id;
END;

CREATE INDEX part_queued ON part (campaign_id, position, ordinal) WHERE state = 'queued';

CREATE TRIGGER part_removed AFTER DELETE ON part
WHEN OLD.state IN ('queued', 'sending', 'sent', 'unknown') BEGIN
    UPDATE campaign SET unsettled = unsettled - 1 WHERE id = OLD.campaign_id;
END;

CREATE TABLE presence (
    phone TEXT PRIMARY KEY,
    on_whatsapp INTEGER NOT NULL CHECK (on_whatsapp IN (0, 1)),
    checked_at INTEGER NOT NULL
, address TEXT) STRICT, WITHOUT ROWID;

CREATE INDEX presence_absent ON presence (phone) WHERE on_whatsapp = 0;

CREATE TABLE recipient (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    phone TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    "groups" TEXT NOT NULL,
    fields TEXT NOT NULL,
    variant INTEGER NOT NULL,
    -- State of the least advanced part.
    state TEXT NOT NULL,
    -- The state under which it is counted and listed.
    tally TEXT NOT NULL GENERATED ALWAYS AS (
        CASE state WHEN 'unknown' THEN 'sending' WHEN 'played' THEN 'read' ELSE state END
    ) VIRTUAL,
    -- When the state changed last.
    changed_at INTEGER,
    -- When something went, or may have gone, to this person last.
    messaged_at INTEGER,
    -- The first answer.
    reply TEXT,
    replied_at INTEGER, group_set INTEGER REFERENCES group_set (id), slot INTEGER, reason TEXT,
    UNIQUE (campaign_id, position),
    UNIQUE (phone, campaign_id)
) STRICT;

CREATE TRIGGER recipient_added AFTER INSERT ON recipient BEGIN
    INSERT INTO campaign_count (campaign_id, tally, recipients)
    VALUES (NEW.campaign_id, NEW.tally, 1)
    ON CONFLICT (campaign_id, tally) DO UPDATE SET recipients = recipients + 1;
END;

CREATE INDEX recipient_by_contact ON recipient (contact_id) WHERE contact_id IS NOT NULL;

CREATE INDEX recipient_by_tally ON recipient (campaign_id, tally, position);

CREATE TRIGGER recipient_messaged AFTER UPDATE OF messaged_at ON recipient
WHEN NEW.messaged_at IS NOT NULL BEGIN
    UPDATE contact SET messaged_at = NEW.messaged_at
    WHERE phone = NEW.phone AND messaged_at < NEW.messaged_at
        AND (SELECT purpose FROM campaign WHERE id = NEW.campaign_id) = 'campaign';
END;

CREATE TRIGGER recipient_moved AFTER UPDATE OF state ON recipient
WHEN OLD.tally <> NEW.tally BEGIN
    UPDATE campaign_count SET recipients = recipients - 1
    WHERE campaign_id = OLD.campaign_id AND tally = OLD.tally;
    INSERT INTO campaign_count (campaign_id, tally, recipients)
    VALUES (NEW.campaign_id, NEW.tally, 1)
    ON CONFLICT (campaign_id, tally) DO UPDATE SET recipients = recipients + 1;
END;

CREATE TRIGGER recipient_removed AFTER DELETE ON recipient BEGIN
    UPDATE campaign_count SET recipients = recipients - 1
    WHERE campaign_id = OLD.campaign_id AND tally = OLD.tally;
END;

CREATE INDEX recipient_sent ON recipient (slot, phone, reason)
    WHERE slot IS NOT NULL AND reason IS NULL;

CREATE TABLE reply (
    message_id TEXT PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    recipient_id INTEGER NOT NULL REFERENCES recipient (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX reply_by_campaign ON reply (campaign_id);

CREATE INDEX reply_by_recipient ON reply (recipient_id);

CREATE TABLE sent_on_day (
    day INTEGER PRIMARY KEY,
    people INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suppression (
    phone TEXT PRIMARY KEY,
    why TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX suppression_by_since ON suppression (since);

CREATE TABLE template (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL,
    texts TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE template_attachment (
    template_id INTEGER NOT NULL REFERENCES template (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (template_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX template_attachment_by_attachment ON template_attachment (attachment_id);

CREATE TABLE upload (
    attachment_id INTEGER PRIMARY KEY REFERENCES attachment (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    direct_path TEXT NOT NULL,
    media_key BLOB NOT NULL,
    encrypted_sha256 BLOB NOT NULL,
    sidecar BLOB,
    made_at INTEGER NOT NULL,
    expires_at INTEGER
) STRICT;
