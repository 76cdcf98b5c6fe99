"""Download: fetches posts, and finds out what became of those that are not listed any more."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calque.errors import SourceError
from calque.model import Finding, FindingCode, Site
from calque.pipeline.crawl.fetched import Arrival
from calque.pipeline.crawl.survey import open_client, settings_of
from calque.pipeline.findings import finding_of
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.failures import OutageError
from calque.sources.wordpress.listings import ListedPost
from calque.sources.wordpress.posts import Fate, FetchedPost, fetch_posts, find_fate, read_revisions
from calque.sources.wordpress.surveys import Target

__all__ = ["Downloaded", "Order", "UnlistedPost", "download", "inquire"]


@dataclass(frozen=True, slots=True)
class Order:
    """A post to ask for, and where and how."""

    root: str
    target: Target
    row: ListedPost


@dataclass(frozen=True, slots=True)
class Downloaded:
    """The fetched posts of a batch, and findings on those that could not be fetched."""

    arrivals: tuple[Arrival, ...]
    findings: tuple[Finding, ...]
    refused: bool = False
    """The site refused to go on; asking for more would be in vain."""


@dataclass(frozen=True, slots=True)
class UnlistedPost:
    """A post that is not listed any more, and what became of it."""

    row: ListedPost
    fate: Fate
    detail: str
    """Its status where it is here, else the code of the site's error."""


def download(site: Site, orders: Sequence[Order]) -> Downloaded:
    """Fetch a batch of posts; one that cannot be fetched is a finding, and the others go on.

    Where the site begins to refuse, as a firewall does after many requests, the posts fetched before are kept.

    Errors: OutageError where the site stays unreachable; a later run fetches the rest.
    """
    arrivals: list[Arrival] = []
    findings: list[Finding] = []
    refused = False
    try:
        with open_client(site, root=orders[0].root) as client:
            for target, rows in _together(orders):
                for found in fetch_posts(client, target.collection, rows, target.look):
                    if isinstance(found, SourceError):
                        findings.append(finding_of(found, code=FindingCode.UNREADABLE_POST))
                    else:
                        arrivals.append(_arrival(site, client, target, found))
    except OutageError:
        raise
    except SourceError as error:
        findings.append(finding_of(error, code=FindingCode.SITE_REFUSED))
        refused = True
    return Downloaded(tuple(arrivals), tuple(findings), refused)


def inquire(site: Site, orders: Sequence[Order]) -> tuple[UnlistedPost, ...]:
    """Ask for each post alone: a post counts as deleted only where the site says so itself."""
    with open_client(site, root=orders[0].root) as client:

        def ask(order: Order) -> UnlistedPost:
            collection, row = order.target.collection, order.row
            return UnlistedPost(row, *find_fate(client, collection, row.id, language=row.language))

        return tuple(client.map(ask, orders))


def _together(orders: Sequence[Order]) -> Iterator[tuple[Target, list[ListedPost]]]:
    """Group the orders that one request can fetch: those of one collection and one language."""
    groups: dict[tuple[Target, str], list[ListedPost]] = defaultdict(list)
    for order in orders:
        groups[order.target, order.row.language].append(order.row)
    for (target, _), rows in groups.items():
        yield target, rows


def _arrival(site: Site, client: Client, target: Target, post: FetchedPost) -> Arrival:
    look = target.look
    most = settings_of(site).revisions if look.raw else 0
    earlier = read_revisions(client, target.collection, post, most=most)
    return Arrival(post.row, look.mark, post.data, tuple(earlier))
