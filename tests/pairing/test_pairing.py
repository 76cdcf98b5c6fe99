"""Which page translates which source: the order of the evidence, what contradicts, what is only proposed."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calque.html import split
from calque.model import Finding, Page, Pairing, Post, Severity, Site, SiteLocale, SplitPost
from calque.pairing.groups import Paired, pair_pages
from calque.pairing.statements import Alternates, Exported, Statements

HOME = "https://example.org"
SITE = Site(
    name="example",
    root=Path(),
    url=HOME,
    source="en",
    locales=(SiteLocale("fr", prefix="fr"), SiteLocale("pt-BR", prefix="br"), SiteLocale("de", host="ex.de")),
)


def page(number: int, locale: str = "en", slug: str = "", *, collection: str = "posts", **fields) -> Page:
    known = SITE.locale(locale)
    home = f"https://{known.host}" if known and known.host else f"{HOME}/{known.prefix}" if known else HOME
    slug = slug or f"p{number}-{locale}"
    post = Post(
        type=collection.removesuffix("s"),
        collection=collection,
        id=number,
        link=f"{home}/{slug}/",
        slug=slug,
        status="publish",
        fields=(),
        modified=None,
        **fields,
    )
    return Page(post, locale)


def site(pairs: Mapping[str, Mapping[str, str]]) -> Site:
    return replace(SITE, pairs=MappingProxyType({key: MappingProxyType(row) for key, row in pairs.items()}))


def says(*alternates: Page, of: Page, place: str = "sitemap.xml") -> Alternates:
    return Alternates(place, of.post.link, tuple((one.locale or "", one.post.link) for one in alternates))


def sitemap(*pages: Page) -> tuple[Alternates, ...]:
    """Return what a sitemap says of pages that translate each other: each names all of them."""
    return tuple(says(*pages, of=one) for one in pages)


def pairs(paired: Paired) -> dict[tuple[str, str], tuple[str, str]]:
    """Return each translation by its key, with its source's key and why."""
    return {
        one.key: (group.source.post.key if group.source else group.gone, reason)
        for group in paired.groups
        for one, (_, sure, reason) in zip(group.translations, group.pairing, strict=False)
        if sure is Pairing.CONFIRMED
    }


def told(findings: Iterable[Finding]) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in findings]


# Each kind of evidence names another of the sources 1 to 8 as the one of page fr/20; the strongest counts.
EN = [page(number) for number in range(1, 7)] + [
    page(20, rest_url=f"{HOME}/wp-json/wp/v2/posts/20"),
    page(7, slug="a/same"),
    page(8, slug="same"),
]
MAPPED = {"posts/1": {"fr": "posts/20"}}
EXPORTED = Exported("export.xml", (("en", 4), ("fr", 20)))


def target(**fields) -> Page:
    return page(20, "fr", "same", rest_url=f"{HOME}/fr/wp-json/wp/v2/posts/20", **fields)


@pytest.mark.parametrize(
    ("without", "source", "reason"),
    [
        (0, "posts/1", "paired in calque.toml"),
        (1, "posts/2", "named by the translation's plugin field"),
        (2, "posts/3", "named by the source's plugin field"),
        (3, "posts/4", "paired by Polylang in export.xml"),
        (4, "posts/5", "hreflang in sitemap.xml"),
        (5, "posts/20", "the same id under /fr/"),
        (6, "posts/8", "the same path without the locale"),
    ],
)
def test_the_strongest_evidence_counts(without: int, source: str, reason: str) -> None:
    sources = list(EN)
    if without < 3:
        sources[2] = page(3, translations=(("fr", 20),))
    if without > 5:
        sources = [one for one in sources if one.post.id != 20]
    one = target(translations=(("en", 2),) if without < 2 else ())
    statements = Statements((EXPORTED,) if without < 4 else (), sitemap(EN[4], one) if without < 5 else ())
    paired = pair_pages([*sources, one], site(MAPPED if without < 1 else {}), statements=statements)
    assert pairs(paired)[one.key] == (source, reason)


