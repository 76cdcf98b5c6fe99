"""What a WordPress site itself shows: its REST root, languages, default locale and types, and what it hides."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from calque.addresses import join_url, split_url
from calque.errors import ConfigError, SourceError
from calque.locales import locate, parse_tag, read_head
from calque.locales.stated import Stated
from calque.locales.switchers import read_switcher
from calque.model import Post, Site, SiteLocale
from calque.pipeline.init.choice import short_tag
from calque.pipeline.init.look import Seen, look
from calque.pipeline.init.proposal import Found, ProposedConfig, site_name, write_config
from calque.pipeline.init.remarks import PairSigns, remarks_of
from calque.pipeline.init.report import free_report
from calque.pipeline.init.roots import host_name
from calque.pipeline.init.scopes import propose_scopes
from calque.pipeline.init.signs import Shown
from calque.pipeline.init.tongues import Tongues, find_tongues
from calque.sources.marked_languages import languages_marked
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.credentials import find_credentials
from calque.sources.wordpress.languages import Languages

__all__ = ["propose_from_site"]

_LOOKED_AT = 4
"""Translated pages that are looked at for hreflang links, until one names others: not each has a counterpart."""
_MANY = 5_000
"""More pages than this are not loaded for their hreflang links without being asked."""


def propose_from_site(
    url: str,
    root: Path,
    environ: Mapping[str, str],
    *,
    source: str = "",
    targets: Sequence[str] = (),
    exports: Sequence[str] = (),
    name: str = "",
    rate: float = 10.0,
) -> ProposedConfig:
    """Look at a WordPress site and write its configuration, for a workspace at `root`; some tens of requests.

    `source`, `targets` and `name` say what would otherwise be found out; `exports` are WXR files that pair its posts.
    `rate` is requests a second.
    Errors: SourceError where the REST API is closed, with the likely reason; ConfigError where the languages
    cannot be told.
    """
    home = url.rstrip("/")
    credentials = find_credentials(name or site_name(home), home, environ)
    with Client(home, credentials=credentials, rate=rate) as client:
        seen = look(client, targets)
        tongues, base = _find_tongues(client, seen, source, targets)
        site = _site(seen, tongues, base, name)
        stated = Stated.of(site)
        located = [
            (locate(post.link, site, post=post, stated=stated).locale or "", post) for post in seen.posts
        ]
        pairing = _find_pairing(client, seen, site, located, exports)
    found = replace(_found(seen, site, tongues, located, pairing), report=free_report(root))
    return ProposedConfig(write_config(found), remarks=tuple(remarks_of(seen, tongues, found, pairing)))


def _find_tongues(client: Client, seen: Seen, source: str, targets: Sequence[str]) -> tuple[Tongues, str]:
    """Return the languages of the site, and the folder before their prefixes; its own list goes before its posts.

    Errors: ConfigError where nothing tells the source, or the others.
    """
    home = seen.facts.home.rstrip("/")
    texts = {(post.key, post.link): post for post in seen.texts}
    shown = [Shown(texts.get((post.key, post.link), post)) for post in seen.posts]
    shown = shown or [Shown(post) for post in seen.texts]
    listed = seen.languages
    if not listed.locales:
        return find_tongues(shown, home, source=source, targets=targets), ""
    known = {one.tag: one for one in listed.locales}
    wanted = [parse_tag(tag) for tag in targets] or list(known)
    by_posts = find_tongues(
        shown, home, source=source or listed.default, targets=wanted, listed=_values(listed)
    )
    default = next((tag for tag in known if short_tag(tag) == by_posts.source), by_posts.source)
    checked = {
        tag: _checked(client, seen, known.get(tag, SiteLocale(tag)), by_posts, listed)
        for tag in dict.fromkeys((*wanted, default))
    }
    locales = tuple(one for tag, (one, _, _) in checked.items() if tag != default)
    if not locales:
        raise ConfigError(f"{home}: no second language in {listed.evidence}; say the targets, --target fr,de")
    tongues = Tongues(
        source=default,
        locales=locales,
        prefix=checked[default][0].prefix,
        parameter=listed.parameter or by_posts.parameter,
        evidence={tag: said for tag, (_, said, _) in checked.items() if said},
        doubts=(*(row for _, _, rows in checked.values() for row in rows), *by_posts.doubts),
    )
    return tongues, listed.base


def _values(listed: Languages) -> Mapping[str, str]:
    """Return the parts of addresses that the site's own list gives to its locales, each with the tag."""
    hosts = {
        parts.host.removeprefix("www."): one.tag
        for one in listed.locales
        if one.host and (parts := split_url(f"//{one.host}"))
    }
    named = {value: one.tag for one in listed.locales for value in (one.prefix, one.parameter) if value}
    return hosts | named


