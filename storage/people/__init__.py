"""Persons, pupils and schools, and which intents were acted upon. Leaves seats and consents to storage/seats."""
