"""What is said of a site's translations outside its posts: by exports, sitemaps and saved pages."""

from dataclasses import dataclass

__all__ = ["Alternates", "Exported", "Statements"]


@dataclass(frozen=True, slots=True)
class Exported:
    """Posts that an export holds to be one post in several locales."""

    place: str
    """The export's file."""
    posts: tuple[tuple[str, int], ...]
    """The site's locale and the id of each."""


@dataclass(frozen=True, slots=True)
class Alternates:
    """A page and its counterparts, as hreflang names them."""

    place: str
    """The file of the sitemap or of the saved page."""
    url: str
    """The page that says so."""
    alternates: tuple[tuple[str, str], ...]
    """Each counterpart's language as written, and its URL."""


@dataclass(frozen=True, slots=True)
class Statements:
    """All that is said."""

    exported: tuple[Exported, ...] = ()
    alternates: tuple[Alternates, ...] = ()
