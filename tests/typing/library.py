"""What a type checker sees of `import calque`; `tests/test_api.py` has mypy read it, and nothing runs it."""

from typing import assert_type

import calque
from calque.locales import Declared
from calque.model import Document, Site, Status
from calque.pipeline.sync import Outcome
from calque.po import Catalog, Merge

document = calque.split("<p>Hi</p>", raw=True)
assert_type(document, Document)
assert_type(calque.join(document, {0: "Salut"}), str)
assert_type(calque.count_words("Hi"), int)

catalog = calque.read_catalog(b"")
assert_type(catalog, Catalog)
assert_type(calque.write_catalog(catalog), bytes)
assert_type(calque.merge(None, catalog, locale="fr"), Merge)

site = calque.read_site()
assert_type(site, Site)
assert_type(calque.locate("/fr/", site), Declared)
assert_type(calque.detect("Hi", among=["en", "fr"]), str | None)
assert_type(calque.sync(site, dry_run=True), Outcome)
assert_type(calque.status(site), Status)
