"""Tests of storage/questions."""
