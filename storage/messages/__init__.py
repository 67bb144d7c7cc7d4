"""Messages in and out: inbox, conversations, reminders, outbox. Leaves what they are about to the packages above."""
