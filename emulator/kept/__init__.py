"""What the emulated world holds: people, bots, chats, messages, files, updates, open questions."""
