"""The reports tell what was."""
