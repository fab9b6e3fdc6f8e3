-- Lists by name are in the order of the folded name and then of the id, which every
-- index holds anyway: the number beside it made them half as large again.
--
-- Who came with a large list a moment ago stands apart in them, behind all others, until
-- they are filed among these (`contacts::recent`). Rows in the order of an index cost the
-- same however many contacts there are, as long as they stand close together in it;
-- scattered over a large one, each costs a page.
ALTER TABLE contact ADD COLUMN recent INTEGER NOT NULL DEFAULT 0;

DROP INDEX contact_by_name;
CREATE INDEX contact_by_name ON contact (recent, name_key);

-- The same for who is in which group.
DROP TRIGGER contact_renamed;
DROP INDEX member_by_contact;
ALTER TABLE member RENAME TO old_member;

CREATE TABLE member (
    group_id INTEGER NOT NULL REFERENCES contact_group (id) ON DELETE CASCADE,
    -- As of the contact, so that a group is listed in order without sorting.
    recent INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, recent, name_key, contact_id)
) STRICT, WITHOUT ROWID;

INSERT INTO member (group_id, recent, name_key, contact_id)
SELECT group_id, 0, name_key, contact_id FROM old_member
ORDER BY group_id, name_key, contact_id;

DROP TABLE old_member;

CREATE UNIQUE INDEX member_by_contact ON member (contact_id, group_id);

CREATE TRIGGER contact_renamed AFTER UPDATE OF name_key ON contact
WHEN OLD.name_key <> NEW.name_key BEGIN
    UPDATE member SET name_key = NEW.name_key WHERE contact_id = NEW.id;
END;

CREATE TRIGGER member_removed AFTER DELETE ON member BEGIN
    UPDATE contact_group SET size = size - 1 WHERE id = OLD.group_id;
END;
