"""The methods of the Bot API, a module by subject; `table` lists them all."""
