"""A waived revision makes nothing stale in its locales, and the report says who waived it and when."""

from collections.abc import Callable

import pytest

from calque.errors import ConfigError
from calque.model import PageState, PageStatus, SegmentState

PageOf = Callable[..., PageStatus]

TEXT = "We open the doors at nine in the morning and close them again when the last visitor has left."
FRENCH = (
    "Nous ouvrons les portes à neuf heures du matin et les refermons quand le dernier visiteur est parti."
)
TITLE, TITLE_FR = "The little book of post post-1", "Le petit livre de l'article numéro un"
WAIVER = """
[[waive]]
post = "posts/1"
revision = 2026-05-04
locales = ["fr"]
by = "marie"
on = 2026-05-06
reason = "a typo of the English alone"
"""


@pytest.fixture
def edited(workspace):
    """A translated post whose one paragraph was edited on the 4th."""
    workspace.post(1, f"<p>{TEXT}</p>")
    workspace.sync("2026-05-01")
    workspace.translate(1, {TITLE: TITLE_FR, TEXT: FRENCH})
    workspace.sync("2026-05-02")
    edit(workspace, TEXT.replace("doors", "dors"), "2026-05-04")
    return workspace


def edit(workspace, text: str, day: str) -> None:
    workspace.post(1, f"<p>{text}</p>", modified_gmt=f"{day}T08:00:00")
    workspace.sync(day)


def waive(workspace, text: str = WAIVER) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text(encoding="utf-8") + text)


@pytest.mark.parametrize("revision", ["2026-05-04", "2026-05-04T08:00:00Z"], ids=["a day", "a moment"])
def test_a_waived_revision_makes_nothing_stale(edited, page_of: PageOf, revision: str) -> None:
    before = edited.files()
    waive(edited, WAIVER.replace("2026-05-04", revision))
    outcome = edited.sync("2026-05-06")
    page = page_of(outcome, "posts/1")
    assert (page.state, page.percent, page.units, page.flags) == (PageState.CURRENT, 100, (), ("waived",))
    (finding,) = outcome.status.findings
    assert (finding.code, finding.locale) == ("waived", "fr")
    assert (
        "waived by marie on 2026-05-06 (a typo of the English alone): 1 text is not stale" in finding.message
    )
    assert edited.files() == before


def test_without_the_row_it_is_stale_again(edited, page_of: PageOf) -> None:
    config = (edited.root / "calque.toml").read_text(encoding="utf-8")
    waive(edited)
    edited.sync("2026-05-06")
    edited.configure(config)
    assert page_of(edited.sync("2026-05-07"), "posts/1").state is PageState.STALE


def test_a_later_edit_is_stale_since_then_and_by_its_own_words(edited, page_of: PageOf) -> None:
    waive(edited)
    edit(edited, TEXT.replace("doors", "dors").replace("nine", "ten"), "2026-05-10")
    (unit,) = page_of(edited.sync("2026-05-11"), "posts/1").units
    assert (unit.state, unit.words, unit.since.date().isoformat()) == (SegmentState.STALE, 1, "2026-05-10")
    assert unit.target == FRENCH


def test_an_earlier_edit_that_nobody_waived_stays_stale(edited, page_of: PageOf) -> None:
    edit(edited, TEXT.replace("doors", "gates"), "2026-05-10")
    waive(edited, WAIVER.replace("2026-05-04", "2026-05-10"))
    (unit,) = page_of(edited.sync("2026-05-11"), "posts/1").units
    assert (unit.state, unit.since.date().isoformat()) == (SegmentState.STALE, "2026-05-04")


def test_another_locale_has_to_follow(edited, page_of: PageOf) -> None:
    waive(edited, '[locales.de]\nprefix = "de"\ntruth = "po"\n' + WAIVER.replace('["fr"]', '["de"]'))
    assert page_of(edited.sync("2026-05-06"), "posts/1").state is PageState.STALE


def test_the_waiver_holds_without_a_ledger(edited, page_of: PageOf) -> None:
    waive(edited)
    (edited.root / ".calque" / "ledger.sqlite").unlink()
    assert page_of(edited.sync("2026-05-06"), "posts/1").state is PageState.CURRENT


def test_a_waiver_that_concerns_nothing_is_told(edited) -> None:
    waive(edited, WAIVER.replace("2026-05-04", "2026-05-05"))
    codes = {finding.code for finding in edited.sync("2026-05-06").status.findings}
    assert codes == {"idle_waiver"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('by = "marie"\n', "", "by is missing"),
        ("2026-05-04", '"May"', "not a date"),
        ('["fr"]', '["it"]', "no target locale"),
        ("reason", "why", "unknown key 'why'"),
    ],
)
def test_a_wrong_row_is_refused(edited, old: str, new: str, said: str) -> None:
    waive(edited, WAIVER.replace(old, new))
    with pytest.raises(ConfigError, match=said):
        edited.sync("2026-05-06")
