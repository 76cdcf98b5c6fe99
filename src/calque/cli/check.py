"""`calque check`: what the checks say of PO files, a line each."""

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from calque.checks import CODES
from calque.checks.consistency import CONSISTENCY
from calque.cli.findings import tell_findings
from calque.cli.options import Config, refuse_unknown, site_of
from calque.config import FILE_NAME
from calque.counts import plural
from calque.errors import CatalogError, ConfigError
from calque.exit_codes import EXIT_POLICY, EXIT_UNMEASURED
from calque.locales import parse_tag
from calque.model import Flaw, Severity, Site
from calque.output import tell, write_json, write_lines
from calque.pipeline.check import (
    CheckedCatalog,
    CheckedUnit,
    CheckRequest,
    catalogs_of,
    check_catalog,
    with_consistency,
)
from calque.pipeline.findings import unlisted_findings

__all__ = ["check"]

VERSION = 1
"""Rises when a key of the JSON changes its meaning or goes."""

_ORDER = tuple(Severity)
"""The gravest first."""

_Codes = Annotated[str, Parameter(help="Checks, such as numbers,links; see docs/reference/checks.md.")]


def check(
    files: Annotated[
        list[Path] | None, Parameter(help="PO files, or folders of them; else all catalogs of the site.")
    ] = None,
    /,
    *,
    config: Config = None,
    locale: Annotated[
        str, Parameter(help="The files' locale, else each header's; without files: this one alone.")
    ] = "",
    source: Annotated[
        str, Parameter(help="The source locale; else the header's, calque.toml's, or English.")
    ] = "",
    only: _Codes = "",
    ignore: _Codes = "",
    severity: Annotated[Severity, Parameter(help="The least that is shown.")] = Severity.NOTE,
    fuzzy: Annotated[bool, Parameter(negative="", help="Check fuzzy entries, too.")] = False,
    fail_on: Annotated[
        Severity | None, Parameter(help="Exit 1 where something so severe, or worse, is shown.")
    ] = None,
    format: Annotated[Literal["table", "json"], Parameter(help="Lines, or one JSON object.")] = "table",  # noqa: A002 — the option's name
) -> int:
    """Check numbers, links, terms and more in what is translated."""
    wanted = _codes(only, "--only")
    site = _site(config, required=not files)
    wish = CheckRequest(
        locale=parse_tag(locale) if locale else "",
        source=parse_tag(source) if source else "",
        ignored=_codes(ignore, "--ignore")
        | (frozenset((*CODES, *CONSISTENCY)) - wanted if wanted else frozenset()),
        fuzzy=fuzzy,
    )
    paths = _paths(files) if files else _catalogs(site, wish.locale)
    checked, failed = _check_all(paths, site, wish)
    checked = with_consistency(checked)
    shown = _shown(checked, wanted, severity)
    if format == "json":
        write_json(_as_json(checked, shown))
    else:
        write_lines("".join(_line(*row) for row in shown))
    _tell_sum(checked, shown)
    unlisted = unlisted_findings(site) if site and not files else ()
    tell_findings(unlisted)
    if failed or unlisted:
        return EXIT_UNMEASURED
    is_broken = fail_on is not None and any(_is_so_severe(flaw, fail_on) for _, _, flaw in shown)
    return EXIT_POLICY if is_broken else 0


_Row = tuple[CheckedCatalog, CheckedUnit, Flaw]


def _site(config: Path | None, *, required: bool) -> Site | None:
    """Return the site of the calque.toml in force; files alone need none."""
    if config is None and not required:
        folders = (Path.cwd(), *Path.cwd().parents)
        if not any((folder / FILE_NAME).is_file() for folder in folders):
            return None
    return site_of(config)


def _paths(files: Sequence[Path]) -> list[Path]:
    """Return the files given, and of each folder given the PO files below it."""
    return [path for file in files for path in (sorted(file.rglob("*.po")) if file.is_dir() else (file,))]


def _catalogs(site: Site | None, locale: str) -> Sequence[Path]:
    """Return the catalogs of the site, or of one of its locales."""
    if site is None:
        return ()
    if locale:
        refuse_unknown(site, locale)
    return catalogs_of(site, locale)


def _codes(text: str, option: str) -> frozenset[str]:
    """Read codes of checks, separated by commas."""
    codes = [code.strip() for code in text.split(",") if code.strip()]
    for code in codes:
        if code not in (*CODES, *CONSISTENCY):
            near = difflib.get_close_matches(code, (*CODES, *CONSISTENCY), n=1, cutoff=0.0)[0]
            raise ConfigError(f"{option}: {code!r} is no check; the nearest is {near!r}")
    return frozenset(codes)


def _check_all(
    paths: Iterable[Path], site: Site | None, wish: CheckRequest
) -> tuple[tuple[CheckedCatalog, ...], bool]:
    """Check each file; one that cannot be read is told on standard error, and the others go on."""
    checked: list[CheckedCatalog] = []
    failed = False
    for path in paths:
        try:
            checked.append(check_catalog(path, _place(path), site, wish))
        except (CatalogError, ConfigError) as error:
            sentence = str(error) if str(path.name) in str(error) else f"{path}: {error}"
            tell(f"calque: {sentence}")
            failed = True
    return tuple(checked), failed


def _place(path: Path) -> str:
    """Return a path as an editor started in this folder opens it."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _shown(checked: Sequence[CheckedCatalog], wanted: frozenset[str], least: Severity) -> list[_Row]:
    return [
        (catalog, unit, flaw)
        for catalog in checked
        for unit in catalog.units
        for flaw in unit.flaws
        if _is_so_severe(flaw, least) and (not wanted or flaw.code in wanted)
    ]


def _is_so_severe(flaw: Flaw, least: Severity) -> bool:
    return _ORDER.index(flaw.severity) <= _ORDER.index(least)


def _line(catalog: CheckedCatalog, unit: CheckedUnit, flaw: Flaw) -> str:
    message = " ".join(flaw.message.split())
    return f"{catalog.place}:{unit.unit.line}: {flaw.severity} {flaw.code}: {message}\n"


def _as_json(checked: Sequence[CheckedCatalog], shown: Sequence[_Row]) -> dict[str, object]:
    return {
        "version": VERSION,
        "files": len(checked),
        "checked": sum(catalog.checked for catalog in checked),
        "counts": dict(sorted(Counter(flaw.code for _, _, flaw in shown).items())),
        "flaws": [
            {
                "file": catalog.place,
                "line": unit.unit.line,
                "locale": catalog.locale,
                "code": flaw.code,
                "severity": str(flaw.severity),
                "message": flaw.message,
                "context": unit.unit.context,
                "source": unit.unit.source,
                "target": list(unit.unit.target),
            }
            for catalog, unit, flaw in shown
        ],
    }


def _tell_sum(checked: Sequence[CheckedCatalog], shown: Sequence[_Row]) -> None:
    """Say on standard error how much was checked, so that silence is not taken for it."""
    counts = Counter(flaw.severity for _, _, flaw in shown)
    told = ", ".join(
        f"{counts[one]} {one}{'' if counts[one] == 1 else 's'}" for one in Severity if counts[one]
    )
    total = sum(catalog.checked for catalog in checked)
    files = f"{plural(len(checked), 'file')}"
    tell(f"{told or 'Nothing'} found in {plural(total, 'translation')} of {files}.")
