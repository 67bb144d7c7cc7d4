"""Tests of what waits: inbox, conversations, outbox, reminders, and letters with what they are about."""