def _checked(
    client: Client, seen: Seen, locale: SiteLocale, by_posts: Tongues, listed: Languages
) -> tuple[SiteLocale, str, tuple[str, ...]]:
    """Return a locale with the prefix that pages have, what says so, and what speaks against it.

    The site's list may name the address of a translated front page, and a locale of which nothing is published.
    """
    by_list = listed.evidence if locale.tag in {one.tag for one in listed.locales} else ""
    shown = by_posts.evidence.get(locale.tag, "")
    told = ", ".join(filter(None, (by_list, shown)))
    if not locale.prefix:
        other = next((one for one in by_posts.locales if one.tag == locale.tag), None)
        found = other.prefix if other and not (locale.host or locale.parameter) else ""
        is_source = short_tag(locale.tag) == short_tag(by_posts.source)
        found = found or (by_posts.prefix if is_source and not locale.host else "")
        return replace(locale, prefix=found), told, ()
    below = _below(listed.base, locale.prefix)
    pages = sum(_path(post.link, seen.facts.home)[: len(below)] == below for post in seen.posts)
    if pages:
        return locale, f"{by_list}, {pages} of the posts looked at below /{'/'.join(below)}/", ()
    if _is_page(client, seen, below):
        return locale, f"{by_list}, its home page /{'/'.join(below)}/", ()
    where = f"/{'/'.join(below)}/"
    doubt = f"{locale.tag} is at {where} by {listed.evidence}, where no page stands: no prefix was written"
    return replace(locale, prefix=""), shown, (doubt,)


def _below(base: str, prefix: str) -> tuple[str, ...]:
    return tuple(part for part in f"{base}/{prefix}".split("/") if part)


def _path(url: str, home: str) -> tuple[str, ...]:
    parts = split_url(url.removeprefix(home.rstrip("/")))
    return tuple(part for part in parts.path.split("/") if part) if parts else ()


def _is_page(client: Client, seen: Seen, below: Sequence[str]) -> bool:
    """Tell whether a page answers at the home address of a locale itself, and not by leading elsewhere."""
    address = f"{seen.facts.home.rstrip('/')}/{'/'.join(below)}/"
    try:
        reply = client.page(address)
    except SourceError:
        return False
    return reply.status == HTTPStatus.OK and _path(reply.url, seen.facts.home)[: len(below)] == tuple(below)


def _site(seen: Seen, tongues: Tongues, base: str, name: str) -> Site:
    home = seen.facts.home.rstrip("/")
    return Site(
        name=name or site_name(home),
        root=Path(),
        url=home,
        source=tongues.source,
        locales=tuple(
            replace(one, root=seen.roots.get(one.prefix or host_name(one.host), ""))
            for one in tongues.locales
        ),
        parameter=tongues.parameter,
        base=base if tongues.prefix or any(one.prefix for one in tongues.locales) else "",
        prefix=tongues.prefix,
    )


def _find_pairing(
    client: Client, seen: Seen, site: Site, located: Sequence[tuple[str, Post]], exports: Sequence[str]
) -> PairSigns:
    """Look at what may pair the posts: fields, exports, or the hreflang links of a few translated pages."""
    targets = {one.tag for one in site.locales}
    translated = [post for locale, post in located if locale in targets]
    share = len(translated) / len(located) if located else 0.0
    pages = round(share * sum(seen.facts.totals.get(one.name) or 0 for one in seen.collections))
    pages = max(pages, len(translated))
    if not translated and not all(one.prefix or one.host or one.parameter for one in site.locales):
        # No address says which page is in which language: their heads may, each page's.
        translated = [post for _, post in located]
        pages = sum(seen.facts.totals.get(one.name) or 0 for one in seen.collections)
    stated = any(post.translations or post.original for post in seen.posts)
    if exports or stated or (seen.roots and seen.one_row) or 2 * _marked(seen.texts) > len(seen.texts):
        return PairSigns(tuple(exports), pages)
    step = max(1, len(translated) // _LOOKED_AT)
    links = [url for post in translated[::step] if (url := join_url(site.url, post.link))][:_LOOKED_AT]
    naming = next((url for url in links if _names_others(client, url, site)), "")
    looked_at = naming or next(iter(links), "")
    return PairSigns((), pages, looked_at, needed=True, hreflang=bool(naming))


def _marked(posts: Sequence[Post]) -> int:
    """Count the posts that hold their translations themselves, in marks."""
    return sum(bool((held := post.field("content")) and languages_marked(held.text)) for post in posts)


def _names_others(client: Client, url: str, site: Site) -> bool:
    """Tell whether a page names others by hreflang, or by its language switcher."""
    try:
        reply = client.page(url)
    except SourceError:
        return False
    html = reply.body.decode("utf-8", "replace")
    named = {to for tag, to in read_head(html).alternates if tag.lower() != "x-default"}
    return len(named) > 1 or len(read_switcher(html, site)) > 1


def _found(
    seen: Seen, site: Site, tongues: Tongues, located: Sequence[tuple[str, Post]], pairing: PairSigns
) -> Found:
    held = [one.name for one in seen.collections if seen.facts.totals.get(one.name) != 0]
    names = json.dumps(held, ensure_ascii=False)
    tables = ["[wordpress]  # read over its REST API", f"types = {names}"]
    if pairing.hreflang:
        off = "# " if pairing.pages > _MANY else ""
        cost = f"about {pairing.pages} translated pages are loaded once"
        tables.append(f"{off}hreflang = true  # which post translates which: {cost}")
    return Found(
        name=site.name,
        home=site.url,
        kinds=_kinds(seen),
        source=site.source,
        locales=site.locales,
        origin=(f"exports = {json.dumps(list(pairing.exports), ensure_ascii=False)}",)
        if pairing.exports
        else (),
        tables=tables,
        prefix=site.prefix,
        parameter=site.parameter,
        base=site.base,
        evidence=tongues.evidence,
        scopes=propose_scopes(located, site),
    )


def _kinds(seen: Seen) -> list[str]:
    totals = seen.facts.totals
    return [f"{totals[one.name]} {one.name}" for one in seen.collections if totals.get(one.name)]
