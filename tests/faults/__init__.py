"""Faults on order: what the world does to the bot, and what people see of it."""
