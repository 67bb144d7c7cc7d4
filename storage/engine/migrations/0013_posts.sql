-- Announcements steered from the chat, and posts in channels and groups.

-- The one message in which whoever let an announcement go out sees how it gets on. `shown`: what it says by now;
-- `not_before`: it could not be shown just now.
CREATE TABLE announcement_watches (
    announcement INTEGER PRIMARY KEY REFERENCES announcements (id),
    person INTEGER NOT NULL REFERENCES people (id),
    message INTEGER,
    shown TEXT NOT NULL DEFAULT '',
    edited_at INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER
) STRICT;

CREATE INDEX announcement_watches_open ON announcement_watches (announcement) WHERE ended_at IS NULL;
CREATE INDEX announcement_watches_of_person ON announcement_watches (person);

-- An album comes as several messages; a while after the last one its author is told that it is here.
CREATE TABLE albums (
    person INTEGER NOT NULL REFERENCES people (id),
    media_group TEXT NOT NULL,
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    language TEXT NOT NULL CHECK (language IN ('ru', 'kk', 'en')),
    parts INTEGER NOT NULL CHECK (parts > 0),
    last_at INTEGER NOT NULL,
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
    PRIMARY KEY (person, media_group)
) STRICT, WITHOUT ROWID;

CREATE INDEX albums_open ON albums (last_at) WHERE told = 0;
CREATE INDEX albums_over ON albums (last_at) WHERE told = 1;
CREATE INDEX albums_of_announcement ON albums (announcement);

-- Channels and groups that the bot may post into. `partner` NULL: nobody has said yet whose it is.
CREATE TABLE post_places (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL UNIQUE,
    title TEXT NOT NULL,
    partner INTEGER REFERENCES partners (id),
    added_by INTEGER NOT NULL REFERENCES people (id),
    added_at INTEGER NOT NULL,
    lost_at INTEGER
) STRICT;

CREATE INDEX post_places_of_partner ON post_places (partner);
CREATE INDEX post_places_added_by ON post_places (added_by);

-- `slot` NULL: all dates of the event. `shown`: what it says by now, to tell what has changed since.
-- `changed_at`: when what it says, or its state, last changed; of one that waits: before when it is not sent.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    place INTEGER NOT NULL REFERENCES post_places (id),
    event INTEGER NOT NULL REFERENCES events (id),
    slot INTEGER REFERENCES slots (id),
    source INTEGER REFERENCES sources (id),
    language TEXT NOT NULL CHECK (language IN ('ru', 'kk', 'en')),
    made_by INTEGER NOT NULL REFERENCES people (id),
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sending', 'standing', 'over', 'uncertain', 'refused', 'gone')),
    message INTEGER,
    with_picture INTEGER NOT NULL DEFAULT 0 CHECK (with_picture IN (0, 1)),
    shown TEXT NOT NULL DEFAULT '',
    changed_at INTEGER NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    CHECK (state NOT IN ('standing', 'over') OR message IS NOT NULL)
) STRICT;

CREATE INDEX posts_to_send ON posts (id) WHERE state IN ('waiting', 'sending');
CREATE INDEX posts_standing ON posts (id) WHERE state = 'standing';
CREATE INDEX posts_of_place ON posts (place, id);
CREATE INDEX posts_of_event ON posts (event, id);
CREATE INDEX posts_of_slot ON posts (slot) WHERE slot IS NOT NULL;
CREATE INDEX posts_of_source ON posts (source) WHERE source IS NOT NULL;
CREATE INDEX posts_made_by ON posts (made_by);
