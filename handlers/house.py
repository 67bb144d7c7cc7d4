"""What handlers and screens know of the installation they run in."""

from dataclasses import dataclass

from domain.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """This installation: the bot's username (without @), its zone (IANA), its consent age in years, its language."""

    username: str
    zone: str
    consent_under: int
    language: Language
