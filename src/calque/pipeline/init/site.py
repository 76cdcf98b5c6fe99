"""What a WordPress site itself shows: its REST root, languages, default locale and types, and what it hides."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from calque.errors import ConfigError
from calque.locales import locate, parse_tag
from calque.model import Site, SiteLocale
from calque.pipeline.init.look import Seen, look
from calque.pipeline.init.posts import locale_prefixes, source_locale
from calque.pipeline.init.proposal import Found, ProposedConfig, site_name, write_config
from calque.pipeline.init.remarks import remarks_of
from calque.pipeline.init.scopes import propose_scopes
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.credentials import find_credentials
from calque.sources.wordpress.languages import Languages

__all__ = ["propose_from_site"]


def propose_from_site(
    url: str,
    environ: Mapping[str, str],
    *,
    source: str = "",
    targets: Sequence[str] = (),
    exports: Sequence[str] = (),
) -> ProposedConfig:
    """Look at a WordPress site and write its configuration; some tens of requests.

    `source` and `targets` say what would otherwise be found out; `exports` are WXR files that pair its posts.
    Errors: SourceError where the REST API is closed, with the likely reason; ConfigError where the languages
    cannot be told.
    """
    home = url.rstrip("/")
    with Client(home, credentials=find_credentials(site_name(home), home, environ)) as client:
        seen = look(client)
    languages = _choose_languages(seen, source, targets)
    found = _found(seen, languages, exports)
    return ProposedConfig(write_config(found), remarks=tuple(remarks_of(seen, languages, found)))


def _choose_languages(seen: Seen, source: str, targets: Sequence[str]) -> Languages:
    """Return the languages with their default, and the targets alone as locales beside it.

    Errors: ConfigError where nothing tells the default one or the others.
    """
    home = seen.facts.home.rstrip("/")
    languages = seen.languages
    if not languages.locales:
        prefixes = locale_prefixes(seen.posts, home)
        locales = tuple(SiteLocale(tag, prefix) for tag, prefix in prefixes.items())
        languages = Languages(locales, evidence="the path prefixes of its posts" if locales else "")
    default = parse_tag(source) if source else languages.default
    if not default:
        prefixes = {one.tag: one.prefix for one in languages.locales if one.prefix}
        default = source_locale(seen.texts or seen.posts, prefixes, home)
    if targets:
        known = {one.tag: one for one in languages.locales}
        asked = [parse_tag(tag) for tag in targets]
        own = known.get(default, SiteLocale(default))
        locales = tuple(known.get(tag, SiteLocale(tag, tag.lower())) for tag in asked if tag != default)
        languages = replace(languages, locales=(own, *locales))
    if not any(one.tag != default for one in languages.locales):
        raise ConfigError(
            f"{home}: no second language found (no list, no hreflang links, no locale prefix in the links); "
            "say the targets, --target fr,de"
        )
    return replace(languages, default=default)


def _found(seen: Seen, languages: Languages, exports: Sequence[str]) -> Found:
    own = next((one for one in languages.locales if one.tag == languages.default), None)
    targets = [one for one in languages.locales if one.tag != languages.default]
    home = seen.facts.home.rstrip("/")
    site = Site(
        name=site_name(home),
        root=Path(),
        url=home,
        source=languages.default,
        locales=tuple(targets),
        parameter=languages.parameter,
        base=languages.base,
        prefix=own.prefix if own else "",
    )
    located = [(locate(post.link, site, post=post).locale or "", post) for post in seen.posts]
    held = [one.name for one in seen.collections if seen.facts.totals.get(one.name) != 0]
    names = json.dumps(held, ensure_ascii=False)
    return Found(
        home=home,
        kinds=_kinds(seen),
        source=languages.default,
        locales=targets,
        origin=(f"exports = {json.dumps(list(exports), ensure_ascii=False)}",) if exports else (),
        tables=("[wordpress]  # read over its REST API", f"types = {names}"),
        prefix=site.prefix,
        parameter=site.parameter,
        base=site.base,
        scopes=propose_scopes(located, site),
    )


def _kinds(seen: Seen) -> list[str]:
    totals = seen.facts.totals
    return [f"{totals[one.name]} {one.name}" for one in seen.collections if totals.get(one.name)]
