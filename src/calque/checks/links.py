"""Addresses that a text shows: the translation has those of its source, or what stands for them in the locale."""

import re
from collections.abc import Iterable, Iterator

from calque.addresses import host_of, split_url
from calque.checks.pair import Pair
from calque.html import plain
from calque.locales import locate

__all__ = ["Hosts", "bare_host", "links", "unlocalised_link"]

_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"'`“”‘’«»（）。，、）」]+", re.IGNORECASE)
_MAIL_HERE = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_MAIL = re.compile(rf"(?<![\w.+-]){_MAIL_HERE.pattern}", re.IGNORECASE)
"""A mail address is looked for where its letters begin, not at each of them."""
_EXAMPLE = re.compile(r"[@.](?:example|domain|mail)\.|\.(?:example|invalid|test)$", re.IGNORECASE)
_END = ".,;:!?)]}*_>"
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gouv", "gov", "net", "or", "org"})
_COUNTRY_LENGTH = 2


def links(pair: Pair) -> Iterator[str]:
    """Yield hosts and mail addresses of the source that the target does not have, and hosts that are new in it."""
    if "://" not in pair.source and "@" not in pair.source:
        return
    wanted, given = (Hosts(bare_host(url) for url in _urls(text)) for text in (pair.source, pair.target))
    missing = [host for host in wanted if host not in given]
    added = [host for host in given if host not in wanted]
    for position, host in enumerate(missing):
        instead = f"; it has {added[position]}" if position < len(added) else ""
        yield f"the source links to {host}, the translation does not{instead}"
    if "@" in pair.source:
        addresses = {address.lower() for address in _mails(pair.target)}
        for address in dict.fromkeys(_mails(pair.source)):
            if address.lower() not in addresses and not _EXAMPLE.search(address):
                yield f"the mail address {address} of the source is missing"


def _urls(text: str) -> list[str]:
    return [found.rstrip(_END) for found in _URL.findall(plain(text))] if "://" in text else []


def _mails(text: str) -> Iterator[str]:
    """Yield the mail addresses of a text: of `a@x.exampleとb@y.example` both, the second from where the first ends."""
    position = 0
    while found := _MAIL_HERE.match(text, position) or _MAIL.search(text, position):
        yield found[0]
        position = found.end()


def bare_host(url: str) -> str:
    """Return the host of a URL without `www.`; empty where it has none that can be read."""
    return host_of(url).removeprefix("www.")


class Hosts:
    """The hosts that a text or page links to, each once, in their order."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = dict.fromkeys(hosts)
        self._endings: dict[str, set[str]] = {}
        """What follows the name that sites are registered under, by that name."""
        for host in self._hosts:
            name, ending = _registered(host)
            self._endings.setdefault(name, set()).add(ending)
            if _is_of_country(ending):
                self._endings[name].add(_OF_COUNTRY)

    def __iter__(self) -> Iterator[str]:
        return iter(self._hosts)

    def __contains__(self, wanted: str) -> bool:
        """Tell whether a host is among these, or its counterpart in another country or language.

        `en.wikipedia.org` and `fr.wikipedia.org`, `x.com` and `x.fr` are hosts of one site.
        """
        name, ending = _registered(wanted)
        endings = self._endings.get(name, ())
        return (
            not wanted
            or ending in endings
            or (_is_of_country(ending) and bool(endings))
            or _OF_COUNTRY in endings
        )


_OF_COUNTRY = "*"
"""Stands among the endings of a name where one of them is a country's."""


def _is_of_country(ending: str) -> bool:
    return len(ending.rpartition(".")[2]) == _COUNTRY_LENGTH


def _registered(host: str) -> tuple[str, str]:
    """Return the name that a site is registered under, and what follows it: `www.bbc.co.uk` → `bbc`, `co.uk`."""
    labels = host.split(".")
    size = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == _COUNTRY_LENGTH else 1  # noqa: PLR2004
    return ".".join(labels[-size - 1 : -size]), ".".join(labels[-size:])


def unlocalised_link(pair: Pair) -> Iterator[str]:
    """Yield addresses of the site's own pages in the source locale, where the target locale has its own."""
    site = pair.setting.site
    if site is None or "://" not in pair.target:
        return
    own = bare_host(site.url)
    for url in dict.fromkeys(_urls(pair.target)):
        if bare_host(url) != own:
            continue
        declared = locate(url, site, stated=pair.setting.stated)
        if declared.locale == site.source and not _is_file(url):
            yield f"{url} is the page in {site.source}; link to the one in {pair.locale}"


def _is_file(url: str) -> bool:
    parts = split_url(url)
    path = parts.path if parts else ""
    return "/wp-content/" in path or bool(re.search(r"\.\w{2,5}$", path))
