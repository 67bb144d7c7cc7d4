"""Whole conversations, against the real application over the emulator's world in process: what people do and see."""