def test_a_slug_alone_pairs_nothing() -> None:
    """Many pages of a site are called `overview`, or `faq`."""
    source = page(1, slug="about")
    one = page(20, "fr", slug="about")
    moved = replace(one, post=replace(one.post, link=f"{HOME}/fr/qui/about/"))
    assert pairs(pair_pages([source, one], SITE))[one.key][1] == "the same path without the locale"
    assert pairs(pair_pages([source, moved], SITE)) == {}


def test_plugin_fields_name_languages_as_wordpress_does() -> None:
    sources = [page(1, translations=(("pt_BR", 20), ("fr_FR", 21), ("xx", 22)))]
    targets = [page(20, "pt-BR"), page(21, "fr"), page(22, "de")]
    assert set(pairs(pair_pages([*sources, *targets], SITE))) == {("pt-BR", "posts/20"), ("fr", "posts/21")}


GUID = f"{HOME}/?p="


@pytest.mark.parametrize("own", ["", f"{GUID}1"], ids=["by its guid alone", "by its own name"])
def test_bogo_names_the_original_by_its_guid(own: str) -> None:
    source = page(1, guid=f"{GUID}1", original=own)
    targets = [page(20, "fr", guid=f"{GUID}20", original=f"{GUID}1"), page(30, "de", original=f"{GUID}1")]
    reason = "made from one post, by Bogo's field"
    assert pairs(pair_pages([source, *targets], SITE)) == {
        ("fr", "posts/20"): ("posts/1", reason),
        ("de", "posts/30"): ("posts/1", reason),
    }


def test_an_original_of_bogo_may_be_in_another_language_than_the_source() -> None:
    pages = [page(1, guid=f"{GUID}1", original=f"{GUID}20"), page(20, "fr", guid=f"{GUID}20")]
    pages += [page(30, "de", guid=f"{GUID}30", original=f"{GUID}20")]
    assert set(pairs(pair_pages(pages, SITE))) == {("fr", "posts/20"), ("de", "posts/30")}


def test_sources_that_share_an_original_pair_nothing() -> None:
    pages = [page(1, original=f"{GUID}9"), page(2, original=f"{GUID}9"), page(20, "fr", original=f"{GUID}9")]
    assert pairs(pair_pages(pages, SITE)) == {}


class TestExports:
    def test_ids_are_the_sites_own_whatever_the_type(self) -> None:
        pages = [page(31, collection="pages"), page(40, "fr", collection="pages"), page(41, "fr")]
        statements = Statements((Exported("export.xml", (("en", 31), ("fr", 40))),))
        assert pairs(pair_pages(pages, SITE, statements=statements)) == {
            ("fr", "pages/40"): ("pages/31", "paired by Polylang in export.xml")
        }

    def test_a_source_that_is_gone_leaves_an_orphan(self) -> None:
        statements = Statements((Exported("export.xml", (("en", 9), ("fr", 20))),))
        paired = pair_pages([page(20, "fr")], SITE, gone={"posts/9"}, statements=statements)
        assert [group.gone for group in paired.groups] == ["posts/9"]

    def test_terms_are_numbered_apart(self) -> None:
        """A category may have the id of a post; it is none of its translations."""
        terms = [page(5, collection="categories"), page(6, "fr", collection="categories")]
        posts = [page(5), page(6, "fr"), page(7, "fr")]
        of_posts, of_terms = (("en", 5), ("fr", 7)), (("en", 5), ("fr", 6))
        statements = Statements((Exported("e.xml", of_posts), Exported("e.xml", of_terms, terms=True)))
        assert pairs(pair_pages([*terms, *posts], SITE, statements=statements)) == {
            ("fr", "posts/7"): ("posts/5", "paired by Polylang in e.xml"),
            ("fr", "categories/6"): ("categories/5", "paired by Polylang in e.xml"),
        }

    def test_what_is_kept_of_a_live_page_is_told_as_that_page(self) -> None:
        pages = [page(1), page(20, "fr")]
        said = (replace(says(*pages, of=pages[1], place="kept/fr-20.html"), live=True),)
        paired = pair_pages(pages, SITE, statements=Statements(alternates=said))
        assert pairs(paired) == {("fr", "posts/20"): ("posts/1", "hreflang in the live page")}

    def test_a_group_without_a_source_says_nothing(self) -> None:
        statements = Statements((Exported("export.xml", (("de", 9), ("fr", 20))),))
        assert pairs(pair_pages([page(9, "de"), page(20, "fr")], SITE, statements=statements)) == {}

    def test_two_exports_that_disagree_pair_nothing_and_are_both_named(self) -> None:
        statements = Statements(
            (Exported("old.xml", (("en", 1), ("fr", 20))), Exported("new.xml", (("en", 2), ("fr", 20))))
        )
        paired = pair_pages([page(1), page(2), page(20, "fr")], SITE, statements=statements)
        assert pairs(paired) == {}
        (finding,) = paired.findings
        assert (finding.code, finding.severity) == ("pair_conflict", Severity.WARNING)
        assert "posts/2 (paired by Polylang in new.xml)" in finding.message
        assert "posts/1 (paired by Polylang in old.xml)" in finding.message
        assert "neither counts" in finding.message


