"""Retype: the catalogs of a post that changed its type are given its new key, and its new name with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from calque.guards.retyped import retyped_posts
from calque.model import Finding, FindingCode, Layout, PageKey, Site
from calque.pipeline.catalogs.history import Memory
from calque.pipeline.ingest.content import Content
from calque.pipeline.names import is_of_one_post, keys_of, post_stem, stem_of
from calque.places import list_catalogs, list_templates
from calque.store import Staged, read_bytes

__all__ = ["find_retyped", "retype_catalogs", "retyped_findings", "with_new_keys"]


def find_retyped(content: Content, memory: Memory) -> Mapping[PageKey, PageKey]:
    """Return the old and the new key of each page that changed its type since the last sync."""
    if not content.complete:
        return {}
    known = {
        key: {text for _, text in history.revisions[-1].units}
        for key, history in memory.histories.items()
        if history.revisions and key in memory.contents
    }
    here = {
        page.key: {segment.text for segment in content.splits[page.key].segments} for page in content.pages
    }
    return retyped_posts(known, here)


def with_new_keys(memory: Memory, retyped: Mapping[PageKey, PageKey]) -> Memory:
    """Return what is remembered, under the keys of today."""
    if not retyped:
        return memory
    return replace(
        memory,
        histories={retyped.get(key, key): history for key, history in memory.histories.items()},
        contents={retyped.get(key, key): digest for key, digest in memory.contents.items()},
    )


def retype_catalogs(
    site: Site, content: Content, retyped: Mapping[PageKey, PageKey]
) -> tuple[Sequence[Staged], ...]:
    """Stage the catalogs and templates of these posts with the new key in them; those of one post are renamed, too."""
    keys = {old: new for (locale, old), (_, new) in retyped.items() if locale == site.source}
    if not keys:
        return ()
    stems = {page.post.key: stem_of(page.post) for page in content.pages if page.locale == site.source}
    pattern = re.compile(
        rb"(?<=[\s:])(" + b"|".join(re.escape(key.encode()) for key in sorted(keys)) + rb")(?=:|\\n)"
    )
    sets: list[Sequence[Staged]] = []
    for path in _files(site):
        data = read_bytes(path)
        named = keys_of(path) & keys.keys()
        if data is None or not named:
            continue
        anew = _with_keys(data, pattern, keys)
        to = path
        if site.layout is Layout.POST and is_of_one_post(path):
            rest = path.stem.removeprefix(post_stem(path.stem))
            to = path.with_name(f"{stems[keys[min(named)]]}{rest}{path.suffix}")
        if to == path:
            sets.append((Staged(path, anew, data),))
        elif read_bytes(to) in (None, anew):
            sets.append((Staged(to, anew, read_bytes(to), receives=True), Staged(path, None, data)))
    return tuple(sets)


def retyped_findings(site: Site, retyped: Mapping[PageKey, PageKey]) -> Iterable[Finding]:
    """Say of each source post what it was, and what its owner may have to name anew."""
    for (locale, old), (_, new) in sorted(retyped.items()):
        if locale == site.source:
            message = (
                f"it was {old} before and changed its type; its catalogs and dates came along. Where calque.toml names "
                f"{old}, write {new}"
            )
            yield Finding.of(FindingCode.TYPE_CHANGED, new, message, locale)


def _files(site: Site) -> Iterable[Path]:
    yield from list_templates(site)
    for locale in site.locales:
        yield from list_catalogs(site, locale.tag)


def _with_keys(data: bytes, pattern: re.Pattern[bytes], keys: Mapping[str, str]) -> bytes:
    """Put the new keys into references and into the header: `#: posts/12:1` → `#: pages/12:1`."""
    lines = data.splitlines(keepends=True)
    return b"".join(
        pattern.sub(lambda found: keys[found[1].decode()].encode(), line)
        if line.startswith((b"#: ", b'"X-Calque-Post:'))
        else line
        for line in lines
    )
