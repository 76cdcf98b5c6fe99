"""Tongues: the languages of a site as its pages show them, with what says so."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from calque.counts import plural
from calque.errors import ConfigError
from calque.locales import language_of, locale_name, named_tags, parse_tag, tag_or_none
from calque.model import SiteLocale
from calque.pipeline.init.choice import (
    FEW,
    Chosen,
    Whole,
    choose_part,
    count_of,
    declared_tag,
    same,
    short_tag,
)
from calque.pipeline.init.signs import PLAIN, Part, Road, Shown, Signs, gather, links_to_nowhere

__all__ = ["Tongues", "find_tongues"]

_SEVERAL = 2
_ABOUT = 0.8
"""The share of the most pages from which on a locale has about as many."""


@dataclass(frozen=True, slots=True)
class Tongues:
    """The locales of a site, and the addresses by which they are told apart."""

    source: str
    locales: tuple[SiteLocale, ...]
    """The target locales."""
    prefix: str = ""
    """That of the source."""
    parameter: str = ""
    evidence: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Tag → what says so, with counts."""
    doubts: tuple[str, ...] = ()
    """What speaks against it, and what was not believed; a sentence each, without its stop."""


def find_tongues(
    shown: Sequence[Shown],
    home: str,
    *,
    source: str = "",
    targets: Sequence[str] = (),
    listed: Mapping[str, str] = MappingProxyType({}),
    place: str = "",
) -> Tongues:
    """Return the languages that the pages of a site show; `source` and `targets` say what is known.

    `listed` is what the site itself names, a prefix, host or parameter → its tag; `place` is where the pages are,
    for errors.

    A locale gets a prefix, a host or a parameter only where a page has it.
    Errors: ConfigError where the source or the targets cannot be told.
    """
    place = place or home
    signs = gather(shown, home)
    whole = Whole.of(signs)
    judged = [choose_part(part, own, whole, listed) for part, own in signs.items() if part != PLAIN]
    chosen, doubts = _once([one for one in judged if isinstance(one, Chosen)])
    doubts += [one for one in judged if isinstance(one, str)]
    doubts += _lost(links_to_nowhere(shown, home, signs))
    signs = gather(shown, home, {one.part for one in judged if isinstance(one, Chosen)})
    base, why = _source(signs, chosen, source, place)
    chosen = [_told_apart(one, base, signs) for one in chosen]
    own = next((one for one in chosen if one.tag == base), None)
    if own and own.part.road is not Road.HOST:
        doubts += [] if source else _guessed(own, chosen, signs)
        chosen.remove(own)
        base = parse_tag(source) if source else own.tag
    else:
        own = None
    chosen = [one for one in chosen if one.tag != base]
    unmarked = _unmarked(signs, base, [one.tag for one in chosen])
    chosen += unmarked
    told = [base, *(one.tag for one in unmarked)]
    doubts += _astray(signs, told)
    strangers = _strangers(signs, told, saved=all(one.post.collection == "files" for one in shown))
    chosen, pending, further = _asked(chosen, base, targets)
    doubts += further
    if not (chosen or pending):
        raise ConfigError(_none_found(signs, (*doubts, *strangers), place))
    chosen.sort(key=lambda one: one.tag)
    locales = [_locale(one) for one in chosen] + [SiteLocale(tag) for tag in pending]
    if targets:
        wanted = [parse_tag(tag) for tag in targets]
        locales.sort(key=lambda one: wanted.index(one.tag))
    parameters = Counter(one.part.name for one in (*chosen, *([own] if own else ())) if one.part.name)
    return Tongues(
        source=base,
        locales=tuple(locales),
        prefix=own.part.value if own and own.part.road is Road.PREFIX else "",
        parameter=next((name for name, _ in parameters.most_common(1)), ""),
        evidence={
            tag: said
            for tag, said in (
                (base, ", ".join(own.evidence) if own else why),
                *((one.tag, ", ".join(one.evidence)) for one in chosen),
            )
            if said
        },
        doubts=tuple(dict.fromkeys((*(row for one in chosen for row in one.doubts), *doubts, *strangers))),
    )


def _once(chosen: Sequence[Chosen]) -> tuple[list[Chosen], list[str]]:
    """Keep one part a locale, that with the most pages, and say what of the others was left out."""
    kept: dict[str, Chosen] = {}
    doubts: list[str] = []
    for one in sorted(chosen, key=lambda one: -one.pages):
        if one.tag in kept:
            doubts.append(
                f"{plural(one.pages, 'page')} {one.part} {'is' if one.pages == 1 else 'are'} {one.tag} too, as those"
                f" {kept[one.tag].part}: one of the two counts"
            )
        else:
            kept[one.tag] = one
    return list(kept.values()), doubts


