"""What comes in, read as Telegram reads it: parameters, links, keyboards."""
