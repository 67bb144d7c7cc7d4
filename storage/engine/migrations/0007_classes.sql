-- Classes, their lists and who joined them; bookings of whole classes; permission on paper, and to take photographs.

CREATE TABLE classes (
    id INTEGER PRIMARY KEY,
    teacher INTEGER NOT NULL REFERENCES teachers (id),
    name TEXT NOT NULL CHECK (name <> ''),
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 12),
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 60),
    link_token TEXT UNIQUE,
    made_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE INDEX classes_of_teacher ON classes (teacher);

-- A line of the class's list: the name as the teacher wrote it, and the pupil it is. A child that nobody has matched
-- to an account is a pupil without one.
CREATE TABLE class_entries (
    id INTEGER PRIMARY KEY,
    class INTEGER NOT NULL REFERENCES classes (id),
    name TEXT NOT NULL CHECK (name <> ''),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    UNIQUE (class, pupil)
) STRICT;

CREATE INDEX class_entries_of_pupil ON class_entries (pupil);

-- Who asked to join by the class's link: a pupil with an account, or a parent for a child.
CREATE TABLE joinings (
    id INTEGER PRIMARY KEY,
    class INTEGER NOT NULL REFERENCES classes (id),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    asked_by INTEGER NOT NULL REFERENCES people (id),
    state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'declined', 'removed', 'left')),
    asked_at INTEGER NOT NULL,
    decided_at INTEGER,
    UNIQUE (class, pupil)
) STRICT;

CREATE INDEX joinings_of_pupil ON joinings (pupil);
CREATE INDEX joinings_asked_by ON joinings (asked_by);

-- What an event asks of classes: an adult for so many pupils, and whether an organizer decides about each.
ALTER TABLE events ADD COLUMN pupils_per_adult INTEGER CHECK (pupils_per_adult BETWEEN 1 AND 60);
ALTER TABLE events ADD COLUMN classes TEXT NOT NULL DEFAULT 'at_once' CHECK (classes IN ('at_once', 'asked', 'never'));

-- A party is a pupil, or a class with its accompanying adults. `seats`: what it holds, or waits for; `whole`: what it
-- asked for, more than `seats` while it is offered a part; `refused_part`: the largest part it did not want.
CREATE TABLE bookings_of_parties (
    id INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL REFERENCES slots (id),
    pupil INTEGER REFERENCES pupils (id),
    class INTEGER REFERENCES classes (id),
    booked_by INTEGER NOT NULL REFERENCES people (id),
    state TEXT NOT NULL
        CHECK (state IN ('requested', 'confirmed', 'waitlisted', 'offered', 'cancelled', 'declined', 'expired')),
    seats INTEGER NOT NULL DEFAULT 1 CHECK (seats >= 1),
    whole INTEGER NOT NULL DEFAULT 1 CHECK (whole >= seats),
    adults INTEGER NOT NULL DEFAULT 0 CHECK (adults BETWEEN 0 AND seats - 1),
    refused_part INTEGER NOT NULL DEFAULT 0 CHECK (refused_part BETWEEN 0 AND whole),
    line_number INTEGER CHECK (line_number >= 1),
    held_until INTEGER,
    answer TEXT NOT NULL DEFAULT '',
    ticket_token TEXT NOT NULL UNIQUE,
    ticket_code TEXT NOT NULL,
    replaces INTEGER REFERENCES bookings_of_parties (id),
    ended_from TEXT CHECK (ended_from IN ('requested', 'confirmed', 'waitlisted', 'offered')),
    requested_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((pupil IS NULL) <> (class IS NULL)),
    CHECK (class IS NOT NULL OR (whole = 1 AND adults = 0)),
    CHECK (state = 'offered' OR state IN ('cancelled', 'declined', 'expired') OR seats = whole),
    CHECK ((state IN ('cancelled', 'declined', 'expired')) = (ended_from IS NOT NULL)),
    CHECK ((state IN ('requested', 'offered')) = (held_until IS NOT NULL)),
    CHECK (state <> 'waitlisted' OR line_number IS NOT NULL),
    UNIQUE (slot, ticket_code)
) STRICT;

INSERT INTO bookings_of_parties (id, slot, pupil, booked_by, state, seats, whole, line_number, held_until, answer,
                                 ticket_token, ticket_code, replaces, ended_from, requested_at, changed_at)
SELECT id, slot, pupil, booked_by, state, seats, seats, line_number, held_until, answer, ticket_token, ticket_code,
       replaces, ended_from, requested_at, changed_at
  FROM bookings;

DROP TABLE bookings;
ALTER TABLE bookings_of_parties RENAME TO bookings;

-- One child, one seat: the same pupil cannot be in one slot twice, nor the same class.
CREATE UNIQUE INDEX one_booking_of_pupil_in_slot ON bookings (slot, pupil)
    WHERE state IN ('requested', 'confirmed', 'waitlisted', 'offered') AND pupil IS NOT NULL;
