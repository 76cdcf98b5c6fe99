"""Which locale a page declares, by the cases of `cases/locales.txt`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_lowercase
from types import MappingProxyType

import pytest

from calque.locales import Declared, EvidenceKind, PageHead, locate, parse_tag
from calque.model import Post, Site, SiteLocale, Truth

CASES = Path(__file__).parents[1] / "cases" / "locales.txt"
LOCALES = (
    SiteLocale("fr", prefix="fr"),
    SiteLocale("pt-BR", prefix="pt-br"),
    SiteLocale("zh-Hans", prefix="zh-hans"),
    SiteLocale("de", prefix="de"),
)
SITE = Site("Example", Path(), "https://ex.com", "en", LOCALES)
POST = Post("post", "posts", 1, "", "x", "publish", (), None)


@dataclass(frozen=True)
class Case:
    title: str
    url: str
    given: tuple[str, ...]
    expected: tuple[str, ...]


def cases() -> Iterator[Case]:
    for block in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, *parts = block.split("\n.\n")
        lines = parts[0].splitlines()
        given = tuple(line for line in lines if ": " in line)
        for url in lines:
            if url not in given:
                yield Case(title, url, given, tuple(parts[1].removesuffix("\n.").splitlines()))


def set_up(given: tuple[str, ...]) -> tuple[Site, Post, PageHead]:
    settings = [line.partition(": ")[::2] for line in given]
    locales = tuple(read_locale(value) for name, value in settings if name == "locale")
    site = replace(SITE, locales=locales or LOCALES)
    post, head = POST, PageHead()
    for name, value in settings:
        match name:
            case "home":
                site = replace(site, url=value)
            case "prefix" | "base" | "parameter":
                site = replace(site, **{name: value})
            case "field":
                post = replace(post, language=value)
            case "rest":
                post = replace(post, rest_url=value)
            case "html-lang":
                head = replace(head, lang=value)
            case "content-language":
                head = replace(head, content_language=value)
            case "hreflang":
                head = replace(head, alternates=(*head.alternates, tuple(value.split())))
    return site, post, head


def read_locale(value: str) -> SiteLocale:
    tag, *settings = value.split()
    pairs = dict(setting.split("=") for setting in settings)
    truth = Truth(pairs.pop("truth")) if "truth" in pairs else None
    return SiteLocale(parse_tag(tag), truth=truth, **pairs)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.title}: {case.url}")
def test_declared_locale(case: Case) -> None:
    site, post, head = set_up(case.given)
    declared = locate(case.url, site, post=post, head=head)
    locale, *details = case.expected
    assert (declared.locale or "none") == locale, declared
    wants_conflict = False
    for detail in details:
        name, _, value = detail.partition(": ")
        wants_conflict |= name == "conflict"
        assert value in details_of(declared, name), declared
    assert bool(declared.conflicts) == wants_conflict, declared


def details_of(declared: Declared, name: str) -> str:
    found = {
        "reason": declared.reason,
        "suggestion": declared.suggestion,
        "evidence": declared.phrases[0] if declared.phrases else "",
        "conflict": " | ".join(declared.conflicts),
        "warning": " | ".join(declared.warnings),
    }
    return found[name]


def test_all_evidence_is_kept_in_order_of_weight() -> None:
    post = replace(POST, language="fr_FR", rest_url="https://ex.com/fr/wp-json/wp/v2/posts/1")
    head = PageHead("fr", alternates=(("fr", "https://ex.com/fr/x"),), content_language="fr")
    declared = locate("https://ex.com/fr/x?lang=fr", replace(SITE, parameter="lang"), post=post, head=head)
    # The query is part of the page's identity, so the alternate without it is another page's.
    assert [evidence.kind for evidence in declared.evidence] == [
        EvidenceKind.FIELD,
        EvidenceKind.PREFIX,
        EvidenceKind.REST_ROOT,
        EvidenceKind.PARAMETER,
        EvidenceKind.HTML_LANG,
        EvidenceKind.CONTENT_LANGUAGE,
    ]
    assert declared.evidence[0].value == "fr_FR"
    assert not declared.conflicts


def test_pairs_in_the_configuration_come_before_everything() -> None:
    pairs = MappingProxyType({"posts/9": MappingProxyType({"de": "posts/1"})})
    declared = locate("/fr/x", replace(SITE, pairs=pairs), post=POST)
    assert declared.locale == "de"
    assert declared.conflicts == ("calque.toml pairs posts/1 says de, path prefix /fr/ says fr",)


def test_one_id_in_all_locales_is_not_located_by_its_pair() -> None:
    pairs = MappingProxyType({"posts/1": MappingProxyType({"fr": "posts/1"})})
    assert locate("/fr/x", replace(SITE, pairs=pairs), post=POST).locale == "fr"
    assert locate("/x", replace(SITE, pairs=pairs), post=POST).locale == "en"


def test_a_field_declares_the_locale_of_a_link_outside_the_site() -> None:
    declared = locate("https://elsewhere.org/x", SITE, post=replace(POST, language="fr"))
    assert declared.locale == "fr"
    assert not declared.reason


def test_observed_text_never_declares_a_locale() -> None:
    """`guid`, the text and a country domain are no parameters of locate at all; the link alone is English."""
    assert locate("https://ex.com/bonjour-le-monde/", SITE, post=POST).locale == "en"


LINE = re.compile(r'write prefix = "([^"]+)"(?: in place of "([^"]+)")? under \[(site|locales\.([\w-]+))\]')


def followed(site: Site, warning: str) -> Site:
    """Return the site as it is when somebody does what a warning says."""
    found = LINE.search(warning)
    assert found
    prefix, instead, _, tag = found.groups(default="")
    if not tag:
        assert site.prefix == instead
        return replace(site, prefix=prefix)
    known = site.locale(tag)
    assert tag != site.source
    assert (known.prefix if known else "") == instead
    rest = tuple(one for one in site.locales if one.tag != tag)
    return replace(site, locales=(*rest, replace(known or SiteLocale(parse_tag(tag)), prefix=prefix)))


@pytest.mark.parametrize(
    ("source", "targets", "path", "line"),
    [
        ("de-AT", "fr=fr", "/at/", "under [site]"),
        ("en-GB", "fr=fr", "/gb/", "under [site]"),
        ("en-GB", "fr=fr", "/uk/", "under [site]"),
        ("zh-Hans", "fr=fr", "/cn/", "under [site]"),
        ("zh-Hant", "fr=fr", "/cn/", "under [locales.zh-Hans]"),
        ("en-US", "fr=fr", "/us/", "under [site]"),
        ("en-US", "fr=fr", "/en/", "under [site]"),
        ("en-US", "fr=fr", "/en-us/", "under [site]"),
        ("en-US", "fr=fr", "/uk/", "under [locales.uk]"),
        ("en", "fr=fr", "/us/", "under [locales.en-US]"),
        ("de", "fr=fr", "/at/", "under [locales.de-AT]"),
        ("pt-BR", "fr=fr", "/pt/", "under [site]"),
        ("en", "pt-BR=", "/br/", "under [locales.pt-BR]"),
        ("en", "fr-CH=", "/ch/", "under [locales.fr-CH]"),
        ("en", "fr-CA=fr-ca", "/ca/", "under [locales.en-CA]"),
        ("en", "fr-FR=", "/fr/", "under [locales.fr-FR]"),
        ("en", "fr=francais", "/fr/", 'in place of "francais" under [locales.fr]'),
        ("en", "de-AT=austria", "/at/", 'in place of "austria" under [locales.de-AT]'),
        ("en", "en-GB=", "/uk/", "under [locales.en-GB]"),
    ],
)
def test_the_line_for_a_prefix_fits_the_locales_of_the_site(
    source: str, targets: str, path: str, line: str
) -> None:
    rows = [row.partition("=") for row in targets.split()]
    site = replace(
        SITE, source=source, locales=tuple(SiteLocale(tag, prefix=prefix) for tag, _, prefix in rows)
    )
    (warning,) = locate(path, site).warnings
    assert line in warning
    mended = locate(path, followed(site, warning))
    assert mended.locale in (*site.tags, line.removeprefix("under [locales.").removesuffix("]"))
    assert mended.warnings == ()


def test_the_line_for_two_letters_can_be_followed() -> None:
    """Whatever they are: the locale of the line is one, and its table is none that stands with another prefix."""
    sites = [replace(SITE, source=source) for source in ("en", "en-GB", "de-AT", "zh-Hans", "pt", "nb")]
    values = [f"{one}{other}" for one in ascii_lowercase for other in ascii_lowercase]
    told = 0
    for site in sites:
        for value in values:
            for warning in locate(f"/{value}/", site).warnings:
                assert not locate(f"/{value}/", followed(site, warning)).warnings, warning
                told += 1
    assert told > 1_000
