"""The newsroom."""

import pytest

from tests.storage.announcing.newsroom import Newsroom
from tests.storage.desk import Desk


@pytest.fixture
async def newsroom(desk: Desk) -> Newsroom:
    return await Newsroom.opened(desk)
