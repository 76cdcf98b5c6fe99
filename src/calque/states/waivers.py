"""Waived revisions: an edit of the source that somebody decided no translation has to follow."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from calque.counts import plural
from calque.model import Finding, FindingCode, History, Site, SourceRevision, Unit, Waiver
from calque.po.near import CANDIDATES, TextIndex
from calque.po.similarity import characters_alike
from calque.po.units import Key

__all__ = ["waive", "waiver_findings", "waivers_of"]


def waivers_of(site: Site) -> Mapping[str, Sequence[Waiver]]:
    """Return the waivers of calque.toml by the key of their post."""
    found: defaultdict[str, list[Waiver]] = defaultdict(list)
    for one in site.waivers:
        found[one.post].append(one)
    return found


def waive(
    units: Sequence[Unit], history: History, waivers: Sequence[Waiver], locale: str
) -> tuple[Unit, ...]:
    """Return a page's units in a locale as if translated from the texts that the waived revisions left.

    A text is followed through the page's revisions: where a waived one changed it, that counts as confirmed; the
    first other change makes it stale, since then. A unit that is not stale is returned as it is.
    """
    waivers = [one for one in waivers if not one.locales or locale in one.locales]
    if not waivers:
        return tuple(units)
    steps = _RevisionSteps(history)
    return tuple(_waive(unit, steps, waivers) for unit in units)


def _waive(unit: Unit, steps: "_RevisionSteps", waivers: Sequence[Waiver]) -> Unit:
    if not unit.fuzzy or unit.origin or unit.confirmed is None or unit.confirmed == unit.source:
        return unit
    confirmed, by = unit.confirmed, list[Waiver]()
    for number, revision in steps.after((unit.context, confirmed)):
        if revision.holds(unit.context, confirmed):
            continue
        waiver = next((one for one in waivers if _covers(one, revision)), None)
        text = steps.successor(number, (unit.context, confirmed), unit.source)
        if waiver is None or text is None:
            break
        confirmed = text
        by.append(waiver)
    if not by:
        return unit
    return replace(unit, confirmed=confirmed, fuzzy=confirmed != unit.source, waivers=tuple(by))


def waiver_findings(
    waivers: Sequence[Waiver],
    rows: Sequence[tuple[str, str, Sequence[Unit]]],
    histories: Mapping[str, History],
) -> Iterator[tuple[Waiver, Finding]]:
    """Yield a finding for each waiver: how many texts are not stale because of it, or that it has no effect.

    `rows` are locale, post and units of each page that was read; `histories` those of the source pages, by post.
    """
    counts: defaultdict[tuple[str, Waiver], Counter[str]] = defaultdict(Counter)
    for locale, post, units in rows:
        for unit in units:
            for waiver in dict.fromkeys(unit.waivers):
                counts[post, waiver][locale] += 1
    for waiver in waivers:
        place = f"{waiver.post} [[waive]]"
        said = f"the revision of {waiver.revision:%Y-%m-%d} is waived by {waiver.by} on {waiver.on:%Y-%m-%d}"
        if not any(_covers(waiver, one) for one in histories.get(waiver.post, History()).revisions):
            message = (
                f"{said}, and no such revision of {waiver.post} is known; mend the date, or remove the row"
            )
            yield waiver, Finding.of(FindingCode.IDLE_WAIVER, place, message)
        for locale, count in counts[waiver.post, waiver].items():
            reason = f" ({waiver.reason})" if waiver.reason else ""
            message = f"{said}{reason}: {plural(count, 'text is', 'texts are')} not stale for it"
            yield waiver, Finding.of(FindingCode.WAIVED, place, message, locale)


def _covers(waiver: Waiver, revision: SourceRevision) -> bool:
    if isinstance(waiver.revision, datetime):
        return revision.since == waiver.revision
    return revision.since.date() == waiver.revision


class _RevisionSteps:
    """A page's revisions, each with the texts that it brought."""

    def __init__(self, history: History) -> None:
        self._revisions = history.revisions
        self._brought: dict[tuple[int, str | None], tuple[list[str], TextIndex]] = {}

    def after(self, key: Key) -> Iterator[tuple[int, SourceRevision]]:
        """Yield the revisions after the last one that holds a text, each with its number.

        Where none is known to hold it, the first known one has changed it already.
        """
        holders = [number for number, revision in enumerate(self._revisions) if revision.holds(*key)]
        return islice(enumerate(self._revisions), holders[-1] + 1 if holders else 0, None)

    def successor(self, number: int, key: Key, today: str) -> str | None:
        """Return the text that a revision put in place of another: the most alike new one; None where it has none.

        Of the first known revision that is only known where the text of today stands in it.
        """
        context, text = key
        if number == 0:
            return today if self._revisions[0].holds(context, today) else None
        if (number, context) not in self._brought:
            before, after = self._revisions[number - 1 : number + 1]
            new = [other for role, other in after.units if role == context and not before.holds(role, other)]
            self._brought[number, context] = new, TextIndex(new)
        new, texts = self._brought[number, context]
        near = new if len(new) <= CANDIDATES else [new[one] for one in texts.near(text)] or new[:CANDIDATES]
        return max(near, key=lambda other: characters_alike(text, other), default=None)