class TestHreflang:
    def test_a_sitemap_pairs_pages_that_name_each_other(self) -> None:
        pages = [page(1), page(20, "fr"), page(30, "de")]
        paired = pair_pages(pages, SITE, statements=Statements(alternates=sitemap(*pages)))
        assert pairs(paired) == {
            ("de", "posts/30"): ("posts/1", "hreflang in sitemap.xml"),
            ("fr", "posts/20"): ("posts/1", "hreflang in sitemap.xml"),
        }

    @pytest.mark.parametrize("side", [0, 1], ids=["the source's page", "the translation's page"])
    def test_one_page_is_enough_where_nothing_contradicts(self, side: int) -> None:
        pages = [page(1), page(20, "fr")]
        said = (says(*pages, of=pages[side], place="a.html"),)
        paired = pair_pages(pages, SITE, statements=Statements(alternates=said))
        assert pairs(paired) == {("fr", "posts/20"): ("posts/1", "hreflang in a.html")}

    def test_addresses_are_compared_as_pages(self) -> None:
        source, one = page(1), page(20, "fr", slug="café")
        said = Alternates(
            "s.xml",
            "http://www.example.org/p1-en",
            (("fr-FR", f"{HOME}/fr/caf%C3%A9#top"), ("x-default", HOME)),
        )
        paired = pair_pages([source, one], SITE, statements=Statements(alternates=(said,)))
        assert pairs(paired) == {("fr", "posts/20"): ("posts/1", "hreflang in s.xml")}

    def test_a_home_page_that_many_name_is_the_translation_of_none(self) -> None:
        """What a theme writes into pages that have no translation."""
        home = page(20, "fr", slug="accueil")
        pages = [page(number) for number in range(1, 6)]
        said = tuple(says(one, home, of=one, place="pages.html") for one in pages)
        paired = pair_pages([*pages, home], SITE, statements=Statements(alternates=said))
        assert pairs(paired) == {}
        (finding,) = paired.findings
        assert (finding.code, finding.severity, finding.locale) == ("pair_conflict", Severity.WARNING, "fr")
        assert f"pairs {HOME}/fr/accueil/ (posts/20) with {HOME}/p1-en/ (posts/1), " in finding.message
        assert f"{HOME}/p3-en/ (posts/3) and 2 more, which" in finding.message

    def test_a_home_page_keeps_the_one_that_it_names_itself(self) -> None:
        home, accueil = page(1), page(20, "fr")
        others = [page(number) for number in range(2, 6)]
        said = (*sitemap(home, accueil), *(says(one, accueil, of=one) for one in others))
        paired = pair_pages([home, accueil, *others], SITE, statements=Statements(alternates=said))
        assert pairs(paired)[accueil.key][0] == "posts/1"

    def test_a_source_that_many_name_is_told_once(self) -> None:
        targets = [page(number, "fr") for number in range(20, 25)]
        said = tuple(says(page(1), one, of=one) for one in targets)
        paired = pair_pages([page(1), *targets], SITE, statements=Statements(alternates=said))
        assert pairs(paired) == {}
        (finding,) = paired.findings
        assert f"pairs {HOME}/fr/p20-fr/ (posts/20), {HOME}/fr/p21-fr/ (posts/21), " in finding.message
        assert f"(posts/22) and 2 more with {HOME}/p1-en/ (posts/1), which" in finding.message

    def test_what_it_cannot_decide_is_not_told_where_better_evidence_does(self) -> None:
        targets = [page(20, "fr", translations=(("en", 1),)), page(21, "fr", translations=(("en", 2),))]
        said = tuple(says(page(1), one, of=one) for one in targets)
        paired = pair_pages([page(1), page(2), *targets], SITE, statements=Statements(alternates=said))
        assert paired.findings == ()

    def test_a_page_of_another_locale_than_its_tag_says_is_left_out(self) -> None:
        one = page(20, "fr")
        said = Alternates("s.xml", page(1).post.link, (("de", one.post.link),))
        assert pairs(pair_pages([page(1), one], SITE, statements=Statements(alternates=(said,)))) == {}

    @pytest.mark.parametrize("url", ["", "https://", "https://[", "http://a:b/", "/fr/p20-fr/"])
    def test_any_text_may_stand_for_an_address(self, url: str) -> None:
        said = Alternates("s.xml", url, (("fr", url), ("en", url)))
        assert (
            pairs(pair_pages([page(1), page(20, "fr")], SITE, statements=Statements(alternates=(said,))))
            == {}
        )


