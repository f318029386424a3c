"""Timing with a limit: the best of three runs, or of one where it takes long."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

Result = TypeVar("Result")

LIMIT = 60


class _TooLong(Exception):
    """A measurement went past the limit."""


def timed(work: Callable[[], Result]) -> tuple[float, Result | None]:
    """Give the seconds of the best run and its result; the limit and None where it takes too long."""
    best, result = float(LIMIT), None
    for _ in range(3):
        start = time.perf_counter()
        try:
            with _limited():
                result = work()
        except _TooLong:
            return float(LIMIT), None
        best = min(best, time.perf_counter() - start)
        if best > 1:
            break
    return best, result


def seconds_of(seconds: float) -> str:
    """Write a time; one at the limit was not waited for."""
    return f"more than {LIMIT} s" if seconds >= LIMIT else f"{seconds:.4f} s"


@contextmanager
def _limited() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
