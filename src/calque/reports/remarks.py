"""What a terminal shows below its table and its worklist: the findings, and what the checks warn of."""

from collections.abc import Callable, Iterator
from itertools import islice

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from calque.model import Severity, Status
from calque.reports import figures
from calque.reports.flaws import warned_count, warned_pages
from calque.reports.kinds import FindingKind, kinds
from calque.reports.reading import printable, readable, shortened

__all__ = ["findings", "warned"]

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_SHOWN = {Severity.WARNING: 5, Severity.NOTE: 2}
"""Findings shown of a kind; every error is."""


def findings(status: Status) -> Iterator[Text]:
    """Yield the findings by kind, the gravest first; of many warnings or notes of a kind the first few."""
    folded = False
    for kind in kinds(status):
        most = _SHOWN.get(kind.severity, len(kind.findings))
        yield _kind(kind, most)
        folded |= len(kind.findings) > most
    if folded:
        yield Text("\nThe report has all findings, and so has calque status --format markdown.", style="dim")


def _kind(kind: FindingKind, most: int) -> Text:
    text = Text("\n")
    text.append(str(kind.severity), style=_STYLE[kind.severity])
    text.append(f" {printable(kind.label)}", style="bold")
    text.append(f" ({printable(kind.code)})", style="dim")
    for one in kind.findings[:most]:
        text.append(f"\n  {printable(one.place)}: {printable(one.message)}")
    left = len(kind.findings) - most
    return text.append(f"\n  and {left:,} more", style="dim") if left > 0 else text


def warned(status: Status, *, limit: int | None, names: Callable[[str], str]) -> Iterator[RenderableType]:
    """Yield the translated texts that the checks warn of, at most `limit`: none of them is counted as work."""
    count = warned_count(status)
    if not count:
        return
    yield Text(
        f"\nThe checks warn of {figures.plural(count, 'text')}, translated all the same:", style="bold"
    )
    for page, text in islice(warned_pages(status), limit):
        line = Text(f"\n{printable(page.title) or page.key}", style="bold")
        place = printable(f"{page.catalog}:{text.line}" if text.line else page.catalog)
        yield line.append(f"  {printable(names(page.locale))}, {place}", style="not bold dim")
        for flaw in text.flaws:
            said = Text(f"{flaw.severity}: ", style=_STYLE[flaw.severity])
            said.append(f"{printable(flaw.message)} ", style="default not bold")
            yield Padding.indent(said.append(f"({flaw.code})", style="dim not bold"), 2)
        for side in (text.source, text.target):
            yield Padding.indent(Text(shortened(printable(readable(side)))), 4)
    if limit is not None and limit < count:
        more = figures.plural(count - limit, "more text")
        yield Text(f"\n{more}: calque check lists them.", style="dim")
