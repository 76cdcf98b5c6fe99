"""A `wpml-config.xml`, by which plugins and themes tell WPML what of their blocks and shortcodes is text."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from calque.errors import ConfigError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # lxml's stubs have no public name for it

__all__ = ["WpmlConfig", "read_wpml_config"]

_TYPES = frozenset(("", "line", "area", "visual", "text", "textarea"))
"""The types of texts; links, pictures and numbers of posts are none."""

_ATTRIBUTE_STEP = re.compile(r"/(?:[\w-]+::)?([\w*:-]*)(?:\[[^\]]*\])*/{1,2}@([\w:-]+)")


class WpmlConfig(NamedTuple):
    """What such a file names, as `[blocks]` and `[shortcodes]` do."""

    blocks: Mapping[str, tuple[str, ...]]
    shortcodes: Mapping[str, tuple[str, ...]]


def read_wpml_config(data: bytes, *, place: str) -> WpmlConfig:
    """Read the blocks and shortcodes of a file, `place` in errors.

    What stands in another encoding (JSON in JSON, base64), links, pictures, and names that are given by an expression
    are left out; the texts of a block's HTML need no name. Errors: ConfigError where it is no such file.

    ::

        <gutenberg-block type="my/card" translate="1"><key name="items"><key name="*"><key name="label"/>…
        <xpath>//figure/a/@data-title</xpath></gutenberg-block>             ->  my/card: items.*.label, a@data-title
        <shortcode><tag>tip</tag><attributes><attribute>text</attribute>…   ->  tip: text
    """
    from lxml import etree  # noqa: PLC0415 — for sites with such a file alone

    if b"<!DOCTYPE" in data:  # entities can grow without bound
        raise ConfigError.at(
            place, "it declares a document type, which WPML's files have not; delete that line"
        )
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ConfigError.at(
            f"{place}:{error.lineno or 1}", "not valid XML; copy the plugin's file again"
        ) from error
    if root.tag != "wpml-config":
        raise ConfigError.at(
            f"{place}:1", f"<{root.tag}> is no <wpml-config>; name another file in [html] wpml_config"
        )
    blocks: dict[str, tuple[str, ...]] = {}
    for block in root.iterfind("gutenberg-blocks/gutenberg-block"):
        name = block.get("type", "").strip().removeprefix("core/")
        if name and block.get("translate", "1") != "0":
            names = (*_keys(block, ""), *_attributes(block))
            blocks[name] = (*blocks.get(name, ()), *names)
    shortcodes: dict[str, tuple[str, ...]] = {}
    for shortcode in root.iterfind("shortcodes/shortcode"):
        name = (shortcode.findtext("tag") or "").strip()
        names = tuple(_texts(shortcode.iterfind("attributes/attribute")))
        if name and names:
            shortcodes[name] = (*shortcodes.get(name, ()), *(one.lower() for one in names))
    return WpmlConfig({name: found for name, found in blocks.items() if found}, shortcodes)


def _keys(element: "Element", around: str) -> Iterator[str]:
    """Yield the keys of a block that name texts: `items.*.label`."""
    for key in element.iterfind("key"):
        name = key.get("name", "").strip()
        if not name or "." in name or "#" in name or key.get("search-method", "wildcards") != "wildcards":
            continue
        path = f"{around}.{name}" if around else name
        if key.find("key") is not None:
            yield from _keys(key, path)
        elif _is_text(key):
            yield path


def _attributes(block: "Element") -> Iterator[str]:
    """Yield the attributes in a block's HTML that an XPath names: `//figure/a/@data-title` → a@data-title."""
    for xpath in _texts(block.iterfind("xpath")):
        step = _ATTRIBUTE_STEP.search(f"/{xpath}")
        if step and f"/{xpath}".endswith(step[0]):
            element = step[1] if step[1] not in {"", "*"} else ""
            yield f"{element}@{step[2]}".lower()


def _texts(elements: "Iterator[Element]") -> Iterator[str]:
    return (text for one in elements if _is_text(one) and (text := (one.text or "").strip()))


def _is_text(element: "Element") -> bool:
    return element.get("type", "").lower() in _TYPES and not element.get("encoding")
