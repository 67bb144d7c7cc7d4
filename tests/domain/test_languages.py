"""Whose language is nearest, and which text somebody reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import Language, Texts

RU, KK, EN = Language.RUSSIAN, Language.KAZAKH, Language.ENGLISH


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", RU), ("kk", KK), ("en-GB", EN), ("EN_us", EN), ("kk-Cyrl-KZ", KK), ("de", RU), ("", RU), (None, RU)],
)
def test_the_language_of_a_telegram_account(code: str | None, language: Language) -> None:
    assert Language.best_for(code, otherwise=RU) is language


def test_a_text_in_ones_own_language_else_the_nearest() -> None:
    assert Texts(ru="Весы", kk="Таразы", en="Scales").to(KK) == "Таразы"
    assert Texts(ru="Весы", en="Scales").to(KK) == "Весы"
    assert Texts(kk="Таразы", ru="Весы").to(EN) == "Весы"
    assert Texts(kk="Таразы", en="Scales").to(RU) == "Таразы"
    assert Texts().to(RU) == ""


@given(st.builds(Texts, st.text(), st.text(), st.text()), st.sampled_from(Language))
def test_where_there_is_a_text_everybody_reads_one(texts: Texts, language: Language) -> None:
    assert bool(texts) == bool(texts.to(language))
    assert texts.to(language) in {texts.ru, texts.kk, texts.en}
