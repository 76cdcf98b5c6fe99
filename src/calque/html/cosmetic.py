"""Edits of a text that no reader sees: other tags that show alike, other numbers of placeholders, other signs."""

from calque.html.markup import TAG, decode
from calque.html.problems import first_error
from calque.html.signs import equal_signs
from calque.html.words import plain

__all__ = ["look_of", "shown_alike", "with_tags_of"]

_ALIKE = {"i": "em", "b": "strong", "strike": "s"}
"""Elements that browsers show as another one."""


def look_of(text: str) -> str:
    """Return what two texts have in common that may differ in nothing visible: their words, with signs in one form."""
    return equal_signs(plain(text))


def shown_alike(name: str) -> str:
    """Return the element as which one is shown: `i` → `em`, `em` → `em`."""
    return _ALIKE.get(name, name)


def with_tags_of(old: str, new: str, target: str) -> str | None:
    """Return the translation of a text for another that looks the same; None where the two do not.

    ::

        <em>Open</em> at noon, <i>Open</i> at noon, <em>Ouvert</em> à midi   ->  <i>Ouvert</i> à midi
        <a id="2">Us</a>, <a id="1">Us</a>, <a id="2">Nous</a>               ->  <a id="1">Nous</a>
        <em>Open</em>, <strong>Open</strong>, …                              ->  None
    """
    if [_bare(one) for one in _texts(old)] != [_bare(one) for one in _texts(new)]:
        return None
    renamed: dict[str, str] = {}
    for one, other in zip(TAG.finditer(old), TAG.finditer(new), strict=True):
        same = (one[1], shown_alike(one[2]), bool(one[4])) == (
            other[1],
            shown_alike(other[2]),
            bool(other[4]),
        )
        if not same or renamed.setdefault(one[0], other[0]) != other[0]:
            return None
    result = TAG.sub(lambda tag: renamed.get(tag[0], tag[0]), target)
    return None if result != target and first_error(new, result) else result


def _texts(text: str) -> list[str]:
    """Return what stands between the tags of a text."""
    pieces: list[str] = []
    position = 0
    for tag in TAG.finditer(text):
        pieces.append(text[position : tag.start()])
        position = tag.end()
    return [*pieces, text[position:]]


def _bare(text: str) -> str:
    return equal_signs(decode(text)).replace(" ", "")
