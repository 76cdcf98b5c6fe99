"""What to write in calque.toml, so that texts which nothing names are translated."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calque.counts import first_few
from calque.html.unnamed import unnamed_texts
from calque.model import Document, Rules
from calque.visible import shortened

__all__ = ["Unnamed", "UnnamedRow", "sum_up", "unnamed_in"]


_Place = tuple[str, str, str]

UnnamedRow = tuple[str, str, str, str]
"""The table of calque.toml, the block or shortcode, the name, and a text that stands there."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The names under which texts stand that are not translated, those of most posts first."""

    texts: Mapping[_Place, str]
    """Table, owner and name, each with a text that stands there."""

    def told(self) -> str:
        """Say what was found: `data.intro of acf/hero ("We are open"), data-note ("The mill …")`."""
        shown = [
            f"{name}{f' of {owner}' if owner else ''} ({json.dumps(text, ensure_ascii=False)})"
            for (_, owner, name), text in self.texts.items()
        ]
        return first_few(shown, 5)

    def lines(self, rules: Rules) -> str:
        """Return what to write, with what stands there already: `[blocks] "acf/hero" = ["data.intro"]`."""
        names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for table, owner, name in self.texts:
            names[table, owner].append(name)
        return "; ".join(
            f"[{table}] {_key(owner)} = {json.dumps([*_written(rules, table, owner), *found], ensure_ascii=False)}"
            for (table, owner), found in sorted(names.items())
        )


def _written(rules: Rules, table: str, owner: str) -> Sequence[str]:
    """Return what the site names there already."""
    if table == "html":
        texts = rules.attributes
    else:
        texts = (rules.blocks if table == "blocks" else rules.shortcode_attributes).get(owner, ())
    return (*texts, *sorted(f"!{name}" for at, of, name in rules.no_texts if (at, of) == (table, owner)))


def _key(owner: str) -> str:
    return json.dumps(owner, ensure_ascii=False) if owner else "attributes"


def unnamed_in(documents: Iterable[Document], rules: Rules) -> tuple[UnnamedRow, ...]:
    """Return texts in the documents of a post that are not translated, one a name, shortened."""
    found: dict[_Place, UnnamedRow] = {}
    for document in documents:
        for one in unnamed_texts(document, rules):
            found.setdefault(one[:3], (*one[:3], shortened(one.text, 40)))
    return tuple(found.values())


def sum_up(posts: Iterable[Sequence[UnnamedRow]]) -> Unnamed | None:
    """Sum up what was found in several posts; None where there is nothing."""
    texts: dict[_Place, str] = {}
    counts: Counter[_Place] = Counter()
    for rows in posts:
        for table, owner, name, text in rows:
            counts[table, owner, name] += 1
            texts.setdefault((table, owner, name), text)
    most = sorted(counts, key=lambda place: (-counts[place], place))
    return Unnamed({place: texts[place] for place in most}) if most else None
