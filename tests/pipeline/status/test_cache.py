"""What is kept of the last look at a site saves time, and never says anything else than the files do."""

import os
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calque.cache.connection import connect_in_memory
from calque.cache.database import Cache, key_of, open_cache
from calque.cache.memory import KeptTexts, MemoryTables, kept_texts
from calque.cache.rows import write_page
from calque.cache.values import Input, InputKind, KeptGroup
from calque.config import read_site
from calque.model import PageGroup, PageState, Site, Status, Unit
from calque.pipeline.status import progress, status
from calque.pipeline.status.inputs import list_inputs
from calque.pipeline.status.keep import kept_verdicts
from calque.pipeline.status.measure import measure
from calque.pipeline.sync import Outcome
from calque.po.memory import MissingText, Place
from calque.reports.json import to_json
from calque.states.verdicts import TextVerdict, Verdicts
from opened_files import files_opened

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXTS = (
    "We open the doors at nine in the morning and close them again when the last visitor has left.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Every Thursday afternoon somebody reads a story to the children in the room upstairs.",
    "If it rains the concert takes place in the great hall, and no seats can be reserved for it.",
)
FRENCH = (
    "Nous ouvrons les portes à neuf heures du matin et les refermons quand le dernier visiteur est parti.",
    "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang de grenouilles.",
    "Chaque jeudi après-midi, quelqu'un lit une histoire aux enfants dans la salle du premier étage.",
    "S'il pleut, le concert a lieu dans la grande salle, et aucune place ne peut y être réservée.",
)
TWO_LOCALES = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"

[locales.de]
prefix = "de"
truth = "po"
"""


def html(*numbers: int, texts: tuple[str, ...] = TEXTS) -> str:
    return "\n\n".join(f"<p>{texts[number]}</p>" for number in numbers)


def look(site: Site, moment: datetime = NOON) -> dict[str, object]:
    """Return what `calque status` says."""
    return told(status(site, now=lambda: moment))


def look_anew(site: Site, moment: datetime = NOON) -> dict[str, object]:
    """Return what it says where nothing is kept."""
    nothing = open_cache(None, wait=False)
    return told(progress(site, measure(site, nothing, list_inputs(site), None, moment)))


def told(what: Status) -> dict[str, object]:
    data = to_json(what)
    del data["measured"]  # the last time that anything was looked at
    return data


@pytest.fixture
def site_of_two(workspace):
    """Two posts in two languages, one of them translated on the site."""
    workspace.configure(TWO_LOCALES)
    workspace.post(1, html(0, 1))
    workspace.post(2, html(2))
    workspace.post(1, html(0, texts=FRENCH), locale="fr", slug="post-1")
    workspace.sync()
    return workspace


@pytest.mark.parametrize("kept", [b"", b"null", b"SQLite format 3\0 no more"], ids=["empty", "text", "cut"])
def test_a_damaged_cache_is_measured_anew(site_of_two, kept: bytes) -> None:
    (site_of_two.root / ".calque" / "cache.sqlite").write_bytes(kept)
    assert look(site_of_two.site) == look_anew(site_of_two.site)
    site_of_two.sync()
    assert look(site_of_two.site) == look_anew(site_of_two.site)


@pytest.mark.parametrize("table", ["pages", "members", "posts", "summary", "files", "verdicts"])
def test_a_cache_with_foreign_rows_is_measured_anew(site_of_two, table: str) -> None:
    with sqlite3.connect(site_of_two.root / ".calque" / "cache.sqlite") as connection:
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"CREATE TABLE {table} (something TEXT)")
    connection.close()
    site_of_two.post(1, html(0, 1, 2))
    assert look(site_of_two.site) == look_anew(site_of_two.site)


def test_a_status_is_kept_for_its_own_configuration_alone(site_of_two) -> None:
    look(site_of_two.site)
    text = (site_of_two.root / "calque.toml").read_text()
    other = site_of_two.root / "other.toml"
    other.write_text(text.replace('"example"', '"other"'), encoding="utf-8")
    assert status(read_site(other), now=lambda: NOON).site == "other"


def test_a_file_saved_while_the_status_is_measured_is_measured_at_the_next_look(site_of_two) -> None:
    def now() -> datetime:
        site_of_two.translate(2, {TEXTS[2]: FRENCH[2]})
        return NOON

    site = site_of_two.site
    status(site, now=now)
    assert look(site) == look_anew(site)


def test_an_edit_of_the_same_size_and_time_is_seen(site_of_two) -> None:
    site = site_of_two.site
    site_of_two.translate(2, {TEXTS[2]: FRENCH[2]})
    look(site)
    path = site_of_two.catalog(2)
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"jeudi", b"lundi"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert look(site) == look_anew(site)


def test_what_waits_grows_older_though_no_file_changes(site_of_two) -> None:
    site = site_of_two.site
    later = NOON + timedelta(days=100)
    before = look(site)["pages"]
    assert look(site, later) == look_anew(site, later)
    assert before != look(site, later)["pages"]


def test_a_page_is_judged_again_alone(site_of_two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a site, what did not change is not even opened."""
    monkeypatch.setattr(
        "calque.pipeline.status.inputs._TICK", 0
    )  # else what was saved just now is read again, to be sure
    site = site_of_two.site
    (site.root / ".calque" / "cache.sqlite").unlink()
    look(site)
    site_of_two.translate(2, {TEXTS[2]: FRENCH[2]}, locale="de")
    opened = files_opened(lambda: look(site), below=site_of_two.root)
    assert "posts/en-2.json" in opened
    assert not {name for name in opened if "post-1" in name or name.endswith("-1.json")}


