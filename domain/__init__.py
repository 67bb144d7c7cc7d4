"""What is true: frozen dataclasses, rules, rights and refusals. Standard library only, no I/O, no clock of its own."""
