"""Tests of how it runs: intake, outbox, clockwork, settings, logs, command line."""
