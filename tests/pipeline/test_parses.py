"""How often a sync parses PO files: the bytes of each once, in all its steps, where it has few of them to do with."""

from collections import Counter
from collections.abc import Callable
from types import FrameType

import pytest

from calque.po import read
from operations import watch

NINE = "We open the doors of the house at nine in the morning."


def parses_of(function: Callable[[], object]) -> Counter[bytes]:
    """Return how often a call parses the bytes of each PO file."""
    parsed: Counter[bytes] = Counter()
    code = read._read.__code__  # noqa: SLF001 — what parses, behind what remembers

    def see(frame: FrameType, event: str) -> None:
        if event == "call" and frame.f_code is code:
            parsed[frame.f_locals["data"]] += 1

    watch(function, see)
    return parsed


@pytest.mark.parametrize("case", ["first", "translated", "edited", "without the cache"])
def test_a_sync_parses_the_bytes_of_each_file_once(workspace, case: str) -> None:
    for number in range(1, 4):
        workspace.post(number, f"<p>{NINE}</p><p>{case} {number}</p>")
    if case != "first":
        workspace.sync("2026-05-01")
        workspace.translate(1, {NINE: f"À neuf heures, {case}."})
    if case in ("edited", "without the cache"):
        workspace.sync("2026-05-02")
    if case == "edited":
        workspace.post(1, f"<p>{NINE} Come in.</p><p>{case} 1</p>")
    if case == "without the cache":
        (workspace.root / ".calque" / "cache.sqlite").unlink()
    read._sound.cache_clear()  # noqa: SLF001 — as in a new process
    parsed = parses_of(lambda: workspace.sync("2026-05-03"))
    assert parsed
    assert set(parsed.values()) == {1}
