"""A catalog that lost translations is left as it is, and told; so an upload that ended half way loses nothing."""

import re
from contextlib import suppress

import pytest

from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.shrunk import Elsewhere, ShrunkError, refuse_shrunk
from calque.places import catalog_path
from calque.po import read_catalog
from calque.po.digests import pack_translations
from operations import growth

TEXTS = [
    f"In room {name} of our house the neighbours meet on every first Monday of the month."
    for name in "one two three four five six seven eight nine ten eleven twelve".split()
]


def french(text: str) -> str:
    return f"Les voisins se retrouvent en salle {text.split()[2]} le lundi."


def codes(outcome) -> list[str]:
    return [finding.code for finding in outcome.status.findings]


@pytest.fixture
def house(workspace):
    """Two posts, each with twelve paragraphs and a title, all translated into French; also German, empty."""
    workspace.configure(
        (workspace.root / "calque.toml").read_text() + '\n[locales.de]\nprefix = "de"\ntruth = "po"\n'
    )
    for number in (1, 2):
        workspace.post(number, "".join(f"<p>{text} {number}</p>" for text in TEXTS))
    workspace.sync("2026-05-01")
    for number in (1, 2):
        answers = {f"{text} {number}": f"{french(text)} {number}" for text in TEXTS}
        workspace.translate(
            number, {**answers, f"The little book of post post-{number}": f"Le livre {number}"}
        )
    workspace.sync("2026-05-02")
    return workspace


def boundaries(data: bytes) -> list[int]:
    """Return where each entry ends but for the last, by a look of our own: an empty line parts two."""
    return [found.end() for found in re.finditer(rb"\n\n", data)]


def test_a_half_written_upload_loses_nothing_wherever_it_ended(house) -> None:
    """Where it lacks fewer than five translations it is believed; the whole file mends that, too."""
    path = house.catalog(1)
    whole, before = path.read_bytes(), house.files()
    cuts = boundaries(whole)
    held = 0
    for end in cuts:
        path.write_bytes(whole[:end].rstrip(b"\n") + b"\n")
        outcome = house.sync("2026-05-03")
        if whole[end:].count(b"\nmsgstr") >= 5:
            (finding,) = outcome.status.findings
            # where its last line is full, it is known to be cut off
            assert finding.code in ("catalog_shrank", "unreadable_catalog")
            assert finding.severity == "error"
            assert outcome.files == ()
            held += 1
        path.write_bytes(whole)
        assert codes(house.sync("2026-05-04")) == []
        assert house.files() == before
    assert (held, len(cuts)) == (9, 13)


def test_the_finding_says_how_many_and_both_answers_and_the_others_go_on(house, page_of) -> None:
    path = house.catalog(1)
    whole = path.read_bytes()
    path.write_bytes(whole[: boundaries(whole)[4]])
    house.post(2, "".join(f"<p>{text} 2</p>" for text in TEXTS[1:]), modified_gmt="2026-05-03T10:00:00")
    cut = path.read_bytes()
    for _ in range(2):
        outcome = house.sync("2026-05-03")
        (finding,) = outcome.status.findings
        name = "locales/fr/LC_MESSAGES/post-1-post-1.po"
        assert (finding.code, finding.place, finding.locale) == ("catalog_shrank", name, "fr")
        assert finding.message == (
            "9 of the 13 translations that it had at the last sync stand nowhere any more; is that meant? It is left "
            "as it is: restore the file from version control or a backup, then `calque sync`; or, where it is meant, "
            "`calque sync --accept catalog_shrank`"
        )
        assert path.read_bytes() == cut
        assert page_of(outcome, "posts/1").percent is None
    assert TEXTS[0].encode() not in (house.root / "locales/templates/post-2-post-2.pot").read_bytes()


