"""Links between the pages of a site, pointed at their counterparts in a locale by what is paired with what.

No address is ever made from another by replacing a part of it.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from calque.addresses import Url, join_url, split_url
from calque.locales import page_identity
from calque.locales.paths import PageIdentity

__all__ = ["Counterparts", "reference"]


@dataclass(frozen=True, slots=True)
class Counterparts:
    """For the pages of the source, their addresses in one locale."""

    links: Mapping[PageIdentity, str]
    """The place of a source page → the address of its counterpart."""

    def of(self, address: str) -> str:
        """Return the address of a source page's counterpart; empty where there is none."""
        place = page_identity(address)
        return self.links.get(place, "") if place else ""

    def relink(self, address: str, *, source: str, own: str) -> str | None:
        """Return what a link in the page `source` is to be in its translation `own`; None where it stays.

        ::

            /about/#team            ->  /fr/a-propos/#team
            ../about.html           ->  a-propos.html, in a page beside it
            ../files/price.pdf      ->  ../../files/price.pdf, where the translation stands a folder lower
        """
        parts, base = split_url(address), split_url(source)
        if parts is None or base is None or (parts.scheme and not parts.is_web) or not _leads_away(parts):
            return None
        whole = join_url(source, address)
        if whole is None:
            return None
        bare, _, fragment = whole.partition("#")
        other = self.of(bare)
        if not other and parts.query:
            other = self._without_query(bare)
        if other:
            return reference(other, like=address, own=own) + (f"#{fragment}" if "#" in address else "")
        return _moved(address, parts, source, own)

    def _without_query(self, address: str) -> str:
        """Return the counterpart of a page that is linked to with a query of its own: `/about/?from=menu`."""
        path, _, query = address.partition("?")
        other = self.of(path)
        return f"{other}?{query}" if other and "?" not in other else ""


def reference(target: str, *, like: str, own: str) -> str:
    """Write the address of a page as another link was written: whole, from the root of the host, or relative.

    `https://example.org/fr/b/` like `/b/` → `/fr/b/`; like `../b/`, in `https://example.org/fr/a/` → `../b/`.
    """
    shape, to, here = split_url(like), split_url(target), split_url(own)
    if shape is None or to is None or here is None or to.authority != here.authority or shape.scheme:
        return target
    if shape.netloc:
        return target.partition(":")[2]
    tail = f"?{to.query}" if to.query else ""
    if shape.path.startswith("/"):
        return to.path + tail
    return _relative(to.path, here.path, like=shape.path) + tail


def _leads_away(parts: Url) -> bool:
    """Tell whether an address leads to another page than the one that it stands in, as `#notes` does not."""
    return bool(parts.netloc or parts.path)


def _moved(address: str, parts: Url, source: str, own: str) -> str | None:
    """Return a relative address as it leads to the same place from the translation's own; None where it need not."""
    here, there = split_url(source), split_url(own)
    if parts.netloc or parts.scheme or parts.path.startswith("/") or here is None or there is None:
        return None
    if posixpath.dirname(here.path) == posixpath.dirname(there.path) and here.authority == there.authority:
        return None
    whole = join_url(source, address)
    if whole is None or here.authority != there.authority:
        return whole
    bare = whole.partition("#")[0].partition("?")[0]
    to = split_url(bare)
    if to is None:
        return None
    tail = address[len(parts.path) :] if address.startswith(parts.path) else ""
    return _relative(to.path, there.path, like=parts.path) + tail


def _relative(path: str, own: str, *, like: str) -> str:
    folder = posixpath.dirname(own) or "/"
    relative = posixpath.relpath(path or "/", folder)
    if path.endswith("/"):
        relative += "/"
    if like.startswith("./") and not relative.startswith("."):
        relative = f"./{relative}"
    first = relative.partition("/")[0]
    return f"./{relative}" if ":" in unquote(first) else relative
