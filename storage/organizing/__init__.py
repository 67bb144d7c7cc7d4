"""What organizers are asked and told: all that is open, and their mornings."""
