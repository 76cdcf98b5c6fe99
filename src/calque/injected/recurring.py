"""What plugins put into every rendered text, told from what editors wrote: share buttons, related posts, contents.

REST's `content.rendered` holds both, and nothing marks the difference. A block is injected where all of this holds:

- it is an element of its own at the beginning or the end of the text, with a class that the block editor does not give;
- four in five of at least five posts of one type and locale have it there;
- it is mostly links and buttons, and each of its texts recurs in four of five such blocks, leads to a place in the
  post itself, or is the title of another post.

So a disclaimer that stands in each post stays, and so does a list of sources that somebody wrote.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from calque.html import plain
from calque.injected.edges import EdgeBlock, Signature, rendered_content, signature_of
from calque.injected.shapes import Census, EdgeForm, Rendered, census_of, form_of
from calque.model import Finding, FindingCode, SplitPost

__all__ = [
    "Injected",
    "Others",
    "Place",
    "Span",
    "find_candidates",
    "find_injected",
    "recurring_elements",
    "without",
]

_POSTS = 5
_SHARE = 0.8
_OPENING = re.compile(
    r"<(div|section|aside|nav|ul|ol|form|footer|header|p)\b[^<>]*?\sclass=(?:\"([^\"<]*)\"|'([^'<]*)')",
    re.IGNORECASE,
)
"""A start tag with a class, which may hold `>` (`[&>p]:mt-4`); none of it reaches into the next tag."""

Span = tuple[int, int]
"""Where a segment begins and ends in its document."""


Place = tuple[str, int]
"""Where a post stands among all: its file, and its number in it."""
_Recurring = Mapping[tuple[Signature, str], frozenset[str]]
"""The texts that recur in each kind of block, by locale."""


@dataclass(frozen=True, slots=True)
class Others:
    """The pages of a site beside those that are looked at, where these are not all."""

    census: Census = field(default_factory=Counter)
    first: Mapping[Rendered, Place] = field(default_factory=dict)
    """The first page of each shape."""
    is_title: Callable[[str], bool] = lambda _: False
    """Tells whether one of them has a title."""
    edges_of: Callable[[Place], Sequence[EdgeBlock]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Injected:
    """The segments that plugins put in, by the number of their post, and a finding a kind of block."""

    taken: Mapping[int, frozenset[Span]]
    findings: tuple[Finding, ...] = ()
    recurring: _Recurring = field(default_factory=dict)


def recurring_elements(split: SplitPost) -> frozenset[Signature] | None:
    """Return the kinds of elements in a post that may recur; None where nothing in it can be injected."""
    document = rendered_content(split)
    if document is None or not document.segments:
        return None
    return frozenset(
        signature
        for match in _OPENING.finditer(document.html)
        if (signature := signature_of(match[1], match[2] or match[3] or ""))
    )


def find_candidates(census: Census) -> frozenset[Signature]:
    """Return the kinds of elements that most posts of a type and locale have, wherever they stand."""
    posts: Counter[tuple[str, str]] = Counter()
    counts: defaultdict[tuple[str, str], Counter[Signature]] = defaultdict(Counter)
    for row, number in census.items():
        if row.elements is not None:
            posts[row.locale, row.type] += number
            for signature in row.elements:
                counts[row.locale, row.type][signature] += number
    return frozenset(
        signature
        for group, kinds in counts.items()
        if posts[group] >= _POSTS
        for signature, count in kinds.items()
        if count >= _SHARE * posts[group]
    )


def find_injected(
    rows: Sequence[Rendered],
    blocks: Sequence[Sequence[EdgeBlock]],
    signatures: frozenset[Signature],
    others: Others | None = None,
    places: Sequence[Place] = (),
) -> Injected:
    """Return what plugins put into the posts, by the blocks of these kinds that stand at the edges of each.

    The findings are those of all pages; with `others`, `places` say where the posts stand among them.
    """
    if not signatures:
        return Injected({})
    others = others or Others()
    forms = [tuple(map(form_of, of_post)) for of_post in blocks]
    own = census_of(replace(row, edges=edges) for row, edges in zip(rows, forms, strict=True))
    recurring = _recurring(others.census + own, signatures)
    titles = {row.title for row in rows if row.title}

    def is_injected(form: EdgeForm, locale: str) -> bool:
        known = recurring.get((form.signature, locale))
        return known is not None and _is_injected(
            form, known, lambda title: title in titles or others.is_title(title)
        )

    taken: defaultdict[int, set[Span]] = defaultdict(set)
    counts: Counter[Signature] = Counter()
    first: dict[Signature, tuple[Place, EdgeBlock | None]] = {}
    for index, edges in enumerate(forms):
        pairs = zip(edges, blocks[index], strict=True)
        found = [block for form, block in pairs if is_injected(form, rows[index].locale)]
        counts.update({block.signature for block in found})
        for block in found:
            first.setdefault(block.signature, (places[index] if places else ("", index), block))
            taken[index] |= {(one.start, one.end) for one in block.texts}
    for row, number in others.census.items():
        for signature in {form.signature for form in row.edges if is_injected(form, row.locale)}:
            counts[signature] += number
            if signature not in first or others.first[row] < first[signature][0]:
                first[signature] = (others.first[row], None)
    total = len(rows) + others.census.total()
    findings = []
    for signature in sorted(first, key=str):
        place, found_block = first[signature]
        if found_block is None:
            locale = next(row.locale for row, where in others.first.items() if where == place)
            found_block = next(
                one
                for one in others.edges_of(place)
                if one.signature == signature and is_injected(form_of(one), locale)
            )
        findings.append(_finding(found_block, counts[signature], total))
    return Injected({index: frozenset(spans) for index, spans in taken.items()}, tuple(findings), recurring)


def without(split: SplitPost, taken: AbstractSet[Span]) -> SplitPost:
    """Return a post without the segments of its content that stand in these places."""
    if not taken:
        return split
    documents = tuple(
        replace(
            one,
            segments=tuple(segment for segment in one.segments if (segment.start, segment.end) not in taken),
        )
        if one.field == "content"
        else one
        for one in split.documents
    )
    return replace(split, documents=documents)


def _recurring(census: Census, signatures: frozenset[Signature]) -> _Recurring:
    """Return, for each kind of block that most posts have at their edge, the texts that recur in it, by locale."""
    posts: Counter[tuple[str, str]] = Counter()
    with_it: Counter[tuple[Signature, str, str]] = Counter()
    instances: Counter[tuple[Signature, str]] = Counter()
    texts: defaultdict[tuple[Signature, str], Counter[str]] = defaultdict(Counter)
    for row, number in census.items():
        if row.has_content:
            posts[row.locale, row.type] += number
        for signature in {form.signature for form in row.edges}:
            with_it[signature, row.locale, row.type] += number
        for form in row.edges:
            instances[form.signature, row.locale] += number
            for text in {text for text, _ in form.texts}:
                texts[form.signature, row.locale][text] += number
    frequent = {
        signature
        for signature in signatures
        for (locale, kind), count in posts.items()
        if count >= _POSTS and with_it[signature, locale, kind] >= _SHARE * count
    }
    return {
        (signature, locale): frozenset(
            text for text, count in texts[signature, locale].items() if count >= _SHARE * all_of
        )
        for (signature, locale), all_of in instances.items()
        if signature in frequent
    }


def _is_injected(form: EdgeForm, recurring: frozenset[str], is_title: Callable[[str], bool]) -> bool:
    return form.is_interactive and all(
        text in recurring or (titles is not None and all(map(is_title, titles)))
        for text, titles in form.texts
    )


def _finding(block: EdgeBlock, count: int, posts: int) -> Finding:
    name, classes = block.signature
    element = f'<{name} class="{" ".join(sorted(classes))}">'
    where = "end" if block.at_end else "beginning"
    texts = ", ".join(repr(plain(one.text)) for one in block.texts[:3])
    return Finding.of(
        FindingCode.INJECTED,
        place=element,
        message=f"it stands at the {where} of {count} of {posts} posts, put there by a plugin as it seems ({texts}): no"
        " text of it is counted; if editors wrote it, set injected = true under [html]",
    )
