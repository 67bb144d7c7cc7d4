"""Announcements: drafts, segments, steering, and recipients put into the outbox. Leaves sending to the bot's outbox."""
