"""Telegram's bad days, through the real application over the emulator: nobody is told a false thing, nothing is lost.

What is tested elsewhere already, a part at a time, and not written again here:

- every answer of Telegram, the typed error it becomes, and what a reply is tried again for: tests/bot/test_telegram;
- refused, cut and timed-out connections over real sockets: tests/bot/test_transport; the whole program killed and
  started over real HTTP: tests/bot/test_program;
- what becomes of a letter for each answer, back-off, a chat that moved where somebody else is: tests/bot/test_outbox;
  claims, leases, and the pace of one chat: tests/bot/test_outbox_claims;
- acknowledging, order, dead letters, how long a second poller is borne: tests/bot/test_intake; a token that is taken
  away while nothing happens: tests/bot/test_app;
- an event moved, cancelled or muted before its letter goes: tests/bot/test_outbox, tests/conversations/test_reminders;
- that the emulator speaks these refusals in Telegram's words: tests/emulator/test_faults, test_limits, test_groups.
"""
