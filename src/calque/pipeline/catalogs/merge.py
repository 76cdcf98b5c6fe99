"""Merge: builds the template of each bundle, and its catalog in each locale whose scope includes it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from calque.checks import glossary_of
from calque.errors import CatalogError
from calque.html import plain
from calque.locales import gettext_name
from calque.model import Finding, FindingCode, Layout, Site, SplitPost
from calque.pipeline.archive.entries import keep_entries
from calque.pipeline.archive.moves import shelve
from calque.pipeline.archive.quarantine import give_way
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.recall import Recalled, recall
from calque.pipeline.catalogs.shrunk import Elsewhere, catalog_finding, oddities, refuse_shrunk
from calque.pipeline.findings import finding_of
from calque.places import archive_path, archived_template_path, catalog_path, path_below, template_path
from calque.po import (
    Catalog,
    Merge,
    build_template,
    no_loss,
    read_catalog,
    refuse_cut_off,
    with_gathered,
    write_catalog,
)
from calque.po import merge as merge_catalog
from calque.po.carry import Terms, no_terms
from calque.po.contexts import with_contexts_back
from calque.po.entries import Fields
from calque.po.placeholders import header_language
from calque.states.scope import is_wanted
from calque.store import Staged, read_bytes

__all__ = [
    "Merged",
    "last_template",
    "merge",
    "merge_bundle",
    "read_own_catalog",
    "refuse_cut",
    "with_contexts",
]


@dataclass(frozen=True, slots=True)
class Merged:
    """What one bundle comes to: the files to write, what changed in them, and findings."""

    bundle: Bundle
    files: tuple[Staged, ...]
    changes: tuple[tuple[str, Counter[str]], ...]
    """One row for each locale: the number of entries with each kind of change."""
    findings: tuple[Finding, ...]
    recut: tuple[str, ...] = ()
    """The keys of the posts whose translations were carried over to a new cut."""
    catalogs: Mapping[Path, Catalog] = field(default_factory=dict)
    """What the catalogs among the files say, so that nobody has to read them for it; none where it is not at hand."""


def merge(site: Site, bundles: Sequence[Bundle]) -> tuple[Merged, ...]:
    """Merge a batch of bundles with the catalogs on disk; nothing is written."""
    elsewhere = Elsewhere(site)
    terms = _terms(site)
    return tuple(merge_bundle(site, bundle, elsewhere, terms) for bundle in bundles)


def merge_bundle(
    site: Site, bundle: Bundle, elsewhere: Elsewhere | None = None, terms: Mapping[str, Terms] | None = None
) -> Merged:
    """Merge one bundle; a catalog that cannot be read, or shrank, stays as it is, and the other locales go on.

    `terms` is what the glossary says in each locale, where it was made ready for several bundles.
    """
    elsewhere = elsewhere or Elsewhere(site)
    terms = _terms(site) if terms is None else terms
    changes: list[tuple[str, Counter[str]]] = []
    findings: list[Finding] = []
    catalogs: dict[Path, Catalog] = {}
    recut: set[str] = set()
    try:
        template, last, files = _build(site, bundle)
    except CatalogError as error:
        return Merged(bundle, (), (), (finding_of(error, code=FindingCode.UNREADABLE_CATALOG),))
    for locale in site.locales:
        if locale.tag in bundle.waits:
            continue
        posts = tuple(split for split in bundle.posts if is_wanted(split.post, site.scope(locale.tag)))
        own = template if posts == bundle.posts else _template(site, posts, None)
        try:
            if not posts:
                files += shelve(site, locale.tag, bundle.name)
                continue
            merged, staged, recalled, mended = _merge_locale(
                site,
                replace(bundle, posts=posts),
                locale.tag,
                own,
                last,
                elsewhere,
                terms=terms[locale.tag],
            )
        except CatalogError as error:
            findings.append(catalog_finding(error, locale.tag))
            continue
        files += staged
        catalogs[catalog_path(site, locale.tag, bundle.name)] = merged.catalog
        findings += mended
        if recalled.flags_dropped:
            findings.append(_flags_dropped(catalog_path(site, locale.tag, bundle.name), site, locale.tag))
        counts = Counter(str(change.kind) for change in merged.changes)
        if recalled.recut:
            recut.update(recalled.recut.posts)
            counts += Counter(recut=recalled.recut.carried, doubtful=recalled.recut.doubtful)
        changes.append((locale.tag, counts))
    return Merged(bundle, tuple(files), tuple(changes), tuple(findings), tuple(sorted(recut)), catalogs)


def _build(site: Site, bundle: Bundle) -> tuple[Catalog, Catalog | None, list[Staged]]:
    """Build the bundle's template; return the last one, too, whose date it keeps where the texts are the same."""
    path = template_path(site, bundle.name)
    before = read_bytes(path)
    last = _template_in(before, path, site)
    template = _template(site, bundle.posts, last)
    files = [Staged(path, write_catalog(template, wrap=site.wrap), before)]
    archived = archived_template_path(site, bundle.name)
    back = read_bytes(archived)
    return template, last, files if back is None else [*files, Staged(archived, None, back)]


def _template_in(data: bytes | None, path: Path, site: Site) -> Catalog | None:
    try:
        return read_catalog(data, place=path_below(site, path)) if data else None
    except CatalogError:
        return None  # a template holds no translator's work, so a broken one is written anew


def _template(site: Site, posts: Sequence[SplitPost], previous: Catalog | None) -> Catalog:
    return build_template(posts, site=site.name, source=site.source, previous=previous)


