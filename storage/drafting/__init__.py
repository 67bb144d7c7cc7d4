"""Drafting: events made and changed in the chat, their dates, publishing. Leaves moving to storage/publishing."""
