"""Which languages a site has by what its pages show: the cases of `cases/init.txt`, and laws."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.errors import ConfigError
from calque.locales import PageHead
from calque.model import Field, Post, SiteLocale
from calque.pipeline.init.home import home_of
from calque.pipeline.init.signs import Shown
from calque.pipeline.init.tongues import Tongues, find_tongues

CASES = Path(__file__).parents[2] / "cases" / "init.txt"
TEXTS = {
    "en": "We open the doors at nine in the morning and close them when the last visitor has left the garden.",
    "fr": "Nous ouvrons les portes à neuf heures du matin et nous les fermons quand le dernier visiteur est parti.",
    "de": "Wir öffnen die Türen um neun Uhr am Morgen und schließen sie, wenn der letzte Gast gegangen ist.",
    "es": "Abrimos las puertas a las nueve de la mañana y las cerramos cuando se ha ido el último visitante.",
    "pt": "Abrimos as portas às nove da manhã e não as fechamos antes que o último visitante tenha ido embora.",
    "ja": "朝九時に扉を開け、最後のお客様が帰られたら閉めます。庭は夏の間だけ開いています。",
    "zh": "我们早上九点开门，最后一位客人离开后关门。花园只在夏天开放，欢迎大家来参观。",
    "ca": "Obrim les portes a les nou del matí i les tanquem quan l'últim visitant ha marxat del jardí.",
    "-": "2024",
}


@dataclass(frozen=True)
class Case:
    """A case of the file."""

    title: str
    pages: tuple[str, ...]
    expected: tuple[str, ...]


def cases() -> Iterator[Case]:
    for block in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, pages, expected = re.split(r"\n\.\n", block)
        yield Case(title, tuple(pages.splitlines()), tuple(expected.strip().splitlines()))


def shown_of(lines: tuple[str, ...]) -> list[Shown]:
    numbers = count(1)
    shown = []
    for line in lines:
        many = re.search(r" \*(\d+)$", line)
        for _ in range(int(many[1]) if many else 1):
            number = next(numbers)
            address, language, *words = line.removesuffix(many[0] if many else "").split(" ")
            url = address.replace("#", f"page-{number}")
            url = url if "://" in url else f"https://lane.example{url}"
            told = dict(word.split("=", 1) for word in words)
            links = tuple(
                (one.split(":", 1)[0], f"https://lane.example{one.split(':', 1)[1]}")
                for one in told.get("links", "").split(",")
                if one
            )
            post = Post(
                type="page",
                collection="pages",
                id=number,
                modified=None,
                link=url,
                slug="",
                status="publish",
                fields=(Field("content", f"<p>{TEXTS[language]}</p>"),),
                language=told.get("field", ""),
                rest_url=told.get("root", ""),
            )
            shown.append(Shown(post, PageHead(told.get("lang", ""), "", links)))
    return shown


def told(tongues: Tongues) -> list[str]:
    source = f"{tongues.source} prefix {tongues.prefix}" if tongues.prefix else tongues.source
    return [source, *(_how(one, tongues.parameter) for one in tongues.locales)]


def _how(locale: SiteLocale, parameter: str) -> str:
    if locale.parameter:
        return f"{locale.tag} {parameter}={locale.parameter}"
    key = next((key for key in ("prefix", "host") if getattr(locale, key)), "")
    return f"{locale.tag} {key} {getattr(locale, key)}" if key else locale.tag


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title.replace(" ", "-"))
def test_case(case: Case) -> None:
    shown = shown_of(case.pages)
    tongues = find_tongues(shown, home_of([one.post for one in shown]))
    assert told(tongues) == [row for row in case.expected if not row.startswith("? ")]
    for row in case.expected:
        if row.startswith("? "):
            assert row[2:] in "\n".join(tongues.doubts)
    assert set(tongues.evidence) == {tongues.source, *(one.tag for one in tongues.locales)}


PAGES = st.lists(
    st.tuples(
        st.sampled_from(["", "fr/", "de/", "jp/", "it/", "blog/", "en/", "app/", "deutsch/", "pt-br/"]),
        st.sampled_from(["one", "two", "three", "four"]),
        st.sampled_from(["", "?lang=fr", "?lang=de"]),
        st.sampled_from(["en", "fr", "de", "-"]),
        st.sampled_from(["", " field=fr", " field=en", " lang=de", " lang=en", " links=fr:/fr/two/"]),
    ),
    min_size=1,
    max_size=8,
)


@given(PAGES, st.sampled_from([(), ("fr",), ("fr", "pt-BR", "sv")]), st.sampled_from(["", "en", "fr"]))
def test_no_locale_gets_an_address_that_no_page_has(rows, targets: tuple[str, ...], source: str) -> None:
    shown = shown_of(
        tuple(f"/{prefix}{slug}/{query} {text}{sign}" for prefix, slug, query, text, sign in rows)
    )
    links = [one.post.link for one in shown]
    try:
        tongues = find_tongues(shown, "https://lane.example", source=source, targets=targets)
    except ConfigError as error:
        assert re.search(r"--(target|source) ", str(error))  # noqa: PT017 — either outcome is right
        return
    for prefix in (tongues.prefix, *(one.prefix for one in tongues.locales)):
        assert not prefix or any(link.startswith(f"https://lane.example/{prefix}/") for link in links)
    for one in tongues.locales:
        assert not one.parameter or any(f"{tongues.parameter}={one.parameter}" in link for link in links)
    tags = [tongues.source, *(one.tag for one in tongues.locales)]
    assert len(tags) == len(set(tags))
    prefixes = [one.prefix for one in tongues.locales if one.prefix] + [tongues.prefix]
    assert len(prefixes) == len(set(prefixes))
    if targets:
        assert [one.tag for one in tongues.locales] == [tag for tag in targets if tag != tongues.source]


def test_what_was_seen_is_told_where_no_language_is_found() -> None:
    shown = shown_of(("/one/ en", "/two/ en", "/drei/ de"))
    with pytest.raises(
        ConfigError, match=r"1 of 3 texts looked at .* is in German.*; say the targets, --target"
    ):
        find_tongues(shown, "https://lane.example")


def test_a_target_without_a_page_gets_no_prefix() -> None:
    shown = shown_of(("/one/ en", "/fr/one/ fr"))
    tongues = find_tongues(shown, "https://lane.example", targets=("sv", "fr"))
    assert told(tongues) == ["en", "sv", "fr prefix fr"]
    assert "sv" not in tongues.evidence


def test_a_title_alone_shows_no_language() -> None:
    """`Services` is a word of French, too."""
    (shown,) = shown_of(("/services/ en",))
    bare = replace(shown, post=replace(shown.post, fields=(Field("title", "Services"),)))
    tongues = find_tongues([*shown_of(("/# en *6", "/fr/# fr *4")), bare], "https://lane.example")
    assert tongues.doubts == ()
