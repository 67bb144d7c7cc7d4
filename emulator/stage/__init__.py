"""What whoever sets the scene can do: move the clock, order faults, read the record of calls."""
