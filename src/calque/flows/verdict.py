"""How a run ended, as a sentence that a list of runs shows: the verdict first, then the figures."""

from collections import Counter
from collections.abc import Sequence

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from calque.guards.questions import asks
from calque.model import Finding, PageState, SegmentState, Site, Status
from calque.reports.figures import percent, plural, waiting_pages
from calque.states.gate import broken_policies
from calque.visible import visible

__all__ = ["final_state", "policy_by_locale", "unmeasured"]


def final_state(status: Status, site: Site) -> "State[None]":
    """Return the final state: what a guard asks first, then what could not be read, then the policies."""
    if told := unmeasured(status):
        return Failed(message=visible(told))
    broken = broken_policies(status, site)
    if broken:
        return Completed(
            message=visible("; ".join(filter(None, (_below(status, site, broken), _stale(status)))))
        )
    return Completed(message="; ".join(filter(None, ("all read and measured", _stale(status)))))


def unmeasured(status: Status) -> str:
    """Return what a guard asks and what could not be read, the cases of exit code 3; empty where there is neither."""
    asked = [finding for finding in status.errors if asks(finding.code)]
    unread = [finding for finding in status.errors if not asks(finding.code)]
    return "; ".join([*_held(asked), *_unread(unread)])


def policy_by_locale(status: Status, site: Site) -> dict[str, str]:
    """Return what the policies that do not hold say of each locale: `{"fr": "0% translated, under the bar of 90%"}`."""
    told: dict[str, list[str]] = {}
    for sentence in broken_policies(status, site):
        locale, _, rest = sentence.partition(": ")
        told.setdefault(locale, []).append(rest)
    return {locale: "; ".join(rests) for locale, rests in told.items()}


def _held(asked: Sequence[Finding]) -> list[str]:
    if not asked:
        return []
    codes = ", ".join(f'"{code}"' for code in dict.fromkeys(finding.code for finding in asked))
    more = f" ({len(asked) - 1} more of the kind)" if len(asked) > 1 else ""
    return [f"held: {asked[0].place}: {asked[0].message}{more}; accept with accept=[{codes}]"]


def _unread(unread: Sequence[Finding]) -> list[str]:
    if not unread:
        return []
    first = f"{unread[0].place}: {unread[0].message}"
    if len(unread) == 1:
        return [f"could not be read or measured: {first}"]
    return [f"{len(unread)} could not be read or measured; first: {first}"]


def _below(status: Status, site: Site, broken: Sequence[str]) -> str:
    """Return the policies' verdict: one sentence whole, of many the locales with their figures.

    `below policy: fr: 0% translated, under the bar of 90%`
    `below policy in 2 of 5 locales: ar 27%, pt-BR 30% (bar 90%)`
    """
    if len(broken) == 1:
        return f"below policy: {broken[0]}"
    locales = policy_by_locale(status, site)
    shown = ", ".join(
        f"{row.locale} {percent(row.percent)}" for row in status.locales if row.locale in locales
    )
    bar = f" (bar {site.fail_under}%)" if site.fail_under is not None else ""
    return f"below policy in {len(locales)} of {plural(len(status.locales), 'locale')}: {shown}{bar}"


def _stale(status: Status) -> str:
    """Return `12 stale in 2 languages, 3 translated pages to publish`; empty where nothing is."""
    texts: Counter[str] = Counter()
    for row in status.locales:
        tally = dict(row.counts).get(SegmentState.STALE)
        texts[row.locale] = tally.segments if tally else 0
    languages = sum(bool(count) for count in texts.values())
    orphans = sum(dict(row.pages).get(PageState.ORPHAN, 0) for row in status.locales)
    told = [f"{texts.total():,} stale in {plural(languages, 'language')}"] if languages else []
    if orphans:
        told.append(f"{plural(orphans, 'page')} without a source")
    if waiting := sum(map(waiting_pages, status.locales)):
        told.append(f"{plural(waiting, 'translated page')} to publish")
    return ", ".join(told)
