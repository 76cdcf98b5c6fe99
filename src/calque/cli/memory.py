"""`calque memory`: what a locale's catalogs translate, given to other programs and taken from them as TMX."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from calque.cli.findings import tell_findings
from calque.cli.options import Config, site_of, target_locale
from calque.counts import plural
from calque.model import Fill, Site
from calque.output import say, write_json

if TYPE_CHECKING:
    from calque.pipeline.translators.memory import ImportedMemory

__all__ = ["memory"]


def memory(
    do: Annotated[Literal["export", "import"], Parameter(help="Write the file, or take it.")],
    file: Annotated[Path, Parameter(help="The TMX file.")],
    /,
    *,
    locale: Annotated[str, Parameter(help="Of which locale; may be left out where there is one.")] = "",
    dry_run: Annotated[bool, Parameter(negative="", help="Count, and write nothing.")] = False,
    config: Config = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How the figures are shown.")] = "text",  # noqa: A002 — the option's name
) -> int:
    """Exchange a locale's memory with other programs, as TMX."""
    # The pipeline and lxml are for this command alone.
    from calque.pipeline.translators import memory as pipeline  # noqa: PLC0415

    site = site_of(config)
    tag = target_locale(site, locale, "memory")
    if do == "export":
        if dry_run:
            _, count, findings = pipeline.tmx_of(site, tag)
        else:
            count, findings = pipeline.export_memory(site, tag, file)
        figures: dict[str, object] = {"version": 1, "locale": tag, "file": str(file), "rows": count}
        wrote = "Would write" if dry_run else "Wrote"
        sentence = f"{wrote} {_count(count)} into {tag} to {file}."
    else:
        done, findings = pipeline.import_memory(site, tag, file, dry_run=dry_run), ()
        figures = {"version": 1, "locale": tag, "file": done.file, "taken": done.taken, "broken": done.broken}
        sentence = _imported(site, done, dry_run=dry_run)
    if format == "json":
        write_json(figures)
    else:
        say(sentence)
    return tell_findings(findings)


def _imported(site: Site, done: "ImportedMemory", *, dry_run: bool) -> str:
    left = f" {done.broken:,} have other tags than their text and are left out." if done.broken else ""
    if not done.file:
        return f"Nothing in it is from {site.source} into {done.locale}, or fit to be suggested.{left}"
    kept = f"{'Would keep' if dry_run else 'Kept'} {_count(done.taken)} in {done.file}.{left}"
    if site.fill is Fill.OFF:
        return f"{kept} [memory] fill is off in calque.toml, so nothing is suggested from it."
    return f"{kept} From the next sync on they are suggested where a text is missing, to be reviewed."


def _count(number: int) -> str:
    return plural(number, "translation")
