-- Prepared files. The row stays while a campaign of the past names it; its
-- bytes go before.
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

-- Its bytes, in order, numbered from 0.
CREATE TABLE attachment_piece (
    id INTEGER PRIMARY KEY,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (attachment_id, number)
) STRICT;

-- Where the server keeps it. Every campaign that has it names the same place.
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

-- What a campaign carries beside its text, in the order of the one who made it.
CREATE TABLE campaign_attachment (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (campaign_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX campaign_attachment_by_attachment ON campaign_attachment (attachment_id);

CREATE TABLE draft_attachment (
    draft_id INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (draft_id, attachment_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_attachment_by_attachment ON draft_attachment (attachment_id);

-- Messages to be used again. `texts` is a list.
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

-- What a part carries of its campaign's attachments, and whether the text goes
-- with it.
ALTER TABLE part ADD COLUMN place INTEGER;
ALTER TABLE part ADD COLUMN with_text INTEGER NOT NULL DEFAULT 1;

-- A test is a message to the account itself, through the same outbox. No list
-- shows it.
ALTER TABLE campaign ADD COLUMN for_test INTEGER NOT NULL DEFAULT 0 CHECK (for_test IN (0, 1));
ALTER TABLE campaign ADD COLUMN purpose TEXT NOT NULL
    GENERATED ALWAYS AS (iif(for_test, 'test', kind)) VIRTUAL;

DROP TRIGGER recipient_messaged;
CREATE TRIGGER recipient_messaged AFTER UPDATE OF messaged_at ON recipient
WHEN NEW.messaged_at IS NOT NULL BEGIN
    UPDATE contact SET messaged_at = NEW.messaged_at
    WHERE phone = NEW.phone AND messaged_at < NEW.messaged_at
        AND (SELECT purpose FROM campaign WHERE id = NEW.campaign_id) = 'campaign';
END;
