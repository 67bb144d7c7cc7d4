-- Announcements: what is told to many, to whom, and how far that has got.

ALTER TABLE people ADD COLUMN announcements_muted INTEGER NOT NULL DEFAULT 0 CHECK (announcements_muted IN (0, 1));

-- `partner` NULL: the house's own. `contents`: by language. `expanded_to`: the last person who was looked at;
-- `expanded_at`: when everybody had been. `ended_at`: when nothing was left of it to send or to drop.
CREATE TABLE announcements (
    id INTEGER PRIMARY KEY,
    author INTEGER NOT NULL REFERENCES people (id),
    partner INTEGER REFERENCES partners (id),
    contents TEXT NOT NULL CHECK (json_valid(contents)),
    segment TEXT NOT NULL CHECK (json_valid(segment)),
    not_before INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'queued', 'sending', 'paused', 'cancelled', 'done')),
    paused_because TEXT CHECK (paused_because IN ('by_hand', 'original_gone')),
    made_at INTEGER NOT NULL,
    expanded_to INTEGER NOT NULL DEFAULT 0,
    expanded_at INTEGER,
    ended_at INTEGER,
    recipients INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    blocked INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'paused') = (paused_because IS NOT NULL)),
    CHECK (state <> 'done' OR ended_at IS NOT NULL),
    CHECK (ended_at IS NULL OR state IN ('cancelled', 'done')),
    CHECK (recipients >= sent + blocked + uncertain + dropped)
) STRICT;

CREATE INDEX announcements_unfinished ON announcements (state, not_before, id) WHERE ended_at IS NULL;
CREATE INDEX announcements_by_author ON announcements (author);
CREATE INDEX announcements_of_partner ON announcements (partner, id);

ALTER TABLE outbox ADD COLUMN announcement INTEGER REFERENCES announcements (id);

CREATE INDEX outbox_of_announcement ON outbox (announcement, state, not_before, id) WHERE announcement IS NOT NULL;

-- Whoever ends a row of the outbox, it is counted: progress is asked for often, and outlives the rows.
CREATE TRIGGER announcement_progress AFTER UPDATE OF ended_at ON outbox
    WHEN new.announcement IS NOT NULL AND old.ended_at IS NULL AND new.ended_at IS NOT NULL
BEGIN
    UPDATE announcements
       SET sent = sent + (new.state = 'sent'),
           blocked = blocked + (new.state = 'dead'),
           uncertain = uncertain + (new.state = 'uncertain'),
           dropped = dropped + (new.state = 'dropped')
     WHERE id = new.announcement;
END;
