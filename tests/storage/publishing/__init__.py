"""Programmes brought in from files."""