class TestConflicts:
    def test_two_statements_that_disagree_are_both_named(self) -> None:
        one = page(20, "fr", translations=(("en", 1),))
        statements = Statements((Exported("export.xml", (("en", 2), ("fr", 20))),))
        paired = pair_pages([page(1), page(2), one], SITE, statements=statements)
        assert pairs(paired)[one.key][0] == "posts/1"
        (finding,) = paired.findings
        assert told([finding]) == [("pair_conflict", Severity.WARNING)]
        assert finding.message.startswith(
            "translates posts/1 (named by the translation's plugin field) or posts/2 (paired by Polylang in"
            " export.xml): the first counts"
        )

    @pytest.mark.parametrize("slug", ["", "p2-en"], ids=["nothing else", "a path that is one of them"])
    def test_sources_that_name_one_translation_pair_none_of_them(self, slug: str) -> None:
        """As WPML's field of a few versions does: the same translation for every post."""
        sources = [page(number, translations=(("fr", 20),)) for number in (1, 2, 3)]
        paired = pair_pages([*sources, page(20, "fr", slug=slug)], SITE)
        assert pairs(paired) == {}
        assert {one.code for one in paired.findings} == {"pair_conflict"}
        assert paired.findings[0].severity is Severity.WARNING
        assert (
            "posts/1 (named by the source's plugin field) or posts/2 (named by" in paired.findings[0].message
        )
        assert "neither counts" in paired.findings[0].message

    def test_of_sources_that_name_one_translation_its_own_field_decides(self) -> None:
        sources = [page(number, translations=(("fr", 20),)) for number in (1, 2)]
        one = page(20, "fr", translations=(("en", 2),))
        assert pairs(pair_pages([*sources, one], SITE))[one.key][0] == "posts/2"

    def test_what_an_editor_decided_is_a_note(self) -> None:
        one = page(20, "fr", translations=(("en", 2),))
        paired = pair_pages([page(1), page(2), one], site(MAPPED))
        assert told(paired.findings) == [("pair_conflict", Severity.NOTE)]

    def test_a_slug_that_is_the_same_by_chance_is_a_note(self) -> None:
        one = page(20, "fr", slug="p2-en", translations=(("en", 1),))
        paired = pair_pages([page(1), page(2), one], SITE)
        assert told(paired.findings) == [("pair_conflict", Severity.NOTE)]

    def test_two_pages_that_claim_one_source_are_both_named(self) -> None:
        pages = [page(1), page(20, "fr", translations=(("en", 1),)), page(21, "fr", slug="p1-en")]
        paired = pair_pages(pages, SITE)
        assert pairs(paired) == {("fr", "posts/20"): ("posts/1", "named by the translation's plugin field")}
        (finding,) = paired.findings
        assert (finding.code, finding.place) == ("paired_twice", f"{HOME}/fr/p1-en/")
        assert f"{HOME}/fr/p20-fr/ is paired with posts/1 already (named by the" in finding.message
        assert "the same path without the locale" in finding.message

    def test_of_two_pages_that_claim_one_source_alike_none_counts(self) -> None:
        targets = [page(number, "fr", translations=(("en", 1),)) for number in (20, 21)]
        paired = pair_pages([page(1), *targets], SITE)
        assert pairs(paired) == {}
        assert [one.code for one in paired.findings] == ["paired_twice"] * 2
        assert paired.findings[0].message == (
            f"this page and {HOME}/fr/p21-fr/ name posts/1 alike (named by the translation's plugin field): none of"
            " them counts as its translation; say which under [pairs]"
        )

    def test_what_both_sides_say_goes_before_what_one_says(self) -> None:
        targets = [page(number, "fr", translations=(("en", 1),)) for number in (20, 21)]
        source = page(1, translations=(("fr", 21),))
        assert set(pairs(pair_pages([source, *targets], SITE))) == {("fr", "posts/21")}

    def test_a_public_page_goes_before_a_draft_of_its_address(self) -> None:
        draft = page(20, "fr", slug="p1-en")
        pages = [replace(draft, post=replace(draft.post, status="draft")), page(21, "fr", slug="p1-en")]
        assert set(pairs(pair_pages([page(1), *pages], SITE))) == {("fr", "posts/21")}

    def test_evidence_that_agrees_is_no_conflict(self) -> None:
        one = page(20, "fr", slug="p1-en", translations=(("en", 1),))
        statements = Statements((Exported("export.xml", (("en", 1), ("fr", 20))),), sitemap(page(1), one))
        assert pair_pages([page(1), one], SITE, statements=statements).findings == ()


