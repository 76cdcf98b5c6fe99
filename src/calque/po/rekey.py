"""Rekeying: a catalog says the new key of a post that changed its type, in its header and in its references."""

from collections.abc import Mapping

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.header import with_metadata

__all__ = ["rekeyed"]

_POST = "X-Calque-Post"


def rekeyed(catalog: Catalog, keys: Mapping[str, str]) -> Catalog:
    r"""Return the catalog with these keys of posts replaced; the very one where it names none of them.

    Nothing else is touched: a text may well hold a key.

    ::

        #: posts/12:content#3f9c1e   →   #: pages/12:content#3f9c1e
        "X-Calque-Post: posts/12\n"   →   "X-Calque-Post: pages/12\n"
    """
    blocks = [_rekeyed(block, keys) for block in catalog.blocks]
    if all(new is old for new, old in zip(blocks, catalog.blocks, strict=True)):
        return catalog
    return catalog.with_blocks(blocks)


def _rekeyed(block: Block, keys: Mapping[str, str]) -> Block:
    fields = block.fields
    if fields.occurrences:
        places = tuple((_reference(place, keys), line) for place, line in fields.occurrences)
        fields = fields._replace(occurrences=places)
    if fields.is_header and _POST in fields.msgstr:
        fields = fields._replace(msgstr=_header(fields.msgstr, keys))
    return block if fields == block.fields else block.saying(fields)


def _reference(place: str, keys: Mapping[str, str]) -> str:
    key, colon, rest = place.partition(":")
    return f"{keys.get(key, key)}{colon}{rest}"


def _header(text: str, keys: Mapping[str, str]) -> str:
    for line in text.split("\n"):
        name, _, value = line.partition(":")
        if name.strip() == _POST and value.strip() in keys:
            return with_metadata(text, {_POST: keys[value.strip()]})
    return text
