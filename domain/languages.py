"""The languages we speak, and texts that exist in some of them."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that every text of the bot's own exists in."""

    RUSSIAN = "ru"
    KAZAKH = "kk"
    ENGLISH = "en"

    @classmethod
    def best_for(cls, code: str | None, otherwise: "Language") -> "Language":
        """The language nearest to Telegram's IETF tag ("kk", "en-GB"); `otherwise` where it is none of ours."""
        if not code:
            return otherwise
        try:
            return cls(code.lower().replace("_", "-").split("-")[0])
        except ValueError:
            return otherwise


@dataclass(frozen=True, slots=True)
class Texts:
    """One text of the programme in up to three languages; empty strings where it was not written."""

    ru: str = ""
    kk: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.ru or self.kk or self.en)

    def to(self, language: Language) -> str:
        """The text for a reader of `language`: theirs, else the one they most likely read as well."""
        order = {
            Language.RUSSIAN: (self.ru, self.kk, self.en),
            Language.KAZAKH: (self.kk, self.ru, self.en),
            Language.ENGLISH: (self.en, self.ru, self.kk),
        }
        return next((text for text in order[language] if text), "")
