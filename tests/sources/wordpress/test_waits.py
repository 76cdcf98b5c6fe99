"""How long a site asks to be left alone: `Retry-After`, by the site's own clock."""

import pytest

from calque.sources.wordpress.answers import wait_of

NOON = "Sun, 22 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="nothing said"),
        pytest.param({"retry-after": "120"}, 120.0, id="seconds"),
        pytest.param({"retry-after": " 120 "}, 120.0, id="seconds with blanks"),
        pytest.param({"retry-after": "0"}, 0.0, id="at once"),
        pytest.param({"retry-after": "-5"}, None, id="a negative number"),
        pytest.param({"retry-after": "1.5"}, None, id="a fraction"),
        pytest.param({"retry-after": "9" * 10}, None, id="a number beyond all sense"),
        pytest.param({"retry-after": "soon"}, None, id="a word"),
        pytest.param({"retry-after": "Sun, 22 Nov 2026 12:01:30 GMT", "date": NOON}, 90.0, id="a date"),
        pytest.param(
            {"retry-after": "Sun, 22 Nov 2026 11:58:00 GMT", "date": NOON}, 0.0, id="a date gone by"
        ),
        pytest.param(
            {"retry-after": "Sun, 22 Nov 2026 13:01:00 +0100", "date": NOON}, 60.0, id="another time zone"
        ),
        pytest.param({"retry-after": "Sun, 22 Nov 2026 12:01:30 GMT"}, None, id="a date without a clock"),
        pytest.param(
            {"retry-after": "Sun, 22 Nov 2026 12:01:30 -0000", "date": NOON}, None, id="no time zone"
        ),
    ],
)
def test_a_wait_is_never_negative_and_never_guessed(headers: dict[str, str], seconds: float | None) -> None:
    assert wait_of(headers) == seconds
