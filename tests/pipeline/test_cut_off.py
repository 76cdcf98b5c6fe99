"""A catalog that was cut off stays byte for byte, the run says where, and all other files go on."""

import re
from datetime import UTC, datetime

import pytest

from calque.model import PageState, Severity
from calque.pipeline.status import status
from calque.po import read_catalog

TITLE = "The little book of post post-1"
TEXTS = (
    "In spring the gardeners plant the beds behind the house, and the children of the whole street help them with it.",
    "At noon the kitchen sends out soup and bread.",
    "Everybody who helped takes a basket of apples home in autumn, and the rest goes to the school down the road.",
)
OLD = "The greenhouse is closed."
FRENCH = {
    TITLE: "Le petit livre de l’article numéro un",
    TEXTS[
        0
    ]: "Au printemps les jardiniers plantent les parterres derrière la maison, et les enfants de toute la rue "
    "les aident.",
    TEXTS[1]: "À midi la cuisine envoie de la soupe et du pain.",
    TEXTS[
        2
    ]: "Tous ceux qui ont aidé emportent un panier de pommes en automne, et le reste va à l’école au bout de "
    "la rue.",
    OLD: "La serre est fermée.",
}
PLACES = {
    "nothing left": rb"",
    "in the header": rb'"MIME-',
    "behind a line of the header": rb'"MIME-.*\n',
    "behind the header": rb'"X-Calque-Post: posts/1\\n"\n',
    "in a comment": rb"#\. paragraph\n#\. page: https://exa",
    "behind comments": rb"#: posts/1:content.*\n",
    "in a keyword": rb"\nmsgst",
    "in a source": rb"In spring the gard",
    "behind a source": rb'help them with it\."\n',
    "in a translation": rb"Au printemps les jard",
    "within a character": rb"derri\xc3",
    "behind a quote": rb'Au printemps.* "',
    "behind a line": rb'Au printemps.* "\n',
    "behind a last quote": rb'soupe et du pain\."',
    "in the last translation": rb'Tous ceux.* "',
    "in an obsolete source": rb"#~ msgid ",
    "in an obsolete translation": rb'#~ msgstr "La serre',
}
"""Up to where the file is still there."""


@pytest.fixture
def garden(workspace):
    """A post, wholly translated, with an obsolete text, beside one that comes to be translated next."""
    workspace.post(1, html(*TEXTS, OLD))
    workspace.sync()
    workspace.translate(1, FRENCH)
    workspace.post(1, html(*TEXTS))
    workspace.sync()
    workspace.configure(
        (workspace.root / "calque.toml").read_text() + '\n[locales.de]\nprefix = "de"\ntruth = "po"\n'
    )
    workspace.post(2, html(OLD))
    return workspace


def html(*paragraphs: str) -> str:
    return "\n".join(f"<p>{text}</p>" for text in paragraphs)


def cut(data: bytes, place: str) -> bytes:
    found = re.search(PLACES[place], data)
    assert found
    return data[: found.end()]


@pytest.mark.parametrize("place", PLACES)
def test_a_catalog_cut_off_in_an_entry_stays_and_all_else_goes_on(garden, place: str, page_of) -> None:
    path = garden.catalog(1)
    whole = path.read_bytes()
    short = cut(whole, place)
    path.write_bytes(short)
    for _ in range(2):
        outcome = garden.sync()
        (finding,) = outcome.status.findings
        name, _, line = finding.place.rpartition(":")
        assert (finding.code, finding.severity, finding.locale) == (
            "unreadable_catalog",
            Severity.ERROR,
            "fr",
        )
        assert name == "locales/fr/LC_MESSAGES/post-1-post-1.po"
        assert 1 <= int(line) <= short.count(b"\n") + 1
        assert path.read_bytes() == short
        assert page_of(outcome, "posts/1").state is PageState.UNMEASURED
        assert garden.catalog(1, "de").exists()
        assert garden.catalog(2).exists()
    path.write_bytes(whole)
    outcome = garden.sync()
    assert outcome.status.findings == ()
    assert page_of(outcome, "posts/1").state is PageState.CURRENT


def test_a_status_says_of_a_cut_off_catalog_what_a_sync_does(garden) -> None:
    garden.sync()
    path = garden.catalog(1)
    path.write_bytes(cut(path.read_bytes(), "behind a line"))
    told = status(garden.site, now=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC)).findings
    assert [finding.code for finding in told] == ["unreadable_catalog"]
    assert garden.sync().status.findings == told


def test_a_catalog_of_whole_entries_gets_the_missing_ones_back(garden) -> None:
    """The file ends where an entry does: nothing tells it from one that was written so."""
    path = garden.catalog(1)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"#. paragraph", data.index(b'msgid "At noon'))])
    outcome = garden.sync()
    assert outcome.status.findings == ()
    entries = read_catalog(path.read_bytes(), place="").entries
    assert [entry.msgstr for entry in entries] == [FRENCH[TITLE], FRENCH[TEXTS[0]], FRENCH[TEXTS[1]], ""]


def test_a_file_that_is_back_from_a_backup_is_taken_though_the_post_went_on(garden) -> None:
    path = garden.catalog(1)
    data = path.read_bytes()
    whole = data[: data.index(b"\n#~ ")]
    path.write_bytes(cut(data, "in a translation"))
    garden.post(1, html(*TEXTS, "Come and see us."))
    assert [finding.code for finding in garden.sync().status.findings] == ["unreadable_catalog"]
    path.write_bytes(whole)
    assert garden.sync().status.findings == ()
    assert b"Come and see us." in path.read_bytes()


def test_a_new_last_paragraph_is_no_cut_whatever_the_last_line_looks_like(garden) -> None:
    path = garden.catalog(1)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"\n\n#~ ")])
    garden.post(1, html(*TEXTS, "Come and see us."))
    assert garden.sync().status.findings == ()
    assert b"Come and see us." in path.read_bytes()
