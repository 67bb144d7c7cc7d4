"""What is remembered: plain SQL and the use cases that are its transactions. Leaves what is true to domain."""
