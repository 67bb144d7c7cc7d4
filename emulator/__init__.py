"""A local Telegram: Bot API on one side, people on the other. It knows no bot; any Bot API client can talk to it."""
