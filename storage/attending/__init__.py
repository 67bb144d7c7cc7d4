"""Attending: who was at a meeting. Stands above seats and classes, which it reads and, for walk-ins, moves."""
