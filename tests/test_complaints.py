"""What the tests with a real Prefect server take for a complaint of it, and the little that they excuse."""

from prefect_server import LOST, find_complaints

FINE = '12:00:00.100 | INFO    | prefect.server - ready\nINFO:     127.0.0.1:5000 - "GET /api/health HTTP/1.1" 200 OK\n'
LATE = (
    "12:00:01.200 | ERROR   | prefect.server.worker_channel - Worker channel heartbeat persistence failed: pool\n"
    "Traceback (most recent call last):\n"
    '  File "engine.py", line 1, in execute\n'
    "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked\n"
)
OTHER = "12:00:02.300 | ERROR   | prefect.server.events - the triggers cannot be read\n"
UVICORN = "ERROR:    Exception in ASGI application\nTraceback (most recent call last):\nKeyError: 'x'\n"


def test_a_quiet_server_complains_of_nothing() -> None:
    assert find_complaints(FINE) == []
    assert find_complaints("") == []


def test_two_heartbeats_that_sqlite_did_not_take_are_excused_and_a_third_is_not() -> None:
    assert find_complaints(FINE + LATE + FINE + LATE) == []
    assert find_complaints(LATE * 3) == [LATE]


def test_a_heartbeat_that_failed_for_another_reason_is_a_complaint_and_so_is_another_lock() -> None:
    reason = LATE.replace("database is locked", "no such table: worker")
    assert find_complaints(reason) == [reason]
    lock = LATE.replace("heartbeat", "schedule")
    assert find_complaints(lock) == [lock]


def test_what_follows_an_excused_record_is_a_record_of_its_own() -> None:
    """The lines of the web server have another form than those of Prefect."""
    assert find_complaints(LATE + UVICORN + FINE) == [UVICORN]
    assert find_complaints(LATE + OTHER + LATE) == [OTHER]


def test_records_that_are_lost_are_never_excused() -> None:
    lost = LATE.replace("Traceback", "Dropping 3 events\nTraceback")
    assert find_complaints(lost) == [lost]
    assert find_complaints(lost + OTHER, LOST) == [lost]
