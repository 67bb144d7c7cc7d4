"""The code that hangs at a door: whose door, which minute, and a seal that only this house can make.

It shows that whoever scanned it saw it within these two minutes; not that they stand there: a picture of it, sent on
and opened at once, would pass. That they have a seat, and act for nobody else, is asked besides (docs/check-in.md).
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from domain.identities import MeetingId
from domain.moments import MINUTE, Instant

MINUTES_GOOD: Final = 2
"""The minute it was made for, and the one after: whoever scans it in its last second can still walk in."""
MINUTES_TO_CHOOSE: Final = 5
"""So long whoever scanned it in time may take to say which of their children it is."""
_SEAL_BYTES: Final = 12
"""96 bits of the HMAC: 16 characters in a link."""
_CARRIED: Final = re.compile(r"([1-9][0-9]{0,11})-([1-9][0-9]{0,9})-([A-Za-z0-9_-]{16})")


@dataclass(frozen=True, slots=True)
class DoorCode:
    """What the code says."""

    meeting: MeetingId
    minute: int
    """Unix time in whole minutes."""
    seal: str

    @classmethod
    def made(cls, secret: str, meeting: MeetingId, now: Instant) -> "DoorCode":
        """The code of this minute."""
        minute = now // MINUTE
        return cls(meeting, minute, _seal(secret, meeting, minute))

    @classmethod
    def read(cls, carried: str) -> "DoorCode | None":
        """What a link carries; None for what we never made."""
        found = _CARRIED.fullmatch(carried)
        return None if found is None else cls(MeetingId(int(found[1])), int(found[2]), found[3])

    @property
    def carried(self) -> str:
        """As it stands in a link."""
        return f"{self.meeting}-{self.minute}-{self.seal}"

    def is_ours(self, secret: str) -> bool:
        """Whether this house sealed it."""
        return hmac.compare_digest(self.seal, _seal(secret, self.meeting, self.minute))

    def is_good(self, now: Instant, minutes: int = MINUTES_GOOD) -> bool:
        """Whether it is of these last minutes."""
        return 0 <= now // MINUTE - self.minute < minutes


def _seal(secret: str, meeting: MeetingId, minute: int) -> str:
    digest = hmac.new(bytes.fromhex(secret), f"{meeting}:{minute}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:_SEAL_BYTES]).decode()