def _merge_locale(
    site: Site,
    bundle: Bundle,
    locale: str,
    template: Catalog,
    last: Catalog | None,
    elsewhere: Elsewhere,
    *,
    terms: Terms,
) -> tuple[Merge, list[Staged], Recalled, tuple[Finding, ...]]:
    name = bundle.name
    path = catalog_path(site, locale, name)
    before, archived = read_bytes(path), read_bytes(archive_path(site, locale, name))
    aside: list[Staged] = []
    if before is None and archived is not None:
        catalog, aside = _from_archive(site, path, archived, locale, template)
    else:
        catalog = read_own_catalog(site, path, before, locale, template)
    # What stays in the file is told as long as it does; conflict markers are gone once it is written.
    mended = oddities(catalog, locale) if catalog and catalog.data is None else ()
    if catalog and before is not None:
        catalog = with_contexts(catalog, lambda: (last, template))
        refuse_cut(catalog, site, bundle)
    gathered = bundle.gathered.get(locale)
    if before is not None or (archived is None and gathered is None):
        refuse_shrunk(site, bundle, locale, path, before, catalog, elsewhere)
    if gathered is not None:
        start = catalog or merge_catalog(None, template, locale=locale, language=gettext_name(locale)).catalog
        catalog = with_gathered(start, gathered, new=catalog is None)
    recalled = recall(catalog, bundle, locale=locale, site=site) if catalog else Recalled(Catalog())
    merged = merge_catalog(
        recalled.catalog if catalog else None,
        template,
        locale=locale,
        language=gettext_name(locale),
        last=last,
        terms=terms,
    )
    lost = no_loss([catalog], [merged.catalog], kept=merged.archived) if catalog else ()
    if lost:
        raise CatalogError.at(
            lost[0].place,
            f"merging would lose the {lost[0].kind} {lost[0].text!r}; "
            "the file is left as it is, please report this",
        )
    data = write_catalog(merged.catalog, wrap=site.wrap)
    staged = [Staged(path, data, before, receives=gathered is not None), *aside]
    if archived is not None and (before is None or _says_nothing_else(archived, merged)):
        staged.append(Staged(archive_path(site, locale, name), None, archived))
    staged += keep_entries(site, locale, name, merged)
    return merged, staged, recalled, tuple(mended)


def _terms(site: Site) -> Mapping[str, Terms]:
    """Return what the site's glossary says of a text, by locale; it is made ready where an entry is written first."""
    return {locale.tag: _terms_in(site, locale.tag) for locale in site.locales}


def _terms_in(site: Site, locale: str) -> Terms:
    if not site.checks.terms:
        return no_terms
    glossary = cache(lambda: glossary_of(site, locale))
    return lambda source: glossary().facts_of(plain(source))


def _from_archive(
    site: Site, path: Path, data: bytes, locale: str, template: Catalog
) -> tuple[Catalog | None, list[Staged]]:
    """Read the catalog that comes back from the archive; where it does not fit the template, a new one is made."""
    try:
        return read_own_catalog(site, path, data, locale, template), []
    except CatalogError:
        return None, [give_way(site, locale, path, data)]


def _flags_dropped(path: Path, site: Site, locale: str) -> Finding:
    return Finding.of(
        FindingCode.FLAGS_DROPPED,
        place=path_below(site, path),
        message="it came back without a single fuzzy flag, which confirms nothing: the flags are back where the "
        "translation is unchanged; an editor that drops them needs another setting, or review in another editor",
        locale=locale,
    )


def _says_nothing_else(archived: bytes, merged: Merge) -> bool:
    """Tell whether an archived catalog was restored completely by a run that was killed before it could delete it."""
    try:
        return not no_loss([read_catalog(archived, place="")], [merged.catalog])
    except CatalogError:
        return False


def read_own_catalog(
    site: Site, path: Path, data: bytes | None, locale: str, template: Catalog
) -> Catalog | None:
    """Read a catalog that must belong to the template, in `locale`; None where there is no file.

    Errors: CatalogError also where its header names another post or another language.
    """
    if data is None:
        return None
    place = path_below(site, path)
    catalog = read_catalog(data, place=place)
    if handoff := catalog.header.get("X-Calque-Handoff", ""):
        raise CatalogError.at(
            f"{place}:1",
            f"this is the file of the handoff {handoff}, not the catalog; put it into inbox/, "
            "and restore the catalog from version control or a backup",
        )
    own = template.header.get("X-Calque-Post", "") if site.layout is Layout.POST else ""
    expected = (
        ("X-Calque-Post", catalog.header.get("X-Calque-Post", ""), own),
        ("Language", header_language(catalog), gettext_name(locale)),
    )
    for name, found, value in expected:
        if found and value and found != value:
            raise CatalogError.at(
                f"{place}:1",
                f"the header says {name}: {found}, this is the file of {value}; put the right file back",
            )
    return catalog


def with_contexts(catalog: Catalog, templates: Callable[[], Iterable[Catalog | None]]) -> Catalog:
    """Return a catalog that a converter took every context from with those of the templates' entries."""

    def known() -> Iterator[Fields]:
        for template in templates():
            yield from (block.fields for block in template.blocks) if template else ()

    return with_contexts_back(catalog, known())


def refuse_cut(catalog: Catalog, site: Site, bundle: Bundle) -> None:
    """Refuse a catalog of the bundle's posts that was cut off; see :mod:`calque.po.cut`."""
    wanted = [(segment.context, segment.text) for split in bundle.posts for segment in split.segments]
    refuse_cut_off(catalog, wanted, lambda: last_template(site, bundle))


def last_template(site: Site, bundle: Bundle) -> Catalog | None:
    """Return the bundle's template as the last sync left it; None where there is none that can be read."""
    path = template_path(site, bundle.name)
    return _template_in(read_bytes(path), path, site)
