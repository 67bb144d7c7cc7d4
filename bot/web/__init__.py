"""HTTP where LISTEN says: the webhook's path, calendars, health and metrics. Leaves taking deliveries to the intake."""

from bot.web.checkup import Lookout, Ticks
from bot.web.feeds import feeds
from bot.web.pages import pages
from bot.web.server import listening

__all__ = ["Lookout", "Ticks", "feeds", "listening", "pages"]
