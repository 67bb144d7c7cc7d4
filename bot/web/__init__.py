"""HTTP: the webhook's path, health and metrics, where LISTEN says. Leaves taking deliveries to the intake."""

from bot.web.checkup import Lookout, Ticks
from bot.web.pages import pages
from bot.web.server import listening

__all__ = ["Lookout", "Ticks", "listening", "pages"]