UNITS = (Unit(TEXTS[0], None, (FRENCH[0],)),)


def is_judged(cache: Cache, settings: str) -> bool:
    """Tell whether a page is judged, where nothing but what is kept may say it already; it is kept then."""
    asked: list[bool] = []

    def judge() -> tuple[TextVerdict, ...]:
        asked.append(True)
        return (TextVerdict(None, ()),)

    known = kept_verdicts(cache, settings)
    verdicts = Verdicts(known.rules(), known.of(key_of(PageGroup(None))).get)
    verdicts.of_page(UNITS, "fr", (), judge)
    kept = KeptGroup(PageGroup(None), "", verdicts=verdicts.take_used())
    cache.put_groups([(0, kept)], NOON.date(), "en")
    return bool(asked)


def install(folder: Path, name: str, version: str) -> None:
    """Put another version of a library where Python finds it first."""
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


@pytest.mark.parametrize("change", ["settings", "python", "langdetect", "turbohtml"])
def test_a_verdict_holds_under_the_settings_python_and_libraries_alone_that_it_was_made_with(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    with closing(open_cache(None, wait=False)) as cache:
        assert is_judged(cache, "settings")
        assert not is_judged(cache, "settings")
        match change:
            case "settings":
                assert is_judged(cache, "others")
            case "python":
                monkeypatch.setattr(sys, "version", "3.99.0")
                assert is_judged(cache, "settings")
            case _:
                install(tmp_path, change, "99.0")
                assert is_judged(cache, "settings")


def verdicts_kept(site: Site) -> int:
    with closing(sqlite3.connect(site.root / ".calque" / "cache.sqlite")) as connection:
        return int(connection.execute("SELECT count(DISTINCT key) FROM verdicts").fetchone()[0])


def test_a_verdict_that_no_page_uses_any_more_is_forgotten_and_the_others_stay(site_of_two) -> None:
    """Two pages may be alike, and the verdict of both is one."""
    same = "<p>" + TEXTS[3] + "</p>"
    for number in (3, 4):
        site_of_two.post(number, same, title="The same title of two posts")
    site_of_two.sync()
    both = {TEXTS[3]: FRENCH[3], "The same title of two posts": "Un titre"}
    for number in (3, 4):
        site_of_two.translate(number, both, locale="de")
    site_of_two.translate(2, {TEXTS[2]: FRENCH[2]}, locale="de")
    look(site_of_two.site)
    before = verdicts_kept(site_of_two.site)
    for word in ("un", "deux", "trois"):
        site_of_two.translate(2, {TEXTS[2]: f"{FRENCH[2]} {word}"}, locale="de")
        look(site_of_two.site)
        assert verdicts_kept(site_of_two.site) == before
    site_of_two.translate(4, {TEXTS[3]: f"{FRENCH[3]} quatre"}, locale="de")
    look(site_of_two.site)
    assert verdicts_kept(site_of_two.site) == before + 1


def test_pages_that_another_process_replaced_are_read_and_not_remembered(site_of_two) -> None:
    """Their numbers are given again: what was put in under one counts until the commit."""
    (site_of_two.root / ".calque" / "cache.sqlite").unlink()
    look(site_of_two.site)
    day = NOON.date()
    one = open_cache(site_of_two.root, wait=False)
    page = one.pages_of(0)[0]

    def put(cache: Cache, title: str) -> None:
        cache.clear()
        written = write_page(replace(page, title=title), "en")
        cache.put_groups([(0, KeptGroup(PageGroup(None), "", written=(written,)))], day, "en")
        cache.commit()

    put(one, "before")
    with closing(open_cache(site_of_two.root, wait=False)) as other:
        put(other, "after")
    one.commit()
    assert [page.title for page in one.pages()] == ["after"]


def test_every_file_that_is_read_is_an_input(site_of_two) -> None:
    """A file that is not looked at for changes would be read once, and then never again."""
    site = site_of_two.site
    inputs = {*list_inputs(site).files}
    opened = files_opened(lambda: look_anew(site), below=site_of_two.root)
    assert {name for name in opened if not name.endswith(("-wal", "-shm"))} <= inputs


def test_a_sync_of_what_a_status_saw_first_merges_it(site_of_two) -> None:
    site_of_two.post(1, html(0, 1, 3), modified_gmt="2026-05-04T08:00:00")
    look(site_of_two.site)
    assert len(site_of_two.sync().files) == 3  # the template and two catalogs


def test_a_sync_looks_again_at_what_it_could_not_settle(site_of_two) -> None:
    path = site_of_two.catalog(2)
    good = path.read_bytes()
    path.write_bytes(good + b'\nmsgid "never ended\n')
    for _ in range(2):
        outcome = site_of_two.sync()
        assert [one.code for one in outcome.status.findings] == ["unreadable_catalog"]
    path.write_bytes(good)
    outcome = site_of_two.sync()
    assert outcome.status.findings == ()
    assert PageState.UNMEASURED not in {page.state for page in outcome.status.pages}


_POST = st.integers(1, 3)
_LOCALE = st.sampled_from(("fr", "de"))
_TEXTS = st.lists(st.integers(0, 3), min_size=1, max_size=3)
_everyday = (
    st.tuples(st.just("edit"), _POST, _TEXTS),
    st.tuples(st.just("live"), st.just(1), _TEXTS),
    st.tuples(st.just("translate"), _POST, _LOCALE, st.integers(0, 3)),
    st.just(("sync",)),
)
_rare = (
    st.tuples(st.just("live"), _POST, _TEXTS),
    st.tuples(st.just("break"), _POST, _LOCALE),
    st.tuples(st.just("delete catalog"), _POST, _LOCALE),
    st.tuples(st.just("delete template"), _POST),
    st.tuples(st.just("delete post"), _POST),
    st.tuples(st.just("rename"), _POST),
    st.tuples(st.just("draft"), _POST),
    st.tuples(st.just("retype"), _POST),
    st.tuples(st.just("add"), st.integers(4, 5), _TEXTS),
    st.tuples(st.just("waive"), st.integers(1, 4)),
    st.tuples(st.just("lay out"), st.sampled_from(("post", "section", "site"))),
    *(st.just((what,)) for what in ("delete ledger", "delete cache", "scope", "language", "touch")),
)
_edits = st.one_of(*3 * _everyday, *_rare)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits=st.lists(_edits, min_size=1, max_size=6))
def test_whatever_happens_the_cache_says_what_the_files_do(
    workspace, tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[object, ...]]
) -> None:
    """A status is as measured from nothing, and a sync writes what a sync without a cache writes."""
    with_cache, without = (type(workspace)(tmp_path_factory.mktemp(name)) for name in ("with", "without"))
    for day, edit in enumerate([("start",), *edits, ("sync",)], start=1):
        moment = NOON + timedelta(days=day)
        for one in (with_cache, without):
            apply(edit, one, day)
        if edit[0] in ("start", "sync"):
            for name in (without.root / ".calque").glob("cache.sqlite*"):
                name.unlink()
            kept, anew = (
                one.sync(f"{moment:%Y-%m-%d}", accept=["vanished", "locale_left"])
                for one in (with_cache, without)
            )
            assert told(kept.status) == told(anew.status)
            assert (kept.files, changes(kept)) == (anew.files, changes(anew))
            assert with_cache.files() == without.files()
            assert (with_cache.root / "report.html").exists()
        else:
            assert look(with_cache.site, moment) == look_anew(with_cache.site, moment)


