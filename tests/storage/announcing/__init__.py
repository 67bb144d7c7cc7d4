"""Announcements, from drafts to the last row of the outbox, each on a real file."""
