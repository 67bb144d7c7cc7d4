-- Handovers: a class that goes to another teacher, a pupil who goes to another account, and a teacher's calendar.

-- `to_teacher` NULL: by a link, to whoever of the school's teachers takes it; only the hash of the link's token is kept.
-- Nothing of the class changes before `taken_at`.
CREATE TABLE handovers (
    id INTEGER PRIMARY KEY,
    class INTEGER NOT NULL REFERENCES classes (id),
    from_teacher INTEGER NOT NULL REFERENCES teachers (id),
    to_teacher INTEGER REFERENCES teachers (id),
    token_sha256 TEXT UNIQUE CHECK (length(token_sha256) = 64),
    made_by INTEGER NOT NULL REFERENCES people (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    taken_at INTEGER,
    ended_at INTEGER,
    CHECK (to_teacher IS NOT NULL OR token_sha256 IS NOT NULL),
    CHECK (taken_at IS NULL OR (to_teacher IS NOT NULL AND ended_at IS NOT NULL))
) STRICT;

-- One at a time.
CREATE UNIQUE INDEX open_handover_of_class ON handovers (class) WHERE ended_at IS NULL;
CREATE INDEX handovers_of_class ON handovers (class, id);
CREATE INDEX handovers_from_teacher ON handovers (from_teacher);
CREATE INDEX handovers_to_teacher ON handovers (to_teacher) WHERE to_teacher IS NOT NULL;
CREATE INDEX handovers_made_by ON handovers (made_by);

-- The link by which a pupil comes to another account, or to their first: used once, two weeks at most.
CREATE TABLE pupil_links (
    token_sha256 TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    made_by INTEGER NOT NULL REFERENCES people (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by INTEGER REFERENCES people (id),
    used_at INTEGER,
    revoked_at INTEGER,
    CHECK ((used_by IS NULL) = (used_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX pupil_links_of_pupil ON pupil_links (pupil);
CREATE INDEX pupil_links_made_by ON pupil_links (made_by);
CREATE INDEX pupil_links_used_by ON pupil_links (used_by) WHERE used_by IS NOT NULL;
CREATE INDEX pupil_links_by_expiry ON pupil_links (expires_at);

-- A teacher's trips as a calendar that programs fetch by a link. `sha256`, `changed_at`: what they were last given.
CREATE TABLE calendar_links (
    person INTEGER PRIMARY KEY REFERENCES people (id),
    token TEXT NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '',
    changed_at INTEGER NOT NULL
) STRICT;

-- Until when the classes of a teacher who is gone wait for another; then their bookings are cancelled.
ALTER TABLE classes ADD COLUMN orphaned_at INTEGER;

CREATE INDEX orphaned_classes ON classes (orphaned_at) WHERE orphaned_at IS NOT NULL;

-- What came of an intent beside a booking.
ALTER TABLE intents ADD COLUMN class INTEGER REFERENCES classes (id);
ALTER TABLE intents ADD COLUMN pupil INTEGER REFERENCES pupils (id);

CREATE INDEX intents_of_class ON intents (class) WHERE class IS NOT NULL;
CREATE INDEX intents_of_pupil ON intents (pupil) WHERE pupil IS NOT NULL;
