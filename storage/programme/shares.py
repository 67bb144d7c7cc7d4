"""SQL for what of a slot's free seats not everybody can have: seats kept for some, and a pool that has fewer left.

Each is an expression over `slots AS slot`. A slot that keeps and shares nothing, as nearly all do, costs no question.
"""

from typing import Final

IS_FOR: Final = """
    CASE slot.kept_for
         WHEN 'classes' THEN party.class IS NOT NULL
         WHEN 'schools' THEN EXISTS (SELECT 1
                                       FROM kept_schools
                                      WHERE kept_schools.slot = slot.id
                                        AND kept_schools.school = coalesce(
                                            (SELECT school FROM pupils WHERE pupils.id = party.pupil),
                                            (SELECT teachers.school
                                               FROM classes
                                               JOIN teachers ON teachers.id = classes.teacher
                                              WHERE classes.id = party.class)))
    END
"""
"""Whether the slot's kept seats are kept for the party of `bookings AS party`."""

KEPT: Final = f"""
    CASE WHEN slot.kept_seats IS NULL THEN 0
         ELSE max(slot.kept_seats - coalesce((SELECT sum(party.seats)
                                                FROM bookings AS party
                                               WHERE party.slot = slot.id
                                                 AND party.state IN ('requested', 'confirmed', 'offered')
                                                 AND {IS_FOR}), 0), 0)
    END
"""  # noqa: S608  made of constants alone
"""How many of the kept seats nobody has booked yet."""

POOL_FREE: Final = """
    CASE WHEN slot.pool IS NULL THEN NULL
         ELSE (SELECT pools.capacity - pools.seats_taken FROM pools WHERE pools.id = slot.pool)
    END
"""
"""Free seats of those that the slot shares; NULL where it shares none."""

FREE: Final = f"""
    CASE WHEN slot.kept_seats IS NULL AND slot.pool IS NULL THEN slot.capacity - slot.seats_taken
         ELSE max(min(slot.capacity - slot.seats_taken - {KEPT},
                      coalesce({POOL_FREE}, slot.capacity)), 0)
    END
"""
"""Seats that anybody could have, were nobody waiting."""

FREE_FOR_CLASSES: Final = f"""
    CASE WHEN slot.kept_seats IS NULL AND slot.pool IS NULL THEN slot.capacity - slot.seats_taken
         ELSE max(min(slot.capacity - slot.seats_taken - CASE slot.kept_for WHEN 'classes' THEN 0 ELSE {KEPT} END,
                      coalesce({POOL_FREE}, slot.capacity)), 0)
    END
"""
"""Seats that a class could have, were nobody waiting."""
