"""The world over HTTP: the Bot API, the person's side, the page. It decides nothing; the world does."""
