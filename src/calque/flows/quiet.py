"""A run that ends with a sentence shows it as one red line, not as a traceback of Prefect's own engine."""

import logging

from prefect.exceptions import CancelledRun, FailedRun

from calque.errors import BusyError, CalqueError
from calque.visible import visible

__all__ = ["quieten"]

_SHOWN = "prefect.flow_runs"
"""The logger of runs, whose records the server keeps."""
_REPEATED = "prefect.engine"
"""That of the process, which says the same once more in the worker's own log."""


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
        record.msg, record.args = visible(str(error)), ()  # without arguments nothing is filled in
        record.exc_info = record.exc_text = None
        if isinstance(error, CancelledRun | BusyError):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return not self._repeats


def quieten() -> None:
    """Have the loggers of runs show sentences as sentences; a second call changes nothing."""
    for name, repeats in ((_SHOWN, False), (_REPEATED, True)):
        logger = logging.getLogger(name)
        if not any(isinstance(one, _Sentences) for one in logger.filters):
            logger.addFilter(_Sentences(repeats=repeats))
