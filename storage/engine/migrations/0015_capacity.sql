-- Capacity: seats that several slots share, seats kept for some, so many pupils of one school at most, a warning when
-- too few come; and bookings that organizers added by hand.

-- Seats that several slots have together: the hall holds 60 for both.
CREATE TABLE pools (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL REFERENCES partners (id),
    capacity INTEGER NOT NULL CHECK (capacity >= 1),
    seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken >= 0 AND seats_taken <= capacity),
    line_numbers_given INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX pools_of_partner ON pools (partner);

-- `kept_seats`: so many are for classes, or for pupils and classes of the schools in `kept_schools`, until then. What
-- those have booked counts as of these seats. `school_limit`: so many pupils of one school at most.
ALTER TABLE slots ADD COLUMN pool INTEGER REFERENCES pools (id);
ALTER TABLE slots ADD COLUMN school_limit INTEGER CHECK (school_limit >= 1);
ALTER TABLE slots ADD COLUMN kept_seats INTEGER CHECK (kept_seats >= 1);
ALTER TABLE slots ADD COLUMN kept_for TEXT CHECK (kept_for IN ('classes', 'schools'));
ALTER TABLE slots ADD COLUMN kept_until INTEGER
    CHECK ((kept_seats IS NULL) = (kept_until IS NULL) AND (kept_seats IS NULL) = (kept_for IS NULL));
-- Organizers are asked what to do when fewer than `warn_below` seats are taken at `warn_at`; once.
ALTER TABLE slots ADD COLUMN warn_below INTEGER CHECK (warn_below >= 1);
ALTER TABLE slots ADD COLUMN warn_at INTEGER CHECK ((warn_below IS NULL) = (warn_at IS NULL));
ALTER TABLE slots ADD COLUMN warned_at INTEGER;

CREATE INDEX slots_of_pool ON slots (pool) WHERE pool IS NOT NULL;
CREATE INDEX slots_kept_until ON slots (kept_until) WHERE kept_until IS NOT NULL;
CREATE INDEX slots_to_warn_of ON slots (warn_at) WHERE warn_at IS NOT NULL AND warned_at IS NULL;

CREATE TABLE kept_schools (
    slot INTEGER NOT NULL REFERENCES slots (id),
    school INTEGER NOT NULL REFERENCES schools (id),
    PRIMARY KEY (slot, school)
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_schools_by_school ON kept_schools (school);

-- Whoever takes or frees seats of a slot takes or frees them of its pool; the pool's CHECK stands behind that.
CREATE TRIGGER pool_follows_slot AFTER UPDATE OF seats_taken ON slots
WHEN new.pool IS NOT NULL AND new.pool IS old.pool
BEGIN
    UPDATE pools
       SET seats_taken = seats_taken + new.seats_taken - old.seats_taken
     WHERE id = new.pool;
END;

CREATE TRIGGER pool_follows_joining AFTER UPDATE OF pool ON slots
WHEN new.pool IS NOT old.pool
BEGIN
    UPDATE pools
       SET seats_taken = seats_taken - old.seats_taken
     WHERE id = old.pool;
    UPDATE pools
       SET seats_taken = seats_taken + new.seats_taken
     WHERE id = new.pool;
END;

-- Who phoned, wrote, or answered a form: nobody to write to but the organizer, `booked_by`. `phone`: of the adult who
-- called, for news; as short as notes about classes are kept.
CREATE TABLE by_hand (
    booking INTEGER PRIMARY KEY REFERENCES bookings (id),
    how TEXT NOT NULL CHECK (how IN ('phone', 'form')),
    phone TEXT NOT NULL DEFAULT '',
    added_by INTEGER NOT NULL REFERENCES people (id),
    added_at INTEGER NOT NULL
) STRICT;

CREATE INDEX by_hand_added_by ON by_hand (added_by);

-- A sheet of form answers between being read and being confirmed: a person has one at a time, for a day.
CREATE TABLE form_drafts (
    person INTEGER PRIMARY KEY REFERENCES people (id),
    slot INTEGER NOT NULL REFERENCES slots (id),
    sheet TEXT NOT NULL CHECK (json_valid(sheet)),
    made_at INTEGER NOT NULL
) STRICT;

CREATE INDEX form_drafts_of_slot ON form_drafts (slot);
CREATE INDEX form_drafts_by_age ON form_drafts (made_at);
