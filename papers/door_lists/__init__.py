"""Door lists: whom an event's door awaits, to print and tick. Their words are given by the caller."""

from papers.door_lists.making import make_door_list
from papers.door_lists.words import DoorListWords

__all__ = ["DoorListWords", "make_door_list"]
