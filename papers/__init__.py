"""Bytes to domain objects and back: programme files, school names, QR codes, calendar files. No store, no texts."""
