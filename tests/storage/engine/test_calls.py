"""Waiting lines and who attends them, without threads: the moments that threads meet in too rarely to wait for."""

import asyncio
import sqlite3
from typing import cast

from storage.engine.calls import Answers, Attendant, Call, Queue
from storage.engine.seam import ConnectionThread, Job
from tests.storage.engine.notebook import turns


class NoThread:
    """Keeps the jobs it is handed."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def submit(self, job: Job) -> None:
        self.jobs.append(job)


class LastMomentQueue(Queue):
    """Somebody comes in just after the attendant has looked and seen nobody."""

    def __init__(self, late: Call) -> None:
        super().__init__()
        self.late: Call | None = late
        self.attendant: Attendant | None = None

    def __len__(self) -> int:
        seen = super().__len__()
        if seen == 0 and self.late is not None and self.attendant is not None:
            self.add(self.late)
            self.late = None
            self.attendant.wake()
        return seen


def call() -> Call:
    return Call(asyncio.get_running_loop().create_future(), lambda _: None, (), {})


async def test_who_comes_in_at_the_last_moment_is_served() -> None:
    early, late = call(), call()
    thread, queue = NoThread(), LastMomentQueue(late)
    served: list[Call | None] = []
    attendant = Attendant(cast("ConnectionThread", thread), queue, lambda _: served.append(queue.take()))
    queue.attendant = attendant
    queue.add(early)
    attendant.wake()
    with sqlite3.connect(":memory:") as connection:
        while thread.jobs:
            thread.jobs.pop()(connection)
    connection.close()
    assert served == [early, late]
    assert not attendant.busy


async def test_answers_given_while_others_are_handed_out_are_handed_out_too() -> None:
    answers = Answers(asyncio.get_running_loop())
    first, second, third = call(), call(), call()
    first.future.add_done_callback(lambda _: answers.give([third]))
    answers.give([first])
    answers.give([second])
    await turns(5)
    assert [each.future.done() for each in (first, second, third)] == [True, True, True]


async def test_answers_to_a_loop_that_is_closed_go_nowhere() -> None:
    elsewhere = asyncio.new_event_loop()
    answers = Answers(elsewhere)
    elsewhere.close()
    answers.give([call()])
    answers.give([call()])
