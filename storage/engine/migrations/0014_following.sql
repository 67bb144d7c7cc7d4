-- Following, questions to hosts, applications, who sees to what is open, and the morning's digest.

-- What somebody wants to hear of: all that is said has to fit. `own_grade`: whatever grade they, or their children, are in.
CREATE TABLE follows (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    kind TEXT CHECK (kind IN ('excursion', 'master_class', 'open_day', 'lecture', 'course', 'internship', 'meeting')),
    partner INTEGER REFERENCES partners (id),
    city INTEGER REFERENCES cities (id),
    grade INTEGER CHECK (grade BETWEEN 1 AND 12),
    own_grade INTEGER NOT NULL DEFAULT 0 CHECK (own_grade IN (0, 1)),
    online INTEGER NOT NULL DEFAULT 0 CHECK (online IN (0, 1)),
    since INTEGER NOT NULL,
    CHECK (kind IS NOT NULL OR partner IS NOT NULL OR city IS NOT NULL OR grade IS NOT NULL OR own_grade OR online),
    CHECK (grade IS NULL OR NOT own_grade)
) STRICT;

CREATE UNIQUE INDEX one_follow_of_a_kind
    ON follows (person, ifnull(kind, ''), ifnull(partner, 0), ifnull(city, 0), ifnull(grade, 0), own_grade, online);
CREATE INDEX follows_of_partner ON follows (partner) WHERE partner IS NOT NULL;
CREATE INDEX follows_of_city ON follows (city) WHERE city IS NOT NULL;

-- One row for each who follows: what was new up to `told_to` they have been told; they are looked at again at `looks_at`.
CREATE TABLE followers (
    person INTEGER PRIMARY KEY REFERENCES people (id),
    muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1)),
    told_to INTEGER NOT NULL,
    looks_at INTEGER NOT NULL
) STRICT;

CREATE INDEX followers_by_look ON followers (looks_at) WHERE muted = 0;

-- When an event was first there to be visited: published, and with a date ahead. What is brought in again is no news.
ALTER TABLE events ADD COLUMN news_at INTEGER;

UPDATE events SET news_at = published_at;

CREATE INDEX events_by_news ON events (news_at) WHERE news_at IS NOT NULL;
CREATE INDEX events_not_news_yet ON events (id) WHERE news_at IS NULL AND published_at IS NOT NULL;

-- A question to the host of an event. `text` and `answer` are emptied after a while; that it was asked stays.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    event INTEGER NOT NULL REFERENCES events (id),
    slot INTEGER REFERENCES slots (id),
    text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'answered', 'declined', 'withdrawn')),
    answer TEXT NOT NULL DEFAULT '',
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    CHECK ((state = 'asked') = (ended_at IS NULL)),
    CHECK (state = 'answered' OR answer = '')
) STRICT;

CREATE INDEX questions_of_person ON questions (person, asked_at);
CREATE INDEX questions_of_event ON questions (event);
CREATE INDEX questions_of_slot ON questions (slot) WHERE slot IS NOT NULL;
CREATE INDEX questions_open ON questions (asked_at) WHERE state = 'asked';
CREATE INDEX questions_kept ON questions (asked_at) WHERE text <> '';

-- Whose questions a partner does not take.
CREATE TABLE blocked_askers (
    person INTEGER NOT NULL REFERENCES people (id),
    partner INTEGER NOT NULL REFERENCES partners (id),
    blocked_by INTEGER NOT NULL REFERENCES people (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (person, partner)
) STRICT, WITHOUT ROWID;

CREATE INDEX blocked_askers_of_partner ON blocked_askers (partner);
CREATE INDEX blocked_askers_by ON blocked_askers (blocked_by);

-- Who sees to what waits for organizers, so that two don't; and who has decided it. `number`: the question's, teacher's
-- or booking's, as `matter` says.
CREATE TABLE claims (
    matter TEXT NOT NULL CHECK (matter IN ('question', 'class', 'teacher', 'application')),
    number INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    lapses_at INTEGER,
    decided_at INTEGER,
    PRIMARY KEY (matter, number),
    CHECK ((lapses_at IS NULL) = (decided_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX claims_of_person ON claims (person);
CREATE INDEX claims_by_lapse ON claims (lapses_at) WHERE lapses_at IS NOT NULL;

-- What was sent to whom about a matter, so that it can be brought up to date, and replied to. `change` counts the changes.
CREATE TABLE cards (
    id INTEGER PRIMARY KEY,
    matter TEXT NOT NULL CHECK (matter IN ('question', 'class', 'teacher', 'application')),
    number INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    message INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    change INTEGER NOT NULL DEFAULT 0,
    UNIQUE (person, message)
) STRICT;

CREATE INDEX cards_of_matter ON cards (matter, number);
CREATE INDEX cards_by_age ON cards (sent_at);

-- Whether an organizer decides about each pupil who registers, as about an internship; and what they decided.
ALTER TABLE events ADD COLUMN pupils TEXT NOT NULL DEFAULT 'at_once' CHECK (pupils IN ('at_once', 'asked'));

CREATE TABLE applications (
    booking INTEGER PRIMARY KEY REFERENCES bookings (id),
    state TEXT NOT NULL CHECK (state IN ('asked', 'welcome', 'declined')),
    reason TEXT NOT NULL DEFAULT '',
    asked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX applications_open ON applications (asked_at) WHERE state = 'asked';

-- Organizers' mornings: when each is told of the day next.
CREATE TABLE digests (
    person INTEGER PRIMARY KEY REFERENCES people (id),
    muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1)),
    looks_at INTEGER NOT NULL
) STRICT;

CREATE INDEX digests_by_look ON digests (looks_at) WHERE muted = 0;
