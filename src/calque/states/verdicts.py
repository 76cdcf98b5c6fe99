"""Verdicts: what language and checks say of a page, kept until anything that it was judged from is another."""

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from calque.codec import codec_of
from calque.language import Judgement
from calque.model import Flaw, PageKey, Unit

__all__ = ["KeptVerdicts", "TextVerdict", "Verdicts"]


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """What is said of one text, whatever its age."""

    judgement: Judgement | None
    """Of its language; None where there is no target."""
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class KeptVerdicts:
    """The verdicts of earlier runs that may still hold, as they are kept."""

    rules: Callable[[], str]
    """Names all that they depend on beside the texts: configuration, code, libraries."""
    of: Callable[[PageKey], Mapping[bytes, bytes]]
    """The verdicts on the pages of a group, by what the group is known by."""
    find: Callable[[bytes], bytes | None]
    """One verdict, by the digest of what it was made from."""


class Verdicts:
    """The verdicts of earlier runs, and those of this one.

    `rules` names all that they depend on beside the texts: configuration, code, libraries. Where they are other, none
    is found.
    """

    def __init__(self, rules: str, known: Callable[[bytes], bytes | None]) -> None:
        self._rules = rules
        self._known = known
        self._found: dict[bytes, bytes] = {}
        """Those of this run, by the digest of what they were judged from."""
        self._used: set[bytes] = set()

    def of_page(
        self,
        units: Sequence[Unit],
        locale: str,
        past: Collection[str],
        judge: Callable[[], Iterable[TextVerdict]],
    ) -> tuple[TextVerdict, ...]:
        """Return the verdicts of a page's units; `judge` makes them where they are not known."""
        if all(unit.empty for unit in units):
            return tuple(judge())
        rows = [replace(unit, reference="", line=0, words=0) for unit in units]
        text = repr((self._rules, locale, rows, sorted(past)))
        key = sha256(text.encode("utf-8", "surrogatepass")).digest()
        body = self._found.get(key) or self._known(key)
        found = () if body is None else _read(body)
        if body is None or len(found) != len(units):
            found = tuple(judge())
            body = zlib.compress(json.dumps(_CODEC.write(found)).encode(), 1)
        self._found[key] = body
        self._used.add(key)
        return found

    def take_used(self) -> Mapping[bytes, bytes]:
        """Return those that were asked for since this was last called, to be kept for the pages they belong to."""
        used, self._used = self._used, set()
        return {key: self._found[key] for key in used}


_CODEC = codec_of(tuple[TextVerdict, ...])


def _read(body: bytes) -> tuple[TextVerdict, ...]:
    """Read what was kept; nothing where it is damaged."""
    try:
        found: tuple[TextVerdict, ...] = _CODEC.read(json.loads(zlib.decompress(body)))
    except (zlib.error, ValueError, TypeError):
        return ()
    return found
