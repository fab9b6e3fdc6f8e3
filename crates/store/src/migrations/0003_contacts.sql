-- What a person's page shows beside name and number.
ALTER TABLE contact ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN consent_proof TEXT;

-- When a campaign wrote to them last; 0 for never. Kept by the triggers below,
-- so that lists can be sorted and filtered by it.
ALTER TABLE contact ADD COLUMN messaged_at INTEGER NOT NULL DEFAULT 0;

UPDATE contact SET messaged_at = ifnull((
    SELECT max(r.messaged_at) FROM recipient r CROSS JOIN campaign c ON c.id = r.campaign_id
    WHERE r.phone = contact.phone AND c.kind = 'campaign'), 0);

CREATE INDEX contact_by_title ON contact (title_key);
CREATE INDEX contact_by_messaged ON contact (messaged_at);

CREATE TRIGGER recipient_messaged AFTER UPDATE OF messaged_at ON recipient
WHEN NEW.messaged_at IS NOT NULL BEGIN
    UPDATE contact SET messaged_at = NEW.messaged_at
    WHERE phone = NEW.phone AND messaged_at < NEW.messaged_at
        AND (SELECT kind FROM campaign WHERE id = NEW.campaign_id) = 'campaign';
END;

-- The highest ids of contacts and groups that are gone. No id is given twice:
-- whoever comes later must not be taken for somebody whom an undo brings back.
ALTER TABLE contact_total ADD COLUMN last_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact_total ADD COLUMN last_group INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER contact_removed;
CREATE TRIGGER contact_removed AFTER DELETE ON contact BEGIN
    UPDATE contact_total SET contacts = contacts - 1, last_id = max(last_id, OLD.id)
    WHERE one = 1;
END;

CREATE TRIGGER group_removed AFTER DELETE ON contact_group BEGIN
    UPDATE contact_total SET last_group = max(last_group, OLD.id) WHERE one = 1;
END;

-- The address that the server returned.
ALTER TABLE presence ADD COLUMN address TEXT;
CREATE INDEX presence_absent ON presence (phone) WHERE on_whatsapp = 0;

-- Any part of name, title, number and groups, folded, by its three-letter
-- pieces. Holds no text of its own; `contacts::search` keeps it.
CREATE VIRTUAL TABLE contact_search USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

INSERT INTO contact_search (rowid, text)
SELECT c.id, c.name_key || char(10) || c.title_key || char(10) || c.phone || char(10) || ifnull((
    SELECT group_concat(g.name_key, char(10))
    FROM member m JOIN contact_group g ON g.id = m.group_id WHERE m.contact_id = c.id), '')
FROM contact c ORDER BY c.id;

-- Pieces kept in memory before they are written, in bytes: with many of them a
-- large import writes the index in few passes.
INSERT INTO contact_search (contact_search, rank) VALUES ('hashsize', 8388608);

-- Changes of contacts that can be taken back: the last few.
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

-- What they were before, as JSON; none for people who are new. These come in
-- ranges of ids, because a large import makes a million of them.
CREATE TABLE change_row (
    change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    before TEXT,
    PRIMARY KEY (change_id, first_id)
) STRICT, WITHOUT ROWID;
