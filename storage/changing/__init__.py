"""Changing: slots looked at and changed by their organizers, in the chat and by files. Leaves telling to publishing."""
