"""The buttons of following, and of the morning's digest."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from domain.following import Wish
from domain.identities import CityId, PartnerId
from domain.programme import EventKind
from handlers.buttons import Flag, Number

Few = Annotated[int, Field(ge=0, le=10**6)]


class SeeFollowing(CallbackData, prefix="fl"):
    """What I follow."""


class FollowWhat(CallbackData, prefix="fw"):
    """What there is to follow: about this event (0: in general), or what a list is narrowed down to."""

    event: Number = 0
    wanted: str = ""


class FollowWhich(CallbackData, prefix="fq"):
    """Which kind, host or city? One letter says what is chosen from."""

    of: Annotated[str, Field(pattern=r"^[kpc]$")]


class Follow(CallbackData, prefix="fo"):
    """Tell me of new events like this."""

    kind: EventKind | None = None
    partner: Few = 0
    city: Few = 0
    grade: Annotated[int, Field(ge=0, le=12)] = 0
    own_grade: Flag = 0
    online: Flag = 0

    @property
    def wish(self) -> Wish:
        """What is wished, in the domain's terms."""
        return Wish(
            kind=self.kind,
            partner=PartnerId(self.partner) if self.partner else None,
            city=CityId(self.city) if self.city else None,
            grade=self.grade or None,
            own_grade=bool(self.own_grade),
            online=bool(self.online),
        )

    @classmethod
    def of(cls, wish: Wish) -> "Follow":
        """The button that wishes this."""
        return cls(
            kind=wish.kind,
            partner=wish.partner or 0,
            city=wish.city or 0,
            grade=wish.grade or 0,
            own_grade=int(wish.own_grade),
            online=int(wish.online),
        )


class LetGo(CallbackData, prefix="fx"):
    """Follow this no more; 0: nothing at all, which is asked once (`sure`)."""

    follow: Number
    sure: Flag = 0


class MuteNews(CallbackData, prefix="fz"):
    """Nothing new for now, or again."""

    muted: Flag


class SeeNews(CallbackData, prefix="fn"):
    """A page of what became new after that moment and fits."""

    since: Number
    page: Annotated[int, Field(ge=0, le=10_000)] = 0


class SeeDigest(CallbackData, prefix="dg"):
    """My day, and whether I am told of it each morning."""


class MuteDigest(CallbackData, prefix="dq"):
    """No digest in the morning, or again."""

    muted: Flag
