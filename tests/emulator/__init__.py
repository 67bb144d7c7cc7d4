"""The emulator, tried in process and over HTTP."""
