"""SiteReading: the pages of a site as they are now, of which only files that changed are read."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, field, replace

from calque.cache.database import Cache, open_cache
from calque.cache.values import KeptMember, KeptPage
from calque.guards.questions import Guard
from calque.injected.edges import EdgeBlock
from calque.injected.recurring import Span
from calque.model import FindingCode, PageKey, Site
from calque.pipeline.ingest.content import Content, read_content
from calque.pipeline.ingest.facts import Facts, Origin, PostFacts, with_edges
from calque.pipeline.ingest.library import Library
from calque.pipeline.ingest.observe import observe_pages
from calque.pipeline.ingest.sweep import Sweep
from calque.pipeline.ingest.texts import Texts
from calque.pipeline.runner import Runner
from calque.pipeline.status.changes import Changes, find_changes
from calque.pipeline.status.inputs import list_inputs
from calque.pipeline.status.known import kept_page, read_facts, read_located, read_post
from calque.pipeline.status.namesakes import Namesakes, find_namesakes
from calque.pipeline.status.questions import may_be_asked

__all__ = ["SiteReading", "kept_facts", "read_site"]


@dataclass(frozen=True, slots=True)
class SiteReading:
    """All pages of a site, or those of groups that may be other, where nothing is told of the rest."""

    content: Content
    known: Facts
    """What was known before."""
    changed: AbstractSet[PageKey]
    """The pages that are other than they were kept."""
    before: Mapping[PageKey, tuple[int | None, bool]] = field(default_factory=dict)
    """Of these pages as they were kept, the group of each, and whether it decided something of others."""
    members: tuple[KeptMember, ...] | None = None
    """Their groups as they were, and are but for `namesakes`; None where all pages are read, and to be paired anew."""
    namesakes: Namesakes = field(default_factory=Namesakes)
    """The pages among them that were located and paired anew."""
    retyped: Mapping[PageKey, PageKey] = field(default_factory=dict)
    """The old keys of pages that changed their type → the new ones."""


def read_site(
    site: Site,
    runner: Runner,
    cache: Cache,
    changes: Changes | None,
    further: Iterable[int],
    *,
    accept: AbstractSet[Guard] = frozenset(),
    every: bool = False,
) -> SiteReading:
    """Read the files that changed, and take from the cache what is known of the others.

    Where what they say touches no other page, and no guard has to look at the site, the pages of their groups and of
    `further` ones are all that is returned; else, or with `every`, all pages.

    Errors: ChangedMeanwhileError where a file that did not change is another by now.
    """
    if changes and not every:
        reading = _read_groups(site, runner, cache, changes, further)
        if reading and not may_be_asked(site, reading.content, runner, cache.sources(), accept):
            return reading
    known = read_facts(cache, changes.files.keys()) if changes else Facts()
    content = read_content(site, runner, known)
    return _beside(cache, content, known, changes, cache.located() if changes else ())


def kept_facts(site: Site) -> Facts:
    """Return what the cache knows of files that are as they were; nothing where it cannot be read."""
    with closing(open_cache(site.root, wait=False)) as cache:
        try:
            changes = find_changes(site, cache, list_inputs(site))
            return read_facts(cache, changes.files.keys()) if changes else Facts()
        except (sqlite3.DatabaseError, ValueError, KeyError):
            return Facts()


def _beside(
    cache: Cache,
    content: Content,
    known: Facts,
    changes: Changes | None,
    kept: Iterable[KeptPage],
    members: tuple[KeptMember, ...] | None = None,
    namesakes: Namesakes | None = None,
) -> SiteReading:
    """Put pages beside what was kept of them, of which little is held."""
    now = {page.key: page for page in content.pages}
    before: dict[PageKey, tuple[int | None, bool]] = {}
    same: set[PageKey] = set()
    for one in kept:
        before[one.key] = (one.member, one.decides)
        page = now.get(one.key)
        if page and replace(one, member=None, decides=False) == kept_page(page, content.facts):
            same.add(one.key)
    others = _other_posts(cache, content, changes) if changes else ()
    changed = (now.keys() - same).union(others)
    return SiteReading(content, known, changed, before, members, namesakes or Namesakes())


def _other_posts(cache: Cache, content: Content, changes: Changes) -> Iterator[PageKey]:
    """Yield the pages whose posts are other than they were kept, or whose earlier texts are."""
    facts = content.facts
    files = changes.files.keys()
    posts = {
        (one.file, one.number): read_post(one).post
        for name in files & facts.posts.keys()
        for one in cache.posts_of(name)
    }
    earlier = cache.earlier_keys(files) | {key for name in files for key in facts.earlier.get(name, ())}
    for key in (page.key for page in content.pages):
        file, number = facts.origins[key]
        is_other = file in files and posts.get((file, number)) != facts.posts[file][number].post
        if is_other or key[1] in earlier:
            yield key


def _read_groups(
    site: Site, runner: Runner, cache: Cache, changes: Changes, further: Iterable[int]
) -> SiteReading | None:
    """Read the pages of groups whose texts or catalogs changed, of `further` ones, and of all in their bundles.

    Posts that came and went, or tell something else of other pages, are looked at with all that may be other for them.
    None where that is all of the site.
    """
    twice = any(finding.code == FindingCode.POST_TWICE for _, _, finding in changes.summary.findings)
    if changes.of_site or twice:
        return None
    edited = cache.located_in(changes.edited)
    kept = {(one.file, one.number): read_post(one) for name in changes.edited for one in cache.posts_of(name)}
    first = _library(site, runner, cache, changes.edited, {one.key: one for one in edited}, Facts())
    if first.findings:
        return None
    decisive = {(one.file, one.number) for one in edited if one.decides}
    namesakes = find_namesakes(site, runner, cache, changes, _telling(site, first, kept, changes, decisive))
    if namesakes is None:
        return None
    own = {one.number for one in namesakes.members}
    numbers = {*changes.members, *further, *(one.member for one in edited if one.member is not None)}
    numbers |= cache.links.linking_to(namesakes.moved)
    bundles = {one.bundle for one in (*cache.members_with(numbers), *namesakes.members)} | {
        *namesakes.bundles.values()
    }
    numbers = (numbers | cache.members_of(bundles - {""})) - own
    pages = {one for one in (*edited, *cache.located_of(numbers)) if one.key not in namesakes.before}
    before = {one.key: one for one in sorted(pages, key=lambda one: (one.file, one.number))}
    read = first.facts()
    library = _library(
        site, runner, cache, (), before, replace(read, posts={**read.posts, **namesakes.facts.posts})
    )
    library.take(first)
    content = _content(site, runner, library, before, kept, namesakes.now)
    if content is None:
        return None
    before |= namesakes.before
    # The posts of a catalog stand in it in the order of their files.
    members = sorted(
        (*cache.members_with(numbers), *namesakes.members),
        key=lambda one: (before[one.key].file, before[one.key].number),
    )
    new = {*changes.edited, *changes.came}
    known = Facts(
        posts={name: posts for name, posts in content.facts.posts.items() if name not in new},
        earlier=content.facts.earlier,
    )
    return _beside(cache, content, known, changes, before.values(), tuple(members), namesakes)


def _library(
    site: Site,
    runner: Runner,
    cache: Cache,
    edited: Collection[str],
    kept: Mapping[PageKey, KeptPage],
    further: Facts,
) -> Library:
    """Read the edited files; of the `further` ones, and of others that the pages stand in, what is known is taken."""
    files = {*edited, *(one.file for one in kept.values())}
    earlier = sorted(cache.earlier_files({post for _, post in kept})) if site.revisions else []
    known = Facts(
        posts={name: tuple(map(read_post, cache.posts_of(name))) for name in files - set(edited)}
        | dict(further.posts),
        earlier={name: tuple(cache.earlier_keys([name])) for name in earlier} | dict(further.earlier),
    )
    names = tuple(sorted(files | further.posts.keys()))
    return Library(site, Sweep(names, tuple(sorted(known.earlier)), ()), known, runner)


def _telling(
    site: Site,
    library: Library,
    before: Mapping[Origin, PostFacts],
    changes: Changes,
    decisive: Collection[Origin],
) -> set[str]:
    """Return the edited files in which more than texts changed, or a text that tells something of other pages."""
    signatures = frozenset((name, frozenset(classes)) for name, classes in changes.summary.recurring)
    now = {origin: library.of(origin) for origin, _ in library.rows()}
    for origin, facts in now.items() if signatures else ():
        if facts.elements is not None:
            now[origin] = with_edges(facts, library.text(origin), signatures)
            library.note(origin, now[origin])

    def tell(origin: Origin, rows: Mapping[Origin, PostFacts]) -> object:
        facts = rows.get(origin)
        return facts and _told(facts, decides=origin in decisive, injected=bool(signatures))

    return {
        origin[0]
        for origin in now.keys() | before.keys()
        if tell(origin, now) != tell(origin, before)
        or (site.sitemaps and origin in now and not now[origin].post.modified)
    }


def _told(facts: PostFacts, *, decides: bool, injected: bool) -> object:
    """Return what is told of other pages by a post, or of the site: which fields it has, and what recurs in it.

    Where blocks are `injected`, that is what those at its edges say, and its title, which may stand in those of others.
    """
    post = facts.post
    fields = tuple(replace(one, text="…" if one.text else "") for one in post.fields)
    return (
        replace(post, fields=fields, modified=None),
        (facts.has_content, facts.elements, facts.unnamed),
        post.fields if decides else (),
        (post.field("title"), _said(facts.edges)) if injected else (),
    )


def _said(edges: Sequence[EdgeBlock]) -> list[object]:
    """Return what blocks say, wherever they stand."""
    return [
        (block.signature, block.at_end, [(text.text, text.links) for text in block.texts]) for block in edges
    ]


def _content(
    site: Site,
    runner: Runner,
    library: Library,
    before: Mapping[PageKey, KeptPage],
    posts: Mapping[Origin, PostFacts],
    namesakes: Content | None,
) -> Content | None:
    """Return these pages as they were located, with their `namesakes`, in the order of their files.

    None where one seems to be in another language now.
    """
    forms = {key: read_located(one) for key, one in before.items()}
    origins = {key: (one.file, one.number) for key, one in before.items()}
    bare = {key: form.page(library.of(origins[key]).post) for key, form in forms.items()}
    further = {page.key: page for page in namesakes.pages} if namesakes else {}
    origins |= namesakes.facts.origins if namesakes else {}
    texts = Texts(library, {key: (page.post, origins[key]) for key, page in (bare | further).items()})
    texts.taken = {
        key: _moved(form.taken, posts[origin].edges, library.of(origin).edges)
        if (origin := origins[key]) in posts
        else frozenset(form.taken)
        for key, form in forms.items()
        if form.taken
    } | (dict(namesakes.facts.taken) if namesakes else {})
    texts.deciding |= {key for key, one in before.items() if one.decides} | (
        namesakes.splits.deciding if namesakes else set()
    )
    seen = {key: form.seen for key, form in forms.items()}
    pages, detected = observe_pages(site, list(bare.values()), texts, seen, runner)
    if any(
        (detected[key].foreign, detected[key].withheld) != (one.foreign, one.withheld)
        for key, one in seen.items()
    ):
        return None
    every = [*(replace(page, withheld=forms[page.key].withheld) for page in pages), *further.values()]
    facts = replace(
        library.facts(),
        origins=texts.origins,
        taken=texts.taken,
        detected={**detected, **(namesakes.facts.detected if namesakes else {})},
        shapes={key: one.shape for key, one in before.items()}
        | dict(namesakes.facts.shapes if namesakes else {}),
    )
    in_order = tuple(sorted(every, key=lambda page: origins[page.key]))
    return Content(in_order, texts, (), complete=True, facts=facts)


def _moved(taken: Collection[Span], before: Sequence[EdgeBlock], now: Sequence[EdgeBlock]) -> frozenset[Span]:
    """Return where the texts that were taken out of a post stand now, in blocks that say the same as before."""
    old = [(text.start, text.end) for block in before for text in block.texts]
    new = [(text.start, text.end) for block in now for text in block.texts]
    return frozenset(there for place, there in zip(old, new, strict=True) if place in set(taken))
