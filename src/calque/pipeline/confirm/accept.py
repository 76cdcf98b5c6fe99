"""What the ledger is to remember of a live page that a person says is right, though it lacks texts of its catalog."""

from dataclasses import replace
from datetime import datetime

from calque.model import PageGroup, PageKey, PageState, Publication, PublicationBase, Site
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.history import SiteHistory, page_histories
from calque.pipeline.ingest.content import Content, Pairs
from calque.pipeline.status.track import Case, LiveLook, track

__all__ = ["accepted_base"]

_OTHER = frozenset({Publication.TO_PUBLISH, Publication.UNKNOWN})
"""What a page that says other than its catalog is at the first look."""


def accepted_base(
    site: Site,
    content: Content,
    pairs: Pairs,
    group: PageGroup,
    bundle: Bundle,
    key: PageKey,
    history: SiteHistory,
    moment: datetime,
) -> PublicationBase | None:
    """Return the base of a page by its locale and source that says other than its catalog, all of which is translated.

    None where there is nothing to accept: what is not translated yet is asked for by itself.
    """
    # As if nobody had seen the page before: the base is then what it says today.
    look = LiveLook(moment.replace(microsecond=0), remembered=False)
    case = Case(
        bundle=bundle,
        groups=(group,),
        live={
            page.key: content.splits[page.key] for page in group.translations if page.key in content.splits
        },
        histories=page_histories(site, bundle.posts, history.pages, now=look.at),
        truths=pairs.truths,
        now=look.at,
        look=look,
        rules="",
        verdicts={},
        whole=True,
    )
    (tracked,) = track(site, [case])
    page = next((page for page in tracked.pages if (page.locale, page.key) == key), None)
    base = tracked.bases.get(key)
    if page is None or base is None or not base.live or page.state is not PageState.CURRENT or page.units:
        return None
    return replace(base, ready=None, bounded=False, accepted=True) if page.publication in _OTHER else None
