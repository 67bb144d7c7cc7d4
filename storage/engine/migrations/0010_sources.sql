-- Where people come from to an event, who has seen its card, and how interested they are before and after: for reports.

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES events (id),
    kind TEXT NOT NULL CHECK (kind IN ('poster', 'post')),
    name TEXT NOT NULL,
    made_by INTEGER REFERENCES people (id),
    made_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sources_of_event ON sources (event);
CREATE INDEX sources_made_by ON sources (made_by) WHERE made_by IS NOT NULL;

-- Who came by a source, once for each of them.
CREATE TABLE arrivals (
    source INTEGER NOT NULL REFERENCES sources (id),
    person INTEGER NOT NULL REFERENCES people (id),
    first_at INTEGER NOT NULL,
    PRIMARY KEY (source, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX arrivals_of_person ON arrivals (person);
CREATE INDEX arrivals_by_age ON arrivals (first_at);

-- The first time that somebody saw an event's card, and the source that brought them where one did.
CREATE TABLE looks (
    event INTEGER NOT NULL REFERENCES events (id),
    person INTEGER NOT NULL REFERENCES people (id),
    first_at INTEGER NOT NULL,
    source INTEGER REFERENCES sources (id),
    PRIMARY KEY (event, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX looks_of_person ON looks (person);
CREATE INDEX looks_by_age ON looks (first_at);
CREATE INDEX looks_from_source ON looks (source) WHERE source IS NOT NULL;

-- How interested a pupil is in the profession, from 1 to 5: asked once before a visit and once after, never again.
-- `until`: an answer before the visit is given before it begins.
CREATE TABLE interest (
    pupil INTEGER NOT NULL REFERENCES pupils (id),
    event INTEGER NOT NULL REFERENCES events (id),
    phase TEXT NOT NULL CHECK (phase IN ('before', 'after')),
    asked_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    answer INTEGER CHECK (answer BETWEEN 1 AND 5),
    answered_at INTEGER,
    PRIMARY KEY (pupil, event, phase),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX interest_in_event ON interest (event, phase);
CREATE INDEX interest_answered ON interest (answered_at) WHERE answered_at IS NOT NULL;

-- What the question asks about: "a profession with measuring", in the partner's own words.
ALTER TABLE partners ADD COLUMN profession TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(profession));
