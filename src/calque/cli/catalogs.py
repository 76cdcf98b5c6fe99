"""`calque merge`: msgmerge's job on any pair of PO and POT; no calque.toml needed."""

import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from calque.counts import plural
from calque.disk import is_same, is_there, read_regular
from calque.errors import CatalogError, ConfigError
from calque.locales import find_tag, gettext_name, language_of, parse_tag
from calque.output import tell, write_json, write_text
from calque.places import language_folder
from calque.po import Catalog, Merge, no_loss, read_catalog, write_catalog
from calque.po import merge as merge_catalogs
from calque.po.placeholders import header_language
from calque.store import write_atomic

__all__ = ["merge"]

_LANGUAGE = re.compile(r"[a-z]{2}(_[A-Z]{2})?")
"""A name of two letters, with a country or without: names of three are words as well, as `old` and `new`."""


def merge(
    old: Annotated[Path, Parameter(help="The translated catalog.")],
    new: Annotated[Path, Parameter(help="The template it shall follow.")],
    /,
    *,
    output: Annotated[Path | None, Parameter(name=["-o", "--output"], help="Write the result here.")] = None,
    in_place: Annotated[bool, Parameter(negative="", help="Write the result over OLD.")] = False,
    locale: Annotated[str, Parameter(help="The catalog's locale, where its header names none.")] = "",
    fuzzy: Annotated[bool, Parameter(help="Suggest translations for edited texts.")] = True,
    wrap: Annotated[int, Parameter(help="Width of new lines; 0 does not wrap.")] = 79,
    format: Annotated[Literal["po", "json"], Parameter(help="What goes to standard output.")] = "po",  # noqa: A002 — the option's name
) -> int:
    """Merge a catalog with a newer template, losing no word."""
    if output is not None and in_place:
        raise ConfigError("merge: --output and --in-place exclude each other; give one")
    target = old if in_place else output
    if format == "json" and target is None:
        raise ConfigError(
            "merge: --format json needs --output or --in-place; the PO goes to standard output else"
        )
    catalog, template = _read(old), _read(new)
    language = _asked(locale, catalog) if locale else _language(old, catalog, template)
    merged = merge_catalogs(
        catalog, template, locale=find_tag(language) or language, language=language, fuzzy=fuzzy
    )
    lost = no_loss([catalog], [merged.catalog], kept=merged.archived)
    if lost:
        raise CatalogError(
            f"{lost[0].place}: merging would lose {lost[0].text!r}; nothing was written, report this"
        )
    if output is not None:
        _refuse_work(output, old, merged)
    if merged.archived:
        _archive(merged, Path(f"{target or old}.archive.po"), wrap)
    data = write_catalog(merged.catalog, wrap=wrap)
    if target is None:
        write_text(data.decode(merged.catalog.charset))
    else:
        write_atomic(target, data)
    if format == "json":
        write_json(_summary(merged, str(target)))
    return 0


def _refuse_work(output: Path, old: Path, merged: Merge) -> None:
    """Refuse to write over a file that is no PO file, or holds work that the result does not hold."""
    if not is_there(output) or is_same(output, old):
        return
    then = "give another name with --output"
    try:
        standing = _read(output)
    except CatalogError as error:
        raise ConfigError(f"{output}: stands already, and is no PO file that can be read; {then}") from error
    if no_loss([standing], [merged.catalog], kept=merged.archived):
        raise ConfigError(f"{output}: stands already, and holds texts that the result does not hold; {then}")


def _archive(merged: Merge, path: Path, wrap: int) -> None:
    """Keep what the catalog has no place for in a file beside it, and say so."""
    from calque.pipeline.archive.entries import add_archived  # noqa: PLC0415 — only where something has no place

    kept = _read(path) if path.exists() else None
    write_atomic(path, write_catalog(add_archived(kept, merged), wrap=wrap))
    count = len(merged.archived)
    told = plural(
        count, "entry that has no place in the catalog is", "entries that have no place in the catalog are"
    )
    tell(f"calque: {path}: {told} kept here")


def _read(path: Path) -> Catalog:
    try:
        return read_catalog(read_regular(path), place=str(path))
    except OSError as error:
        raise CatalogError(
            f"{path}: cannot be read ({error.strerror}); check the name and its rights"
        ) from error


def _asked(locale: str, catalog: Catalog) -> str:
    """Return the gettext name of the locale that was asked for; the header's, where that names the same language."""
    tag = parse_tag(locale)
    said = header_language(catalog)
    if said and language_of(find_tag(said) or said) != language_of(tag):
        raise CatalogError(
            f"{catalog.place}:1: the header says Language: {said}, not {locale}; leave --locale out, or mend the header"
        )
    return said or gettext_name(tag)


def _language(old: Path, catalog: Catalog, template: Catalog) -> str:
    """Return the gettext name of the catalog's language; empty where nothing tells it.

    Its own header comes first, then the folder that gettext looks for it in, `fr/LC_MESSAGES/`, then its name where
    that is a language's, `po/pt_BR.po`, then the header of a template that was made for one language.
    """
    by_place = language_folder(old)
    by_name = old.stem if _LANGUAGE.fullmatch(old.stem) else ""
    theirs = header_language(template)
    is_source = theirs == template.header.get("X-Source-Language", "")
    return (
        header_language(catalog)
        or (by_place if find_tag(by_place) else "")
        or (by_name if find_tag(by_name) else "")
        or ("" if is_source else theirs)
    )


def _summary(merged: Merge, target: str) -> dict[str, object]:
    return {
        "version": 1,
        "file": target,
        "counts": dict(Counter(str(change.kind) for change in merged.changes)),
        "changes": [
            {
                "kind": str(change.kind),
                "context": change.context,
                "source": change.source,
                "predecessor": change.predecessor,
                "predecessor_context": change.predecessor_context,
                "score": change.score,
                "reason": change.reason,
            }
            for change in merged.changes
        ],
    }
