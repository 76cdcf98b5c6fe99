"""A run that ends with a sentence shows it as one red line, not as a traceback of Prefect's own engine."""

import logging
import re

from prefect.exceptions import CancelledRun, FailedRun

from calque.deploy.event_log import quieten_events
from calque.errors import BusyError, CalqueError
from calque.visible import visible

__all__ = ["quieten"]

_SHOWN = "prefect.flow_runs"
"""The logger of runs, whose records the server keeps."""
_REPEATED = "prefect.engine"
"""That of the process, which says the same once more in the worker's own log."""
_STEPS = "prefect.task_runs"
"""That of the steps, whose stack and state say before what the run's own sentence says at its end."""
_STEP_FAILED = re.compile(r"Finished in state Failed\(['\"]Task run encountered an exception (\w+): ")
_SECONDS = re.compile(r"[\d.]+(?= second)")


class _Sentences(logging.Filter):
    """Replaces "exited with unexpected exception" and its stack with the sentence that the run ended with.

    An error that is no sentence of calque's passes as it is: its stack is what its finder needs.
    """

    def __init__(self, *, repeats: bool) -> None:
        super().__init__()
        self._repeats = repeats

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, CalqueError | FailedRun | CancelledRun):
            return True
        level = logging.WARNING if isinstance(error, CancelledRun | BusyError) else record.levelno
        _say(record, level, visible(str(error)))
        return not self._repeats


class _StepSentences(logging.Filter):
    """Shows a step that ended with a sentence as a note, and one that is begun again as a warning, without a stack.

    The run ends with the same sentence, in red: whoever looks for what is red finds one line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, CalqueError):
            _say(record, logging.INFO, visible(f"the step stopped: {error}"))
        elif again := _begun_again(record):
            _say(record, logging.WARNING, visible(again))
        elif (failed := _STEP_FAILED.match(str(record.msg))) and failed[1] in _names_of_errors():
            _say(record, logging.INFO, "Finished in state Failed")
        return True


def _begun_again(record: logging.LogRecord) -> str:
    """Return the sentence for a step that waits for its next try; empty where the record tells of something else."""
    match record.args:
        case (_, CalqueError() as error, int() as number, int() as most, str() as when):
            seconds = _SECONDS.match(when)
            wait = f"in {float(seconds[0]):.0f} s" if seconds else when
            return f"{error}; the step is begun again {wait} ({number} of {most})"
        case _:
            return ""


def _say(record: logging.LogRecord, level: int, sentence: str) -> None:
    record.msg, record.args = sentence, ()  # without arguments nothing is filled in
    record.exc_info = record.exc_text = None
    record.levelno, record.levelname = level, logging.getLevelName(level)


def _names_of_errors() -> set[str]:
    """Return the names of calque's errors, which is all of them that Prefect's sentence holds."""
    found: set[type[CalqueError]] = set()
    waiting: list[type[CalqueError]] = [CalqueError]
    while waiting:
        found.add(one := waiting.pop())
        waiting += one.__subclasses__()
    return {one.__name__ for one in found}


def quieten() -> None:
    """Have the loggers of runs show sentences as sentences; a second call changes nothing."""
    for name, shown in (
        (_SHOWN, _Sentences(repeats=False)),
        (_REPEATED, _Sentences(repeats=True)),
        (_STEPS, _StepSentences()),
    ):
        logger = logging.getLogger(name)
        if not any(isinstance(one, type(shown)) for one in logger.filters):
            logger.addFilter(shown)
    quieten_events()
