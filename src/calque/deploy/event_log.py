"""What the log says of events on their way to the server: all but that one is still to be sent as a process ends."""

import logging

__all__ = ["quieten_events"]

_SENDER = "EventsWorker"
"""The logger of what sends events; it also tells of each event that is lost."""
_WAITS = "Still processing items"
"""How its warning begins that some are still to be sent: there is one at the end of every run, and all are sent."""


class _WithoutWaiting(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith(_WAITS)


def quieten_events() -> None:
    """Leave out the warning that events are still to be sent as this process ends; a second call changes nothing."""
    logger = logging.getLogger(_SENDER)
    if not any(isinstance(one, _WithoutWaiting) for one in logger.filters):
        logger.addFilter(_WithoutWaiting())
