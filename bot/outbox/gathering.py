"""Gathering: many errands' questions to the store, asked together. Leaves what is asked to whoever gives the call."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from storage.engine import StoreUnavailable

MOST: Final = 64
"""How many go together: a few milliseconds of a connection, for which nobody else has to wait long."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Gathering(Generic[Asked, Answer]):
    """One call for all that is asked in the same turn of the loop, or while the last call was under way.

    A call of its own for each letter was a quarter of what it took to send one. `call` answers in the order in which
    it is asked. A mistake over one of them is that one's alone; where the store does not answer, all hear it.
    """

    def __init__(self, call: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]], *, most: int = MOST) -> None:
        self._call = call
        self._most = most
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._serving: asyncio.Task[None] | None = None

    async def __call__(self, asked: Asked) -> Answer:
        """The answer for one. Whoever is cancelled leaves the question to be asked all the same."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, future))
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve())
        return await future

    async def _serve(self) -> None:
        try:
            while self._waiting:
                together, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._ask(together)
        finally:
            self._serving = None
            for _asked, future in self._waiting:
                future.cancel()

    async def _ask(self, together: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._call([asked for asked, _future in together])
        except Exception as error:  # noqa: BLE001  whatever it is, whoever asked hears it
            if len(together) > 1 and not isinstance(error, StoreUnavailable):
                for one in together:
                    await self._ask([one])
                return
            for _asked, future in together:
                if not future.done():
                    future.set_exception(error)
            return
        for (_asked, future), answer in zip(together, answers, strict=True):
            if not future.done():
                future.set_result(answer)
