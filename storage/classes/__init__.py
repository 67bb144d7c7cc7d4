"""Classes: their lists, who joined them, and bookings of whole classes. Stands above seats, which it moves."""
