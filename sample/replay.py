"""Makes the sample's catalogs as they came to be: sync the site at each date, take the translators' files, go on.

`python sample/replay.py` writes `locales/` anew; a test holds that it already stands so.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from calque.config import FILE_NAME, read_site
from calque.locales import parse_tag
from calque.model import Site
from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync
from calque.places import list_catalogs
from calque.po import Catalog, altered, edit, is_fuzzy, read_catalog, target_of, write_catalog
from calque.po.header import with_metadata

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample"
TODAY = "2026-11-01"


def replay(workspace: Path) -> Site:
    """Build the sample's catalogs in an empty folder, and return the site that stands there."""
    shutil.copy(ROOT / FILE_NAME, workspace)
    site = read_site(workspace / FILE_NAME)
    for folder in sorted((SAMPLE / "revisions").iterdir()):
        _lay_out(workspace, until=folder.name)
        _sync(site, folder.name)
        for delivery in sorted(folder.glob("*.po")):
            _deliver(site, delivery)
    _lay_out(workspace, until=TODAY)
    shutil.copytree(SAMPLE / "revisions", workspace / "sample" / "revisions")
    _sync(site, TODAY)
    _sync(site, TODAY)  # the second time, a post that is gone is believed to be
    return site


def _lay_out(workspace: Path, *, until: str) -> None:
    """Lay out the posts of the site as they stood at the end of a day; revisions are read at the last day only."""
    posts = workspace / "sample" / "posts"
    shutil.rmtree(workspace / "sample", ignore_errors=True)
    chosen: dict[tuple[str, str], tuple[str, Path]] = {}
    today = [(path.parent.name, path) for path in SAMPLE.glob("posts/*/*.json")]
    earlier = [("en", path) for path in SAMPLE.glob("revisions/*/posts/*.json")]
    earlier += [(path.parent.name, path) for path in SAMPLE.glob("revisions/*/posts/*/*.json")]
    for locale, path in (*today, *(earlier if until != TODAY else [])):
        post = json.loads(path.read_text(encoding="utf-8"))
        key = (locale, f"{post['type']}-{post['id']}")
        modified = post["modified_gmt"]
        if modified[:10] <= until and modified >= chosen.get(key, ("", path))[0]:
            chosen[key] = (modified, path)
    for (locale, name), (_, path) in chosen.items():
        (posts / locale).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, posts / locale / f"{name}.json")


def _sync(site: Site, day: str) -> None:
    moment = datetime.fromisoformat(f"{day}T20:00:00").replace(tzinfo=UTC)
    outcome = sync(site, InTurn(), now=lambda: moment)
    for finding in outcome.status.findings:
        if finding.severity == "error":
            raise SystemExit(f"{day}: {finding.place}: {finding.message}")


def _deliver(site: Site, delivery: Path) -> None:
    """Put a translator's file into the catalogs, as an editor would: where context and source text agree."""
    given = read_catalog(delivery.read_bytes(), place=delivery.name)
    answers = {(entry.msgctxt, entry.msgid): entry for entry in given.entries}
    used: set[tuple[str | None, str]] = set()
    for path in _catalogs(site, parse_tag(delivery.stem)):
        catalog = read_catalog(path.read_bytes(), place=path.name)
        for index, entry in enumerate(catalog.entries):
            key = (entry.msgctxt, entry.msgid)
            answer = answers.get(key)
            if answer is None or (target_of(entry)[0] and not is_fuzzy(entry)):
                continue
            used.add(key)
            comment = {"tcomment": answer.tcomment} if answer.tcomment else {}
            catalog = edit(catalog, index, msgstr=answer.msgstr, fuzzy=is_fuzzy(answer), **comment)
        if catalog.data is None:
            path.write_bytes(write_catalog(_signed(catalog, given), wrap=site.wrap))
    unused = [msgid for context, msgid in answers.keys() - used]
    if unused:
        raise SystemExit(f"{delivery}: no catalog has {unused[0]!r}")


def _signed(catalog: Catalog, given: Catalog) -> Catalog:
    """Carry over the header fields that an editor writes when a translator saves."""
    names = ("PO-Revision-Date", "Last-Translator", "Language-Team")
    fields = {name: given.header[name] for name in names if given.header.get(name)}
    blocks = [
        block.saying(altered(block.entry, msgstr=with_metadata(block.entry.msgstr, fields)))
        if block.entry is catalog.header_entry
        else block
        for block in catalog.blocks
    ]
    return catalog.with_blocks(blocks)


def _catalogs(site: Site, locale: str) -> Iterator[Path]:
    return iter(list_catalogs(site, locale))


def main() -> None:
    """Write the sample's catalogs anew."""
    with tempfile.TemporaryDirectory() as folder:
        site = replay(Path(folder))
        shutil.rmtree(ROOT / site.catalogs, ignore_errors=True)
        shutil.copytree(site.root / site.catalogs, ROOT / site.catalogs)
    print(f"{ROOT / site.catalogs}: written anew")


if __name__ == "__main__":
    sys.exit(main())
