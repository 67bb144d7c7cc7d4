"""Capacity as organizers set it, warnings of too few, and bookings that they add by hand or out of a form's answers.

How what is set acts on seats: storage/seats/limits.
"""