# Pages with texts of their own: what is in them, and in what order, is alike in a source and its translation.
WORDS = {
    "en": "the house on a hill has many old windows that nobody ever opens when it rains in spring".split(),
    "fr": "une maison sur la colline possède beaucoup de fenêtres anciennes que personne n'ouvre jamais".split(),
    "de": "das haus auf dem hügel hat viele alte fenster die niemand öffnet wenn der regen kommt".split(),
}


def story(
    seed: int, locale: str, *, number: int | None = None, bare: bool = False, long: int = 0
) -> tuple[Page, SplitPost]:
    """Return a page of about ten blocks or so `long`, and what it is split into; one seed is one story in each locale.

    A `bare` one has nothing but its blocks and their lengths.
    """
    drawn, noise = random.Random(seed), random.Random(f"{seed} {locale}")  # noqa: S311  a story, no secret
    rows = (
        [f'<p><img src="{HOME}/wp-content/uploads/photo-{seed}-300x200.jpg" alt=""></p>'] if not bare else []
    )
    for index in range(long or drawn.randint(8, 14)):
        tag = drawn.choice(("p", "p", "p", "h2"))
        count = drawn.randint(4, 60) if tag == "p" else drawn.randint(2, 6)
        words = [noise.choice(WORDS[locale]) for _ in range(count)]
        if not bare and index % 3 == 0:
            words.append(f"{drawn.randint(13, 99999)} {drawn.choice('AEIOU')}{drawn.randint(0, 10**6):06x}")
        rows.append(f"<{tag}>{' '.join(words)}.</{tag}>")
    made = page(number or seed + {"en": 0, "fr": 1000, "de": 2000}[locale], locale)
    html = "\n".join(rows)
    return made, SplitPost(made.post, (split(html, field="content"),))


def propose(rows: Sequence[tuple[Page, SplitPost]], configured: Site = SITE) -> Paired:
    return pair_pages([one for one, _ in rows], configured, splits={one.key: parts for one, parts in rows})


def proposed(paired: Paired) -> dict[str, str]:
    """Return the place of each page for which a pair is proposed, with the line that accepts it."""
    found = [finding for finding in paired.findings if finding.code == "pair_proposed"]
    assert all(finding.severity is Severity.NOTE for finding in found)
    return {finding.place: finding.message.partition("write ")[2] for finding in found}


