"""Tests of storage/following."""
