"""What to do of a ledger that cannot be used is what helps, and deleting it is the last thing."""

import pytest

from calque.ledger.advice import advice


@pytest.mark.parametrize(
    ("reason", "then"),
    [
        ("database or disk is full", "free space"),
        ("disk I/O error", "free space"),
        ("attempt to write a readonly database", "mend the rights"),
        ("unable to open database file", "mend the rights"),
        ("database is locked", "end what else has it open"),
        ("file is not a database", "delete it and sync again: dates alone are lost"),
        ("database disk image is malformed", "delete it and sync again: dates alone are lost"),
    ],
)
def test_the_advice_fits_what_the_database_says(reason: str, then: str) -> None:
    assert advice(reason, is_file=True).startswith(then)
    assert ("delete" in advice(reason, is_file=True)) is ("not a database" in reason or "malformed" in reason)


def test_a_database_on_a_server_is_never_to_be_deleted() -> None:
    assert "delete" not in advice("file is not a database", is_file=False)
