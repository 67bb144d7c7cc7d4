"""Tests of who was there."""
