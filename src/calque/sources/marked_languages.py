"""Texts that hold several languages at once, as qTranslate and WPGlobus store them: one post a language comes of them.

| marks | written by |
|---|---|
| `[:en]Library[:fr]Bibliothèque[:]` | qTranslate-X, qTranslate-XT |
| `<!--:en-->Library<!--:--><!--:fr-->Bibliothèque<!--:-->` | qTranslate |
| `{:en}Library{:}{:fr}Bibliothèque{:}` | WPGlobus |

What stands outside of all marks belongs to every language, as those plugins show it. A language whose marks hold
nothing, `[:en]Library[:fr][:]`, is one that the post is not written in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape

from calque.errors import ConfigError
from calque.html import split, without_markup
from calque.locales import localised_url, named_locale, shared_path
from calque.model import Field, Post, Site

__all__ = ["MARKING", "languages_marked", "split_languages"]

_LANGUAGE = "[a-z]{2,3}(?:[-_][a-zA-Z]{2,4})?"
_MARK = re.compile(rf"<!--:({_LANGUAGE})?-->|\[:({_LANGUAGE})?\]|\{{:({_LANGUAGE})?\}}")
_CODE = re.compile(r"<(pre|code|script|style)\b|</(pre|code|script|style)\s*+>", re.IGNORECASE)
_FAMILIES = {"<": "qTranslate", "[": "qTranslate", "{": "WPGlobus"}

_NOTICE = '<p class="qtranxs-available-languages-message'
MARKING = frozenset(_FAMILIES.values())
"""The plugins that keep several languages in one text."""


def split_languages(post: Post, site: Site) -> Iterator[Post]:
    """Yield the post in each language of the site that marks in its texts name; as it is where there are none.

    A post whose marks leave the source's language out comes without fields, so that nothing of it is exported. One that
    holds no more than the notice in which languages it can be read is not written in this one, and does not come.

    ::

        posts/41, "[:en]Library[:fr]Bibliothèque[:]"  ->  posts/41 in en, "Library", and posts/41 in fr, "Bibliothèque"
    """
    if _is_notice(post):
        return
    plugin = next((name for field in post.fields if (name := _plugin(field.text, site))), "")
    if not plugin:
        yield post
        return
    parted = [(field, _split(field.text, site)) for field in post.fields]
    named = dict.fromkeys(tag for _, texts in parted if texts is not None for tag in texts)
    tags = list(dict.fromkeys((site.source, *named)))
    if site.source not in named:
        yield replace(post, fields=(), builder=plugin, language=site.source)
        return
    for tag in tags:
        yield replace(
            post,
            fields=tuple(_fields(parted, tag)),
            link=_link(post.link, tag, site),
            language=tag,
            translations=tuple((other, post.id) for other in tags),
            builder=plugin,
        )


def languages_marked(text: str) -> tuple[str, ...]:
    """Return the languages that the marks of a text name, in their order: `[:en]Library[:fr]Bibliothèque[:]` → en, fr.

    A mark that no other ends is none.
    """
    return tuple(dict.fromkeys(map(_language, _marks(text))))


def _marks(text: str) -> list[re.Match[str]]:
    """Return the marks that name a language; one without its end is no mark: `params[:id]` is Ruby."""
    if not any(sign in text for sign in ("[:", "{:", "<!--:")):
        return []
    marks = list(_MARK.finditer(_without_code(text)))
    closed = {mark[0][0] for mark in marks if not _language(mark)}
    return [mark for mark in marks if _language(mark) and mark[0][0] in closed]


def _is_notice(post: Post) -> bool:
    """Tell whether a post's content is what qTranslate-XT serves where it is not written in the language asked for."""
    held = post.field("content")
    text = held.text.strip() if held else ""
    return text.startswith(_NOTICE) and text.find("</p>") == len(text) - len("</p>")


def _plugin(text: str, site: Site) -> str:
    """Return the plugin that marks a text in one of the site's languages; empty where none does."""
    own = (mark for mark in _marks(text) if named_locale(_language(mark), site) in site.tags)
    return next((_FAMILIES[mark[0][0]] for mark in own), "")


def _without_code(text: str) -> str:
    """Return a text without what stands in elements of code; one that is never ended is none."""
    tags = list(_CODE.finditer(text))
    last = {found[2].lower(): found.start() for found in tags if found[2]}
    pieces: list[str] = []
    position, inside = 0, ""
    for found in tags:
        if inside and (found[2] or "").lower() == inside:
            position, inside = found.end(), ""
        elif not inside and found[1] and last.get(name := found[1].lower(), -1) > found.start():
            pieces.append(text[position : found.start()])
            inside = name
    return "".join([*pieces, text[position:]])


def _says_something(html: str) -> bool:
    """Tell whether a text says something, be it in an attribute alone: `<img alt="A kiln">`."""
    return bool(unescape(without_markup(html)).strip() or split(html, field="content").segments)


def _language(mark: re.Match[str]) -> str:
    return mark[1] or mark[2] or mark[3] or ""


def _split(text: str, site: Site) -> Mapping[str, str] | None:
    """Return a text in each of the site's languages that it holds; None of one without marks, the same in all."""
    if not _plugin(text, site):
        return None
    pieces: list[tuple[str | None, str]] = []
    tag: str | None = None
    position = 0
    for mark in _MARK.finditer(text):
        pieces.append((tag, text[position : mark.start()]))
        tag = _tag(_language(mark), site)
        position = mark.end()
    pieces.append((tag, text[position:]))
    tags = dict.fromkeys(tag for tag, piece in pieces if tag in site.tags and _says_something(piece))
    return {name: "".join(piece for tag, piece in pieces if tag in (None, name)) for name in tags}


def _tag(language: str, site: Site) -> str | None:
    """Return the locale that a mark begins, as written where the site has none such; None where it ends one."""
    return (named_locale(language, site) or language) if language else None


def _fields(parted: list[tuple[Field, Mapping[str, str] | None]], tag: str) -> Iterator[Field]:
    for field, texts in parted:
        text = field.text if texts is None else texts.get(tag, "")
        if text.strip():
            yield replace(field, text=text)


def _link(link: str, tag: str, site: Site) -> str:
    if tag == site.source or not link:
        return link
    try:
        return localised_url(shared_path(link, site), tag, site)
    except ConfigError:
        return link
