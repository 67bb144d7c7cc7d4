"""Capacity: what is set about seats, and how it acts on who gets them."""
