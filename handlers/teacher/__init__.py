"""What teachers say and press."""
