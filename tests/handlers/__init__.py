"""Screens, words and wiring of the handlers."""
