"""A translation that came too late, in a catalog that git merged line by line: the status says what a sync makes."""

from datetime import UTC, datetime

import pytest

from calque.pipeline.status import status

OPEN, CLOSE = "We open the doors at nine in the morning.", "We close them at five in the evening."
FORMER, LATER = "Bring your card for three weeks to us.", "Bring your card for four weeks to us."
NEW = "Dogs are welcome in the garden behind the house."
LATE = f'msgid "{FORMER}"\nmsgstr "Apportez votre carte"\n\n'


@pytest.mark.parametrize("more", [(), (NEW,)], ids=["every text has an entry", "another text is new"])
def test_the_status_says_of_a_late_translation_what_the_next_sync_says(
    workspace, more: tuple[str, ...]
) -> None:
    for day, card in (("2026-06-01", FORMER), ("2026-06-02", LATER)):
        workspace.post(1, "".join(f"<p>{text}</p>" for text in (OPEN, card, CLOSE)))
        workspace.sync(day)
    path = workspace.catalog(1)
    before, text = path.read_text(encoding="utf-8"), f'msgid "{LATER}"'
    start = before.rindex("\n\n", 0, before.index(text)) + 2
    path.write_text(before[:start] + LATE + before[start:], encoding="utf-8")
    workspace.post(1, "".join(f"<p>{text}</p>" for text in (OPEN, LATER, CLOSE, *more)))

    now = status(workspace.site, now=lambda: datetime(2026, 6, 3, 12, tzinfo=UTC))
    after = workspace.sync("2026-06-03").status
    assert [unit.target for unit in after.pages[0].units if unit.source == LATER] == ["Apportez votre carte"]
    assert _units(now) == _units(after)


def _units(measured) -> list[tuple[object, ...]]:
    return [(unit.source, unit.target, unit.state) for page in measured.pages for unit in page.units]
