"""What a guardian does: sees what a child wants to take part in, and says yes or no."""
