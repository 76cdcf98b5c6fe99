"""`calque segments` and `calque render`: HTML in, segments or HTML out; no calque.toml needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from calque.building.page_tags import in_its_language
from calque.cli.findings import tell_findings
from calque.cli.inputs import FileNames, SplitInput, read_inputs
from calque.config import read_site
from calque.disk import is_same, read_regular
from calque.errors import CatalogError, ConfigError, SourceError
from calque.exit_codes import EXIT_UNMEASURED, code_of_findings
from calque.html import check_markup, pseudolocalise, split, write
from calque.locales import find_tag
from calque.model import Document, FieldFormat, Finding, FindingCode, Rules, Segment, Severity
from calque.output import RowFormat, print_rows, tell, write_lines, write_text
from calque.pipeline.ingest.split import field_context, split_post
from calque.po import context_of, is_fuzzy, read_catalog, source_of, target_of
from calque.po.units import Key
from calque.sources.html_pages import join_page, read_page
from calque.store import write_atomic

__all__ = ["render", "segments"]

Files = Annotated[
    FileNames, Parameter(help="HTML files or REST JSON (a post or a list); - is standard input.")
]
Raw = Annotated[bool, Parameter(negative="", help="The HTML is block markup as WordPress stores it.")]
Config = Annotated[Path | None, Parameter(help="Apply the [html] rules of this calque.toml.")]


def segments(
    files: Files,
    /,
    *,
    raw: Raw = False,
    config: Config = None,
    format: Annotated[RowFormat, Parameter(help="JSON rows, or text for reading.")] = "json",  # noqa: A002 — the option's name
) -> int:
    """Show the segments of HTML files or REST posts."""
    code = 0
    rows: list[dict[str, object]] = []
    rules = read_site(config).rules if config else Rules()
    for one in read_inputs(files, raw=raw):
        if isinstance(one, SourceError):
            tell(f"calque: {one}")
            code = EXIT_UNMEASURED
            continue
        rows += [
            _row(one, document, segment) for document in _split(one, rules) for segment in document.segments
        ]
    if format == "json":
        print_rows(rows)
    else:
        write_lines("".join(f"{row['file']}:{row['field']}:{row['start']}\t{row['text']}\n" for row in rows))
    return code


def render(
    files: Files,
    /,
    *,
    output: Annotated[
        Path | None, Parameter(name=["-o", "--output"], help="Write below this folder.")
    ] = None,
    po: Annotated[Path | None, Parameter(help="Translate with this catalog.")] = None,
    pseudo: Annotated[
        bool, Parameter(negative="", help="Pseudo-localise: every translatable letter changes.")
    ] = False,
    force: Annotated[
        bool, Parameter(negative="", help="Write every segment anew from its msgid form.")
    ] = False,
    strict: Annotated[
        bool, Parameter(negative="", help="Exit 1 where a translation breaks the markup.")
    ] = False,
    raw: Raw = False,
    config: Config = None,
) -> int:
    """Write the HTML again: untouched, translated, pseudo-localised."""
    if (po is not None) + pseudo + force > 1:
        raise ConfigError("render: --po, --pseudo and --force exclude each other; give one")
    rules = read_site(config).rules if config else Rules()
    targets, locale = _read_targets(po) if po else ({}, "")
    renderer = _Renderer(targets, rules.shortcodes, locale, pseudo=pseudo, force=force)
    code = 0
    written: set[Path] = set()
    for one in read_inputs(files, raw=raw):
        if isinstance(one, SourceError):
            tell(f"calque: {one}")
            code = EXIT_UNMEASURED
            continue
        if one.post is None and po and not raw:
            text = renderer.render_page(one, rules)
        else:
            document = next(
                (document for document in _split(one, rules) if document.field == "content"), None
            )
            text = renderer.render(document, one) if document else ""
        if output is None:
            write_text(text)
            continue
        path = output / _output_name(one)
        if any(is_same(path, read) for read in (*map(Path, files), *filter(None, (po, config)))):
            tell(f"calque: {one.file}: {path} is read, too, and is not written over; give another folder")
            code = EXIT_UNMEASURED
            continue
        if path in written:
            tell(f"calque: {one.file}: {path} was written from another input; give each its own folder")
            code = EXIT_UNMEASURED
            continue
        write_atomic(path, text.encode("utf-8", "surrogateescape"))
        written.add(path)
    tell_findings(renderer.findings)
    for problem in renderer.problems:
        tell(f"calque: {problem}")
    return code or code_of_findings(renderer.findings, failed=strict and bool(renderer.problems))


@dataclass
class _Renderer:
    """Renders documents in one way, and remembers which targets could not be used."""

    targets: Mapping[Key, str]
    shortcodes: tuple[str, ...]
    locale: str
    """That of the targets; empty where nothing names it."""
    pseudo: bool
    force: bool
    problems: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def render_page(self, one: SplitInput, rules: Rules) -> str:
        """Return a whole page with its title, descriptions and content translated, in the language of the catalog."""
        html = one.fields[0].text

        def translate(name: str, start: int, part: str) -> str:
            context = field_context(name)
            return self.render(split(part, field=name, rules=rules, context=context), one, start)

        written = join_page(html, read_page(html, whole=bool(rules.include)).parts, translate)
        return in_its_language(written, self.locale) if self.locale else written

    def render(self, document: Document, one: SplitInput, start: int = 0) -> str:
        """Return the document's HTML; where a target breaks the markup, the source text stands.

        `start` is where the document begins in its file.
        """
        written = write(document, self._targets_of(document, one, start))
        self.findings += (
            Finding.of(
                FindingCode.UNWRITABLE_TEXT,
                _place(one, document, document.segments[left.index], start),
                f"the text cannot be written ({left.reason}); it stands as it was",
            )
            for left in written.left
        )
        return written.html

    def _targets_of(self, document: Document, one: SplitInput, start: int) -> dict[int, str]:
        """Return what is to stand for each segment by its index; what breaks the markup is a problem."""
        if self.force:
            return {index: segment.text for index, segment in enumerate(document.segments)}
        if self.pseudo:
            return {index: pseudolocalise(segment.text) for index, segment in enumerate(document.segments)}
        chosen: dict[int, str] = {}
        for index, segment in enumerate(document.segments):
            target = self.targets.get((segment.context, segment.text))
            if target is None:
                continue
            problems = check_markup(segment, target, shortcodes=self.shortcodes)
            errors = [problem for problem in problems if problem.severity is Severity.ERROR]
            if not errors:
                chosen[index] = target
                continue
            place = _place(one, document, segment, start)
            self.problems += [f"{place}: {problem.message}" for problem in errors]
        return chosen


def _place(one: SplitInput, document: Document, segment: Segment, start: int) -> str:
    """Return where a segment of a document that begins at `start` stands: `page.html:12`; of a post, its key, too."""
    html = document.html if one.post else one.fields[0].text
    line = html.count("\n", 0, start + segment.start) + 1
    return f"{one.file}: {one.post.key}: {document.field}:{line}" if one.post else f"{one.file}:{line}"


def _read_targets(po: Path) -> tuple[Mapping[Key, str], str]:
    """Return the finished translations of a catalog, not fuzzy and not empty, and the locale that it names."""
    try:
        data = read_regular(po)
    except OSError as error:
        raise CatalogError(
            f"{po}: cannot be read ({error.strerror}); check the name and its rights"
        ) from error
    catalog = read_catalog(data, place=str(po))
    targets = {
        (context_of(entry), source_of(entry)): target_of(entry)[0]
        for entry in catalog.entries
        if not is_fuzzy(entry) and target_of(entry)[0]
    }
    return targets, find_tag(catalog.header.get("Language", "")) or ""


def _split(one: SplitInput, rules: Rules) -> tuple[Document, ...]:
    if one.post:
        return split_post(one.post, rules).documents
    return tuple(
        split(part.text, field=part.name, raw=part.format is FieldFormat.RAW, rules=rules)
        for part in one.fields
    )


def _row(one: SplitInput, document: Document, segment: Segment) -> dict[str, object]:
    return {
        "file": one.file,
        "id": one.id,
        "field": document.field,
        "kind": str(segment.kind),
        "context": segment.context,
        "text": segment.text,
        "path": segment.path,
        "start": segment.start,
        "end": segment.end,
    }


def _output_name(one: SplitInput) -> str:
    if one.id is not None:
        return f"{one.id}.html"
    return "stdin.html" if one.file == "-" else Path(one.file).name