def _source(
    signs: Mapping[Part, Signs], chosen: Sequence[Chosen], source: str, place: str
) -> tuple[str, str]:
    """Return the source locale and what says so."""
    if source:
        return parse_tag(source), ""
    bare = signs.get(PLAIN)
    prefixed = [one for one in chosen if one.part.road is Road.PREFIX]
    total = sum(len(own.pages) for own in signs.values())
    if bare and not (len(prefixed) >= _SEVERAL and len(bare.pages) < FEW * total):
        found = _plain_source(bare, chosen)
        if found:
            return found
    if len(prefixed) >= _SEVERAL:
        fallback = max(prefixed, key=lambda one: signs[one.part].fallbacks)
        if signs[fallback.part].fallbacks:
            return fallback.tag, "x-default leads there"
        return _most_likely(prefixed, signs).tag, "the locale with the most pages"
    seen_all: Counter[str] = Counter()
    for own in signs.values():
        seen_all.update(own.observed)
    for language, _ in seen_all.most_common():
        if language not in {one.tag for one in chosen}:
            return parse_tag(language), f"texts in {locale_name(language)} stand in every part"
    raise ConfigError(f"{place}: the source language cannot be told from the posts; say it, --source en")


def _most_likely(prefixed: Sequence[Chosen], signs: Mapping[Part, Signs]) -> Chosen:
    """Return the locale that the others are translated from, as far as their pages tell.

    That with the most pages, but where others have about as many: a page that nobody translated is in the source's
    language, wherever it stands.
    """
    written = [one for one in prefixed if one.is_written] or prefixed
    most = max(one.pages for one in written)
    near = [one for one in written if one.pages >= _ABOUT * most]
    return max(near, key=lambda one: (_elsewhere(one, prefixed, signs), one.pages))


def _elsewhere(one: Chosen, prefixed: Sequence[Chosen], signs: Mapping[Part, Signs]) -> int:
    """Return how many of the texts looked at are in the language of this locale, below the prefix of another."""
    return sum(
        count_of(signs[other.part].observed, one.tag) for other in prefixed if not same(other.tag, one.tag)
    )


def _guessed(base: Chosen, chosen: Sequence[Chosen], signs: Mapping[Part, Signs]) -> list[str]:
    """Say where nothing tells the source from another locale with as many pages."""
    prefixed = [one for one in chosen if one.part.road is Road.PREFIX]
    alike = [
        one
        for one in prefixed
        if (one.is_written, one.pages) == (base.is_written, base.pages)
        and _elsewhere(one, prefixed, signs) == _elsewhere(base, prefixed, signs)
    ]
    others = [one.tag for one in alike if one is not base]
    if PLAIN in signs or signs[base.part].fallbacks or not others:
        return []
    tags = sorted((base.tag, *others))
    pages = f"{plural(base.pages, 'page')} each"
    taken = f"{base.tag} was taken; if it is {others[0]}, delete calque.toml and say --source {others[0]}"
    return [
        f"{', '.join(tags[:-1])} and {tags[-1]} have {pages}, and nothing says which is the source: {taken}"
    ]


def _plain_source(bare: Signs, chosen: Sequence[Chosen]) -> tuple[str, str] | None:
    """Return the locale of the pages whose addresses say nothing, and what says so."""
    pages = f"{plural(len(bare.pages), 'page')} {PLAIN}"
    fields, count = next(iter(bare.fields.most_common(1)), ("", 0))
    if fields:
        return _known(short_tag(fields), chosen), f"{pages}, language field on {count}"
    if said := declared_tag(bare):
        told = f"hreflang to {bare.links[said]}" if bare.links[said] else f"html lang on {bare.langs[said]}"
        return _known(short_tag(said), chosen), f"{pages}, {told}"
    if seen := bare.main_observed:
        return _known(parse_tag(seen), chosen), f"{pages}, whose texts are in {locale_name(seen)}"
    return None


def _known(tag: str, chosen: Sequence[Chosen]) -> str:
    """Return the tag as a part of the site has it, where one is the same locale: `en-US` of `/en-us/` for `en`."""
    return next((one.tag for one in chosen if short_tag(one.tag) == tag), tag)


def _told_apart(one: Chosen, base: str, signs: Mapping[Part, Signs]) -> Chosen:
    """Name the country of a part that would else have the source's tag: `/us/` beside the pages of an English site."""
    is_country = (
        one.part.road is Road.PREFIX and named_tags(one.part.value) and not tag_or_none(one.part.value)
    )
    if one.tag != base or PLAIN not in signs or not is_country or len(one.part.value) > _SEVERAL:
        return one
    return replace(one, tag=parse_tag(f"{base.partition('-')[0]}-{one.part.value}"))