def changes(outcome: Outcome) -> dict[str, dict[str, int]]:
    """Return what changed in each locale where anything did."""
    return {locale: dict(kinds) for locale, kinds in outcome.changes.items() if kinds}


def apply(edit: tuple[object, ...], one, day: int) -> None:  # noqa: C901, PLR0912 — a row a kind of edit
    when = {"modified_gmt": f"2026-06-{day:02}T08:00:00"}
    match edit:
        case ("start",):
            one.configure(TWO_LOCALES)
            one.post(1, html(0, 1))
            one.post(2, html(2))
            one.post(3, html(3, 1), modified_gmt=None)
            one.post(1, html(0, texts=FRENCH), locale="fr", slug="post-1")
        case ("edit" | "add", int(number), list(texts)):
            one.post(number, html(*texts), **when)
        case ("live", int(number), list(texts)):
            one.post(number, html(*texts, texts=FRENCH), locale="fr", slug=f"post-{number}", **when)
        case ("translate", int(number), str(locale), int(text)):
            if found := catalog(one, number, locale):
                one.translate(number, {TEXTS[text]: FRENCH[text]}, locale)
                found.stat()
        case ("break", int(number), str(locale)):
            if found := catalog(one, number, locale):
                found.write_bytes(found.read_bytes() + b'\nmsgid "never ended\n')
        case ("delete catalog", int(number), str(locale)):
            if found := catalog(one, number, locale):
                found.unlink()
        case ("delete template", int(number)):
            for path in (one.root / "locales" / "templates").glob(f"post-{number}-*"):
                path.unlink()
        case ("delete post", int(number)):
            (one.root / "posts" / f"en-{number}.json").unlink(missing_ok=True)
        case ("rename", int(number)):
            one.post(number, html(0), slug=f"another-{number}", **when)
        case ("draft", int(number)):
            one.post(number, html(0, 2), status="draft", **when)
        case ("delete ledger",):
            for path in (one.root / ".calque").glob("ledger.sqlite*"):
                path.unlink()
        case ("delete cache",):
            for path in (one.root / ".calque").glob("cache.sqlite*"):
                path.unlink()
        case ("retype", int(number)):
            one.post(number, html(number % 3, 3), type="page", **when)
        case ("waive", int(number)):
            row = f'post = "posts/{number}"\nrevision = 2026-06-02\nby = "Editor"\non = 2026-06-03\n'
            configure(one, f"[[waive]]\n{row}")
        case ("scope",):
            configure(one, '[scope.de]\nexclude = ["posts/2"]\n')
        case ("language",):
            configure(one, '[locales.es]\nprefix = "es"\n')
        case ("lay out", str(layout)):
            configure(one, f'[catalogs]\nlayout = "{layout}"\n')
        case ("touch",):
            for path in (one.root / "posts").iterdir():
                os.utime(path)


