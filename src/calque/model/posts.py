"""A post as a source hands it over, whatever the source was."""

import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calque.model.history import PageKey

__all__ = ["Field", "FieldFormat", "Page", "PageGroup", "Pairing", "Post", "Revision"]


class FieldFormat(StrEnum):
    """How the text of a field is written."""

    RENDERED = "rendered"
    """HTML as a browser gets it (`content.rendered`, `title.rendered`)."""
    RAW = "raw"
    """Block markup as WordPress stores it (`content.raw`): also broken at blank lines."""
    FOOTNOTES = "footnotes"
    """The JSON in which WordPress stores the footnotes of a post (`meta.footnotes`)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One translatable field of a post: `title`, `content`, `excerpt`, or its path, `acf.subtitle`."""

    name: str
    text: str
    format: FieldFormat = FieldFormat.RENDERED
    read_only: bool = False
    """The site computes it: it is translated and tracked, and never written."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The fields of a post as they stood from `modified` (UTC) on."""

    modified: datetime
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A post of any type, with its language fields as given and nothing concluded from them."""

    type: str
    """`post`, `page`, or a custom type."""
    collection: str
    """The REST collection, `posts` for the type `post`."""
    id: int
    link: str
    slug: str
    """Percent-decoded."""
    status: str
    """`publish`, `draft`, `private`, `future`, `trash`."""
    fields: tuple[Field, ...]
    modified: datetime | None
    """`modified_gmt`, aware, in UTC."""
    published: datetime | None = None
    """`date_gmt`, aware, in UTC."""
    locked: bool = False
    """Behind a password: its text was not served."""
    categories: tuple[int, ...] = ()
    featured: int = 0
    """The id of the featured image; 0 where there is none."""
    rest_url: str = ""
    """`_links.self`, whose REST root may carry a locale prefix."""
    language: str = ""
    """The value of `lang`, `wpml_current_locale`, `polylang_current_lang` or Bogo's `_locale`, as given."""
    translations: tuple[tuple[str, int], ...] = ()
    """Language as given and post id, from the plugins' fields."""
    guid: str = ""
    """WordPress's own name of the post, an address that never changes; empty where it is not given."""
    original: str = ""
    """The guid of the post that this one was made from, by Bogo's `_original_post`; an original may name itself."""
    revisions: tuple[Revision, ...] = ()
    """Earlier texts, oldest first, where the source knows them."""
    builder: str = ""
    """The page builder that holds its text, `Elementor`; what is written to the content would not be seen."""
    place: str = ""
    """Where it was read: a file or a URL."""

    @property
    def key(self) -> str:
        """The name of the post within its locale: `posts/55162`."""
        return sys.intern(f"{self.collection}/{self.id}")  # it is asked for often, and kept in many places

    @property
    def link_or_key(self) -> str:
        """What messages call it: by its address, since nobody knows one by `files/81542917`."""
        return self.link or self.key

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, or None."""
        return next((field for field in self.fields if field.name == name), None)


class Pairing(StrEnum):
    """How sure it is that a page translates its source."""

    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    UNPAIRED = "unpaired"


@dataclass(frozen=True, slots=True)
class Page:
    """A post with the locale it declares and the language observed in it."""

    post: Post
    locale: str | None
    """The declared BCP 47 tag; None where nothing declares one."""
    evidence: tuple[str, ...] = ()
    """Each piece of evidence for the declared locale, as a phrase."""
    conflicts: tuple[str, ...] = ()
    observed: str | None = None
    """The observed language of the whole page; None where undetermined."""
    foreign: str = ""
    """Of a page that counts as a source: another language, by langdetect's names, that its text seems to be in."""
    withheld: bool = False
    """Nothing of a source page is given to translators: that is sure, or it is another page at a second address."""

    @property
    def key(self) -> PageKey:
        """The identity of a page."""
        return (self.locale or "", self.post.key)


@dataclass(frozen=True, slots=True)
class PageGroup:
    """A source page and its counterparts, at most one a locale.

    A page that translates no known source has a group of its own, with `source` None.
    """

    source: Page | None
    translations: tuple[Page, ...] = ()
    pairing: tuple[tuple[str, Pairing, str], ...] = ()
    """One row for each translation: its locale, how sure the pair is, and why."""
    gone: str = ""
    """The key of the source that is gone, where `source` is None for that reason."""
    weak: tuple[str, ...] = ()
    """The locales whose pair addresses show, and nobody states."""

    def translation(self, locale: str) -> Page | None:
        """Return the counterpart in `locale`, or None."""
        return next((page for page in self.translations if page.locale == locale), None)
