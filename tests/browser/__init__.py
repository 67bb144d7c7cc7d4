"""Tests that drive the chat page in a real browser."""
