"""The class at work, as the tests of classes have it."""

from tests.storage.classes.conftest import room

__all__ = ["room"]
