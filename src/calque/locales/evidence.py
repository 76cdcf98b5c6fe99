"""The locale that a page declares: every piece of evidence, in order of its weight.

A locale is declared, never observed: the text of the page has no say here, nor have `guid` or a country
domain. What disagrees with the strongest evidence is kept as a conflict.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from calque.addresses import split_url
from calque.locales.guesses import Guess, guess_prefix
from calque.locales.page_languages import PageHead
from calque.locales.paths import (
    Address,
    UrlPlace,
    named_locale,
    nearest_locale,
    read_address,
    same_page,
)
from calque.locales.stated import Stated
from calque.locales.tags import find_tag
from calque.model import Post, Site

__all__ = ["NO_SIGN", "Declared", "Evidence", "EvidenceKind", "locate"]

NO_SIGN = "no locale in the URL: the default"
"""The evidence of a page whose locale nothing declares."""


class EvidenceKind(StrEnum):
    """What a piece of evidence is, the strongest first."""

    MAP = "map"
    FIELD = "field"
    HOST = "host"
    PREFIX = "prefix"
    REST_ROOT = "rest_root"
    PARAMETER = "parameter"
    HREFLANG = "hreflang"
    HTML_LANG = "html_lang"
    CONTENT_LANGUAGE = "content_language"
    DEFAULT = "default"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that declares a locale."""

    kind: EvidenceKind
    value: str
    """As written: `pt_PT_ao90`, `FR`."""
    locale: str
    """The site's locale that it stands for, or the tag where the site has none such."""
    phrase: str
    """For people: `path prefix /fr/`."""

    def __str__(self) -> str:
        return self.phrase


@dataclass(frozen=True, slots=True)
class Declared:
    """The locale that a page declares, with all that was found for and against it."""

    locale: str | None
    evidence: tuple[Evidence, ...] = ()
    """The strongest first; the first decides."""
    conflicts: tuple[str, ...] = ()
    """One sentence for each piece of evidence that disagrees with the first."""
    warnings: tuple[str, ...] = ()
    """What to put right: the case of a prefix, a locale that is not configured."""
    reason: str = ""
    """Why there is no locale: `an asset`, `outside the site`, `unconfigured prefix`, `ambiguous prefix`."""
    suggestion: str = ""
    """The tag to configure, where an unconfigured prefix names one."""
    advice: str = ""
    """That of the warnings which is the same for every page below an unconfigured prefix."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """The evidence as phrases."""
        return tuple(evidence.phrase for evidence in self.evidence)


def locate(
    url: str,
    site: Site,
    *,
    post: Post | None = None,
    head: PageHead | None = None,
    stated: Stated | None = None,
) -> Declared:
    """Return the locale that the page at `url` declares.

    `head` is what the page's HTML says; of its alternates, the one that names the page itself counts. A path alone is
    taken as the site's. Who asks for many posts makes `stated` once.

    ::

        /fr/about/  ->  Declared("fr", evidence=(path prefix /fr/,))
        /about/     ->  Declared("en", evidence=(no locale in the URL: the default,))
        /fr-ca/x    ->  Declared(None, reason="unconfigured prefix", suggestion="fr-CA")
    """
    address = read_address(url, site)
    evidence = [
        *_from_map(url, post, site, stated or Stated.of(site)),
        *_from_field(post.language if post else "", site),
    ]
    guess = Guess()
    if address.place is UrlPlace.PAGE:
        evidence += _from_address(address)
        evidence += _from_rest_root(post, site)
        evidence += _from_parameter(address, site)
        evidence += _from_head(url, head or PageHead(), site)
        guess = guess_prefix(address, site)
        evidence += [] if evidence else _from_nothing(guess, site)
    return Declared(
        evidence[0].locale if evidence else None,
        tuple(evidence),
        tuple(_conflicts(evidence)),
        tuple(_warnings(url, address, guess, evidence, site)),
        reason="" if evidence else _reason(address, guess),
        suggestion=guess.tag,
        advice=guess.advice,
    )


def _from_map(url: str, post: Post | None, site: Site, stated: Stated) -> Iterator[Evidence]:
    """Yield what calque.toml says of a post: its language, else that the pairs name it as a translation.

    Of a source the pairs say nothing, nor where all locales share one id: the key then stands for several pages.
    """
    if tag := stated.locale(url, post.key if post else ""):
        yield Evidence(EvidenceKind.MAP, url, tag, "calque.toml says so under languages")
    if post is None or post.key in site.pairs:
        return
    found = stated.paired.get(post.key, frozenset())
    if len(found) == 1:
        yield Evidence(EvidenceKind.MAP, post.key, next(iter(found)), f"calque.toml pairs {post.key}")


def _from_field(value: str, site: Site) -> Iterator[Evidence]:
    """Yield what a language's slug or tag, as plugins use them, declares."""
    if value and (tag := named_locale(value, site)):
        yield Evidence(EvidenceKind.FIELD, value, tag, f"language field {value}")


