"""`calque locate` and `calque detect`: what a URL declares, what a text is in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from calque.cli.inputs import FileNames, read_text
from calque.cli.options import site_of
from calque.errors import SourceError
from calque.exit_codes import EXIT_UNMEASURED
from calque.language import Observation, lingua, observe, prose, reference
from calque.locales import language_of, parse_tag
from calque.locales import locate as locate_url
from calque.locales.stated import Stated
from calque.output import RowFormat, print_rows, tell, write_lines

__all__ = ["detect", "locate"]

Engine = Literal["calque", "langdetect", "lingua"]
Format = Annotated[RowFormat, Parameter(help="text for reading, or JSON rows.")]
Config = Annotated[Path | None, Parameter(help="The calque.toml to go by; else the nearest one above.")]


def locate(
    urls: Annotated[list[str], Parameter(help="URLs or paths of the site.")],
    /,
    *,
    config: Config = None,
    format: Format = "text",  # noqa: A002 — the option's name
) -> int:
    """Say which locale each URL declares, and why."""
    site = site_of(config)
    stated = Stated.of(site)
    rows: list[dict[str, object]] = []
    for url in urls:
        declared = locate_url(url, site, stated=stated)
        rows.append(
            {
                "url": url,
                "locale": declared.locale,
                "evidence": list(declared.phrases),
                "conflicts": list(declared.conflicts),
                "warnings": list(declared.warnings),
                "reason": declared.reason,
                "suggestion": declared.suggestion,
            }
        )
    if format == "json":
        print_rows(rows)
        return 0
    for row in rows:
        notes = [*row["evidence"], *row["conflicts"], *row["warnings"], *filter(None, [row["reason"]])]  # type: ignore[misc]
        write_lines(f"{row['locale'] or '-'}\t{row['url']}\t{'; '.join(notes)}\n")
    return 0


def detect(
    files: Annotated[FileNames, Parameter(help="Text files; - is standard input.")],
    /,
    *,
    among: Annotated[
        str, Parameter(help="The candidates, such as en,fr; else the locales of calque.toml.")
    ] = "",
    lines: Annotated[bool, Parameter(negative="", help="Judge each line by itself, blank ones too.")] = False,
    engine: Annotated[
        Engine, Parameter(help="langdetect is the reference; lingua needs calque[lingua].")
    ] = "calque",
    config: Config = None,
    format: Format = "text",  # noqa: A002 — the option's name
) -> int:
    """Say which language each text is in."""
    given = [tag.strip() for tag in among.split(",")] if among else None
    candidates: Sequence[str] = given or site_of(config).tags
    for tag in candidates:
        parse_tag(tag)
    code = 0
    rows: list[dict[str, object]] = []
    for name in files:
        try:
            text = read_text(name)
        except SourceError as error:
            tell(f"calque: {error}")
            code = EXIT_UNMEASURED
            continue
        for number, part in enumerate(_lines(text) if lines else [text], start=1):
            seen = _observe(part, candidates, engine)
            place: dict[str, object] = {"file": name, "line": number} if lines else {"file": name}
            rows.append({**place, "language": seen.language, "score": seen.score, "reason": seen.reason})
    if format == "json":
        print_rows(rows)
    else:
        for row in rows:
            where = f"{row['file']}:{row['line']}" if lines else row["file"]
            write_lines(f"{row['language'] or '-'}\t{where}\t{row['score']:.2f}\t{row['reason']}\n")
    return code


def _observe(text: str, candidates: Sequence[str], engine: Engine) -> Observation:
    """Ask one of the detectors; those beside calque's own give no score."""
    match engine:
        case "calque":
            return observe(text, candidates)
        case "langdetect":
            by_language = {language_of(tag): tag for tag in reversed(candidates)}
            found = reference(prose(text), list(by_language))
            language = by_language[found] if found else None
        case "lingua":
            language = lingua(text, candidates)
    return Observation(language, 1.0 if language else 0.0, engine if language else "undecided")


def _lines(text: str) -> list[str]:
    """Return the lines of a text as an editor numbers them; other separators of Unicode are text."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
