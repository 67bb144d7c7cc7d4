-- Persons, pupils, schools. Asked for: as little as taking part needs; never a birth date, a surname or a phone.

CREATE TABLE cities (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (json_valid(name))
) STRICT;

CREATE TABLE schools (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    city TEXT NOT NULL,
    also TEXT NOT NULL DEFAULT '',
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
    UNIQUE (name, city)
) STRICT;

CREATE INDEX schools_listed ON schools (name, city) WHERE listed = 1;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    account INTEGER UNIQUE,
    language TEXT NOT NULL CHECK (language IN ('ru', 'kk', 'en')),
    language_chosen INTEGER NOT NULL DEFAULT 0 CHECK (language_chosen IN (0, 1)),
    reminders_muted INTEGER NOT NULL DEFAULT 0 CHECK (reminders_muted IN (0, 1)),
    unreachable_since INTEGER,
    met_at INTEGER NOT NULL,
    forgotten_at INTEGER,
    CHECK ((account IS NULL) = (forgotten_at IS NOT NULL))
) STRICT;

CREATE TABLE pupils (
    id INTEGER PRIMARY KEY,
    person INTEGER UNIQUE REFERENCES people (id),
    first_name TEXT NOT NULL,
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 12),
    age_line TEXT NOT NULL CHECK (age_line IN ('younger', 'older')),
    school INTEGER REFERENCES schools (id),
    introduced_at INTEGER NOT NULL,
    forgotten_at INTEGER,
    CHECK (forgotten_at IS NULL OR (first_name = '' AND person IS NULL AND school IS NULL)),
    CHECK (forgotten_at IS NOT NULL OR (first_name <> '' AND school IS NOT NULL))
) STRICT;

CREATE INDEX pupils_of_school ON pupils (school);

CREATE TABLE guardianships (
    person INTEGER NOT NULL REFERENCES people (id),
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (person, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX guardians_of_pupil ON guardianships (pupil);
