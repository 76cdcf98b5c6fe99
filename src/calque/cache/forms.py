"""The cache's values as JSON, and back."""

import json
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from calque.cache.values import FindingOwner, Summary
from calque.codec import codec_of
from calque.model import (
    Finding,
    Page,
    PageGroup,
    PageKey,
    PageRecord,
    PageState,
    PageStatus,
    Pairing,
    Publication,
    Tally,
    Truth,
)
from calque.states.sums import Sums

__all__ = [
    "GroupForm",
    "read_group",
    "read_records",
    "read_status",
    "read_summary",
    "write_group",
    "write_record",
    "write_status",
    "write_summary",
]


@dataclass(frozen=True, slots=True)
class GroupForm:
    """A group by the keys of its pages."""

    source: tuple[str, str] | None
    translations: tuple[tuple[str, str], ...]
    pairing: tuple[tuple[str, Pairing, str], ...]
    gone: str
    weak: tuple[str, ...] = ()

    def group(self, pages: Mapping[PageKey, Page]) -> PageGroup:
        """Return the group of these pages."""
        source = pages[self.source] if self.source else None
        translations = tuple(pages[key] for key in self.translations)
        return PageGroup(source, translations, self.pairing, self.gone, self.weak)


def write_group(group: PageGroup) -> str:
    """Write a group without its pages."""
    source = group.source.key if group.source else None
    translations = tuple(page.key for page in group.translations)
    form = GroupForm(source, translations, group.pairing, group.gone, group.weak)
    return _dump(codec_of(GroupForm).write(form))


def read_group(text: str) -> GroupForm:
    """Read what `write_group` wrote."""
    form: GroupForm = codec_of(GroupForm).read(json.loads(text))
    return form


def write_status(page: PageStatus) -> bytes:
    """Write a page's status; small, since a site has some ten thousand."""
    return zlib.compress(_dump(codec_of(PageStatus).write(page)).encode(), 1)


def read_status(data: bytes) -> PageStatus:
    """Read what `write_status` wrote."""
    status: PageStatus = codec_of(PageStatus).read(json.loads(zlib.decompress(data)))
    return status


def write_record(record: PageRecord) -> str:
    """Write what the ledger keeps of a page: a row without names, since all pages are gone through in each run."""
    since = record.since and record.since.isoformat()
    values = (
        record.title,
        record.state,
        record.wants,
        record.segments,
        record.words,
        since,
        record.publication,
    )
    return _dump((record.locale, record.key, *values))


def read_records(texts: Sequence[str]) -> Iterator[PageRecord]:
    """Read what `write_record` wrote of some pages: of all in each run, so that they are read as one text."""
    for locale, key, title, state, wants, segments, words, since, published in json.loads(
        f"[{','.join(texts)}]"
    ):
        # The same object stands for what pages have in common, as thousands are held.
        locale, key, title = map(sys.intern, (locale, key, title))  # noqa: PLW2901
        moment = datetime.fromisoformat(since) if since else None
        publication = _PUBLICATIONS[published] if published else None
        yield PageRecord(locale, key, title, _STATES[state], wants, segments, words, moment, publication)


_STATES = {str(state): state for state in PageState}
_PUBLICATIONS = {str(state): state for state in Publication}


def write_summary(summary: Summary) -> str:
    """Write the summary."""
    return _dump(
        {
            "settings": summary.settings,
            "groups": summary.groups,
            "pages": summary.pages,
            "scopes": summary.scopes,
            "reading": summary.reading,
            "measured": summary.measured.isoformat(),
            "posts": summary.posts,
            "truths": summary.truths,
            "sums": summary.sums,
            "work": {tag: [tally.segments, tally.words] for tag, tally in summary.work.items()},
            "findings": [
                [origin, bundle, codec_of(Finding).write(finding)]
                for origin, bundle, finding in summary.findings
            ],
            "synced": summary.synced,
            "reported": summary.reported,
            "parts": summary.parts,
            "hidden": [codec_of(Page).write(page) for page in summary.hidden],
            "handed": summary.handed,
            "recurring": summary.recurring,
            "open": summary.open,
            "missed": summary.missed,
        }
    )


def read_summary(text: str) -> Summary:
    """Read what `write_summary` wrote."""
    data = json.loads(text)
    return Summary(
        settings=data["settings"],
        groups=data["groups"],
        pages=data["pages"],
        scopes=data["scopes"],
        reading=data["reading"],
        measured=datetime.fromisoformat(data["measured"]),
        posts=data["posts"],
        truths={tag: Truth(name) for tag, name in data["truths"].items()},
        sums={tag: Sums(counts) for tag, counts in data["sums"].items()},
        work={tag: Tally(*counts) for tag, counts in data["work"].items()},
        findings=tuple(
            (FindingOwner(origin), bundle, codec_of(Finding).read(finding))
            for origin, bundle, finding in data["findings"]
        ),
        synced=data["synced"],
        reported=data["reported"],
        parts=tuple(data["parts"]),
        hidden=tuple(codec_of(Page).read(page) for page in data["hidden"]),
        handed=data["handed"],
        recurring=tuple((name, tuple(classes)) for name, classes in data["recurring"]),
        open=data["open"],
        missed=data["missed"],
    )


def _dump(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))  # escaped: SQLite takes no half of a character
