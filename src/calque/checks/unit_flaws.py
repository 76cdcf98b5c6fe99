"""A unit checked: every flaw of its target texts."""

from collections.abc import Collection, Iterator

from calque.checks.glossary import Glossary
from calque.checks.pair import CheckSetting, Pair
from calque.checks.table import CHECKS, Check
from calque.language import Judgement
from calque.model import Flaw, Severity, Site, Unit

__all__ = ["check_unit", "glossary_of", "setting_of"]

_NO_TRANSLATION = frozenset({"untranslated-copy", "wrong-language"})


def glossary_of(site: Site, locale: str) -> Glossary:
    """Return the terms of a site's glossary in a locale."""
    return Glossary(site.checks.terms, locale)


def setting_of(site: Site, locale: str) -> CheckSetting:
    """Return what all texts of a site's locale have in common."""
    return CheckSetting(
        source_locale=site.source,
        target_locale=locale,
        site=site,
        glossary=glossary_of(site, locale),
        ignored=site.checks.ignored_in(locale),
    )


def check_unit(unit: Unit, setting: CheckSetting, *, judgement: Judgement | None = None) -> tuple[Flaw, ...]:
    """Return the flaws of a unit, in the order of the checks, each once; of an empty target nothing is said.

    Each plural form is compared with the singular and the plural source, and is right where either agrees.
    Where the target is no translation at all, of the rest only errors are told. `judgement` is that of the target's
    language, where it was made already.

    `Unit("Open at 9:30", None, ("Ouvert à 9 h 40",))` → `Flaw("numbers", WARNING, "30 became 40")`
    """
    found: dict[Flaw, None] = {}
    for target in unit.target:
        if target:
            found |= dict.fromkeys(_check_target(unit, target, setting, judgement))
    return tuple(sorted(found, key=lambda flaw: _PLACES[flaw.code]))


_PLACES = {check.code: place for place, check in enumerate(CHECKS)}


def _check_target(unit: Unit, target: str, setting: CheckSetting, judgement: Judgement | None) -> list[Flaw]:
    flaws = list(_flaws(unit, unit.source, target, setting, judgement))
    if not flaws or not unit.plural:
        return flaws
    others = list(_flaws(unit, unit.plural, target, setting, judgement))
    codes = {flaw.code for flaw in flaws}
    return [flaw for flaw in others if flaw.code in codes]


def _flaws(
    unit: Unit, source: str, target: str, setting: CheckSetting, judgement: Judgement | None
) -> Iterator[Flaw]:
    pair = Pair(
        source,
        target,
        setting,
        formats=unit.formats,
        is_plural=bool(unit.plural),
        max_length=unit.max_length,
        judgement=judgement,
    )
    is_translation = True
    for check in CHECKS:
        if not is_translation and check.severity is not Severity.ERROR:
            continue
        if _is_ignored(check, unit.ignored, setting.ignored):
            continue
        for message in check.find(pair):
            yield Flaw(check.code, check.severity, message)
            is_translation = is_translation and check.code not in _NO_TRANSLATION


def _is_ignored(check: Check, *ignored: Collection[str]) -> bool:
    return not check.fixed and any(check.code in codes for codes in ignored)
