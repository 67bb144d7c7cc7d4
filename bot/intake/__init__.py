"""Updates in: fetched, committed to the inbox, handled in order for each sender. Leaves what they mean to handlers."""

from bot.intake.intake import Intake

__all__ = ["Intake"]