CREATE UNIQUE INDEX one_booking_of_class_in_slot ON bookings (slot, class)
    WHERE state IN ('requested', 'confirmed', 'waitlisted', 'offered') AND class IS NOT NULL;
CREATE INDEX bookings_of_slot ON bookings (slot, state, id);
CREATE INDEX bookings_of_pupil ON bookings (pupil, slot) WHERE pupil IS NOT NULL;
CREATE INDEX bookings_of_class ON bookings (class, slot) WHERE class IS NOT NULL;
CREATE INDEX bookings_by_person ON bookings (booked_by);
CREATE INDEX bookings_replacing ON bookings (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX waiting_list ON bookings (slot, line_number) WHERE state = 'waitlisted' OR (state = 'offered' AND seats < whole);
CREATE INDEX answers_kept ON bookings (slot) WHERE answer <> '';
CREATE INDEX holds_by_deadline ON bookings (held_until) WHERE held_until IS NOT NULL;

-- What a class's host is told besides: kept apart from the booking, for a shorter time.
CREATE TABLE class_needs (
    booking INTEGER PRIMARY KEY REFERENCES bookings (id),
    wheelchair INTEGER NOT NULL DEFAULT 0 CHECK (wheelchair IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT ''
) STRICT;

-- Other dates that would do as well, in the teacher's order.
CREATE TABLE other_dates (
    booking INTEGER NOT NULL REFERENCES bookings (id),
    slot INTEGER NOT NULL REFERENCES slots (id),
    rank INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 2),
    PRIMARY KEY (booking, rank)
) STRICT, WITHOUT ROWID;

CREATE INDEX other_dates_by_slot ON other_dates (slot);

-- A pupil of a booked class who can't come, and who said so; no reason is asked.
CREATE TABLE absences (
    booking INTEGER NOT NULL REFERENCES bookings (id),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    told_by INTEGER NOT NULL REFERENCES people (id),
    told_at INTEGER NOT NULL,
    PRIMARY KEY (booking, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX absences_of_pupil ON absences (pupil);
CREATE INDEX absences_told_by ON absences (told_by);

-- The link a guardian answers by: one for a booking and pupil, for a class has many.
CREATE TABLE consent_links_of_pupils (
    token TEXT PRIMARY KEY,
    booking INTEGER NOT NULL REFERENCES bookings (id),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    made_at INTEGER NOT NULL,
    answered_at INTEGER,
    revoked_at INTEGER,
    UNIQUE (booking, pupil)
) STRICT;

INSERT INTO consent_links_of_pupils (token, booking, pupil, made_at, answered_at, revoked_at)
SELECT link.token, link.booking, booking.pupil, link.made_at, link.answered_at, link.revoked_at
  FROM consent_links AS link
  JOIN bookings AS booking ON booking.id = link.booking;

DROP TABLE consent_links;
ALTER TABLE consent_links_of_pupils RENAME TO consent_links;
CREATE INDEX consent_links_of_pupil ON consent_links (pupil);

-- On paper, the guardian has no account here; `recorded_by` is the teacher who holds the sheet. To take part, and to
-- be photographed, are answered one by one.
CREATE TABLE consents_of_guardians (
    id INTEGER PRIMARY KEY,
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    guardian INTEGER REFERENCES people (id),
    recorded_by INTEGER REFERENCES people (id),
    booking INTEGER NOT NULL REFERENCES bookings (id),
    scope TEXT NOT NULL CHECK (scope IN ('event', 'partner')),
    for_date TEXT NOT NULL,
    partner INTEGER NOT NULL REFERENCES partners (id),
    about TEXT NOT NULL DEFAULT 'taking_part' CHECK (about IN ('taking_part', 'photos')),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    text_version TEXT NOT NULL,
    text_sha256 TEXT NOT NULL CHECK (length(text_sha256) = 64),
    at INTEGER NOT NULL,
    until INTEGER,
    shown TEXT NOT NULL CHECK (shown IN ('by_link', 'on_paper')),
    withdrawn_at INTEGER,
    CHECK ((scope = 'partner' AND given = 1) = (until IS NOT NULL)),
    CHECK ((shown = 'on_paper') = (guardian IS NULL)),
    CHECK ((guardian IS NULL) = (recorded_by IS NOT NULL))
) STRICT;

INSERT INTO consents_of_guardians (id, pupil, guardian, booking, scope, for_date, partner, given, text_version,
                                   text_sha256, at, until, shown, withdrawn_at)
SELECT id, pupil, guardian, booking, scope, for_date, partner, given, text_version, text_sha256, at, until, shown,
       withdrawn_at
  FROM consents;

DROP TABLE consents;
ALTER TABLE consents_of_guardians RENAME TO consents;

CREATE INDEX consents_of_pupil ON consents (pupil, partner);
CREATE INDEX consents_by_guardian ON consents (guardian) WHERE guardian IS NOT NULL;
CREATE INDEX consents_recorded_by ON consents (recorded_by) WHERE recorded_by IS NOT NULL;
CREATE INDEX consents_for_booking ON consents (booking);
