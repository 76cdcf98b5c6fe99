"""What to do of a ledger that cannot be used is what helps, and deleting it is the last thing."""

import pytest

from calque.errors import DamagedLedgerError
from calque.ledger.advice import advice, refusal


@pytest.mark.parametrize(
    ("reason", "then"),
    [
        ("database or disk is full", "free space"),
        ("disk I/O error", "free space"),
        ("attempt to write a readonly database", "mend the rights"),
        ("unable to open database file", "mend the rights"),
        ("database is locked", "end what else has it open"),
        ("file is not a database", "sync: that sets it aside and begins another"),
        ("no such table: contents", "sync: that sets it aside and begins another"),
        ("UNIQUE constraint failed: contents.site", "please report this"),
        ("too many SQL variables", "please report this"),
        ("out of memory", "please report this"),
        ("interrupted", "please report this"),
        ("database disk image is malformed", "sync: that sets it aside and begins another"),
    ],
)
def test_the_advice_fits_what_the_database_says(reason: str, then: str) -> None:
    assert advice(reason, is_file=True).startswith(then)


@pytest.mark.parametrize("reason", ["UNIQUE constraint failed: contents.site", "too many SQL variables"])
def test_what_is_no_damage_sets_no_ledger_aside(reason: str) -> None:
    assert not isinstance(refusal("x", "cannot be used", reason, is_file=True), DamagedLedgerError)
    assert isinstance(
        refusal("x", "cannot be used", "file is not a database", is_file=True), DamagedLedgerError
    )


def test_a_database_on_a_server_is_never_to_be_deleted() -> None:
    assert "delete" not in advice("file is not a database", is_file=False)
