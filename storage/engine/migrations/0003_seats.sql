-- Bookings with their seats, tickets, waiting list; guardians' consents; what buttons stood for.

CREATE TABLE bookings (
    id INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL REFERENCES slots (id),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    booked_by INTEGER NOT NULL REFERENCES people (id),
    state TEXT NOT NULL
        CHECK (state IN ('requested', 'confirmed', 'waitlisted', 'offered', 'cancelled', 'declined', 'expired')),
    seats INTEGER NOT NULL DEFAULT 1 CHECK (seats >= 1),
    line_number INTEGER CHECK (line_number >= 1),
    held_until INTEGER,
    answer TEXT NOT NULL DEFAULT '',
    ticket_token TEXT NOT NULL UNIQUE,
    ticket_code TEXT NOT NULL,
    replaces INTEGER REFERENCES bookings (id),
    ended_from TEXT CHECK (ended_from IN ('requested', 'confirmed', 'waitlisted', 'offered')),
    requested_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((state IN ('cancelled', 'declined', 'expired')) = (ended_from IS NOT NULL)),
    CHECK ((state IN ('requested', 'offered')) = (held_until IS NOT NULL)),
    CHECK (state <> 'waitlisted' OR line_number IS NOT NULL),
    UNIQUE (slot, ticket_code)
) STRICT;

-- One child, one seat: the same pupil cannot be in one slot twice.
CREATE UNIQUE INDEX one_booking_of_pupil_in_slot ON bookings (slot, pupil)
    WHERE state IN ('requested', 'confirmed', 'waitlisted', 'offered');
CREATE INDEX bookings_of_slot ON bookings (slot, state, id);
CREATE INDEX bookings_of_pupil ON bookings (pupil, slot);
CREATE INDEX bookings_by_person ON bookings (booked_by);
CREATE INDEX bookings_replacing ON bookings (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX waiting_list ON bookings (slot, line_number) WHERE state = 'waitlisted';
CREATE INDEX answers_kept ON bookings (slot) WHERE answer <> '';
CREATE INDEX holds_by_deadline ON bookings (held_until) WHERE held_until IS NOT NULL;

-- The link a pupil forwards to a guardian: one for a booking, answered once, revocable.
CREATE TABLE consent_links (
    token TEXT PRIMARY KEY,
    booking INTEGER NOT NULL UNIQUE REFERENCES bookings (id),
    made_at INTEGER NOT NULL,
    answered_at INTEGER,
    revoked_at INTEGER
) STRICT;

-- What guardians answered. Never changed but for withdrawn_at: it is the evidence. `for_date`: the local date of the
-- slot's first meeting as they saw it; a yes to one event does not hold for another date.
CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    guardian INTEGER NOT NULL REFERENCES people (id),
    booking INTEGER NOT NULL REFERENCES bookings (id),
    scope TEXT NOT NULL CHECK (scope IN ('event', 'partner')),
    for_date TEXT NOT NULL,
    partner INTEGER NOT NULL REFERENCES partners (id),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    text_version TEXT NOT NULL,
    text_sha256 TEXT NOT NULL CHECK (length(text_sha256) = 64),
    at INTEGER NOT NULL,
    until INTEGER,
    shown TEXT NOT NULL CHECK (shown IN ('by_link', 'on_paper')),
    withdrawn_at INTEGER,
    CHECK ((scope = 'partner' AND given = 1) = (until IS NOT NULL))
) STRICT;

CREATE INDEX consents_of_pupil ON consents (pupil, partner);
CREATE INDEX consents_by_guardian ON consents (guardian);
CREATE INDEX consents_for_booking ON consents (booking);

-- An intent that was acted upon, by whom, and which booking came of it.
CREATE TABLE intents (
    intent TEXT PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    booking INTEGER REFERENCES bookings (id),
    acted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX intents_by_age ON intents (acted_at);
CREATE INDEX intents_of_person ON intents (person);
CREATE INDEX intents_of_booking ON intents (booking) WHERE booking IS NOT NULL;
