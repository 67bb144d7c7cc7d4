"""Bytes to domain objects and back: programme files, class lists, school names, QR codes, calendars, PDF. No store."""