def test_accepted_it_is_written_and_asked_no_more(house) -> None:
    path = house.catalog(1)
    whole = path.read_bytes()
    path.write_bytes(whole[: boundaries(whole)[4]])
    assert codes(house.sync("2026-05-03")) == ["catalog_shrank"]
    assert codes(house.sync("2026-05-03", accept=["catalog_shrank"])) == []
    assert codes(house.sync("2026-05-04")) == []


def test_all_work_emptied_and_accepted_is_asked_no_more(house) -> None:
    house.translate(1, {f"{text} 1": "" for text in TEXTS} | {"The little book of post post-1": ""})
    assert codes(house.sync("2026-05-03")) == ["catalog_shrank"]
    assert codes(house.sync("2026-05-03", accept=["catalog_shrank"])) == []
    assert codes(house.sync("2026-05-04")) == []


def test_a_few_translations_taken_back_are_a_translators_own(house) -> None:
    house.translate(1, {f"{text} 1": "" for text in TEXTS[:4]})
    assert codes(house.sync("2026-05-03")) == []


def test_a_file_that_is_gone_is_asked_after(house) -> None:
    house.catalog(1).unlink()
    outcome = house.sync("2026-05-03")
    assert codes(outcome) == ["catalog_shrank"]
    assert "the file is gone" in outcome.status.findings[0].message
    assert not any("fr/LC_MESSAGES/post-1" in name for name in house.files())


def test_source_texts_that_go_are_no_shrinking(house) -> None:
    house.post(1, f"<p>{TEXTS[0]} 1</p>", modified_gmt="2026-05-03T10:00:00")
    for day in ("2026-05-03", "2026-05-04"):
        assert codes(house.sync(day)) == []


def test_another_layout_and_back_is_no_shrinking(house) -> None:
    text = (house.root / "calque.toml").read_text()
    for day, layout in (("2026-05-03", "site"), ("2026-05-04", "section"), ("2026-05-05", "post")):
        house.configure(f'{text}\n[catalogs]\nlayout = "{layout}"\n')
        assert codes(house.sync(day)) == []
        assert codes(house.sync(day)) == []


def test_without_the_ledger_nothing_is_known_for_one_run(house) -> None:
    path = house.catalog(1)
    whole = path.read_bytes()
    for file in (house.root / ".calque").glob("ledger*"):
        file.unlink()
    assert codes(house.sync("2026-05-03")) == []
    path.write_bytes(whole[: boundaries(whole)[4]])
    assert codes(house.sync("2026-05-03")) == ["catalog_shrank"]


@pytest.mark.parametrize("shared", [False, True], ids=["each its own texts", "all the same texts"])
def test_many_catalogs_that_shrank_are_each_judged_at_once(workspace, shared: bool) -> None:  # noqa: FBT001 — a case
    """What stands in other files is gone through once, and not for each of them."""

    def make(size: int):
        name = "x" if shared else "{}"
        site = workspace.site
        bundles = []
        for number in range(size):
            path = catalog_path(site, "fr", f"post-{number}-x")
            path.parent.mkdir(parents=True, exist_ok=True)
            rows = "".join(f'msgid "{row}"\nmsgstr "{name.format(number)} {row}"\n\n' for row in range(5))
            path.write_text(f'msgid ""\nmsgstr ""\n\n{rows}', encoding="utf-8")
            packed = pack_translations(b"", read_catalog(path.read_bytes(), place=""))
            bundles.append((path, Bundle(path.stem, (), translated={"fr": packed})))
        elsewhere = Elsewhere(site)
        refuse(
            site, bundles[0][1], bundles[0][0], elsewhere
        )  # the others are read once, for whichever is first
        return lambda: [refuse(site, bundle, path, elsewhere) for path, bundle in bundles]

    assert growth(make, 20) < 5


def refuse(site, bundle: Bundle, path, elsewhere: Elsewhere) -> None:
    with suppress(ShrunkError):
        refuse_shrunk(site, bundle, "fr", path, None, None, elsewhere)
