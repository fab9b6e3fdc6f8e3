-- A statement that sets off a trigger keeps a copy of every page it changes, for
-- the case that it fails halfway. Adding a million people that way takes twice
-- as long, so whoever adds counts; what is removed is counted as before.
DROP TRIGGER contact_added;
DROP TRIGGER member_added;

-- Pages of the search fit into the database's, which have less room than SQLite's
-- own because of the cipher.
INSERT INTO contact_search (contact_search, rank) VALUES ('pgsz', 3950);

-- Pieces of one size that wait until they are merged: with more of them, each is
-- merged less often.
INSERT INTO contact_search (contact_search, rank) VALUES ('automerge', 8);

-- Pieces kept in memory before they are written, in bytes.
INSERT INTO contact_search (contact_search, rank) VALUES ('hashsize', 16777216);
