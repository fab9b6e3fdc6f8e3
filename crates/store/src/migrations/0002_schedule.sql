-- When a campaign may send. `weekdays` has a bit for each day, 1 for Monday;
-- quiet hours are minutes of the local day.
ALTER TABLE campaign ADD COLUMN start_at INTEGER;
ALTER TABLE campaign ADD COLUMN quiet_from INTEGER;
ALTER TABLE campaign ADD COLUMN quiet_until INTEGER;
ALTER TABLE campaign ADD COLUMN weekdays INTEGER NOT NULL DEFAULT 127;
ALTER TABLE campaign ADD COLUMN daily_limit INTEGER NOT NULL DEFAULT 0;

-- When a held campaign goes on by itself, if it does.
ALTER TABLE campaign ADD COLUMN hold_until INTEGER;

-- Its place among the running ones: the later of its making and its start.
ALTER TABLE campaign ADD COLUMN queued_at INTEGER NOT NULL DEFAULT 0;
UPDATE campaign SET queued_at = created_at;

-- Confirmations of opt-outs are parts of a campaign that nobody made and no
-- list shows; so they have the same care as every other message.
ALTER TABLE campaign ADD COLUMN kind TEXT NOT NULL DEFAULT 'campaign'
    CHECK (kind IN ('campaign', 'confirmation'));

DROP INDEX campaign_running;
CREATE INDEX campaign_running ON campaign (queued_at, id) WHERE state = 'running';
CREATE INDEX campaign_held ON campaign (hold_until) WHERE state = 'held' AND hold_until IS NOT NULL;

-- The local day on which a message was tried last. Days are numbered from the
-- year 1.
ALTER TABLE part ADD COLUMN tried_on INTEGER;

-- People who were written to on a local day, over all campaigns.
CREATE TABLE sent_on_day (
    day INTEGER PRIMARY KEY,
    people INTEGER NOT NULL
) STRICT;

-- Whether the owner of a number uses WhatsApp, as the server said last.
CREATE TABLE presence (
    phone TEXT PRIMARY KEY,
    on_whatsapp INTEGER NOT NULL CHECK (on_whatsapp IN (0, 1)),
    checked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Campaigns that are being prepared. The body is JSON.
CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
