"""Events that automations wait for: how a sync ended, and what became stale; once a run, and once a run and locale."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from prefect.events import emit_event

from calque.model import Comparison, PageState, PageTurn, Site, Status
from calque.reports.figures import plural, waiting_pages
from calque.states.rows import addresses
from calque.visible import visible

__all__ = ["Ending", "tell_ending", "tell_stale"]

_PAGES = 10
"""Pages that an event names; its count says how many there are."""
_SPACE = UUID("8a0a3a5e-3b1f-5d7c-9a46-0d2f2c1b7e55")
"""The namespace of the ids of events, so that what is sent twice, by a client that tries again, counts once."""


class Ending(StrEnum):
    """How a sync ended, as the last part of its event's name."""

    COMPLETED = "completed"
    FAILED = "failed"
    HELD = "held"
    """A guard asks a question; nothing was written."""


def tell_ending(site: Site, ending: Ending, message: str, status: Status | None = None) -> None:
    """Emit `calque.sync.completed`, `.failed` or `.held` for the resource `calque.site.NAME`."""
    locales = {
        row.locale: {
            "percent": row.percent,
            "percent_published": row.percent_published,
            "words": row.outstanding.words,
            "to_publish": waiting_pages(row),
        }
        for row in (status.locales if status else ())
    }
    _emit(
        f"calque.sync.{ending}",
        site,
        "",
        {"site": site.name, "message": visible(message), "locales": locales},
    )


def tell_stale(site: Site, status: Status, news: Comparison | None) -> None:
    """Emit `calque.translation.stale` for each locale in which pages became stale since the run before this one.

    `news` is what changed since that run; the first run is a baseline and tells nothing. So a page is told once,
    by the run that found it, whatever the reports compare with; what `calque sync` found by hand is told by none,
    since that sends no events. The payload has the counts and the first ten pages, and no text.
    """
    if news is None:
        return
    stale = [turn for turn in news.pages if _became_stale(turn)]
    found = addresses(status, {(turn.locale, turn.key) for turn in stale})
    for locale in dict.fromkeys(turn.locale for turn in stale):
        turned = [turn for turn in stale if turn.locale == locale]
        words = sum(turn.words for turn in turned)
        payload = {
            "site": site.name,
            "locale": locale,
            "pages": len(turned),
            "words": words,
            "message": f"{site.name}: {plural(len(turned), 'page')} became stale in {locale}, {plural(words, 'word')}",
            "first": [
                {
                    "key": turn.key,
                    "title": visible(turn.title),
                    "url": found.get((locale, turn.key), ""),
                    "words": turn.words,
                }
                for turn in turned[:_PAGES]
            ],
        }
        _emit("calque.translation.stale", site, locale, payload, id=_id(site, news, turned))


def _became_stale(turn: PageTurn) -> bool:
    return turn.after is PageState.STALE and turn.before is not PageState.STALE


def _id(site: Site, news: Comparison, turned: Iterable[PageTurn]) -> UUID:
    names = ",".join(f"{turn.locale}:{turn.key}:{turn.words}" for turn in turned)
    return uuid5(_SPACE, f"{site.root}\n{site.name}\n{news.since.isoformat()}\n{names}")


def _emit(name: str, site: Site, locale: str, payload: Mapping[str, Any], **more: Any) -> None:
    resource = f"calque.site.{site.name}" + (f".locale.{locale}" if locale else "")
    shown = f"{site.name} {locale}".strip()
    emit_event(
        name,
        resource={"prefect.resource.id": resource, "prefect.resource.name": shown},
        payload=dict(payload),
        **more,
    )
