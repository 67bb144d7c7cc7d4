"""Columns that hold a text in several languages: a JSON object {"ru", "kk", "en"} with the empty ones left out."""

import json
from functools import lru_cache

from domain.languages import Texts


@lru_cache(maxsize=4096)
def texts(column: str | None) -> Texts:
    """What such a column says; nothing in any language for NULL. The same texts are read on every screen, so kept."""
    return Texts(**json.loads(column)) if column else Texts()


def written(value: Texts) -> str:
    """A text as such a column keeps it."""
    said = {"ru": value.ru, "kk": value.kk, "en": value.en}
    return json.dumps({language: text for language, text in said.items() if text}, ensure_ascii=False)
