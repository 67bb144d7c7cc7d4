"""Tests of storage/organizing."""
