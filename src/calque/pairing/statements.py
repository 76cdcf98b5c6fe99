"""What exports, sitemaps and saved pages state about a site's translations."""

from dataclasses import dataclass

__all__ = ["Alternates", "Copy", "Exported", "Statements"]


@dataclass(frozen=True, slots=True)
class Exported:
    """Posts that are, by an export, one post in several locales."""

    place: str
    """The export's file."""
    posts: tuple[tuple[str, int], ...]
    """The site's locale and the id of each."""
    terms: bool = False
    """They are terms, which are numbered apart."""


@dataclass(frozen=True, slots=True)
class Alternates:
    """A page and its counterparts, as hreflang names them."""

    place: str
    """The file of the sitemap or of the saved page."""
    url: str
    """The page that says so."""
    alternates: tuple[tuple[str, str], ...]
    """Each counterpart's language as written, and its URL."""
    live: bool = False
    """The file was written by calque for a live page: nobody knows the page by the name of that file."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A page that says, by its canonical link, that it is a copy of another one."""

    place: str
    """The file of the page."""
    url: str
    """Its own address."""
    of: str
    """The address that it names."""


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements that were read."""

    exported: tuple[Exported, ...] = ()
    alternates: tuple[Alternates, ...] = ()
    copies: tuple[Copy, ...] = ()
    switchers: tuple[Alternates, ...] = ()
    """What the language switchers of whole pages say."""
