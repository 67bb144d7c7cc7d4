"""The engine, against real SQLite files and real threads."""
