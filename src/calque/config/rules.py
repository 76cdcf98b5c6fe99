"""`[html]`, `[blocks]` and `[shortcodes]`: what of a site's HTML is text, and how it is cut."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from calque.config.tables import Table
from calque.config.wpml import WpmlConfig, read_wpml_config
from calque.disk import read_regular
from calque.model import Rules

__all__ = ["read_rules"]

_NOT = "!"
"""Before a name, says that it is no text: `!data.note`."""
_ATTRIBUTE = re.compile(r"[^\s\"'<>/=@]+")
_BLOCK = re.compile(r"(?:wp:)?(?:core/)?([a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)?)")
_KEY = re.compile(r"[^\s.#]([^.#]*[^\s.#])?(\.[^\s.#]([^.#]*[^\s.#])?)*")
_SHORTCODE = re.compile(r"[^\s<>&/\[\]=\"']+")


def read_rules(file: Table, root: Path) -> Rules:
    """Read what is said of the HTML, with what the files in WPML's format say that are named, in the workspace."""
    html = file.table("html")
    selectors = ("include", "exclude", "inline", "opaque")
    html.only(
        *selectors, "shortcodes", "code", "attributes", "wpml_config", "sentence", "numbers", "injected"
    )
    for key in selectors:
        for selector in html.texts(key):
            _refuse_no_selector(html, key, selector)
    for name in html.texts("attributes"):
        if not _is_attribute(name.removeprefix(_NOT)):
            html.fail(
                "attributes", f"{name!r} is no attribute", "write one such as data-title or a@data-title"
            )
    read = _read_wpml_configs(html, root)
    blocks = _joined([_read_blocks(file.table("blocks")), *(one.blocks for _, one in read)])
    shortcodes = _joined([_read_shortcodes(file.table("shortcodes")), *(one.shortcodes for _, one in read)])
    attributes = {"": tuple(name.lower() for name in html.texts("attributes"))}
    named = {"html": attributes, "blocks": blocks, "shortcodes": shortcodes}
    return Rules(
        include=html.texts("include"),
        exclude=html.texts("exclude"),
        inline=html.texts("inline"),
        opaque=html.texts("opaque"),
        shortcodes=tuple(dict.fromkeys((*html.texts("shortcodes"), *shortcodes))),
        code=html.texts("code"),
        attributes=_texts(attributes)[""],
        blocks=_texts(blocks),
        shortcode_attributes=_texts(shortcodes),
        no_texts=tuple(
            sorted(
                (table, owner, name.removeprefix(_NOT))
                for table, owners in named.items()
                for owner, names in owners.items()
                for name in names
                if name.startswith(_NOT)
            )
        ),
        wpml_config=tuple(name for name, _ in read),
        sentence=html.flag("sentence"),
        numbers=html.flag("numbers"),
        injected=html.flag("injected"),
    )


def _texts(owners: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return the names that are texts, without those that the site takes out: `!data.note`."""
    found = {
        owner: tuple(name for name in names if name[:1] != _NOT and f"{_NOT}{name}" not in names)
        for owner, names in owners.items()
    }
    return MappingProxyType(found)


def _refuse_no_selector(html: Table, key: str, selector: str) -> None:
    from calque.html.selectors import compile_selector  # noqa: PLC0415 — for sites with rules alone

    try:
        compile_selector(selector)
    except ValueError:
        html.fail(key, f"{selector!r} is no CSS selector", "write one such as .share-buttons or nav > ul")


def _is_attribute(name: str) -> bool:
    """Tell whether this names an attribute, on every element or on one: `data-title`, `my-card@heading`."""
    return all(_ATTRIBUTE.fullmatch(part) for part in name.split("@", 1))


def _read_blocks(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Read for each block the keys of its JSON, and the attributes in its HTML, that hold texts."""
    blocks: dict[str, tuple[str, ...]] = {}
    for name in table:
        block = _BLOCK.fullmatch(name)
        if not block:
            table.fail(name, f"{name!r} is no block", 'write its name as in "acf/hero" = ["data.headline"]')
        for key in table.texts(name):
            bare = key.removeprefix(_NOT)
            if not (_is_attribute(bare.removeprefix("@")) if "@" in bare else _KEY.fullmatch(bare)):
                then = (
                    "write a key such as data.headline or items.*.label, or an attribute such as @data-title"
                )
                table.fail(name, f"{key!r} is no key of a block", then)
        keys = tuple(key.lower() if "@" in key else key for key in table.texts(name))
        blocks[block[1]] = (*blocks.get(block[1], ()), *keys)
    return blocks


def _read_shortcodes(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Read for each shortcode the attributes that hold texts."""
    for name in table:
        if not _SHORTCODE.fullmatch(name):
            table.fail(name, f"{name!r} is no shortcode", 'write its name as in tooltip = ["text"]')
        for attribute in table.texts(name):
            if not re.fullmatch(r"[\w-]+", attribute.removeprefix(_NOT)):
                table.fail(name, f"{attribute!r} is no attribute of a shortcode", "write its name alone")
    return {name: tuple(one.lower() for one in table.texts(name)) for name in table}


def _read_wpml_configs(html: Table, root: Path) -> Sequence[tuple[str, WpmlConfig]]:
    """Read the files in WPML's format that are named, each with its path in the workspace."""
    from calque.sources.listing import list_files  # noqa: PLC0415 — for sites with such a file alone

    read: list[tuple[str, WpmlConfig]] = []
    for pattern in html.globs("wpml_config"):
        names, errors = list_files(root, (pattern,), key="wpml_config")
        if errors:
            html.fail(
                "wpml_config",
                str(errors[0]).partition(";")[0],
                "name a copy of such a file, or delete the line",
            )
        for name in names:
            try:
                read.append((name, read_wpml_config(read_regular(root / name), place=name)))
            except OSError as error:
                html.fail(
                    "wpml_config",
                    f"{name} cannot be read ({error.strerror})",
                    "check the file and its rights",
                )
    return read


def _joined(tables: Sequence[Mapping[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    """Join tables of names; what several say of one thing is added up."""
    joined: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for name, values in table.items():
            joined[name] = tuple(dict.fromkeys((*joined.get(name, ()), *values)))
    return joined
