"""docs/programme-file.md says what every column is, and nothing of columns that are not there."""

import re
from pathlib import Path
from typing import Final

from papers.programme_file import Column
from papers.programme_file.columns import REQUIRED, column_named
from papers.programme_file.reading import LARGEST_FILE_MB
from papers.programme_file.rows import (
    LARGEST_CAPACITY,
    LONGEST_DESCRIPTION,
    LONGEST_MINUTES,
    LONGEST_TEXT,
    LONGEST_TITLE,
    SHORTEST_MINUTES,
)
from papers.tables.sheets import MOST_ROWS

PAGE: Final = (Path(__file__).parents[2] / "docs" / "programme-file.md").read_text(encoding="utf-8")
ROWS: Final = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]


def documented() -> list[str]:
    return [name for row in ROWS for name in re.findall(r"`([a-z_]+)`", row[0])]


def test_every_column_is_documented_once_in_the_order_of_the_sample() -> None:
    assert documented() == [str(column) for column in Column]


def test_needed_columns_are_said_to_be_needed() -> None:
    needed = {row[0].strip("`") for row in ROWS if row[1].startswith("**") and "_ru" not in row[0]}
    assert needed == set(REQUIRED)


def test_the_limits_are_those_of_the_code() -> None:
    for limit in (
        f"{LARGEST_FILE_MB} MB",
        f"{MOST_ROWS:,} rows",
        f"{LONGEST_TITLE} characters",
        f"{LONGEST_DESCRIPTION:,} characters",
        f"{LONGEST_TEXT} characters",
        f"{SHORTEST_MINUTES}–{LONGEST_MINUTES}",
        f"1–{LARGEST_CAPACITY:,}",
    ):
        assert limit in PAGE, limit


def test_names_in_other_languages_that_it_mentions_are_known() -> None:
    mentioned = re.findall(r"“([^”]+)”", PAGE.partition("## The columns")[0])
    assert len(mentioned) >= 5
    assert all(column_named(name) for name in mentioned)
