-- What came in and what goes out: inbox, conversations, reminders, outbox; and how far the nightly jobs got.

-- A handled update keeps its number, so that it is known when delivered again, but not what it said.
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER,
    dead_at INTEGER,
    dead_reason TEXT,
    CHECK (done_at IS NULL OR payload = ''),
    CHECK ((dead_at IS NULL) = (dead_reason IS NULL)),
    CHECK (done_at IS NULL OR dead_at IS NULL)
) STRICT;

CREATE INDEX inbox_to_do ON inbox (update_id) WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX inbox_by_age ON inbox (received_at);

CREATE TABLE conversations (
    account INTEGER PRIMARY KEY,
    state TEXT,
    data TEXT CHECK (data IS NULL OR json_valid(data)),
    screen INTEGER,
    changed_at INTEGER NOT NULL,
    CHECK ((state IS NULL) = (data IS NULL))
) STRICT;

-- One row for each meeting, rule and version of the meeting. `expanded_to`: the last booking put into the outbox.
CREATE TABLE reminders (
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    rule TEXT NOT NULL,
    version INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'missed', 'collapsed', 'dropped')),
    expanded_to INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (meeting, rule, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminders_due ON reminders (due_at) WHERE state = 'waiting';

-- Priority: 0 notices, 1 reminders, 2 announcements. `lapses_at`: from when on it makes no sense any more.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 2),
    person INTEGER NOT NULL REFERENCES people (id),
    booking INTEGER REFERENCES bookings (id),
    meeting INTEGER REFERENCES meetings (id),
    version INTEGER,
    details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
    not_before INTEGER NOT NULL,
    lapses_at INTEGER,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'sent', 'dead', 'dropped', 'uncertain')),
    tries INTEGER NOT NULL DEFAULT 0,
    possible_repeat INTEGER NOT NULL DEFAULT 0 CHECK (possible_repeat IN (0, 1)),
    made_at INTEGER NOT NULL,
    ended_at INTEGER,
    why TEXT,
    CHECK ((state IN ('waiting', 'claimed')) = (ended_at IS NULL))
) STRICT;

CREATE INDEX outbox_to_send ON outbox (priority, not_before, id) WHERE state = 'waiting';
CREATE INDEX outbox_claimed ON outbox (id) WHERE state = 'claimed';
CREATE INDEX outbox_of_person ON outbox (person);
CREATE INDEX outbox_of_booking ON outbox (booking) WHERE booking IS NOT NULL;
CREATE INDEX outbox_of_meeting ON outbox (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
