"""One list of codes answers every guard."""

import pytest

from calque.errors import ConfigError
from calque.guards.questions import Guard, accepted, answers, asks
from calque.model import FindingCode


def test_codes_are_read_and_each_counts_once() -> None:
    assert accepted(["mass_change", "vanished", "vanished"]) == {Guard.MASS_CHANGE, Guard.VANISHED}
    assert accepted(()) == frozenset()


@pytest.mark.parametrize("code", ["", "MASS_CHANGE", "all", "mass-change", "conflict"])
def test_an_unknown_code_is_refused_with_those_that_there_are(code: str) -> None:
    with pytest.raises(ConfigError) as error:
        accepted(["vanished", code])
    assert str(error.value) == (
        f"accept {code!r}: no guard asks that; use one or more of vanished, mass_change, texts_vanished, "
        "catalog_shrank, locale_left"
    )


def test_both_answers_are_told() -> None:
    assert answers(Guard.VANISHED, "mend the source") == (
        "mend the source, then `calque sync`; or, where it is meant, `calque sync --accept vanished`"
    )


def test_a_finding_is_a_question_where_a_guard_has_its_code() -> None:
    assert asks(FindingCode.MASS_CHANGE) is Guard.MASS_CHANGE
    assert asks(FindingCode.CONFLICT) is None
