-- What became of a slot and was told to those booked in it; who of them knows, and who has to be phoned.

-- One move or cancellation. `by` NULL: a programme file from the command line. `usual`: a reason chosen by a tap, worded
-- in each reader's language; `reason`: one that was typed.
CREATE TABLE told_changes (
    id INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL REFERENCES slots (id),
    kind TEXT NOT NULL CHECK (kind IN ('moved', 'cancelled')),
    by INTEGER REFERENCES people (id),
    at INTEGER NOT NULL,
    usual TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX told_changes_of_slot ON told_changes (slot, id);
CREATE INDEX told_changes_by ON told_changes (by) WHERE by IS NOT NULL;
CREATE INDEX told_reasons_kept ON told_changes (at) WHERE reason <> '';

-- Every party that was booked or waited then. `told_at`: when a letter reached one of them, of a class its teacher.
CREATE TABLE told_parties (
    change INTEGER NOT NULL REFERENCES told_changes (id),
    booking INTEGER NOT NULL REFERENCES bookings (id),
    told_at INTEGER,
    answered_at INTEGER,
    phoned_at INTEGER,
    phoned_by INTEGER REFERENCES people (id),
    PRIMARY KEY (change, booking),
    CHECK ((phoned_at IS NULL) = (phoned_by IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX told_parties_of_booking ON told_parties (booking);
CREATE INDEX told_parties_phoned_by ON told_parties (phoned_by) WHERE phoned_by IS NOT NULL;

-- Rows of the outbox go after a month; that somebody was reached is kept as long as it matters.
CREATE TRIGGER party_told AFTER UPDATE OF state ON outbox
    WHEN new.kind IN ('slot_moved', 'slot_cancelled') AND new.state = 'sent' AND old.state <> 'sent'
BEGIN
    UPDATE told_parties
       SET told_at = coalesce(told_at, new.ended_at)
     WHERE change = json_extract(new.details, '$.change') AND booking = new.booking
       AND NOT EXISTS (SELECT 1
                         FROM bookings AS booking
                         JOIN classes AS class ON class.id = booking.class
                         JOIN teachers AS teacher ON teacher.id = class.teacher
                        WHERE booking.id = new.booking AND teacher.person <> new.person);
END;