def _from_tag(kind: EvidenceKind, value: str, site: Site, phrase: str) -> Iterator[Evidence]:
    """Yield what a single language tag declares; a list of several declares nothing."""
    if tag := find_tag(value):
        yield Evidence(kind, value, nearest_locale(tag, site), phrase.format(value))


def _from_address(address: Address) -> Iterator[Evidence]:
    if address.host_locale:
        yield Evidence(EvidenceKind.HOST, address.host, address.host_locale, f"host {address.host}")
    if address.prefix_locale:
        phrase = f"path prefix /{address.prefix}/"
        yield Evidence(EvidenceKind.PREFIX, address.prefix, address.prefix_locale, phrase)


def _from_rest_root(post: Post | None, site: Site) -> Iterator[Evidence]:
    """Yield the prefix of the REST root that served the post, which adds to the link's own."""
    if post is None or not post.rest_url:
        return
    root = read_address(post.rest_url, site)
    if root.prefix_locale:
        phrase = f"REST root /{root.prefix}/wp-json/"
        yield Evidence(EvidenceKind.REST_ROOT, root.prefix, root.prefix_locale, phrase)


def _from_parameter(address: Address, site: Site) -> Iterator[Evidence]:
    if address.parameter_locale:
        phrase = f"query {site.parameter}={address.parameter}"
        yield Evidence(EvidenceKind.PARAMETER, address.parameter, address.parameter_locale, phrase)


def _from_head(url: str, head: PageHead, site: Site) -> Iterator[Evidence]:
    """Yield the page's own entry among its alternates, where it is one locale's, and its language tags.

    Where nothing is translated, some sites name the original as the page in each language. So an entry of another
    language than `<html lang>` comes after it where that is the source's.
    """
    own = [tag for tag, href in head.alternates if same_page(href, url)]
    found = [item for tag in own for item in _from_tag(EvidenceKind.HREFLANG, tag, site, "hreflang {}")]
    entry = found[:1] if len({item.locale for item in found}) == 1 else []
    lang = list(_from_tag(EvidenceKind.HTML_LANG, head.lang, site, "html lang {}"))
    is_doubtful = any(item.locale == site.source for item in lang)
    yield from (*lang, *entry) if is_doubtful else (*entry, *lang)
    yield from _from_tag(EvidenceKind.CONTENT_LANGUAGE, head.content_language, site, "Content-Language {}")


def _from_nothing(guess: Guess, site: Site) -> Iterator[Evidence]:
    """Yield what is assumed where nothing declares a locale, unless the path raises a doubt."""
    if guess.reason:
        return
    if guess.tag:
        phrase = f"path prefix /{guess.value}/, a guess: it is not configured"
        yield Evidence(EvidenceKind.GUESS, guess.value, guess.tag, phrase)
    else:
        yield Evidence(EvidenceKind.DEFAULT, "", site.source, NO_SIGN)


def _warnings(
    url: str, address: Address, guess: Guess, evidence: Iterable[Evidence], site: Site
) -> Iterator[str]:
    if split_url(url) is None:
        yield "it is no address that can be read; look at its brackets, its port and its letters"
    if address.prefix and not address.prefix_exact:
        yield f"the path prefix /{address.prefix}/ is configured in another {_spelling(address, site)}"
    if guess.advice:
        yield guess.advice
    for item in evidence:
        if item.locale not in site.tags and item.kind is not EvidenceKind.GUESS:
            yield f"{item.phrase} names {item.locale}, which is not a locale of the site"


def _spelling(address: Address, site: Site) -> str:
    prefixes = (site.prefix, *(locale.prefix for locale in site.locales))
    given = address.prefix.rpartition("/")[2].casefold()
    return (
        "case"
        if given in {prefix.casefold() for prefix in prefixes}
        else f"spelling, or as {address.prefix_locale}"
    )


def _conflicts(evidence: Sequence[Evidence]) -> Iterator[str]:
    for other in evidence[1:]:
        if other.locale != evidence[0].locale:
            first = evidence[0]
            yield f"{first.phrase} says {first.locale}, {other.phrase} says {other.locale}"


def _reason(address: Address, guess: Guess) -> str:
    match address.place:
        case UrlPlace.ASSET:
            return "an asset"
        case UrlPlace.OUTSIDE:
            return "outside the site"
        case UrlPlace.PAGE:
            return guess.reason
