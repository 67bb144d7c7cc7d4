"""The kinds of number that stand for somebody or something, told apart so that they cannot be mixed up."""

from typing import NewType

PersonId = NewType("PersonId", int)
PupilId = NewType("PupilId", int)
SchoolId = NewType("SchoolId", int)
CityId = NewType("CityId", int)
PartnerId = NewType("PartnerId", int)
EventId = NewType("EventId", int)
SlotId = NewType("SlotId", int)
MeetingId = NewType("MeetingId", int)
BookingId = NewType("BookingId", int)
OutboxId = NewType("OutboxId", int)
AnnouncementId = NewType("AnnouncementId", int)
TeacherId = NewType("TeacherId", int)
ClassId = NewType("ClassId", int)
EntryId = NewType("EntryId", int)
"""One line of a class's list."""
JoiningId = NewType("JoiningId", int)
HandoverId = NewType("HandoverId", int)
"""A class on its way to another teacher."""
SourceId = NewType("SourceId", int)
"""A poster or post whose visitors are counted."""
NoteId = NewType("NoteId", int)
"""What a class's teacher told the host on the day."""
ChangeId = NewType("ChangeId", int)
"""A move or cancellation of a slot, as those booked were told of it."""
FollowId = NewType("FollowId", int)
QuestionId = NewType("QuestionId", int)
PoolId = NewType("PoolId", int)
"""Seats that several slots share."""

Intent = NewType("Intent", str)
"""What one button, as shown once, stands for. Pressed or delivered twice, it acts once."""

AccountId = NewType("AccountId", int)
"""The messenger's own number for a person's account: where messages come from and go to. Rules never look at it."""
