"""How it runs: the composition root and the engines intake, outbox and clockwork. Leaves what is said to handlers."""