class TestProposals:
    def test_structure_proposes_and_says_how_to_accept(self) -> None:
        rows = [*(story(seed, "en") for seed in range(1, 13)), *(story(seed, "fr") for seed in range(1, 13))]
        assert proposed(propose(rows)) == {
            f"{HOME}/fr/p{seed + 1000}-fr/": f'"posts/{seed}" = {{ fr = "posts/{seed + 1000}" }} under [pairs]'
            for seed in range(1, 13)
        }

    @pytest.mark.parametrize(
        ("slug", "reason"), [("fire", "the same slug, "), ("fire-2", "the same slug but for")]
    )
    def test_a_slug_adds_to_what_is_alike(self, slug: str, reason: str) -> None:
        """What is too little by itself is proposed where the page is called as its source is."""
        rows = [*(story(seed, "en", bare=True, long=4) for seed in range(1, 5))]
        source, parts = rows[1]
        named = replace(source, post=replace(source.post, slug="fire", link=f"{HOME}/brigade/fire/"))
        rows[1] = named, replace(parts, post=named.post)
        one, texts = story(2, "fr", bare=True, long=4)
        assert proposed(propose([*rows, (one, texts)])) == {}
        renamed = replace(one, post=replace(one.post, slug=slug, link=f"{HOME}/fr/feu/{slug}/"))
        paired = propose([*rows, (renamed, replace(texts, post=renamed.post))])
        assert set(proposed(paired)) == {f"{HOME}/fr/feu/{slug}/"}
        (alone,) = (group for group in paired.groups if group.source is None)
        assert alone.pairing[0][2].startswith(f"perhaps of {HOME}/brigade/fire/: {reason}")

    def test_a_proposed_page_stands_alone(self) -> None:
        """The source is judged as if it had no translation, until somebody accepts the pair."""
        paired = propose([*(story(seed, "en") for seed in range(1, 5)), story(2, "fr")])
        assert all(group.translations == () for group in paired.groups if group.source)
        (alone,) = (group for group in paired.groups if group.source is None)
        ((locale, sure, reason),) = alone.pairing
        assert (locale, sure, alone.gone) == ("fr", Pairing.PROPOSED, "")
        assert reason.startswith(f"perhaps of {HOME}/p2-en/: ")
        assert "blocks in the same order; in common: 1 file" in reason

    def test_an_accepted_proposal_is_a_pair(self) -> None:
        rows = [*(story(seed, "en") for seed in range(1, 5)), story(2, "fr")]
        paired = propose(rows, site({"posts/2": {"fr": "posts/1002"}}))
        assert pairs(paired) == {("fr", "posts/1002"): ("posts/2", "paired in calque.toml")}
        assert proposed(paired) == {}

    def test_the_line_holds_what_stands_there_already(self) -> None:
        rows = [*(story(seed, "en") for seed in range(1, 5)), story(2, "fr"), story(2, "de")]
        paired = propose(rows, site({"posts/2": {"de": "posts/2002"}}))
        (line,) = proposed(paired).values()
        assert line == (
            '"posts/2" = { de = "posts/2002", fr = "posts/1002" } under [pairs], in place of the line for it there'
        )

    def test_two_locales_of_one_source_share_a_line(self) -> None:
        rows = [*(story(seed, "en") for seed in range(1, 5)), story(2, "fr"), story(2, "de")]
        lines = set(proposed(propose(rows)).values())
        assert lines == {'"posts/2" = { de = "posts/2002", fr = "posts/1002" } under [pairs]'}

    def test_lengths_and_order_are_enough_for_long_pages(self) -> None:
        rows = [*(story(seed, "en", bare=True) for seed in range(1, 9)), story(3, "fr", bare=True)]
        assert list(proposed(propose(rows))) == [f"{HOME}/fr/p1003-fr/"]

    def test_many_pages_of_one_kind_are_not_all_compared(self) -> None:
        """Pages that nothing tells apart: comparing each with each would take a minute."""
        parts = (split("<p>A few words.</p><p>And a few more of them.</p>" * 4, field="content"),)
        pages = [page(number, locale) for number in range(1, 501) for locale in ("en", "fr")]
        start = process_time()
        assert proposed(propose([(one, SplitPost(one.post, parts)) for one in pages])) == {}
        assert process_time() - start < 15

    def test_a_page_whose_source_is_not_there_is_left_alone(self) -> None:
        rows = [*(story(seed, "en") for seed in range(1, 13)), *(story(seed, "fr") for seed in range(20, 30))]
        assert proposed(propose(rows)) == {}

    def test_two_pages_alike_are_proposed_for_neither(self) -> None:
        """A page and its copy cannot both translate one source, and nothing tells them apart."""
        rows = [*(story(seed, "en") for seed in range(1, 5)), story(2, "fr"), story(2, "fr", number=77)]
        assert proposed(propose(rows)) == {}

    def test_a_source_that_is_translated_is_not_proposed(self) -> None:
        rows = [story(1, "en"), story(2, "en"), story(2, "fr")]
        paired = propose([*rows, story(30, "fr", number=55)], site({"posts/2": {"fr": "posts/55"}}))
        assert proposed(paired) == {}

    def test_pages_are_not_proposed_for_posts(self) -> None:
        sources = [story(seed, "en") for seed in range(1, 5)]
        _, parts = story(2, "fr")
        other = page(1002, "fr", collection="pages")
        assert proposed(propose([*sources, (other, parts)])) == {}

    def test_a_few_short_paragraphs_prove_nothing(self) -> None:
        texts = {"en": ("Good morning.", "We are open."), "fr": ("Bonjour.", "C'est ouvert.")}
        rows = [
            (
                made := page(number, locale),
                SplitPost(made.post, (split("".join(f"<p>{one}</p>" for one in row)),)),
            )
            for number, (locale, row) in enumerate(texts.items(), start=1)
        ]
        assert proposed(propose(rows)) == {}


