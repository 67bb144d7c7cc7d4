-- The programme: partners, events, slots, meetings. Texts in several languages are JSON objects {"ru", "kk", "en"}.

CREATE TABLE partners (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (json_valid(name)),
    contact TEXT NOT NULL
) STRICT;

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    partner INTEGER NOT NULL REFERENCES partners (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('excursion', 'master_class', 'open_day', 'lecture', 'course', 'internship', 'meeting')),
    title TEXT NOT NULL CHECK (json_valid(title)),
    description TEXT NOT NULL CHECK (json_valid(description)),
    grade_from INTEGER CHECK (grade_from BETWEEN 1 AND 12),
    grade_to INTEGER CHECK (grade_to BETWEEN 1 AND 12),
    strict_grades INTEGER NOT NULL CHECK (strict_grades IN (0, 1)),
    format TEXT NOT NULL CHECK (format IN ('in_person', 'online', 'hybrid')),
    bring TEXT NOT NULL CHECK (json_valid(bring)),
    forbidden TEXT NOT NULL CHECK (json_valid(forbidden)),
    asks TEXT CHECK (asks IS NULL OR json_valid(asks)),
    why TEXT CHECK (why IS NULL OR json_valid(why)),
    reminder_rules TEXT NOT NULL,
    published_at INTEGER,
    CHECK ((asks IS NULL) = (why IS NULL)),
    CHECK (grade_from IS NULL OR grade_to IS NULL OR grade_from <= grade_to)
) STRICT;

CREATE INDEX events_of_partner ON events (partner);

CREATE TABLE slots (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    event INTEGER NOT NULL REFERENCES events (id),
    city INTEGER REFERENCES cities (id),
    place TEXT CHECK (place IS NULL OR json_valid(place)),
    address TEXT CHECK (address IS NULL OR json_valid(address)),
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    online_link TEXT NOT NULL,
    zone TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity >= 1),
    seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken BETWEEN 0 AND capacity),
    line_numbers_given INTEGER NOT NULL DEFAULT 0,
    opens_at INTEGER,
    closes_at INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
    cancelled_at INTEGER,
    CHECK ((place IS NULL) = (address IS NULL) AND (place IS NULL) = (city IS NULL)),
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CHECK (closes_at <= starts_at),
    CHECK (opens_at IS NULL OR opens_at < closes_at)
) STRICT;

CREATE INDEX slots_by_start ON slots (starts_at, id) WHERE cancelled_at IS NULL;
CREATE INDEX slots_of_event ON slots (event, starts_at);
CREATE INDEX slots_of_city ON slots (city, starts_at) WHERE cancelled_at IS NULL;

CREATE TABLE meetings (
    id INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL REFERENCES slots (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    local_date TEXT NOT NULL,
    local_time TEXT NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (slot, number)
) STRICT;

CREATE INDEX meetings_by_end ON meetings (ends_at);

-- Whoever asked to be told when an event has more dates or seats.
CREATE TABLE wishes (
    person INTEGER NOT NULL REFERENCES people (id),
    event INTEGER NOT NULL REFERENCES events (id),
    wished_at INTEGER NOT NULL,
    PRIMARY KEY (person, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX wishes_for_event ON wishes (event, person);
