"""The golden cases of `tests/cases/drift.txt`: whole syncs before and after an edit, and what is said of it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from calque.model import PageState, PageStatus, SegmentState, Verb
from calque.pipeline.status import status
from calque.states.gate import broken_policies
from calque.states.outstanding import needs_work
from calque.states.verbs import verb_of

CASES = Path(__file__).parent.parent / "cases" / "drift.txt"
CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
"""
WORDS = 4
SOURCE_LAST = "the source saved last"


class Case(NamedTuple):
    title: str
    before: tuple[str, str]
    after: tuple[str, str]
    said: str


def read_cases() -> tuple[tuple[str, str], list[list[str]], list[Case]]:
    rows = CASES.read_text(encoding="utf-8").split("\n=== ")[1:]
    parts = [(row.split("\n", 1)[0], re.split(r"^\.$", row, flags=re.MULTILINE)[1:-1]) for row in rows]
    _, (source, live) = parts[0]
    _, (site,) = parts[1]
    cases = []
    for title, texts in parts[2:]:
        one, other, then, now, said = (text.strip("\n") for text in texts)
        after = (one if then == "=" else then, other if now == "=" else now)
        cases.append(Case(title, (one, other), after, said))
    return (source, live), [line.split() for line in site.split("\n") if line], cases


REST, SITE, GOLDEN = read_cases()


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.title.replace(" ", "-"))
def test_golden_case(case: Case, workspace, page_of) -> None:
    workspace.configure(CONFIG)
    save_site(workspace)
    if any(case.before):
        save(workspace, case.before, ("2026-01-10", "2026-02-10"))
        workspace.sync("2026-03-01")
    days = [
        new if any(case.before) and one != other else old
        for one, other, old, new in zip(
            case.before, case.after, ("2026-01-10", "2026-02-10"), ("2026-03-02", "2026-03-03"), strict=True
        )
    ]
    if SOURCE_LAST in case.title:
        days.reverse()
    save(workspace, case.after, days)
    outcome = workspace.sync("2026-03-10")
    assert "\n".join(told(page_of(outcome, "posts/7"))) == case.said
    assert workspace.sync("2026-03-11").files == ()


MARKS = '<p>Read <a href="{}">the rules</a>.</p><img src="/{}.jpg" alt=""><img src="/{}.png" alt="">'


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("", ["https://a.example/2", "oven.jpg", "plan.png"]),
        ('[drift]\nignore = ["images"]\n', ["https://a.example/2"]),
        ('[drift.fr]\nignore = ["links", "plan*"]\n', ["oven.jpg"]),
    ],
    ids=["nothing", "a kind", "a kind and a pattern in one locale"],
)
def test_what_calque_toml_leaves_out_is_not_compared(workspace, rule: str, told: list[str]) -> None:
    workspace.configure(CONFIG + rule)
    texts = (
        MARKS.format("https://a.example/2", "oven", "plan"),
        MARKS.format("https://a.example/1", "bed", "map"),
    )
    save(workspace, (texts[0], texts[1].replace("the rules", "le règlement")), ("2026-01-10", "2026-02-10"))
    outcome = workspace.sync()
    (finding,) = (one for one in outcome.status.findings if one.code == "drift")
    assert re.findall(r"the source (?:links to|shows) ([^,]+)", finding.message) == told


def test_what_was_saved_a_short_while_ago_is_no_work_yet(workspace, page_of) -> None:
    """An editor's evening is one change: it is listed apart, and is work once the quiet time is over."""
    workspace.configure(f'{CONFIG}\n[scope]\nquiet = "6h"\n\n[gate]\nno_stale = true\nmax_age = "1d"\n')
    texts = (
        "<p>Most of the 40 chairs are taken by noon.</p>",
        "<p>La plupart des 40 chaises sont prises.</p>",
    )
    save(workspace, texts, ("2026-01-10", "2026-02-10"))
    workspace.sync("2026-03-01")
    save(workspace, (texts[0].replace("40", "60"), texts[1]), ("2026-03-10", "2026-02-10"))
    outcome = workspace.sync("2026-03-10")  # at noon: two hours after it was saved
    page = page_of(outcome, "posts/7")
    assert ("quiet" in page.flags, needs_work(page), page.state) == (True, False, PageState.STALE)
    assert [one.code for one in outcome.status.findings] == ["quiet"]
    assert outcome.status.locales[0].outstanding.segments == 0
    assert broken_policies(outcome.status, workspace.site) == ()
    later = status(workspace.site, now=lambda: datetime(2026, 3, 10, 16, tzinfo=UTC))
    page = next(one for one in later.pages if one.key == "posts/7")
    assert ("quiet" in page.flags, needs_work(page), page.state) == (False, True, PageState.STALE)
    assert later.findings == ()
    assert broken_policies(later, workspace.site) == ("fr: 1 stale segment in its catalogs",)


def save(workspace, texts, days) -> None:
    title, titre = "Why the reading room is never empty", "Pourquoi la salle de lecture n'est jamais vide"
    for number, locale, name, text, rest, day in zip(
        (7, 8), ("", "fr"), (title, titre), texts, REST, days, strict=True
    ):
        workspace.post(
            number,
            f"{text}\n{rest}",
            title=name,
            slug="why",
            locale=locale,
            modified_gmt=f"{day}T10:00:00",
        )


def save_site(workspace) -> None:
    """Write the pages that the cases link to; their pairs are stated."""
    for number, (slug, *pairs) in zip(range(20, 100, 2), SITE, strict=False):
        text = f"<p>All that there is to say of the {slug} of the reading room.</p>"
        workspace.post(number, text, title=f"The {slug}", slug=slug)
        for pair in pairs:
            words = f"<p>Tout ce qu'il y a à dire de la page {pair} de la salle de lecture.</p>"
            names = {"title": f"La page {pair}", "slug": pair, "translations": {"en": number}}
            workspace.post(number + 1, words, locale="fr", **names)


def told(page: PageStatus) -> list[str]:
    """Return what is said of a page: its state with its flags, its texts to do, and what is remarked on others."""
    rows = [f"{page.state}: {', '.join(page.flags)}".rstrip(": ")]
    for unit in page.units:
        if unit.state is not SegmentState.TRANSLATED:
            text = " ".join(re.sub("<[^>]*>", "", unit.source).split()[:WORDS])
            rows.append(f"{unit.state}: {text}: {unit.reason}".rstrip(": "))
    rows += [f"{flaw.code}: {flaw.message}" for flaw in page.flaws if flaw.code in ("drift", "moved")]
    if verb_of(page) is Verb.PUBLISH:
        rows.append(f"to publish: {page.publication_reason}")
    return rows
