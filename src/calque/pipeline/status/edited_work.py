"""The work on a site of which nothing but texts and catalogs changed: the groups of those, and their bundles."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from calque.cache.database import Cache
from calque.cache.forms import read_group
from calque.cache.values import KeptMember, KeptPage
from calque.injected.edges import EdgeBlock
from calque.injected.recurring import Span
from calque.model import FindingCode, Page, PageKey, Post, Site, SplitPost
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.ingest.content import Content, Pairs
from calque.pipeline.ingest.facts import Facts, Origin, PostFacts, with_edges
from calque.pipeline.ingest.library import Library
from calque.pipeline.ingest.observe import observe_pages
from calque.pipeline.ingest.sweep import Sweep
from calque.pipeline.ingest.texts import Texts
from calque.pipeline.runner import Runner
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.known import PageForm, read_located, read_post
from calque.pipeline.status.reading import kept_as
from calque.pipeline.status.work import Work, sums_of

__all__ = ["edited_work"]


def edited_work(
    site: Site, runner: Runner, cache: Cache, changes: Changes, further: Iterable[int]
) -> Work | None:
    """Return the groups whose texts or catalogs changed, with their whole bundles.

    None where something else changed than texts: then the site around them may be another.
    Errors: ChangedMeanwhileError where a file that did not change is another by now.
    """
    summary = changes.summary
    twice = any(finding.code == FindingCode.POST_TWICE for _, _, finding in summary.findings)
    if changes.of_site or twice or (changes.edited and summary.entangled):
        return None
    edited = cache.located_in(changes.edited)
    members = {*changes.members, *further, *(one.member for one in edited if one.member is not None)}
    members |= cache.members_of({one.bundle for one in cache.members_with(members)} - {""})
    pages = {*edited, *cache.located_of(members)}
    kept = {one.key: one for one in sorted(pages, key=lambda one: (one.file, one.number))}
    groups = _in_order(cache.members_with(members), kept)
    located = {key: read_located(one) for key, one in kept.items()}
    before = {
        (one.file, one.number): read_post(one) for name in changes.edited for one in cache.posts_of(name)
    }
    library = _library(site, runner, cache, changes.edited, kept)
    if library.findings or not _are_plain_edits(site, library, before, summary.recurring, changes.edited):
        return None
    return _edited(site, runner, cache, library, groups, kept, located, before, changes)


def _in_order(groups: Iterable[KeptMember], kept: Mapping[PageKey, KeptPage]) -> Sequence[KeptMember]:
    """Return groups in the order of their files: so do the posts of a catalog stand in it.

    A post that is in two files stands where the first one is, which is not kept: then the whole site is read.
    """
    return sorted(groups, key=lambda one: (kept[one.key].file, kept[one.key].number))


def _library(
    site: Site, runner: Runner, cache: Cache, edited: Sequence[str], kept: Mapping[PageKey, KeptPage]
) -> Library:
    """Read the edited files; of the others that the pages stand in, what is known is taken."""
    files = {*edited, *(one.file for one in kept.values())}
    earlier = sorted(cache.earlier_files({post for _, post in kept})) if site.revisions else []
    known = Facts(
        posts={name: tuple(map(read_post, cache.posts_of(name))) for name in files - set(edited)},
        earlier={name: tuple(cache.earlier_keys([name])) for name in earlier},
    )
    return Library(site, Sweep(tuple(sorted(files)), tuple(earlier), ()), known, runner)


def _are_plain_edits(
    site: Site,
    library: Library,
    before: Mapping[Origin, PostFacts],
    recurring: Collection[tuple[str, tuple[str, ...]]],
    edited: Collection[str],
) -> bool:
    """Tell whether of the posts nothing but texts changed, and nothing that decides what is injected."""
    signatures = frozenset((name, frozenset(classes)) for name, classes in recurring)
    now = {origin: library.of(origin) for origin, _ in library.rows() if origin[0] in edited}
    if now.keys() != before.keys():
        return False
    for origin, facts in now.items():
        old = before[origin]
        if _shape(facts.post) != _shape(old.post) or (site.sitemaps and not facts.post.modified):
            return False
        if (facts.has_content, facts.elements) != (old.has_content, old.elements):
            return False
        if facts.unnamed != old.unnamed:
            return False  # the note for the site may be another
        if not signatures:
            continue
        if facts.elements is not None:
            library.note(origin, with_edges(facts, library.text(origin), signatures))
        if facts.post.field("title") != old.post.field("title") or _said(library.of(origin).edges) != _said(
            old.edges
        ):
            return False
    return True


def _shape(post: Post) -> Post:
    """Return a post as it is without any text: which fields it has, and whether they are empty."""
    fields = tuple(replace(one, text="…" if one.text else "") for one in post.fields)
    return replace(post, fields=fields, modified=None)


def _said(edges: Sequence[EdgeBlock]) -> list[object]:
    """Return what blocks say, wherever they stand."""
    return [
        (block.signature, block.at_end, [(text.text, text.links) for text in block.texts]) for block in edges
    ]


def _edited(
    site: Site,
    runner: Runner,
    cache: Cache,
    library: Library,
    groups: Sequence[KeptMember],
    kept: Mapping[PageKey, KeptPage],
    located: Mapping[PageKey, PageForm],
    before: Mapping[Origin, PostFacts],
    changes: Changes,
) -> Work | None:
    bare: dict[PageKey, Page] = {}
    taken: dict[PageKey, frozenset[Span]] = {}
    for key, one in kept.items():
        origin = (one.file, one.number)
        bare[key] = located[key].page(library.of(origin).post)
        if located[key].taken:
            taken[key] = (
                _moved(located[key].taken, before[origin].edges, library.of(origin).edges)
                if origin in before
                else frozenset(located[key].taken)
            )
    texts = Texts(
        library, {key: (page.post, (kept[key].file, kept[key].number)) for key, page in bare.items()}
    )
    texts.taken = taken
    known = {key: one.seen for key, one in located.items()}
    pages, detected = observe_pages(site, list(bare.values()), texts, known, runner)
    if any(
        detected[key].foreign != known[key].foreign or detected[key].withheld != known[key].withheld
        for key in bare
    ):
        return None
    pages = tuple(replace(page, withheld=located[page.key].withheld) for page in pages)
    texts.load(bare, runner)
    by_key = {page.key: replace(page, post=texts.post(page.key)) for page in pages}
    facts = replace(library.facts(), origins=texts.origins, taken=texts.taken, detected=detected)
    content = Content(tuple(by_key.values()), texts, (), complete=True, facts=facts)
    pairs = Pairs(tuple(read_group(one.body).group(by_key) for one in groups), changes.summary.truths)
    bundles: dict[str, list[SplitPost]] = {}
    for member, group in zip(groups, pairs.groups, strict=True):
        if member.bundle and group.source:
            bundles.setdefault(member.bundle, []).append(texts[group.source.key])
    written = (kept_as(content, page, kept[page.key].member) for page in content.pages)
    return Work(
        content=content,
        pairs=pairs,
        numbers=tuple(one.number for one in groups),
        bundles=tuple(Bundle(name, tuple(posts)) for name, posts in bundles.items()),
        names=frozenset(bundles),
        pages=tuple(page for page in written if page != kept[page.key]),
        known=Facts(
            posts={name: posts for name, posts in facts.posts.items() if name not in changes.edited},
            earlier=facts.earlier,
        ),
        before=sums_of(cache, [one.number for one in groups]),
    )


def _moved(taken: Collection[Span], before: Sequence[EdgeBlock], now: Sequence[EdgeBlock]) -> frozenset[Span]:
    """Return where the texts that were taken out of a post stand now, in blocks that say the same as before."""
    old = [(text.start, text.end) for block in before for text in block.texts]
    new = [(text.start, text.end) for block in now for text in block.texts]
    return frozenset(there for place, there in zip(old, new, strict=True) if place in set(taken))
