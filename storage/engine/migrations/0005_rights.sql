-- Who may do what: owners, organizers of partners, teachers of schools; the invites they came by, and what they did.

-- Owners by their accounts, who may not have written to us yet. `settings`: named by OWNER_IDS, anew at every start.
CREATE TABLE owners (
    account INTEGER PRIMARY KEY,
    named_by TEXT NOT NULL CHECK (named_by IN ('settings', 'link')),
    since INTEGER NOT NULL
) STRICT;

-- `name`: as they call themselves at the messenger, so that owners and colleagues know who is who.
CREATE TABLE organizers (
    person INTEGER NOT NULL REFERENCES people (id),
    partner INTEGER NOT NULL REFERENCES partners (id),
    role TEXT NOT NULL CHECK (role IN ('programme', 'announcements', 'check_in', 'reports')),
    name TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (person, partner, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX organizers_of_partner ON organizers (partner, role);

-- `name`: as the teacher signs, for organizers and hosts. One row for each school somebody teaches at, or asks to.
CREATE TABLE teachers (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    school INTEGER NOT NULL REFERENCES schools (id),
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'declined', 'revoked')),
    asked_at INTEGER NOT NULL,
    decided_by INTEGER REFERENCES people (id),
    decided_at INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    UNIQUE (person, school),
    CHECK ((state = 'asked') = (decided_at IS NULL))
) STRICT;

CREATE INDEX teachers_asking ON teachers (asked_at) WHERE state = 'asked';
CREATE INDEX teachers_of_school ON teachers (school);
CREATE INDEX teachers_decided_by ON teachers (decided_by) WHERE decided_by IS NOT NULL;

-- Single use, two weeks at most; only the hash of the code is kept.
CREATE TABLE invites (
    code_sha256 TEXT PRIMARY KEY CHECK (length(code_sha256) = 64),
    to_become TEXT NOT NULL CHECK (to_become IN ('owner', 'organizer', 'teacher')),
    partner INTEGER REFERENCES partners (id),
    roles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(roles)),
    school INTEGER REFERENCES schools (id),
    made_by INTEGER REFERENCES people (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by INTEGER REFERENCES people (id),
    used_at INTEGER,
    revoked_at INTEGER,
    CHECK ((to_become = 'organizer') = (partner IS NOT NULL)),
    CHECK (school IS NULL OR to_become = 'teacher'),
    CHECK ((used_by IS NULL) = (used_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX invites_by_expiry ON invites (expires_at);
CREATE INDEX invites_of_partner ON invites (partner) WHERE partner IS NOT NULL;
CREATE INDEX invites_of_school ON invites (school) WHERE school IS NOT NULL;
CREATE INDEX invites_made_by ON invites (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX invites_used_by ON invites (used_by) WHERE used_by IS NOT NULL;

-- Codes that were tried and wrong: guessing is stopped by counting them.
CREATE TABLE wrong_codes (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    tried_at INTEGER NOT NULL
) STRICT;

CREATE INDEX wrong_codes_of_person ON wrong_codes (person, tried_at);
CREATE INDEX wrong_codes_by_time ON wrong_codes (tried_at);

-- What organizers, owners and teachers did: never changed. `about`: numbers and words of ours, no names.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor INTEGER REFERENCES people (id),
    action TEXT NOT NULL,
    partner INTEGER REFERENCES partners (id),
    about TEXT NOT NULL CHECK (json_valid(about))
) STRICT;

CREATE INDEX audit_of_partner ON audit (partner, id);
CREATE INDEX audit_of_actor ON audit (actor) WHERE actor IS NOT NULL;