def configure(one, table: str) -> None:
    """Put a table into calque.toml, or take it out where it stands there."""
    text = (one.root / "calque.toml").read_text()
    others = re.sub(r"\n\[catalogs\]\n.*\n", "", text) if table.startswith("[catalogs]") else text
    one.configure(text.replace(f"\n{table}", "") if f"\n{table}" in text else f"{others}\n{table}")


def catalog(one, number: int, locale: str) -> Path | None:
    """Return the readable catalog of a post, where there is one."""
    found = next(iter((one.root / "locales" / locale / "LC_MESSAGES").glob(f"post-{number}-*.po")), None)
    return found if found and b"never ended" not in found.read_bytes() else None


@pytest.mark.parametrize(
    "line",
    [
        "[gate]\nno_stale = true",
        "[report]\ninclude_private = true",
        '[catalogs]\nlayout = "site"',
        "[catalogs]\nwrap = 0",
        "[scope.de]\nids = [2]",
        '[pairs]\n"posts/2" = { fr = "posts/1" }',
        '[[waive]]\npost = "posts/1"\nrevision = 2026-05-01\nby = "Editor"\non = 2026-05-02',
        '[checks]\nignore = ["numbers"]',
        "[html]\nsentence = true",
        '[locales.es]\nprefix = "es"',
        '[site.languages]\n"posts/2" = "fr"',
    ],
)
def test_a_changed_configuration_is_followed_as_if_nothing_were_kept(
    site_of_two, tmp_path: Path, line: str
) -> None:
    """Of what a key does not touch, what was read and judged is kept: nothing else may differ by it."""
    site_of_two.post(2, html(3), locale="fr", slug="post-3", status="draft")
    site_of_two.translate(2, {TEXTS[2]: FRENCH[2]}, locale="de")
    site_of_two.sync()
    site_of_two.configure(f"{TWO_LOCALES}\n{line}\n")
    anew = tmp_path / "anew"
    shutil.copytree(site_of_two.root, anew)
    (anew / ".calque" / "cache.sqlite").unlink()
    assert look(site_of_two.site) == look_anew(site_of_two.site)
    other = replace(site_of_two, root=anew)
    kept, new = (told(one.sync("2026-06-02").status) for one in (site_of_two, other))
    assert kept == new
    assert site_of_two.files() == other.files()


def test_the_words_of_a_text_are_kept_once_and_as_long_as_a_catalog_has_the_text() -> None:
    text = "We open the doors of the garden at nine in the morning."
    missing = kept_texts((), [MissingText(text, Place())])
    with closing(connect_in_memory()) as connection:

        def words() -> int:
            return int(connection.execute("SELECT count(*) FROM text_words").fetchone()[0])

        memory = MemoryTables(connection)
        found = Input(InputKind.CATALOG, 0)
        memory.put([KeptTexts(f"{tag}.po", tag, found, missing) for tag in ("fr", "de")])
        assert [one.path for one in memory.missing_for("fr", text)] == ["fr.po"]
        memory.forget("fr.po")
        assert [one.path for one in memory.missing_for("de", text)] == ["de.po"]
        assert words() == len(missing[0].words) > 0
        memory.forget("de.po")
        assert words() == 0
