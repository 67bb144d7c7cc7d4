"""Publishing: a programme brought in from a file, and what follows for those who are booked."""
