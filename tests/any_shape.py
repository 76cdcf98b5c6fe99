"""Sites of any shape, and what may happen to one in a day, drawn by a seed."""

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from any_books import DATES, ENGLISH, Book
from calque.config import read_site
from calque.errors import CatalogError
from calque.model import Site
from calque.po import altered, read_catalog, write_catalog

SHAPES = ("rest", "pages", "export", "marked")
BLOCKS = (
    "",
    '<div class="share"><p>Share this page with the people who live next door to you.</p></div>',
    '<div class="sharing"><a href="https://s.example/x">Tweet</a> <a href="https://s.example/y">Mail</a></div>',
    '<div class="near"><a href="/p1/">The book number 1</a><a href="/p2/">The book number 2</a></div>',
)
SELDOM = ("add", "remove", "remove", "return", "block", "break", "twice", "set", "many", "lose", "touch")
FILLS = ("review", "review", "exact", "off")
FOLDERS = ("posts", "site", "exports", "sitemaps", "saved", "revisions")
_EXPORT = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Example</title>
"""
_SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
)


def _waiver(number: int) -> str:
    return f'[[waive]]\npost = "posts/{number}"\nrevision = 2026-02-03\nby = "Editor"\non = 2026-03-01'


@dataclass
class AnyShape:
    """A site of a shape in a folder."""

    root: Path
    shape: str
    draw: Random
    books: dict[int, Book] = field(default_factory=dict)
    away: list[Book] = field(default_factory=list)
    further: dict[str, bytes] = field(default_factory=dict)
    """Files that are no book's: broken ones, a post in a second file."""
    block: str = ""
    settings: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = ("private", "scope", "german", "revisions", "sitemaps", "saved", "sentence", "waived")
        self.settings = {key: self.draw.random() < 0.4 for key in keys}
        self.settings |= {"layout": self.draw.choice(("post", "section", "site"))}
        self.settings |= {"truth": self.draw.choice(('truth = "po"', 'truth = "site"', ""))}
        self.settings |= {"fill": self.draw.choice(FILLS)}
        for number in range(1, self.draw.randint(5, 12)):
            self.add(number)
        self.publish()

    @property
    def site(self) -> Site:
        return read_site(self.root / "calque.toml")

    def add(self, number: int) -> None:
        texts = tuple(self.draw.sample(range(len(ENGLISH)), self.draw.randint(1, 4)))
        live = texts if self.draw.random() < 0.5 else ()
        chance = {name: self.draw.random() < 0.15 for name in ("apart", "is_french")}
        self.books[number] = Book(number, texts, live, **chance, year=self.draw.choice((2024, 2025)))  # type: ignore[arg-type]

    def publish(self) -> None:
        """Write what changed, as editors and exports do, and delete what is gone."""
        (self.root / "calque.toml").write_text(self._configuration(), encoding="utf-8")
        wanted = {**self._posts(), **self._beside(), **self.further}
        here = {
            path.relative_to(self.root).as_posix(): path
            for folder in FOLDERS
            for path in (self.root / folder).rglob("*")
            if path.is_file()
        }
        for name, data in wanted.items():
            path = self.root / name
            if name not in here or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        for name in here.keys() - wanted.keys():
            here[name].unlink()

    def _configuration(self) -> str:
        on = self.settings
        posts = {"pages": "site/**/*.html", "export": "exports/*.xml"}.get(self.shape, "posts/*.json")
        globs = {"revisions": "revisions/*.json", "sitemaps": "sitemaps/*.xml", "pages": "saved/*.html"}
        named = {"pages": on["saved"], "revisions": on["revisions"], "sitemaps": on["sitemaps"]}
        rows = [
            f'[site]\nname = "example"\nurl = "https://example.org"\nsource = "en"\nposts = ["{posts}"]',
            *(f'{key} = ["{globs[key]}"]' for key, wanted in named.items() if wanted),
            *(['exports = ["exports/*.xml"]'] if self.shape == "export" else []),
            f'[locales.fr]\nprefix = "fr"\n{on["truth"]}',
            *(['[locales.de]\nprefix = "de"\ntruth = "po"'] if on["german"] else []),
            *(['[scope.fr]\nexclude = ["posts/2"]'] if on["scope"] else []),
            *(["[report]\ninclude_private = true"] if on["private"] else []),
            *(["[html]\nsentence = true"] if on["sentence"] else []),
            f'[catalogs]\nlayout = "{on["layout"]}"',
            f'[memory]\nfill = "{on["fill"]}"',
            *(map(_waiver, (2, 31)) if on["waived"] else []),
        ]
        return "\n".join(rows) + "\n"

    def _rows(self) -> list[tuple[Book, str]]:
        return [
            (book, tag) for book in self.books.values() for tag in ("en", "fr") if tag == "en" or book.live
        ]

    def _posts(self) -> dict[str, bytes]:
        match self.shape:
            case "pages":
                return {self._file(book, tag): self._page(book, tag).encode() for book, tag in self._rows()}
            case "export":
                items = "".join(self._item(book, tag) for book, tag in self._rows())
                return {"exports/all.xml": f"{_EXPORT}{items}</channel></rss>\n".encode()}
            case _:
                files: dict[str, list[object]] = {}
                for book, tag in self._rows():
                    if self.shape == "rest" or tag == "en":
                        name = f"posts/{book.file or f'{tag}-{book.number}'}.json"
                        files.setdefault(name, []).append(self._row(book, tag))
                return {
                    name: json.dumps(rows if rows[1:] else rows[0]).encode() for name, rows in files.items()
                }

    def _row(self, book: Book, tag: str) -> dict[str, object]:
        html, title = book.html(tag, self.block), book.heading(tag)
        if self.shape == "marked" and book.live:
            html = f"[:en]{html}[:fr]{book.html('fr', self.block)}[:]"
            title = f"[:en]{title}[:fr]{book.heading('fr')}[:]"
        row = {
            "id": book.number + 100 * (tag == "fr"),
            "type": book.type,
            "slug": book.place(tag).rpartition("/")[2],
            "status": book.status,
            "date_gmt": f"{book.year}-01-01T10:00:00",
            "modified_gmt": book.saved,
            "link": f"https://example.org/{book.place(tag)}/",
            "title": {"rendered": title},
            "content": {"rendered": html, "protected": book.locked},
        }
        if book.language and tag == "en":
            row["lang"] = book.language
        if book.linked and book.live:
            row["translations"] = {"en": book.number, "fr": book.number + 100}
        return row

    def _file(self, book: Book, tag: str) -> str:
        folder = "" if tag == "en" else "fr/"
        home = {1: f"site/{folder}index.html", 2: f"site/{folder or 'en/'}index.html"}
        return home.get(book.number, f"site/{book.place(tag)}.html")

    def _page(self, book: Book, tag: str) -> str:
        head = f"<title>{book.heading(tag)}</title>"
        if book.status != "publish":
            head += '<meta name="robots" content="noindex">'
        if book.type == "page":
            head += f'<link rel="canonical" href="https://example.org/{book.place("en")}.html">'
        if book.linked:
            head += self._links(book, "link", ".html")
        body = f"<main><h1>{book.heading(tag)}</h1>{book.html(tag, self.block)}</main>"
        return f'<!DOCTYPE html><html lang="{book.language or tag}"><head>{head}</head><body>{body}</body></html>'

    def _item(self, book: Book, tag: str) -> str:
        group = f'<category domain="post_translations" nicename="pll_{book.number}"/>' if book.linked else ""
        values = {
            "post_id": book.number + 100 * (tag == "fr"),
            "post_type": book.type,
            "status": book.status,
            "post_name": book.place(tag).rpartition("/")[2],
            "post_date_gmt": f"{book.year}-01-01 10:00:00",
            "post_modified_gmt": (book.saved or "").replace("T", " "),
        }
        return (
            f"<item><title>{book.heading(tag)}</title><link>https://example.org/{book.place(tag)}/</link>"
            f"<content:encoded><![CDATA[{book.html(tag, self.block)}]]></content:encoded>"
            + "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
            + f'<category domain="language" nicename="{tag}"/>{group}</item>\n'
        )

    def _links(self, book: Book, name: str, ending: str) -> str:
        return "".join(
            f'<{name} rel="alternate" hreflang="{tag}" href="https://example.org/{book.place(tag)}{ending}"/>'
            for tag in ("en", "fr")
        )

    def _beside(self) -> dict[str, bytes]:
        """Return the sitemap, the saved pages and the earlier texts."""
        files: dict[str, bytes] = {}
        if self.settings["sitemaps"]:
            rows = [
                f"<url><loc>https://example.org/{book.place(tag)}/</loc>"
                f"<lastmod>2026-0{1 + len(book.live)}-02</lastmod>"
                f"{self._links(book, 'xhtml:link', '/') if book.linked else ''}</url>"
                for book, tag in self._rows()
                if book.number % 2
            ]
            files["sitemaps/all.xml"] = f"{_SITEMAP}{''.join(rows)}</urlset>".encode()
        for book in self.books.values():
            if self.settings["saved"] and book.linked:
                head = f'<link rel="canonical" href="https://example.org/{book.place("en")}/">'
                head += self._links(book, "link", "/")
                files[f"saved/{book.number}.html"] = f'<html lang="en"><head>{head}</head></html>'.encode()
            if self.settings["revisions"] and book.earlier:
                old = replace(book, texts=book.earlier, saved="2025-05-05T10:00:00")
                files[f"revisions/{book.number}.json"] = json.dumps(self._row(old, "en")).encode()
        return files

    def live_on(self) -> None:
        """Let something happen: to a post, to all posts, to catalogs or to calque.toml."""
        happens = self.draw.choice((*(self._edit_a_book,) * 8, *(self._translate,) * 3, self._something_else))
        happens()
        self.publish()

    def _edit_a_book(self) -> None:
        if not self.books:
            self.add(1)
        draw, book = self.draw, self.books[self.draw.choice(sorted(self.books))]
        new: dict[str, object] = draw.choice(
            (
                {"word": f"w{draw.randint(1, 99)}"},
                {"word": f"w{draw.randint(1, 99)}", "saved": draw.choice(DATES)},
                {"texts": tuple(draw.sample(range(len(ENGLISH)), draw.randint(1, 4)))},
                {"live": () if book.live and draw.random() < 0.5 else book.texts},
                {"type": "page" if book.type == "post" else "post"},
                {"status": draw.choice(("publish", "draft", "private"))},
                {"slug": f"q{book.number}-{draw.randint(1, 5)}"},
                {"title": f"Another book {draw.randint(1, 5)}"},
                {"saved": draw.choice(DATES)},
                {"file": draw.choice(("", "several", "more"))},
                {"language": draw.choice(("", "en", "fr", "es"))},
                {"earlier": tuple(draw.sample(range(len(ENGLISH)), 2))},
                *({name: not getattr(book, name)} for name in ("apart", "linked", "is_french", "locked")),
            )
        )
        self.books[book.number] = replace(book, **new)  # type: ignore[arg-type]

    def _translate(self) -> None:
        for path in sorted((self.root / "locales").rglob("*.po")):
            try:
                catalog = read_catalog(path.read_bytes(), place=path.name)
            except CatalogError:
                continue
            new = {
                index: altered(
                    entry, msgstr=f"Le mot {self.draw.randint(1, 99)}", flags=(), previous_msgid=None
                )
                for index, entry in enumerate(catalog.entries)
                if self.draw.random() < 0.3 and (not entry.msgstr or "fuzzy" in entry.flags)
            }
            if new:
                path.write_bytes(write_catalog(catalog.with_entries(new)))

    def _something_else(self) -> None:  # noqa: C901, PLR0912 — a row a kind
        draw, number = self.draw, self.draw.choice(sorted(self.books) or [1])
        match draw.choice(SELDOM):
            case "add":
                self.add(draw.randint(1, 30))
            case "remove" if number in self.books:
                self.away.append(self.books.pop(number))
            case "return" if self.away:
                book = self.away.pop()
                self.books[book.number] = book
            case "block":
                self.block = draw.choice(BLOCKS)
            case "break":
                places = {"pages": "site/broken.html", "export": "exports/broken.xml"}
                name = places.get(self.shape, "posts/broken.json")
                if not self.further.pop(name, b""):
                    self.further[name] = draw.choice((b"{", b"\xff\xfe\x00", b'[{"id": "none"}, 3]'))
            case "twice" if self.shape == "rest" and number in self.books:
                if not self.further.pop("posts/twice.json", b""):
                    book = replace(self.books[number], saved=draw.choice(DATES), title="Twice")
                    self.further["posts/twice.json"] = json.dumps(self._row(book, "en")).encode()
            case "set":
                key = draw.choice(sorted(self.settings))
                other = {"layout": ("post", "section", "site"), "truth": ('truth = "po"', ""), "fill": FILLS}
                self.settings[key] = draw.choice(other[key]) if key in other else not self.settings[key]
            case "many":
                word = f"m{draw.randint(1, 9)}"
                texts = {"texts": (6,)} if draw.random() < 0.3 else {}
                self.books = {one: replace(book, word=word, **texts) for one, book in self.books.items()}  # type: ignore[arg-type]
            case "lose":
                for path in sorted((self.root / "locales").rglob("*.po*"))[:1]:
                    path.unlink()
            case "touch":
                for path in (self.root / "posts").glob("*.json"):
                    os.utime(path)
