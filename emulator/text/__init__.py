"""Formatted text: markup to entities by Telegram's own rules, measured in UTF-16 code units."""
