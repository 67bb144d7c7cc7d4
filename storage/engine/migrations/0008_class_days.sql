-- Days of classes: whether a booked class still comes, and what its teacher and its host tell each other on the day.

-- Asked once for each booking and version of its first meeting. `answer_by`: silence until then goes to the host.
CREATE TABLE still_coming (
    booking INTEGER NOT NULL REFERENCES bookings (id),
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    version INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    answer_by INTEGER NOT NULL,
    host_asked_at INTEGER,
    answer TEXT CHECK (answer IN ('comes', 'kept', 'released')),
    answered_by INTEGER REFERENCES people (id),
    answered_at INTEGER,
    PRIMARY KEY (booking, meeting, version),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX still_coming_silent ON still_coming (answer_by) WHERE answer IS NULL AND host_asked_at IS NULL;
CREATE INDEX still_coming_of_meeting ON still_coming (meeting);
CREATE INDEX still_coming_answered_by ON still_coming (answered_by) WHERE answered_by IS NOT NULL;

-- Teachers who were told that it is time to leave, for this version of this meeting.
CREATE TABLE leave_now (
    booking INTEGER NOT NULL REFERENCES bookings (id),
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    version INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (booking, meeting, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX leave_now_of_meeting ON leave_now (meeting);

-- What a class's teacher tells its host on the day. `amount`: minutes late, or pupils who come instead of `was`.
-- The first answer counts.
CREATE TABLE day_notes (
    id INTEGER PRIMARY KEY,
    booking INTEGER NOT NULL REFERENCES bookings (id),
    about TEXT NOT NULL CHECK (about IN ('late', 'number')),
    amount INTEGER NOT NULL CHECK (amount >= 1),
    was INTEGER CHECK (was >= 1),
    told_by INTEGER NOT NULL REFERENCES people (id),
    told_at INTEGER NOT NULL,
    answer TEXT CHECK (answer IN ('fine', 'call', 'cannot')),
    answered_by INTEGER REFERENCES people (id),
    answered_at INTEGER,
    CHECK ((about = 'number') = (was IS NOT NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK ((answer IS NULL) = (answered_by IS NULL))
) STRICT;

CREATE INDEX day_notes_of_booking ON day_notes (booking, id);
CREATE INDEX day_notes_told_by ON day_notes (told_by);
CREATE INDEX day_notes_answered_by ON day_notes (answered_by) WHERE answered_by IS NOT NULL;

-- When the teacher passed on to the host that there is one fewer.
ALTER TABLE absences ADD COLUMN passed_on_at INTEGER;

CREATE INDEX meetings_by_start ON meetings (starts_at);
