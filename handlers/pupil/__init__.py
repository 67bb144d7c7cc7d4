"""What a pupil does: looks around, registers, holds a ticket, comes or cannot."""
