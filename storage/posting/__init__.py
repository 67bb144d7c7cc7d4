"""Posts in channels and groups: the places, what was posted, and what has changed since. Leaves sending to the bot."""
