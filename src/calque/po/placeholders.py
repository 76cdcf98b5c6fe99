"""Filling in what a header has from a fresh template and nobody filled in: language, charset, plural forms.

A catalog that is a mere copy of a template has them, and gettext's tools refuse it.
"""

import re
from dataclasses import dataclass

from calque.po.catalog import Catalog
from calque.po.entries import Key
from calque.po.forms import form_count, with_forms
from calque.po.header import language_name, metadata_of, plural_forms

__all__ = ["Filled", "filled", "header_language"]

_UNNAMED = ("", "LANGUAGE")
_TEAM = "LANGUAGE <"
_CHARSET = re.compile(r"charset=CHARSET\b")
_PLURAL = re.compile(r"nplurals\s*=\s*(INTEGER|\d+)\s*;\s*plural\s*=\s*EXPRESSION\s*;?")
_NUMBER = re.compile(r"nplurals\s*=\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Filled:
    """A catalog without the placeholders of its template, as far as their values are known."""

    catalog: Catalog
    reshaped: frozenset[Key] = frozenset()
    """Its translations with fewer plural forms than the language has: they have all now, and are fuzzy."""


def filled(catalog: Catalog, *, locale: str, language: str) -> Filled:
    r"""Return the catalog with its header filled in, and its entries in as many plural forms as that says.

    The very one is returned where nothing is to be done.

    `language` is the gettext name of the tag `locale`; where it is empty, only what needs no language is filled in.
    What a person wrote stays as it is::

        "Language: \n"                                       "Language: fr\n"
        "Content-Type: text/plain; charset=CHARSET\n"    →   "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=INTEGER; …\n"                "Plural-Forms: nplurals=2; plural=(n > 1);\n"
    """
    header = next((block for block in catalog.blocks if block.is_header), None)
    before = header.fields.msgstr if header else ""
    now = "\n".join(_filled_line(line, locale, language) for line in before.split("\n"))
    plural = {id(block): block.fields for block in catalog.blocks if block.fields.msgid_plural}
    if now == before and not plural:
        return Filled(catalog)
    forms = _forms(now, language) if plural else 0
    fitted = {key: with_forms(fields, forms) for key, fields in plural.items()}
    blocks = [
        block.saying(block.fields._replace(msgstr=now))
        if block is header and now != before
        else block.saying(fitted[id(block)])
        if fitted.get(id(block)) != plural.get(id(block))
        else block
        for block in catalog.blocks
    ]
    if all(new is old for new, old in zip(blocks, catalog.blocks, strict=True)):
        return Filled(catalog)
    reshaped = (fitted[key].key for key in plural if fitted[key].is_fuzzy and not plural[key].is_fuzzy)
    return Filled(catalog.with_blocks(blocks), frozenset(reshaped))


def _forms(header: str, language: str) -> int:
    """Return the number of plural forms by a header; where it says none, by the language, as the merge will write."""
    said = metadata_of(header).get("Plural-Forms")
    return form_count(plural_forms(language) if said is None and language else said or "")


def header_language(catalog: Catalog) -> str:
    """Return the gettext name in a catalog's header; empty where it names none."""
    name = catalog.header.get("Language", "").strip()
    return "" if name in _UNNAMED else name


def _filled_line(line: str, locale: str, language: str) -> str:
    name, colon, rest = line.partition(":")
    value = rest.strip()
    if not colon:
        return line
    known = _known_value(name.strip(), value, locale, language)
    return line if known == value else f"{name}: {known}"


def _known_value(name: str, value: str, locale: str, language: str) -> str:
    """Return what belongs in the place of a placeholder; any other value as it is."""
    match name:
        case "Content-Type":
            return _CHARSET.sub("charset=UTF-8", value) or "text/plain; charset=UTF-8"
        case "Content-Transfer-Encoding" if value in ("", "ENCODING"):
            return "8bit"
        case "Language" if language and value in _UNNAMED:
            return language
        case "Language-Team" if language and value.startswith(_TEAM):
            return language_name(language, locale)
        case "Plural-Forms" if language:
            return _known_forms(value, language)
        case _:
            return value


def _known_forms(value: str, language: str) -> str:
    """Return plural forms in the place of a placeholder; a number of forms that a person wrote is not overruled."""
    found = _PLURAL.fullmatch(value)
    if value and not found:
        return value
    known = plural_forms(language)
    number = _NUMBER.match(known)
    return known if not found or found[1] in ("INTEGER", number and number[1]) else value
