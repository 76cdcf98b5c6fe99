"""The address of a page in a folder: where its file stands, and what its canonical link says beside that.

Static generators and multilingual plugins point the canonical link of an untranslated copy at the original. Such a link
states "a copy of"; taken for the page's own address, it would make one post out of two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from calque.addresses import join_url, split_url
from calque.locales import page_identity
from calque.locales.paths import INDEX_FILES

__all__ = ["PageAddress", "page_address"]

_ENDINGS = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where a page is found, and the page that it says to be a copy of."""

    link: str
    copy_of: str = ""
    """The address that its canonical link leads to, where that is another page's place."""


def page_address(name: str, home: str, canonical: str = "", *, hosts: Iterable[str] = ()) -> PageAddress:
    """Return the address of the page in the file `name`: the home URL and the place of its file.

    A canonical link counts where it is another spelling of that: another scheme, `www.`, with or without the last
    slash, `index.html` or the ending. On one of the `hosts` that locales have of their own, it also counts where the
    first folder stands for that host. One that cannot be read counts as none.

    ::

        fr/about/index.html                                 ->  https://example.org/fr/about/
        about.html, canonical https://www.example.org/about ->  https://www.example.org/about
        fr/about/index.html, canonical /about/              ->  https://example.org/fr/about/, a copy of …/about/
    """
    path = PurePosixPath(name)
    place = path.parent.as_posix() + "/" if path.name in INDEX_FILES else path.as_posix()
    place = place.removeprefix("./")
    own = f"{home}/{quote(place, errors='surrogateescape')}"
    named = join_url(own, canonical) if canonical else None
    if named is None or not split_url(named):
        return PageAddress(own)
    if _is_same_place(own, named, hosts):
        return PageAddress(_without_index(named.partition("#")[0]))
    return PageAddress(own, named)


def _without_index(link: str) -> str:
    folder, slash, last = link.rpartition("/")
    return folder + slash if last in INDEX_FILES else link


def _is_same_place(own: str, named: str, hosts: Iterable[str]) -> bool:
    one, other = page_identity(own), page_identity(named)
    if one is None or other is None or one[2] != other[2]:
        return False
    place, path = _bare(one[1]), _bare(other[1])
    if one[0] == other[0]:
        return path in (place, place[1:] if place[:1] == (other[0],) else place)
    known = {identity[0] for host in hosts if (identity := page_identity(f"https://{host}/"))}
    return other[0] in known and path in (place, place[1:])


def _bare(segments: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path as all its spellings have it, without `index.html` and the ending of a file."""
    if not segments:
        return ()
    *folders, last = segments
    if last in INDEX_FILES:
        return tuple(folders)
    ending = next((ending for ending in _ENDINGS if last.endswith(ending) and last != ending), "")
    return (*folders, last.removesuffix(ending))
