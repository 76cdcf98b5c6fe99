"""Repetition: a request is made again where a server was out, as often and as slowly as its limits say."""

import logging
from collections.abc import Callable
from typing import TypeVar

import stamina

from calque.sources.wordpress.limits import Limits

__all__ = ["repeated"]

# Each repetition would be a line that names nothing, on standard error or in Prefect's log; the error tells it all.
_REPETITIONS = logging.getLogger("stamina")
_REPETITIONS.addHandler(logging.NullHandler())
_REPETITIONS.propagate = False

_Result = TypeVar("_Result")


def repeated(
    ask: Callable[[], _Result], pause: Callable[[Exception], bool | float], limits: Limits
) -> _Result:
    """Return what `ask` does, called anew after an error for which `pause` says so, or says for how many seconds.

    Errors: that of the last call, when patience ends.
    """
    for attempt in stamina.retry_context(
        on=pause,
        attempts=limits.attempts,
        timeout=None,
        wait_initial=limits.pause,
        wait_jitter=limits.pause,
        wait_max=limits.patience,
    ):
        with attempt:
            result = ask()
    return result
