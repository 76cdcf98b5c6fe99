"""The source side: pages that count as sources and are in another language, and prefixes that nobody configured."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from calque.counts import plural
from calque.locales import locale_name
from calque.locales.guesses import Guess, guess_prefix, prefix_line
from calque.locales.paths import read_address
from calque.locales.prefix_names import locale_in
from calque.locales.stated import Stated
from calque.locales.undeclared import observed_locale, unconfigured_prefix
from calque.model import Finding, FindingCode, Page, Severity, Site

__all__ = ["source_findings", "told_by_prefix"]

_MOST = 0.8
"""The share of the pages below a prefix that must be in one language, where the prefix itself names no locale."""
_FEW = 2
"""So many of them there must be."""
_MANY = 10
"""So many pages, if they are most of them, are told as one fault of the configuration."""
_TAGS = {"no": "nb", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "tl": "fil"}
"""The tags of what langdetect calls otherwise."""


def source_findings(pages: Sequence[Page], site: Site) -> list[Finding]:
    """Return a finding for each source page in another language, and one for each prefix that may be a locale's."""
    sources = [page for page in pages if page.locale == site.source]
    found = [page for page in sources if _counts(page)]
    languages = Counter(page.foreign for page in found if page.withheld)
    language, count = max(languages.items(), key=lambda row: (row[1], row[0]), default=("", 0))
    whole = [_whole(sources, language, count, site)] if count >= _MANY and 2 * count > len(sources) else []
    rows = [page for page in found if not (whole and page.foreign == language)]
    return [*whole, *(_foreign(page, site) for page in rows), *_prefixes(pages, site)]


def _whole(sources: Sequence[Page], language: str, count: int, site: Site) -> Finding:
    """Return one finding in the place of many: the site is not in the language that calque.toml names."""
    tag = _tag(language)
    seen = f"{count} of {plural(len(sources), 'source page')} {'is' if count == 1 else 'are'} observed"
    return Finding.of(
        FindingCode.SOURCE_LANGUAGE,
        site.url,
        f"{seen} as {locale_name(tag)}: none of them is given to"
        f' translators, and none counts; if the site is written in it, write source = "{tag}" under [site]',
        site.source,
    )


def told_by_prefix(findings: Iterable[Finding], pages: Iterable[Page], site: Site) -> frozenset[str]:
    """Return the addresses of the pages without a locale below the prefixes that the findings name."""
    named = {
        unconfigured_prefix(one.place, site)
        for one in findings
        if one.code == FindingCode.UNCONFIGURED_LOCALE
    }
    return frozenset(
        page.post.link
        for page in pages
        if named and page.locale is None and unconfigured_prefix(page.post.link, site) in named
    )


def _counts(page: Page) -> bool:
    return bool(page.foreign) and page.post.status == "publish" and not page.post.locked


def _foreign(page: Page, site: Site) -> Finding:
    name = locale_name(_tag(page.foreign))
    place = page.post.link_or_key
    known = observed_locale(page.foreign, site)
    if not page.withheld:
        return Finding.of(
            FindingCode.SOURCE_LANGUAGE,
            place,
            f"its text looks like {name}, and counts as {locale_name(site.source)}, since that is not sure;"
            f' if it is {name}, write "{page.post.key}" = "{known or _tag(page.foreign)}" under [site.languages]',
            site.source,
            severity=Severity.NOTE,
        )
    if known:
        then = (
            f'write "{page.post.key}" = "{known}" under [site.languages], or a prefix, host or language field that says'
            f" so, and it counts as {known}"
        )
    else:
        then = f"configure a locale for it ([locales.{_tag(page.foreign)}]), or leave the post out"
    return Finding.of(
        FindingCode.SOURCE_LANGUAGE,
        place,
        f"its text is observed as {name}, though nothing says so: it is not given to translators, and does not count;"
        f' {then}; if it is {locale_name(site.source)}, write "{page.post.key}" = "{site.source}" there',
        site.source,
    )


def _tag(language: str) -> str:
    return _TAGS.get(language, language)


@dataclass(frozen=True, slots=True)
class _Prefix:
    """The pages below a prefix that nobody configured."""

    value: str
    pages: tuple[Page, ...]
    guess: Guess
    languages: Counter[str]
    """How many of the pages are in each other language."""


def _prefixes(pages: Iterable[Page], site: Site) -> Iterator[Finding]:
    by_prefix: defaultdict[str, list[Page]] = defaultdict(list)
    stated = Stated.of(site)
    for page in pages:
        is_open = page.locale in (None, site.source) and not stated.locale(page.post.link, page.post.key)
        if is_open and (value := unconfigured_prefix(page.post.link, site)):
            by_prefix[value].append(page)
    for value, rows in sorted(by_prefix.items()):
        guesses = (guess_prefix(read_address(page.post.link, site), site) for page in rows)
        guess = next((guess for guess in guesses if guess.advice), Guess())
        languages = Counter(page.foreign for page in rows if page.foreign)
        if found := _prefix(_Prefix(value, tuple(rows), guess, languages), site):
            yield found


def _prefix(prefix: _Prefix, site: Site) -> Finding | None:
    """Return what is to be configured for a prefix; None where nothing speaks for its being a locale's."""
    place = prefix.pages[0].post.link
    language, count = max(prefix.languages.items(), key=lambda row: (row[1], row[0]), default=("", 0))
    named = locale_in(prefix.value, _tag(language)) if language else ""
    is_many = count >= _FEW and count >= _MOST * len(prefix.pages)
    if not (named or is_many):
        return (
            Finding.of(FindingCode.UNCONFIGURED_LOCALE, place, prefix.guess.advice)
            if prefix.guess.advice
            else None
        )
    known = observed_locale(language, site)
    is_free = any(one.tag == known and not one.prefix for one in site.locales)
    tag = known if is_free else named or known or _tag(language)
    seen = f"{count} of {len(prefix.pages)} pages" if len(prefix.pages) > 1 else "the page"
    return Finding.of(
        FindingCode.UNCONFIGURED_LOCALE,
        place,
        f"{seen} below /{prefix.value}/ {'are' if len(prefix.pages) > 1 else 'is'} observed as"
        f" {locale_name(_tag(language))}: write {prefix_line(prefix.value, tag, site)} in calque.toml",
    )
