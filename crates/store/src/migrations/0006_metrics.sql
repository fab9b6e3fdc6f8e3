-- Numbers for the dashboard, kept with every change: counting a million
-- recipients again each time takes seconds.

-- The groups that somebody was in when the campaign was made, as the list in
-- recipient."groups"; each list once.
CREATE TABLE group_set (
    id INTEGER PRIMARY KEY,
    "groups" TEXT NOT NULL UNIQUE
) STRICT;

-- None for who is not counted: tests and confirmations.
ALTER TABLE recipient ADD COLUMN group_set INTEGER REFERENCES group_set (id);
-- The quarter of an hour since 1970 under which the recipient is counted: the
-- last sending, or the end where there was none; none before there is an outcome.
-- Midnights of all time zones fall on such quarters.
ALTER TABLE recipient ADD COLUMN slot INTEGER;
-- Why, of those who failed or were left out.
ALTER TABLE recipient ADD COLUMN reason TEXT;

-- Recipients by present outcome, each under one. Answers have a time of their own.
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

CREATE TABLE outcome_reason (
    slot INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'skipped')),
    reason TEXT NOT NULL,
    recipients INTEGER NOT NULL,
    PRIMARY KEY (slot, outcome, reason)
) STRICT, WITHOUT ROWID;

-- How often somebody was sent to within a block of 2880 slots, thirty days on end:
-- a long range adds blocks up, and looks at recipients at its edges only. The
-- number without its sign, which compares quicker than text.
CREATE TABLE outcome_person (
    block INTEGER NOT NULL,
    phone INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    PRIMARY KEY (block, phone)
) STRICT, WITHOUT ROWID;

INSERT INTO group_set ("groups")
SELECT DISTINCT r."groups" FROM recipient r
WHERE EXISTS (SELECT 1 FROM campaign c WHERE c.id = r.campaign_id AND c.purpose = 'campaign');

UPDATE recipient
SET group_set = (SELECT s.id FROM group_set s WHERE s."groups" = recipient."groups")
WHERE EXISTS (
    SELECT 1 FROM campaign c WHERE c.id = recipient.campaign_id AND c.purpose = 'campaign');

UPDATE recipient
SET slot = coalesce(messaged_at, changed_at,
        (SELECT c.created_at FROM campaign c WHERE c.id = campaign_id)) / 900000,
    reason = iif(state IN ('failed', 'skipped'), coalesce((
        SELECT p.reason FROM part p
        WHERE p.campaign_id = recipient.campaign_id AND p.position = recipient.position
            AND p.state = recipient.state
        ORDER BY p.ordinal LIMIT 1), 'other'), NULL)
WHERE group_set IS NOT NULL AND state NOT IN ('queued', 'sending', 'unknown');

INSERT INTO outcome
SELECT slot, group_set, sum(tally = 'sent'), sum(tally = 'accepted'), sum(tally = 'delivered'),
    sum(tally = 'read'), sum(tally = 'failed'), sum(tally = 'skipped'), 0
FROM recipient WHERE slot IS NOT NULL GROUP BY slot, group_set;

INSERT INTO outcome
SELECT replied_at / 900000, group_set, 0, 0, 0, 0, 0, 0, count(*)
FROM recipient WHERE replied_at IS NOT NULL AND group_set IS NOT NULL
GROUP BY replied_at / 900000, group_set
ON CONFLICT DO UPDATE SET replies = excluded.replies;

INSERT INTO outcome_reason
SELECT slot, state, reason, count(*) FROM recipient
WHERE reason IS NOT NULL GROUP BY slot, state, reason;

INSERT INTO outcome_person
SELECT slot / 2880, CAST(substr(phone, 2) AS INTEGER), count(*) FROM recipient
WHERE slot IS NOT NULL AND reason IS NULL GROUP BY 1, 2;

-- Who was sent to when, for the list of those to whom most was. The reason, which is
-- none, is there so that the row itself is not looked at.
CREATE INDEX recipient_sent ON recipient (slot, phone, reason)
    WHERE slot IS NOT NULL AND reason IS NULL;

CREATE INDEX suppression_by_since ON suppression (since);
