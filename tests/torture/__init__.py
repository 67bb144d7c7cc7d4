"""The real program, killed at named points and at random, started again, and looked at. See docs/torture.md."""