pages_of_a_site = st.lists(
    st.one_of(
        st.builds(page, st.integers(1, 6), st.just("en"), st.sampled_from(["", "a", "b"])),
        st.builds(
            page,
            st.integers(1, 9),
            st.sampled_from(["fr", "de", "pt-BR"]),
            st.sampled_from(["", "a", "b"]),
            translations=st.lists(
                st.tuples(st.sampled_from(["en", "fr"]), st.integers(1, 9)), max_size=2
            ).map(tuple),
        ),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)
exports = st.lists(
    st.builds(
        lambda place, source, locale, number: Exported(place, (("en", source), (locale, number))),
        st.sampled_from(["a.xml", "b.xml"]),
        st.integers(1, 6),
        st.sampled_from(["fr", "de"]),
        st.integers(1, 9),
    ),
    max_size=3,
)


def canonical(paired: Paired) -> tuple[list[str], list[str]]:
    return sorted(map(repr, paired.groups)), sorted(map(repr, paired.findings))


@given(pages_of_a_site, exports, st.data())
def test_the_order_of_pages_and_statements_does_not_matter(pages, exported, data) -> None:
    said = [says(*pages[:3], of=one) for one in pages[:4]]
    once = pair_pages(pages, SITE, gone={"posts/9"}, statements=Statements(tuple(exported), tuple(said)))
    other = pair_pages(
        data.draw(st.permutations(pages)),
        SITE,
        gone={"posts/9"},
        statements=Statements(
            tuple(data.draw(st.permutations(exported))), tuple(data.draw(st.permutations(said)))
        ),
    )
    assert canonical(once) == canonical(other)
    grouped = [
        one.key for group in once.groups for one in (*group.translations, *filter(None, [group.source]))
    ]
    assert sorted(grouped) == sorted(one.key for one in pages)


STORIES = [story(seed, locale) for seed in (1, 2, 3, 4) for locale in ("en", "fr", "de")]


@given(
    st.lists(st.sampled_from(STORIES), unique_by=lambda row: row[0].key), st.randoms(use_true_random=False)
)
@settings(max_examples=30)
def test_proposals_do_not_depend_on_the_order_of_pages(rows, order) -> None:
    mixed = list(rows)
    order.shuffle(mixed)
    assert canonical(propose(rows)) == canonical(propose(mixed))
