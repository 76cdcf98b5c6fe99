"""A live text written as a translation of its source: the same words, with the source's placeholder numbers."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from calque.html import first_error
from calque.html.cosmetic import shown_alike
from calque.html.markup import TAG
from calque.locales import shared_path
from calque.model import Placeholder, Segment, Site

__all__ = ["fit_text", "loose_text"]

_NUMBERED = re.compile(r'<(?P<name>[a-z][a-z0-9._:-]*) id="(?P<id>[1-9][0-9]*)"')
_ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def fit_text(source: Segment, live: Segment, site: Site) -> str | None:
    """Return the text of `live` with the numbers that its links, images and opaque parts have in `source`.

    Those of one address (whatever its locale) are the same, then those alike in all, then the others in their
    order. None where the result breaks the source's markup.

    ::

        Ask <a id="1">us</a> or <a id="2">them</a>, Demandez-<a id="1">leur</a> ou à <a id="2">nous</a>
        ->  Demandez-<a id="2">leur</a> ou à <a id="1">nous</a>, where the links say so
    """
    live = _shown_alike(source, live)
    numbers = _renumbered(source.placeholders, live.placeholders, site)

    def rewrite(tag: re.Match[str]) -> str:
        number = numbers.get((tag["name"], int(tag["id"])), tag["id"])
        return f'<{tag["name"]} id="{number}"'

    text = _NUMBERED.sub(rewrite, live.text)
    return None if first_error(source.text, text, shortcodes=site.rules.shortcodes) else text


def loose_text(source: Segment, live: Segment) -> str:
    """Return the text of `live` without the tags that `source` has not; somebody puts the others where they belong.

    `Ask <a id="1">us</a>`, `Demandez-<b>nous</b>` → `Demandez-nous`
    """
    wanted = {tag[0] for tag in TAG.finditer(source.text)}
    text = TAG.sub(lambda tag: tag[0] if tag[0] in wanted else "", _shown_alike(source, live).text)
    return " ".join(text.split())


def _shown_alike(source: Segment, live: Segment) -> Segment:
    """Return the live text with the source's tags in place of those that show alike: `<em>` for `<i>`."""
    wanted = {one.name for one in source.placeholders}
    given = {one.name for one in live.placeholders} - wanted
    twins = {
        name: twin
        for name in given
        for twin in wanted
        if shown_alike(twin) == shown_alike(name) and twin != name
    }
    if not twins:
        return live
    text = TAG.sub(lambda tag: tag[0].replace(tag[2], twins.get(tag[2], tag[2]), 1), live.text)
    placeholders = tuple(replace(one, name=twins.get(one.name, one.name)) for one in live.placeholders)
    return replace(live, text=text, placeholders=placeholders)


def _renumbered(
    wanted: Sequence[Placeholder], given: Sequence[Placeholder], site: Site
) -> dict[tuple[str, int], int]:
    """Return the new number of each numbered placeholder of the live text that has a counterpart."""
    free = [(one, one.id) for one in wanted if one.id is not None]
    left = [(one, one.id) for one in given if one.id is not None]
    numbers: dict[tuple[str, int], int] = {}
    for trait in (_address, _opening, _any):
        shelves: dict[tuple[str, str | None], deque[int]] = {}
        for one, number in free:
            shelves.setdefault((one.name, trait(one, site)), deque()).append(number)
        unmatched: list[tuple[Placeholder, int]] = []
        taken: set[int] = set()
        for one, number in left:
            alike = trait(one, site)
            if alike is not None and (shelf := shelves.get((one.name, alike))):
                numbers[one.name, number] = shelf.popleft()
                taken.add(numbers[one.name, number])
            else:
                unmatched.append((one, number))
        left = unmatched
        free = [row for row in free if row[1] not in taken]
    return numbers


def _address(placeholder: Placeholder, site: Site) -> str | None:
    """Return where a placeholder leads, whatever the locale; None where it leads nowhere."""
    found = _ADDRESS.search(placeholder.opening)
    address = next(filter(None, found.groups()), "") if found else ""
    if not address or "[" in address:
        return address or None
    return shared_path(address, site) or address


def _opening(placeholder: Placeholder, _: Site) -> str | None:
    return placeholder.opening


def _any(_one: Placeholder, _: Site) -> str | None:
    return ""
