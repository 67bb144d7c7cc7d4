"""Races: many at once after one thing, and the proof that each test would see it lost."""
