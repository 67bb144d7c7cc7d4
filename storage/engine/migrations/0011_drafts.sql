-- Drafts: events made in the chat, published when they are ready or at a time; and who changed what meanwhile.

-- `revision` grows with every change of what the event says: whoever changes it names the one they saw.
-- `publish_at`: when it publishes itself. `discarded_at`: a draft that was thrown away. `poster`: the messenger's own
-- reference to a picture. `usually`: where and how long its next dates are, unless said otherwise.
ALTER TABLE events ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN publish_at INTEGER;
ALTER TABLE events ADD COLUMN discarded_at INTEGER;
ALTER TABLE events ADD COLUMN poster TEXT;
ALTER TABLE events ADD COLUMN usually TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(usually));
ALTER TABLE slots ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

CREATE INDEX events_to_publish ON events (publish_at)
    WHERE publish_at IS NOT NULL AND published_at IS NULL AND discarded_at IS NULL;

-- Which part changed last at which revision. `changed_by` NULL: a programme file, or the house itself.
CREATE TABLE event_changes (
    event INTEGER NOT NULL REFERENCES events (id),
    part TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_by INTEGER REFERENCES people (id),
    PRIMARY KEY (event, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_changes_by ON event_changes (changed_by) WHERE changed_by IS NOT NULL;

CREATE TABLE slot_changes (
    slot INTEGER NOT NULL REFERENCES slots (id),
    part TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_by INTEGER REFERENCES people (id),
    PRIMARY KEY (slot, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX slot_changes_by ON slot_changes (changed_by) WHERE changed_by IS NOT NULL;

-- Whoever changes an event, by whatever way (the chat, a programme file), it is seen here.
CREATE TRIGGER event_revised AFTER UPDATE OF
    kind, title, description, grade_from, grade_to, strict_grades, format, bring, forbidden, asks, why, reminder_rules,
    classes, pupils_per_adult, poster, usually, published_at, publish_at, discarded_at ON events
    WHEN old.kind IS NOT new.kind OR old.title IS NOT new.title OR old.description IS NOT new.description
      OR old.grade_from IS NOT new.grade_from OR old.grade_to IS NOT new.grade_to
      OR old.strict_grades IS NOT new.strict_grades OR old.format IS NOT new.format OR old.bring IS NOT new.bring
      OR old.forbidden IS NOT new.forbidden OR old.asks IS NOT new.asks OR old.why IS NOT new.why
      OR old.reminder_rules IS NOT new.reminder_rules OR old.classes IS NOT new.classes
      OR old.pupils_per_adult IS NOT new.pupils_per_adult OR old.poster IS NOT new.poster
      OR old.usually IS NOT new.usually OR old.published_at IS NOT new.published_at
      OR old.publish_at IS NOT new.publish_at OR old.discarded_at IS NOT new.discarded_at
BEGIN
    UPDATE events SET revision = old.revision + 1 WHERE id = new.id;
    INSERT INTO event_changes (event, part, revision)
    SELECT new.id, changed.part, old.revision + 1
      FROM (SELECT 'kind' AS part WHERE old.kind IS NOT new.kind
             UNION ALL SELECT 'title' WHERE old.title IS NOT new.title
             UNION ALL SELECT 'description' WHERE old.description IS NOT new.description
             UNION ALL SELECT 'audience' WHERE old.grade_from IS NOT new.grade_from
                                            OR old.grade_to IS NOT new.grade_to
                                            OR old.strict_grades IS NOT new.strict_grades
             UNION ALL SELECT 'where' WHERE old.format IS NOT new.format OR old.usually IS NOT new.usually
             UNION ALL SELECT 'bring' WHERE old.bring IS NOT new.bring
             UNION ALL SELECT 'forbidden' WHERE old.forbidden IS NOT new.forbidden
             UNION ALL SELECT 'asks' WHERE old.asks IS NOT new.asks
             UNION ALL SELECT 'why' WHERE old.why IS NOT new.why
             UNION ALL SELECT 'reminders' WHERE old.reminder_rules IS NOT new.reminder_rules
             UNION ALL SELECT 'classes' WHERE old.classes IS NOT new.classes
                                           OR old.pupils_per_adult IS NOT new.pupils_per_adult
             UNION ALL SELECT 'poster' WHERE old.poster IS NOT new.poster
             UNION ALL SELECT 'publishing' WHERE old.published_at IS NOT new.published_at
                                              OR old.publish_at IS NOT new.publish_at
                                              OR old.discarded_at IS NOT new.discarded_at) AS changed
     WHERE true
        ON CONFLICT (event, part) DO UPDATE SET revision = excluded.revision, changed_by = NULL;
END;

CREATE TRIGGER slot_revised AFTER UPDATE OF
    city, place, address, latitude, longitude, online_link, zone, capacity, opens_at, closes_at, cancelled_at ON slots
    WHEN old.city IS NOT new.city OR old.place IS NOT new.place OR old.address IS NOT new.address
      OR old.latitude IS NOT new.latitude OR old.longitude IS NOT new.longitude
      OR old.online_link IS NOT new.online_link OR old.zone IS NOT new.zone OR old.capacity IS NOT new.capacity
      OR old.opens_at IS NOT new.opens_at OR old.closes_at IS NOT new.closes_at
      OR old.cancelled_at IS NOT new.cancelled_at
BEGIN
    UPDATE slots SET revision = old.revision + 1 WHERE id = new.id;
    INSERT INTO slot_changes (slot, part, revision)
    SELECT new.id, changed.part, old.revision + 1
      FROM (SELECT 'where' AS part WHERE old.city IS NOT new.city OR old.place IS NOT new.place
                                      OR old.address IS NOT new.address OR old.latitude IS NOT new.latitude
                                      OR old.longitude IS NOT new.longitude
                                      OR old.online_link IS NOT new.online_link OR old.zone IS NOT new.zone
             UNION ALL SELECT 'seats' WHERE old.capacity IS NOT new.capacity
             UNION ALL SELECT 'registration' WHERE old.opens_at IS NOT new.opens_at
                                                OR old.closes_at IS NOT new.closes_at
             UNION ALL SELECT 'cancelled' WHERE old.cancelled_at IS NOT new.cancelled_at) AS changed
     WHERE true
        ON CONFLICT (slot, part) DO UPDATE SET revision = excluded.revision, changed_by = NULL;
END;

CREATE TRIGGER slot_moved AFTER UPDATE OF local_date, local_time, minutes ON meetings
    WHEN old.local_date IS NOT new.local_date OR old.local_time IS NOT new.local_time OR old.minutes IS NOT new.minutes
BEGIN
    UPDATE slots SET revision = revision + 1 WHERE id = new.slot;
    INSERT INTO slot_changes (slot, part, revision)
    SELECT id, 'when', revision FROM slots WHERE id = new.slot
        ON CONFLICT (slot, part) DO UPDATE SET revision = excluded.revision, changed_by = NULL;
END;

CREATE TRIGGER slot_shortened AFTER DELETE ON meetings
BEGIN
    UPDATE slots SET revision = revision + 1 WHERE id = old.slot;
    INSERT INTO slot_changes (slot, part, revision)
    SELECT id, 'when', revision FROM slots WHERE id = old.slot
        ON CONFLICT (slot, part) DO UPDATE SET revision = excluded.revision, changed_by = NULL;
END;
