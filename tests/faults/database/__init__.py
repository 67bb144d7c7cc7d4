"""The database: locked, full, read-only, gone, damaged; and what people are told meanwhile."""
