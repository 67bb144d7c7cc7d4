"""Texts in the reader's language: gettext catalogues compiled in memory, safe filling-in, and who is reading.

Screens say `_("…")` and `plural("…", "…", n)`; whoever renders first says for whom, with `Catalogues.reader()`.
"""

import gettext as catalogue
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from domain.languages import Language

__all__ = ["Catalogues", "Html", "_", "fill", "language", "plural", "zone"]

LOCALES: Final = Path(__file__).parent.parent / "locales"

_language: ContextVar[Language] = ContextVar("language")
_zone: ContextVar[str] = ContextVar("zone")


class Catalogues(I18n):
    """aiogram's I18n over flat `.po` files, compiled when they are loaded. English is what the code says itself."""

    def __init__(self, path: Path = LOCALES) -> None:
        super().__init__(path=path, default_locale=Language.ENGLISH.value)

    def find_locales(self) -> dict[str, catalogue.GNUTranslations]:
        """Compile every `<language>.po` of the folder."""
        found = {}
        for path in sorted(self.path.glob("*.po")):
            with path.open("rb") as source:
                compiled = BytesIO()
                write_mo(compiled, read_po(source, locale=path.stem))
            compiled.seek(0)
            found[path.stem] = catalogue.GNUTranslations(compiled)
        return found

    @contextmanager
    def reader(self, language: Language, zone: str) -> Iterator[None]:
        """Render for somebody who reads `language` and whose clocks show `zone` (IANA)."""
        # aiogram's gettext asks I18n itself, not a subclass, for the current catalogues.
        tokens = _language.set(language), _zone.set(zone), I18n.set_current(self)
        try:
            with self.use_locale(language.value):
                yield
        finally:
            _language.reset(tokens[0])
            _zone.reset(tokens[1])
            I18n.reset_current(tokens[2])


def language() -> Language:
    """The language being rendered in."""
    return _language.get()


def zone() -> str:
    """The reader's own zone: times in another one are shown with their offset."""
    return _zone.get()


def plural(one: str, many: str, n: int) -> str:
    """The form that `n` takes in the reader's language, with `{n}` filled in."""
    return _(one, many, n).format(n=n)


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def fill(template: str, **values: object) -> Html:
    """A translated HTML template with its values, each escaped unless it is Html."""
    return Html(
        template.format_map(
            {
                name: value if isinstance(value, Html) else escape(str(value), quote=False)
                for name, value in values.items()
            }
        )
    )
