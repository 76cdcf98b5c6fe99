"""Turnover: posts that came or went, where no other page of the site is other for it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from calque.cache.database import Cache
from calque.cache.forms import read_group
from calque.cache.values import KeptMember, KeptPage, Summary
from calque.model import FindingCode, Layout, Page, PageKey, Site
from calque.pipeline.catalogs.retype import may_be_retyped
from calque.pipeline.ingest.content import Content, read_files
from calque.pipeline.ingest.facts import Facts, PostFacts
from calque.pipeline.ingest.locate import locate
from calque.pipeline.ingest.sweep import Sweep, sweep
from calque.pipeline.runner import Runner
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.known import name_numbers, read_located, read_post

__all__ = ["Turnover", "find_turnover"]

_OF_ALL = frozenset((FindingCode.SOURCE_LANGUAGE, FindingCode.UNCONFIGURED_LOCALE))
"""Findings that count all pages of the site, or of a folder."""


@dataclass(frozen=True, slots=True)
class Turnover:
    """The pages that came, and those that went with their groups."""

    came: Content | None = None
    lost: tuple[PageKey, ...] = ()
    gone: tuple[KeptMember, ...] = ()
    types: Counter[str] = field(default_factory=Counter)
    """How many posts of each type came or went."""

    @property
    def pages(self) -> int:
        """How many pages there are more than before."""
        return len(self.came.pages if self.came else ()) - len(self.lost)


def find_turnover(site: Site, runner: Runner, cache: Cache, changes: Changes) -> Turnover | None:
    """Read the posts that came; of those that went, what is known. None where either may touch other pages.

    Neither does where it is a public source page of which nothing is to be said; which shares no name with any other
    (`pairing.clues`), so that no clue leads to it; and where no page stands alone, which might be proposed for it. The
    rest are things of the whole site that a page more or less cannot change, or else counts as touching.
    """
    summary = changes.summary
    if not (changes.came or changes.went):
        return Turnover()
    if _is_open(site, cache, summary) or not _are_all_listed(site, runner):
        return None
    lost = cache.located_in(changes.went)
    facts = {(one.file, one.number): read_post(one) for name in changes.went for one in cache.posts_of(name)}
    went = [
        (read_located(one).page(facts[one.file, one.number].post), facts[one.file, one.number])
        for one in lost
    ]
    gone = cache.members_with({one.member for one in lost if one.member is not None})
    came = read_files(site, runner, Sweep(changes.came, (), ()), Facts()) if changes.came else None
    rows = [*went, *([(page, _facts_of(came, page)) for page in came.pages] if came else ())]
    types = Counter(page.post.type for page, _ in rows)
    touches = (
        len(facts) != len(lost)
        or not _are_alone(site, lost, gone, went)
        or (came and (came.findings or _was_known(site, cache, came)))
        or not all(_is_plain(site, *row) for row in rows)
        or _shares_names(site, cache, changes.went, rows)
        or not (
            site.rules.injected or all(count <= summary.slack.get(kind, 0) for kind, count in types.items())
        )
    )
    return None if touches else Turnover(came, tuple(one.key for one in lost), gone, types)


def _are_all_listed(site: Site, runner: Runner) -> bool:
    swept = runner.run(sweep, site)
    return not (swept.findings or swept.missing)


def _is_open(site: Site, cache: Cache, summary: Summary) -> bool:
    """Tell whether any post that comes or goes may touch others, whatever it is."""
    return (
        summary.open
        or site.layout is not Layout.POST
        or bool(site.revisions or site.languages or summary.recurring)
        or any(finding.code in _OF_ALL for _, _, finding in summary.findings)
        or cache.has_documents()
        or cache.has_pages_alone(site.source)
    )


def _are_alone(
    site: Site,
    lost: Iterable[KeptPage],
    gone: Iterable[KeptMember],
    rows: Sequence[tuple[Page, PostFacts]],
) -> bool:
    """Tell whether pages that went have no translation, no text that was compared, and nothing that is said of them."""
    return (
        not any(one.decides or one.member is None for one in lost)
        and not any(read_group(one.body).translations for one in gone)
        and not any(page.conflicts for page, _ in rows)
        and not locate(site, [(page.post, None) for page, _ in rows]).findings
    )


def _was_known(site: Site, cache: Cache, came: Content) -> bool:
    """Tell whether anything is kept of posts that came: a catalog, an archived one, or their text of another type."""
    return any(cache.files_numbered(str(page.post.id)) for page in came.pages) or may_be_retyped(site, came)


def _facts_of(came: Content, page: Page) -> PostFacts:
    name, number = came.facts.origins[page.key]
    return came.facts.posts[name][number]


def _is_plain(site: Site, page: Page, facts: PostFacts) -> bool:
    """Tell whether nothing but its texts is to be known of a page, and calque.toml does not name it."""
    post = page.post
    named = {*site.pairs, *(waiver.post for waiver in site.waivers)}
    is_counted = (
        page.locale == site.source and post.status == "publish" and not post.locked and bool(post.fields)
    )
    return is_counted and not (
        page.foreign or page.withheld or post.builder or facts.unnamed or post.key in named
    )


def _shares_names(
    site: Site, cache: Cache, went: Sequence[str], rows: Sequence[tuple[Page, PostFacts]]
) -> bool:
    names = {name for _, facts in rows for name in name_numbers(facts.post, site)}
    return cache.are_named(names, without=went)
