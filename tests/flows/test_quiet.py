"""What ends with a sentence is one line in a run's log; a fault keeps its stack."""

import logging
from contextlib import suppress

import pytest
from prefect import flow, task
from prefect.exceptions import CancelledRun, FailedRun
from prefect.states import Failed

from calque.errors import BusyError, CalqueError, ConfigError
from calque.flows.quiet import quieten
from calque.sources.wordpress.failures import OutageError

# Prefect's own: of what it depends on, and of a logger that is used without a run.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Logger 'prefect.flow_runs':UserWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
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
def test_a_process_that_ends_while_it_sends_an_event_is_silent_and_an_event_that_is_lost_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker = logging.getLogger("EventsWorker")
    worker.warning("Still processing items: 1 items remaining...")
    assert caplog.records == []
    worker.warning("Dropping %s", "an event")
    worker.error("Failed to send an event")
    assert [row.getMessage() for row in caplog.records] == ["Dropping an event", "Failed to send an event"]


@pytest.mark.usefixtures("shown")
def test_the_worker_s_own_log_does_not_say_it_twice(caplog: pytest.LogCaptureFixture) -> None:
    end(logging.getLogger("prefect.engine"), ConfigError("calque.toml:4: unknown key"))
    assert caplog.records == []


def test_what_a_terminal_would_obey_is_made_visible(
    shown: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    end(shown, FailedRun("posts/\x1b[31m.json: cut off"))
    assert "\x1b" not in caplog.records[0].getMessage()


@flow
def night(error: type[Exception], retries: int):
    """Run one step that fails, and end as the sync does: with its sentence."""
    quieten()
    step = task(name="survey", retries=retries, retry_delay_seconds=0.01)(fail)
    try:
        step(error)
    except CalqueError as told:
        return Failed(message=str(told), data=told)


def fail(error: type[Exception]) -> None:
    raise error("https://lane.example: the connection failed")


@pytest.mark.usefixtures("prefect_server")
def test_a_step_that_stops_with_a_sentence_leaves_the_red_line_to_its_run(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Prefect itself logs the stack of the step and its state, both as errors."""
    logs = {}
    with caplog.at_level(logging.INFO):
        for error, retries in ((OutageError, 0), (OutageError, 1), (ZeroDivisionError, 0)):
            caplog.clear()
            with suppress(ZeroDivisionError):
                night(error, retries, return_state=True)
            names = ("prefect.task_runs", "prefect.flow_runs")
            logs[error, retries] = [row for row in caplog.records if row.name in names]
    sentence = "https://lane.example: the connection failed"
    for retries in (0, 1):
        told = logs[OutageError, retries]
        assert not any(row.exc_info for row in told)
        assert not any(row.levelno >= logging.ERROR for row in told)
        assert any(sentence in row.getMessage() for row in told)
        again = [row.getMessage() for row in told if row.levelno == logging.WARNING]
        assert again == [f"{sentence}; the step is begun again in 0 s (1 of 1)"][:retries]
    fault = [row for row in logs[ZeroDivisionError, 0] if row.name == "prefect.task_runs"]
    assert any(row.exc_info for row in fault)  # its stack is what its finder needs
