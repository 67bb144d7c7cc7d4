"""Pure functions from domain objects to Screens: no awaits, no store, no bot."""
