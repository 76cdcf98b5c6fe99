"""`calque confirm` takes one page over, and leaves what was confirmed elsewhere as it stands."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from calque.errors import CatalogError
from calque.model import PageState, PageStatus
from calque.pipeline.confirm import confirm
from calque.po import edit, read_catalog, write_catalog
from reading_room import CONFIG, EDITED, ENGLISH, FRENCH, GERMAN, html
from rights import bound_by_rights

PageOf = Callable[..., PageStatus]

URL = "https://example.org/fr/why/"


@pytest.fixture
def stale(workspace):
    """A post with a live French page and a German catalog, of which two texts were edited afterwards."""
    workspace.configure(CONFIG)
    title = "Why the reading room is never empty"
    workspace.post(7, html(*ENGLISH), title=title, slug="why")
    workspace.post(8, html(*FRENCH), title="Pourquoi la salle", slug="why", locale="fr")
    workspace.sync("2026-05-01")
    workspace.translate(
        7, {title: "Warum der Lesesaal nie leer ist"} | dict(zip(ENGLISH, GERMAN, strict=True)), "de"
    )
    workspace.sync("2026-05-02")
    workspace.post(7, html(*EDITED), title=title, slug="why", modified_gmt="2026-05-04T08:00:00")
    workspace.sync("2026-05-05")
    return workspace


def confirm_page(workspace) -> None:
    confirm(workspace.site, URL, now=lambda: datetime(2026, 5, 6, tzinfo=UTC))


def saved_by_lokalize(data: bytes) -> bytes:
    """Return a catalog in which somebody cleared every flag with Lokalize, which leaves `#|` where it is."""
    said = b'"PO-Revision-Date: 2026-05-06 09:00+0000\\n"\n"X-Generator: Lokalize 23.08\\n"\n'
    lines = [line for line in data.splitlines(keepends=True) if b"PO-Revision-Date" not in line]
    text = b"".join(lines).replace(b"#, fuzzy\n", b"")
    return text.replace(b'"MIME-Version', said + b'"MIME-Version', 1)


def test_a_confirmed_page_stays_confirmed(stale, page_of: PageOf) -> None:
    confirm_page(stale)
    assert b"fuzzy" not in stale.catalog(7).read_bytes()
    assert page_of(stale.sync("2026-05-07"), "posts/7").state is PageState.CURRENT
    assert b"fuzzy" not in stale.catalog(7).read_bytes()


def test_what_others_cleared_in_another_locale_stays_cleared(stale, page_of: PageOf) -> None:
    german = stale.catalog(7, "de")
    assert german.read_bytes().count(b"#, fuzzy") == 2
    saved = saved_by_lokalize(german.read_bytes())
    german.write_bytes(saved)
    confirm_page(stale)
    assert german.read_bytes() == saved
    assert page_of(stale.sync("2026-05-07"), "posts/7", "de").state is PageState.CURRENT
    assert b"fuzzy" not in german.read_bytes()


def test_it_asks_nothing_of_another_locales_catalog(stale) -> None:
    stale.catalog(7, "de").write_bytes(b"no catalog at all\n")
    confirm_page(stale)
    assert stale.catalog(7, "de").read_bytes() == b"no catalog at all\n"
    assert b"fuzzy" not in stale.catalog(7).read_bytes()


def test_a_template_that_cannot_be_read_is_named_as_the_reason(stale) -> None:
    template = next((stale.root / "locales" / "templates").iterdir())
    template.chmod(0)
    with bound_by_rights(), pytest.raises(CatalogError, match=rf"{template.name}: cannot be read"):
        confirm_page(stale)


def test_a_catalog_that_has_entries_to_give_to_another_is_synced_first(workspace) -> None:
    """In the layout `section`, a post whose year changed: its translations would be obsolete in the old catalog."""
    workspace.configure(f'{CONFIG}truth = "po"\n[catalogs]\nlayout = "section"\n')
    other = (
        "Whoever wants to borrow a ladder asks the neighbour with the red bicycle, at any time of the day."
    )
    workspace.post(7, html(*ENGLISH), title="Why the room is never empty", slug="why")
    workspace.post(8, html(*FRENCH), title="Pourquoi la salle", slug="why", locale="fr")
    workspace.post(9, html(other), title="Ladders", slug="ladders")
    workspace.sync("2026-05-01")
    path = workspace.root / "locales/fr/LC_MESSAGES/post-2026.po"
    catalog = read_catalog(path.read_bytes(), place="")
    (index,) = (number for number, entry in enumerate(catalog.entries) if entry.msgid == other)
    path.write_bytes(
        write_catalog(edit(catalog, index, msgstr="Une échelle se demande au voisin.", fuzzy=False))
    )
    workspace.sync("2026-05-02")
    workspace.post(9, html(other), title="Ladders", slug="ladders", date_gmt="2025-01-01T10:00:00")
    before = path.read_bytes()
    with pytest.raises(CatalogError, match="calque sync"):
        confirm_page(workspace)
    assert path.read_bytes() == before
    workspace.sync("2026-05-07")
    confirm_page(workspace)
    assert "Une échelle" in (path.parent / "post-2025.po").read_text(encoding="utf-8")
