"""The programme: what is coming, slots and events, who wants to hear of more. Leaves seats to storage/seats."""
