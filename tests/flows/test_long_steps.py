"""What a run's log says of a long step."""

from collections.abc import Iterator

import pytest

from calque.flows.long_steps import LongStep


def lines(moments: list[tuple[float, int]], *, total: int = 5_000) -> list[str]:
    """Return the lines of a step that has done so many items at such moments."""

    def clock() -> Iterator[float]:
        yield 0.0
        yield from (moment for moment, _ in moments)

    ticks = clock()
    long = LongStep("track", total, clock=lambda: next(ticks))
    return [line for _, done in moments if (line := long.line(done))]


def test_a_line_has_counts_rate_and_the_time_left() -> None:
    assert lines([(30.0, 1_200)]) == ["track: 1,200 of 5,000, 40 a second, about 2 minutes left"]
    assert lines([(3_600.0, 100)], total=225) == [
        "track: 100 of 225, 2 a minute, about 1 hour 15 minutes left"
    ]


def test_there_is_a_line_every_so_many_seconds_and_not_a_post() -> None:
    """A hundred batches of half a second each, then the end."""
    told = lines([(number / 2, number * 50) for number in range(1, 101)])
    assert [line.partition(",")[0] for line in told] == ["track: 1", "track: 3", "track: 4", "track: 5"]
    assert told[-1] == "track: 5,000 in 50 seconds"


@pytest.mark.parametrize("moments", [[(0.1, 5_000)], [(1.0, 200), (2.0, 5_000)]])
def test_of_a_short_step_nothing_is_said(moments: list[tuple[float, int]]) -> None:
    assert lines(moments) == []


def test_a_step_of_which_nothing_is_done_is_not_reckoned() -> None:
    assert lines([(60.0, 0)]) == []
