"""Following: what people want to hear of, what is new, and telling them once a day."""
