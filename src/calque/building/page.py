"""A whole translated page: its texts, and then what it says of its language, its address and other pages."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from calque.building.choice import TextChoice
from calque.building.links import Counterparts
from calque.building.page_tags import PageTarget, in_its_place
from calque.building.post import LeftText, written_document
from calque.model import Document
from calque.sources.html_pages import join_page, read_page

__all__ = ["BuiltPage", "build_page"]


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page in another language."""

    html: str
    left: tuple[LeftText, ...] = ()


def build_page(
    html: str,
    choice: TextChoice,
    target: PageTarget,
    links: Counterparts,
    *,
    cut: Callable[[str, str], Document],
    whole: bool = False,
    switcher: Collection[str] = (),
) -> BuiltPage:
    """Return a page with the chosen texts, and with the language, the direction and the addresses of its locale.

    `cut` gives the document of a field, by its name and HTML; `whole` is as `read_page` takes it. The addresses of the
    `switcher` lead to this page in other languages, and stay.

    ::

        <html lang="en"> … <link rel="canonical" href="/about/"> … <a href="/team/">Team</a>
          ->  <html lang="fr"> … <link rel="canonical" href="/fr/about/"> … <a href="/fr/equipe/">Équipe</a>
    """
    left: list[LeftText] = []

    def translate(name: str, _start: int, part: str) -> str:
        text, lost = written_document(cut(name, part), choice.targets, None)
        left.extend(lost)
        return text

    written = join_page(html, read_page(html, whole=whole).parts, translate)
    return BuiltPage(in_its_place(written, target, links, switcher=switcher), tuple(left))
