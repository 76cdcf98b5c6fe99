"""`[checks]`: which checks are not made, by locale too, and the glossary's terms."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from calque.config.locales import read_target
from calque.config.tables import Table
from calque.disk import read_regular
from calque.model import CheckRules, DriftRules, SiteLocale, Term

__all__ = ["read_checks", "read_drift"]


def read_checks(checks: Table, locales: Sequence[SiteLocale], root: Path) -> CheckRules:
    """Read `[checks]` and `[checks.TAG]`, and the glossary that they name, in the workspace `root`."""
    if not len(checks):
        return CheckRules()
    keys = ("ignore", "glossary")
    tags = [key for key in checks if key not in keys]
    for tag in tags:
        if tag not in {name for locale in locales for name in (locale.tag, locale.tag.replace("-", "_"))}:
            checks.only(*keys, *(locale.tag for locale in locales))
    by_locale = {read_target(checks, tag, locales): _codes(checks.table(tag).only("ignore")) for tag in tags}
    path = checks.path("glossary")
    return CheckRules(
        ignore=_codes(checks),
        by_locale=MappingProxyType(by_locale),
        glossary=path,
        terms=_terms(checks, root, path) if path else (),
    )


def read_drift(drift: Table, locales: Sequence[SiteLocale]) -> DriftRules:
    """Read `[drift]` and `[drift.TAG]`: what of a page may be other than in its source."""
    tags = [key for key in drift if key != "ignore"]
    names = {name for locale in locales for name in (locale.tag, locale.tag.replace("-", "_"))}
    if not names.issuperset(tags):
        drift.only("ignore", *(locale.tag for locale in locales))
    by_locale = {
        read_target(drift, tag, locales): drift.table(tag).only("ignore").texts("ignore") for tag in tags
    }
    return DriftRules(tuple(drift.texts("ignore")), MappingProxyType(by_locale))


def _codes(table: Table) -> tuple[str, ...]:
    """Read the codes at `ignore`, each of a check that can be left out, sorted."""
    from calque.checks import CHECKS  # noqa: PLC0415 — loads the languages, which few commands need
    from calque.checks.consistency import CONSISTENCY  # noqa: PLC0415 — the same

    codes = table.texts("ignore")
    fixed = {check.code: check.fixed for check in CHECKS} | dict.fromkeys(CONSISTENCY, False)
    for code in codes:
        if code not in fixed:
            near = difflib.get_close_matches(code, fixed, n=1, cutoff=0.0)
            table.fail("ignore", f"{code!r} is no check", f"the nearest is {near[0]!r}")
        if fixed[code]:
            table.fail(
                "ignore", f"{code} cannot be left out", "what it finds is never rendered; delete it here"
            )
    return tuple(sorted(set(codes)))


def _terms(checks: Table, root: Path, path: str) -> tuple[Term, ...]:
    from calque.checks import parse_glossary  # noqa: PLC0415 — as above

    try:
        text = read_regular(root / path).decode("utf-8")
    except FileNotFoundError:
        checks.fail("glossary", f"there is no file {path}", "write it, or delete the line")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        checks.fail("glossary", f"{path} cannot be read ({reason})", "save it as a CSV in UTF-8")
    return parse_glossary(text, place=path)
