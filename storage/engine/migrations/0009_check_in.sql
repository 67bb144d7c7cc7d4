-- Attendance: who was there. No row: nobody has said so or otherwise.

-- `pupils`, `adults`: heads; a pupil's booking is one head or none, a class's is counted. `noted_at`: when it was seen at
-- the door, which is before `marked_at` where it was entered afterwards.
CREATE TABLE attendances (
    booking INTEGER NOT NULL REFERENCES bookings (id),
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    state TEXT NOT NULL CHECK (state IN ('present', 'absent')),
    pupils INTEGER NOT NULL CHECK (pupils >= 0),
    adults INTEGER NOT NULL DEFAULT 0 CHECK (adults >= 0),
    how TEXT NOT NULL CHECK (how IN ('by_list', 'by_code', 'by_ticket', 'at_the_door', 'walk_in', 'afterwards')),
    marked_by INTEGER REFERENCES people (id),
    noted_at INTEGER NOT NULL,
    marked_at INTEGER NOT NULL,
    PRIMARY KEY (booking, meeting),
    CHECK ((state = 'present') = (pupils + adults > 0))
) STRICT, WITHOUT ROWID;

CREATE INDEX attendances_of_meeting ON attendances (meeting, state);
CREATE INDEX attendances_marked_by ON attendances (marked_by) WHERE marked_by IS NOT NULL;

-- Of a class that was there: who of its list was not.
CREATE TABLE class_absentees (
    booking INTEGER NOT NULL REFERENCES bookings (id),
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    PRIMARY KEY (booking, meeting, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX class_absentees_of_meeting ON class_absentees (meeting);
CREATE INDEX class_absentees_of_pupil ON class_absentees (pupil);

-- What seals the codes shown at doors. Made once, when the first is shown.
CREATE TABLE door_secret (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    secret TEXT NOT NULL CHECK (length(secret) = 64),
    made_at INTEGER NOT NULL
) STRICT;

-- A door's code that is shown in an organizer's chat, and changes every minute until it ends. `message`, `minute`: where
-- it hangs, and which minute's code hangs there; NULL until it does.
-- A row that has ended goes once its message has been tidied up.
CREATE TABLE door_codes (
    id INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    shown_to INTEGER NOT NULL REFERENCES people (id),
    shown_since INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    message INTEGER,
    minute INTEGER,
    ended_at INTEGER
) STRICT;

CREATE UNIQUE INDEX one_code_at_a_door ON door_codes (meeting) WHERE ended_at IS NULL;
CREATE INDEX door_codes_of_meeting ON door_codes (meeting);
CREATE INDEX door_codes_shown_to ON door_codes (shown_to);
CREATE INDEX door_codes_ended ON door_codes (ended_at) WHERE ended_at IS NOT NULL;

-- Meetings whose list to print was sent the evening before.
CREATE TABLE door_lists (
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    version INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (meeting, version)
) STRICT, WITHOUT ROWID;

-- What a guardian wishes to be told about a child: what the child is reminded of, and that it has arrived.
ALTER TABLE guardianships ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0 CHECK (reminded IN (0, 1));
ALTER TABLE guardianships ADD COLUMN told_of_arrival INTEGER NOT NULL DEFAULT 0 CHECK (told_of_arrival IN (0, 1));
