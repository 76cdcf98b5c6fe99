"""What the ledger says of some posts and catalogs is what it says of all, for these alone: whatever their names are."""

from datetime import UTC, datetime
from typing import Any

import pytest

from calque.ledger.read import read_contents, read_history, read_translated
from calque.ledger.write import open_ledger
from calque.model import History, SourceRevision
from calque.po import read_catalog
from calque.po.digests import pack_translations

NAMES = [
    "posts/1",
    "pages/It's new",
    "pages/{a}",
    "pages/a:b :c",
    "pages/50%",
    'pages/"é"',
    "pages/a?b=1&c",
    "pages/ü/ñ",
]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CATALOG = b'msgid ""\nmsgstr ""\n\nmsgid "Garden"\nmsgstr "Jardin"\n'


@pytest.mark.parametrize("name", NAMES)
def test_a_post_is_found_by_any_name(workspace: Any, name: str) -> None:
    site = workspace.site
    histories = {("en", one): History((SourceRevision(NOON, NOON, ((None, one),)),)) for one in NAMES}
    packed = pack_translations(CATALOG, read_catalog(CATALOG, place="a.po"))
    with open_ledger(site) as ledger:
        ledger.record_revisions(histories)
        ledger.record_contents({key: f"hash of {key}" for key in histories})
        ledger.record_translated(dict.fromkeys(NAMES, packed))
    assert read_history(site, {name}) == {("en", name): histories["en", name]}
    assert read_contents(site, {name}) == {("en", name): f"hash of {('en', name)}"}
    assert read_translated(site, {name}) == {name: packed}
    assert read_history(site, {name, "posts/none", "\udc80"}) == read_history(site, {name})
    assert read_history(site, NAMES) == read_history(site) == histories
    assert read_contents(site, ()) == {}
