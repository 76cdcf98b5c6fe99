"""The sample site: its catalogs follow from its posts, revisions and deliveries, and show every state."""

import importlib.util
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.config import read_site
from calque.model import Change, PageState, Publication, SegmentState, Site, Status, Verb
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import sync
from calque.states.verbs import verb_of

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A copy of the sample as a clone has it: no ledger, no report."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("sample", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "calque.toml", folder)
    return read_site(folder / "calque.toml")


@pytest.fixture(scope="module")
def measured(site: Site) -> Status:
    return status(site, now=lambda: NOW)


def test_a_replay_of_the_revisions_gives_the_catalogs(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("replay", ROOT / "sample" / "replay.py")
    assert spec is not None
    assert spec.loader is not None
    replay = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(replay)
    replayed = replay.replay(tmp_path)
    assert files_below(replayed.root / "locales") == files_below(ROOT / "locales"), (
        "`make sample` writes them anew"
    )


def test_every_state_is_shown(measured: Status) -> None:
    units = {unit.state for page in measured.pages for unit in page.units}
    assert units >= {
        SegmentState.MISSING,
        SegmentState.STALE,
        SegmentState.FUZZY,
        SegmentState.COPY,
        SegmentState.WRONG_LANGUAGE,
    }
    assert {page.state for page in measured.pages} >= {
        PageState.ORPHAN,
        PageState.NO_TRANSLATION,
        PageState.UNTRANSLATED_COPY,
        PageState.WRONG_LANGUAGE,
        PageState.MIXED_LANGUAGE,
        PageState.STALE,
        PageState.PARTIAL,
        PageState.CURRENT,
    }
    assert {unit.change for page in measured.pages for unit in page.units} >= {Change.MINOR, Change.MAJOR}


def rows_of_readme() -> Iterator[list[str]]:
    text = (ROOT / "sample" / "README.md").read_text(encoding="utf-8")
    table = text.partition("| locale | translated | stale |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_totals_are_those_that_the_readme_counts_by_hand(measured: Status) -> None:
    states = ("translated", "stale", "fuzzy", "copy", "wrong_language", "missing")
    found = {}
    for row in measured.locales:
        counts = {str(state): tally.segments for state, tally in row.counts}
        found[row.locale] = [counts.get(state, 0) for state in states] + [row.total.segments]
    told = {row[0]: [int(cell) for cell in row[1:8]] for row in rows_of_readme()}
    assert sorted(told) == ["ar", "de", "es", "fr", "pt-BR"]
    assert {locale: found[locale] for locale in told} == told


def test_what_is_to_be_done_is_what_the_readme_counts_by_hand(measured: Status) -> None:
    text = (ROOT / "sample" / "README.md").read_text(encoding="utf-8")
    table = text.partition("| locale | translate | check |")[2].partition("\n\n")[0]
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert len(told) == 5
    counts = {row.locale: {str(verb): count for verb, count in row.verbs} for row in measured.locales}
    verbs = ("translate", "check", "publish", "decide")
    assert {tag: [counts[tag].get(verb, 0) for verb in verbs] for tag in counts} == {
        row[0]: [int(cell) for cell in row[1:5]] for row in told
    }
    waiting = {
        (page.locale, page.key.removeprefix("posts/"))
        for page in measured.pages
        if verb_of(page) is Verb.PUBLISH
    }
    assert waiting == {(row[0], number) for row in told for number in re.findall(r"\b\d{3}\b(?= \()", row[5])}


def test_what_is_translated_and_not_live_is_to_be_published_and_no_work(measured: Status) -> None:
    pages = {(page.locale, page.key): page for page in measured.pages}
    mended, copy = pages["fr", "posts/102"], pages["pt-BR", "posts/105"]
    for page, reason in (
        (mended, "1 of 13 texts is not on the live page"),
        (copy, "9 of 9 texts are not on the live page"),
    ):
        assert (page.state, page.publication) == (PageState.CURRENT, Publication.TO_PUBLISH)
        assert (page.publication_reason, page.units) == (reason, ())
    assert pages["fr", "posts/105"].state is PageState.UNTRANSLATED_COPY


def test_since_is_the_first_of_two_edits(measured: Status) -> None:
    (page,) = (page for page in measured.pages if (page.key, page.locale) == ("posts/104", "fr"))
    (unit,) = page.units
    assert (unit.since.date().isoformat(), unit.bounded) == ("2026-06-02", False)


def test_each_kind_of_drift_is_shown_by_one_spanish_page(measured: Status) -> None:
    remarks = {
        (page.locale, page.key, flaw.code, str(flaw.severity), flaw.message)
        for page in measured.pages
        for flaw in page.flaws
        if flaw.code in ("drift", "moved")
    }
    form = "group-card-form-{}.pdf"
    assert remarks == {
        (
            "es",
            "posts/117",
            "drift",
            "warning",
            f"the source links to {form.format(2026)}, the Spanish page to {form.format(2025)}",
        ),
        ("es", "posts/106", "moved", "note", "it stands elsewhere on the Spanish page than in its source"),
    }
    spanish = {page.key: page for page in measured.pages if page.locale == "es"}
    for key in ("posts/106", "posts/108", "posts/117"):
        page = spanish[key]
        assert (page.state, page.publication, page.units) == (PageState.CURRENT, Publication.PUBLISHED, ())


def test_an_exclamation_mark_answers_no_change_of_the_source(measured: Status) -> None:
    (page,) = (page for page in measured.pages if (page.key, page.locale) == ("posts/103", "es"))
    (unit,) = (unit for unit in page.units if "15 items" in unit.source)
    assert unit.target.startswith("¡Puede llevarse hasta 10 ")
    assert (unit.state, unit.since.date().isoformat()) == (SegmentState.STALE, "2026-09-14")
    assert unit.reason.endswith("the page was edited, which does not answer it: 15 became 10")


def test_an_edited_paragraph_is_stale_in_five_locales_and_nothing_else_changes(
    site: Site, measured: Status
) -> None:
    path = site.root / "sample" / "posts" / "en" / "101-library-of-things.json"
    post = json.loads(path.read_text(encoding="utf-8"))
    before = post["content"]["rendered"]
    old = re.search(r"<p>([^<]{40,})</p>", before)
    assert old is not None
    new = old[1].replace(" ", " really ", 1)
    post["content"]["rendered"] = before.replace(old[1], new)
    post["modified_gmt"] = "2026-11-20T08:00:00"
    catalogs = files_below(site.root / "locales")
    path.write_text(json.dumps(post, ensure_ascii=False, indent=2), encoding="utf-8")
    outcome = sync(site, InTurn(), now=lambda: NOW)
    assert all("post-101-" in name for name in outcome.files)
    assert {name for name, data in files_below(site.root / "locales").items() if data != catalogs[name]} == {
        name.removeprefix("locales/") for name in outcome.files
    }
    earlier = {(page.locale, page.key): page for page in measured.pages}
    for page in outcome.status.pages:
        if page.key != "posts/101":
            assert page == earlier[page.locale, page.key]
        else:
            (unit,) = page.units
            assert unit.state is SegmentState.STALE
            assert "really" in unit.source
            assert "really" not in (unit.confirmed or "")
            assert unit.since.date().isoformat() == "2026-11-20"
