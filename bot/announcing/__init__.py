"""What announcers see change by itself: how announcements get on, and posts in channels and groups."""

from bot.announcing.posts import Posts
from bot.announcing.watches import Watches

__all__ = ["Posts", "Watches"]
