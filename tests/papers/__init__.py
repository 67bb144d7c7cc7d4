"""Tests of what is read from bytes and written to them."""
