"""What organizers and owners say and press."""
