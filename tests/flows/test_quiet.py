"""What ends with a sentence is one line in a run's log; a fault keeps its stack."""

import logging

import pytest
from prefect.exceptions import CancelledRun, FailedRun

from calque.errors import BusyError, ConfigError
from calque.flows.quiet import quieten

# Prefect's own: of what it depends on, and of a logger that is used without a run.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Logger 'prefect.flow_runs':UserWarning"),
]


@pytest.fixture
def shown() -> logging.Logger:
    quieten()
    quieten()
    return logging.getLogger("prefect.flow_runs")


def end(logger: logging.Logger, error: Exception) -> None:
    try:
        raise error
    except type(error):
        logger.exception("Engine execution exited with unexpected exception")


@pytest.mark.parametrize(
    ("error", "level"),
    [
        (ConfigError("calque.toml:4: unknown key 'nmae'; 50% of it"), "ERROR"),
        (FailedRun("2 could not be read"), "ERROR"),
        (BusyError("lock: another sync holds the lock"), "WARNING"),
        (CancelledRun("lock: another sync holds the lock"), "WARNING"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_sentence_is_one_line_without_a_stack(
    shown: logging.Logger, caplog: pytest.LogCaptureFixture, error: Exception, level: str
) -> None:
    end(shown, error)
    (record,) = caplog.records
    assert (record.getMessage(), record.levelname, record.exc_info) == (str(error), level, None)


def test_a_fault_keeps_its_stack(shown: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    end(shown, ZeroDivisionError("division by zero"))
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.getMessage() == "Engine execution exited with unexpected exception"


@pytest.mark.usefixtures("shown")
def test_the_worker_s_own_log_does_not_say_it_twice(caplog: pytest.LogCaptureFixture) -> None:
    end(logging.getLogger("prefect.engine"), ConfigError("calque.toml:4: unknown key"))
    assert caplog.records == []


def test_what_a_terminal_would_obey_is_made_visible(
    shown: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    end(shown, FailedRun("posts/\x1b[31m.json: cut off"))
    assert "\x1b" not in caplog.records[0].getMessage()
