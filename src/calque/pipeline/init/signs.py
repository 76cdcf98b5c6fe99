"""Signs: what pages show of their language, by the part of the address that may name it; nothing is concluded."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl

from calque.addresses import join_url
from calque.html import plain, split
from calque.language import observe
from calque.locales import PageHead, named_tags, page_identity, tag_or_none
from calque.locales.prefix_names import LANGUAGE_PARAMETERS
from calque.model import Post
from calque.sources.marked_languages import languages_marked

__all__ = ["PLAIN", "Part", "Road", "Shown", "Signs", "gather", "links_to_nowhere"]

_COMMON = ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "ar", "ja", "zh-Hans", "ko", "tr", "sv")
"""The languages that a text may be in, where nothing names another."""
_LOOKED_AT = 9
"""Texts of a part whose language is observed."""


class Road(StrEnum):
    """The part of an address that may tell its locale."""

    PREFIX = "prefix"
    PARAMETER = "parameter"
    HOST = "host"
    PLAIN = "plain"
    """None does."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of the site by its addresses: all below `/fr/`, or all on `fr.example.org`."""

    road: Road
    value: str = ""
    name: str = ""
    """Of a parameter: `lang`."""

    def __str__(self) -> str:
        match self.road:
            case Road.PREFIX:
                return f"below /{self.value}/"
            case Road.PARAMETER:
                return f"with ?{self.name}={self.value}"
            case Road.HOST:
                return f"at {self.value}"
            case Road.PLAIN:
                return "without a prefix"


PLAIN = Part(Road.PLAIN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A post, and what the head of its page says where that is known."""

    post: Post
    head: PageHead = field(default_factory=PageHead)


@dataclass(slots=True)
class Signs:
    """What the pages of a part show of their language, counted by tag."""

    pages: list[Shown] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)
    """Language fields of plugins, and languages that marks in a text name."""
    links: Counter[str] = field(default_factory=Counter)
    """hreflang links that lead into the part, each address once."""
    langs: Counter[str] = field(default_factory=Counter)
    """`<html lang>`."""
    roots: int = 0
    """Pages that a REST root of the part served."""
    twins: int = 0
    """Pages whose path stands outside the part, too."""
    fallbacks: int = 0
    """x-default links that lead into the part."""
    candidates: tuple[str, ...] = _COMMON
    """The languages that its texts may be in."""
    _observed: Counter[str] | None = None

    @property
    def observed(self) -> Counter[str]:
        """The languages of some of its texts; those that cannot be told are left out."""
        if self._observed is None:
            step = max(1, len(self.pages) // _LOOKED_AT)
            texts = [text for one in self.pages[::step] if (text := _text(one.post))][:_LOOKED_AT]
            seen = (observe(text, self.candidates).language for text in texts)
            self._observed = Counter(language for language in seen if language)
        return self._observed

    @property
    def main_observed(self) -> str:
        """The language of most of those texts; empty where there is none such."""
        tag, count = next(iter(self.observed.most_common(1)), ("", 0))
        return tag if 2 * count > self.observed.total() else ""


def gather(
    shown: Sequence[Shown], home: str, believed: AbstractSet[Part] | None = None
) -> Mapping[Part, Signs]:
    """Return what the pages of each part of the site show; the parts with pages alone, those most seen first.

    Where it is known which parts are `believed` to be a locale's, the pages of others are plain ones.
    """
    signs: defaultdict[Part, Signs] = defaultdict(Signs)
    paths: defaultdict[Part, list[tuple[str, ...]]] = defaultdict(list)
    for one in shown:
        part, path = _part_of(one.post.link, home)
        if believed is not None and part.road is not Road.HOST and part not in believed:
            part = PLAIN
        own = signs[part]
        own.pages.append(one)
        paths[part].append(path)
        for language in (one.post.language, *_marked(one.post)):
            own.fields.update(_tags(language))
        own.langs.update(_tags(one.head.lang))
        own.roots += part.road is Road.PREFIX and f"/{part.value}/wp-json/" in one.post.rest_url
    for tag, url in _links(shown):
        part, _ = _part_of(url, home)
        if part not in signs:
            continue
        signs[part].fallbacks += tag == "x-default"
        signs[part].links.update(_tags(tag))
    known = {tag for own in signs.values() for tag in (*own.fields, *own.links, *own.langs)}
    named = {tag for part in signs if part.road is not Road.HOST for tag in named_tags(part.value)}
    candidates = tuple(dict.fromkeys((*_COMMON, *sorted(known | named))))
    parts = Counter(path for rows in paths.values() for path in set(rows))
    for part, own in signs.items():
        own.twins = sum(bool(path) and parts[path] > 1 for path in paths[part])
        own.candidates = candidates
    return dict(sorted(signs.items(), key=lambda row: -len(row[1].pages)))


def links_to_nowhere(
    shown: Sequence[Shown], home: str, signs: Mapping[Part, Signs]
) -> Mapping[tuple[Part, str], int]:
    """Return how many addresses hreflang names, by part and tag, in parts of the site that no page stands in."""
    found: Counter[tuple[Part, str]] = Counter()
    for raw, url in _links(shown):
        part, _ = _part_of(url, home)
        if part not in signs:
            found.update((part, tag) for tag in _tags(raw))
    return dict(sorted(found.items()))


def _part_of(url: str, home: str) -> tuple[Part, tuple[str, ...]]:
    """Return the part that an address belongs to, and its path below that."""
    own, there = page_identity(home), page_identity(url)
    if own is None or there is None:
        return PLAIN, ()
    host, path, query = there
    if host and host != own[0]:
        return Part(Road.HOST, host), path
    path = path[len(own[1]) :] if path[: len(own[1])] == own[1] else path
    path = path[1:] if path[:1] == ("index.php",) else path
    for name, value in parse_qsl(query):
        if name in LANGUAGE_PARAMETERS and tag_or_none(value):
            return Part(Road.PARAMETER, value, name), path
    if path and named_tags(path[0]):
        return Part(Road.PREFIX, path[0]), path[1:]
    return PLAIN, path


def _links(shown: Iterable[Shown]) -> set[tuple[str, str]]:
    """Return the hreflang links of all heads, each tag and address once."""
    joined = ((tag, join_url(one.post.link, url)) for one in shown for tag, url in one.head.alternates)
    return {(tag.lower() if tag.lower() == "x-default" else tag, url) for tag, url in joined if url}


def _tags(raw: str) -> tuple[str, ...]:
    tag = tag_or_none(raw)
    return (tag,) if tag else ()


def _text(post: Post) -> str:
    """Return the words of a post's content; a title alone is too short, and marks hold several languages."""
    held = post.field("content")
    if held is None or languages_marked(held.text):
        return ""
    return " ".join(plain(segment.text) for segment in split(held.text).segments)


def _marked(post: Post) -> tuple[str, ...]:
    held = post.field("content")
    return languages_marked(held.text) if held else ()
