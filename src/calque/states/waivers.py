"""Waived revisions: an edit of the source that somebody decided no translation has to follow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from rapidfuzz.distance import Indel

from calque.model import Finding, FindingCode, History, Site, SourceRevision, Unit, Waiver
from calque.po.units import Key

__all__ = ["waive", "waiver_findings", "waivers_of"]


def waivers_of(site: Site, post: str, locale: str) -> tuple[Waiver, ...]:
    """Return the waivers of calque.toml that concern a post in a locale."""
    return tuple(
        one for one in site.waivers if one.post == post and (not one.locales or locale in one.locales)
    )


def waive(unit: Unit, history: History, waivers: Sequence[Waiver]) -> Unit:
    """Return the unit as if its translation had been made from the text that the waived revisions left.

    The text is followed through the page's revisions: where a waived one changed it, that counts as confirmed;
    the first other change makes it stale, since then. A unit that is not stale is returned as it is.
    """
    if not unit.fuzzy or unit.origin or unit.confirmed is None or unit.confirmed == unit.source:
        return unit
    confirmed, by = unit.confirmed, list[Waiver]()
    for before, after in _steps(history, (unit.context, confirmed)):
        if after.holds(unit.context, confirmed):
            continue
        waiver = next((one for one in waivers if _covers(one, after)), None)
        text = _successor((unit.context, confirmed), unit.source, before, after)
        if waiver is None or text is None:
            break
        confirmed = text
        by.append(waiver)
    if not by:
        return unit
    return replace(unit, confirmed=confirmed, fuzzy=confirmed != unit.source, waivers=tuple(by))


def waiver_findings(
    site: Site, rows: Sequence[tuple[str, str, Sequence[Unit]]], histories: dict[str, History]
) -> tuple[Finding, ...]:
    """Return a finding for each waiver: how many texts are not stale because of it, or that it has no effect.

    `rows` are locale, post and units of each page that was read; `histories` those of the source pages, by post.
    """
    findings: list[Finding] = []
    for waiver in site.waivers:
        place = f"{waiver.post} [[waive]]"
        said = f"the revision of {waiver.revision:%Y-%m-%d} is waived by {waiver.by} on {waiver.on:%Y-%m-%d}"
        if not any(_covers(waiver, one) for one in histories.get(waiver.post, History()).revisions):
            message = (
                f"{said}, and no such revision of {waiver.post} is known; mend the date, or remove the row"
            )
            findings.append(Finding.of(FindingCode.IDLE_WAIVER, place, message))
        for locale, post, units in rows:
            count = sum(waiver in unit.waivers for unit in units) if post == waiver.post else 0
            if count:
                reason = f" ({waiver.reason})" if waiver.reason else ""
                message = f"{said}{reason}: {count} texts are not stale for it"
                findings.append(Finding.of(FindingCode.WAIVED, place, message, locale))
    return tuple(findings)


def _covers(waiver: Waiver, revision: SourceRevision) -> bool:
    if isinstance(waiver.revision, datetime):
        return revision.since == waiver.revision
    return revision.since.date() == waiver.revision


def _steps(history: History, key: Key) -> Sequence[tuple[SourceRevision | None, SourceRevision]]:
    """Return the revisions after the last one that holds the text, each with the one before.

    Where none is known to hold it, the first known one has changed it already.
    """
    revisions = history.revisions
    holders = [number for number, revision in enumerate(revisions) if revision.holds(*key)]
    if holders:
        return list(pairwise(revisions[holders[-1] :]))
    return [(None, revisions[0]), *pairwise(revisions)] if revisions else []


def _successor(key: Key, today: str, before: SourceRevision | None, after: SourceRevision) -> str | None:
    """Return the text that a revision put in place of another: the most alike new one; None where it has none."""
    context, text = key
    if before is None:
        return today if after.holds(context, today) else None
    known = set(before.units)
    new = [other for role, other in after.units if role == context and (role, other) not in known]
    return max(new, key=lambda other: Indel.normalized_similarity(text, other), default=None)
