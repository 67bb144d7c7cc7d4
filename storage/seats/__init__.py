"""Seats: bookings, the waiting list, guardians' consents, letters opened, and one's own data.

The only package that changes `seats_taken`, and the top one: it uses all the others.
"""