def _unmarked(signs: Mapping[Part, Signs], base: str, known: Sequence[str]) -> list[Chosen]:
    """Return the locales of pages whose addresses say nothing, and whose fields or heads name them."""
    bare = signs.get(PLAIN)
    if bare is None:
        return []
    found: list[Chosen] = []
    for tag in dict.fromkeys(map(short_tag, (*bare.fields, *bare.langs))):
        languages = {language_of(one) for one in (base, *known, *(one.tag for one in found))}
        if language_of(tag) in languages:
            continue
        fields = sum(count for one, count in bare.fields.items() if short_tag(one) == tag)
        langs = sum(count for one, count in bare.langs.items() if short_tag(one) == tag)
        if fields or langs >= _SEVERAL:
            told = [f"language field on {fields}"] if fields else []
            told += [f"html lang on {langs}"] if langs else []
            found.append(Chosen(PLAIN, tag, max(fields, langs), (*told, "their addresses do not say it")))
    return found


def _lost(links: Mapping[tuple[Part, str], int]) -> list[str]:
    return [
        f"hreflang names {tag} at {count} address{'es' * (count != 1)} {part}, where no page stands"
        for (part, tag), count in links.items()
    ]


def _asked(
    chosen: list[Chosen], base: str, targets: Sequence[str]
) -> tuple[list[Chosen], list[str], list[str]]:
    """Return the locales that were asked for, those of them that no page shows, and a sentence on each other one."""
    if not targets:
        return chosen, [], []
    kept: dict[str, Chosen] = {}
    pending: list[str] = []
    for tag in dict.fromkeys(map(parse_tag, targets)):
        near = [one for one in chosen if one.tag.partition("-")[0] == tag.partition("-")[0]]
        one = next((one for one in near if one.tag == tag), near[0] if len(near) == 1 else None)
        if one and one.tag not in kept and tag != base:
            kept[one.tag] = replace(one, tag=tag)
        elif tag != base:
            pending.append(tag)
    further = [
        f"{', '.join(one.evidence)}: that is {one.tag}, which is none of the targets"
        for one in chosen
        if one.tag not in kept
    ]
    return list(kept.values()), pending, further


def _locale(one: Chosen) -> SiteLocale:
    match one.part.road:
        case Road.PREFIX:
            return SiteLocale(one.tag, prefix=one.part.value)
        case Road.PARAMETER:
            return SiteLocale(one.tag, parameter=one.part.value)
        case Road.HOST:
            return SiteLocale(one.tag, host=one.part.value)
        case Road.PLAIN:
            return SiteLocale(one.tag)


def _astray(signs: Mapping[Part, Signs], known: Sequence[str]) -> list[str]:
    """Say how many pages declare another language than their address, which says nothing, stands for."""
    bare = signs.get(PLAIN, Signs())
    languages = set(map(language_of, known))
    return [
        f"{count} of {len(bare.pages)} pages {PLAIN} {what} {tag}, not {known[0]}"
        for counts, what in ((bare.fields, "have the language field"), (bare.langs, "say html lang"))
        for tag, count in counts.most_common()
        if language_of(tag) not in languages
    ]


def _strangers(signs: Mapping[Part, Signs], known: Sequence[str], *, saved: bool) -> list[str]:
    """Say how many texts without any sign are in another language than those that were told there.

    Of `saved` pages `calque sync` names each; a live site can export what its pages do not show.
    """
    languages = set(map(language_of, known))
    bare = signs.get(PLAIN)
    if bare is None or bare.fields:
        return []
    advice = (
        "`calque sync` names the pages, and what to write of them"
        if saved
        else "an export of all content (Tools → Export), named as exports, would tell their language"
    )
    texts = f"of {bare.observed.total()} texts looked at {PLAIN}"
    return [
        f"{count} {texts} {'is' if count == 1 else 'are'} in {locale_name(tag)}, and nothing else says so: {advice}"
        for tag, count in bare.observed.most_common()
        if language_of(tag) not in languages
    ]


def _none_found(signs: Mapping[Part, Signs], doubts: Sequence[str], place: str) -> str:
    pages = sum(len(own.pages) for own in signs.values())
    seen = f" ({'; '.join(doubts)})" if doubts else ""
    return (
        f"{place}: no second language in the addresses, fields and heads of {pages} page{'s' * (pages != 1)}{seen}; "
        "say the targets, --target fr,de"
    )
