"""`calque recover`: what the archive and the quarantine hold, and the way back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter

from calque.cli.findings import tell_findings
from calque.cli.options import Config, site_of
from calque.errors import CatalogError, ConfigError
from calque.model import Site
from calque.output import RowFormat, print_rows, tell, write_lines
from calque.pipeline.archive.recover import RecoverFilter, Restored, StoredText, list_stored, restore
from calque.places import aside_folders, path_below

__all__ = ["recover"]


def recover(
    ids: Annotated[
        list[str] | None, Parameter(help="The ids of translations, as the list shows them.")
    ] = None,
    /,
    *,
    text: Annotated[str, Parameter(help="Those that hold this in text, translation or note.")] = "",
    post: Annotated[str, Parameter(help="Those of this post: posts/12.")] = "",
    locale: Annotated[str, Parameter(help="Those of this locale.")] = "",
    restore_: Annotated[
        bool, Parameter(name="--restore", negative="", help="Take them back into their post's catalog.")
    ] = False,
    into: Annotated[str, Parameter(help="Take them back into the catalog of this post.")] = "",
    dry_run: Annotated[bool, Parameter(negative="", help="Say what would come back; write nothing.")] = False,
    format: Annotated[RowFormat, Parameter(help="How they are shown.")] = "text",  # noqa: A002 — the option's name
    config: Config = None,
) -> int:
    """List or take back translations that are in no catalog."""
    site = site_of(config)
    wanted = RecoverFilter(tuple(ids or ()), locale, post, text)
    _refuse_unknown(site, wanted.ids)
    if not (restore_ or into):
        kept, findings = list_stored(site, wanted)
        if format == "json":
            print_rows([_row(one) for one in kept])
        else:
            write_lines("".join(_told(one) for one in kept) or f"{_nothing(site, wanted)}\n")
        return tell_findings(findings)
    if wanted == RecoverFilter():
        raise ConfigError(
            "recover: --restore takes back what it is told; give ids, --post, --text or --locale"
        )
    done, findings = restore(site, wanted, into=into, dry_run=dry_run)
    if format == "json":
        print_rows(
            [
                _row(one.kept) | {"outcome": one.kind, "catalog": one.catalog, "reason": one.reason}
                for one in done
            ]
        )
    else:
        write_lines("".join(f"{_outcome(one)}\n" for one in done))
        _sum_up(done, dry_run=dry_run)
    return tell_findings(findings)


def _nothing(site: Site, wanted: RecoverFilter) -> str:
    """Say that nothing was found, and in how much."""
    if wanted == RecoverFilter() or not (there := list_stored(site, RecoverFilter())[0]):
        return "Nothing is archived or in quarantine."
    texts = Counter(one.locale for one in there)
    told = ", ".join(f"{count:,} in {locale}" for locale, count in sorted(texts.items()))
    return f"None of what is archived or in quarantine is like that: {told}. Leave an option out to see more."


def _refuse_unknown(site: Site, ids: Sequence[str]) -> None:
    """Refuse ids that nothing has: cut off, or of what has come back already.

    Errors: CatalogError; the ids came from a list that is not true any more, so the command line itself is right.
    """
    if not ids:
        return
    kept, findings = list_stored(site, RecoverFilter())
    known = {one.id for one in kept}
    if unknown := [one for one in dict.fromkeys(ids) if one not in known]:
        tell_findings(findings)  # they may stand in a file that cannot be read
        folders = " and ".join(f"{path_below(site, folder)}/" for folder in aside_folders(site))
        raise CatalogError(
            f"recover: nothing below {folders} has the id {', '.join(unknown)}; `calque recover` lists what is there"
        )


def _row(kept: StoredText) -> dict[str, object]:
    return asdict(kept) | {"since": kept.since.isoformat() if kept.since else None}


def _told(kept: StoredText) -> str:
    context = f" [{kept.context}]" if kept.context else ""
    lines = [
        f"{kept.id}  {kept.locale}  {kept.post or '-'}{context}  since {kept.since}: {kept.why}",
        f"    {kept.source}",
        *(f"    → {target}" for target in kept.target if target),
        *(f"    # {line}" for line in kept.note.split("\n") if line),
        f"    {kept.file}:{kept.line}",
    ]
    return "\n".join(lines) + "\n\n"


def _outcome(one: Restored) -> str:
    if one.kind is None:
        return f"{one.kept.id}  left: {one.reason}"
    told = {
        "filled": "came back",
        "suggested": "came back fuzzy: its text is another now",
        "there": "stands there already",
        "kept both": "left: the catalog translates the text in another way, and both are kept",
        "no text": "left: no untranslated text like it",
    }
    return f"{one.kept.id}  {told[one.kind]} ({one.catalog})"


def _sum_up(done: Sequence[Restored], *, dry_run: bool) -> None:
    counts = Counter(str(one.kind or "left") for one in done)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing was found"
    tell(f"{'Would restore' if dry_run else 'Restored'}: {told}.")
