"""What anybody may say: start, help, settings, privacy, and what nobody understood."""
