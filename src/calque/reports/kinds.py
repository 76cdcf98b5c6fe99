"""The findings of a status by kind, the gravest first, and what people call each kind."""

from dataclasses import dataclass

from calque.model import Finding, Severity, Status

__all__ = ["LABELS", "Kind", "kinds"]


@dataclass(frozen=True, slots=True)
class Kind:
    """The findings of one code and one severity."""

    severity: Severity
    code: str
    findings: tuple[Finding, ...]
    """Never empty, in the order of the status."""

    @property
    def label(self) -> str:
        """What people call it: `pages that may be translations`."""
        return LABELS.get(self.code, self.code.replace("_", " "))


def kinds(status: Status) -> tuple[Kind, ...]:
    """Return the findings by severity and code, within a severity in the order in which each code comes up."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in status.findings:
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    order = list(Severity)
    rows = sorted(groups.items(), key=lambda item: order.index(item[0][0]))
    return tuple(Kind(severity, code, tuple(own)) for (severity, code), own in rows)


LABELS = {
    "archived_post": "posts that are gone, their catalogs archived",
    "collection_gone": "post types that are not shown any more",
    "collection_refused": "post types that these rights do not show",
    "conflict": "texts with two translations",
    "few_rights": "rights that show no more than visitors see",
    "flags_dropped": "files that lost all their fuzzy flags",
    "idle_waiver": "waivers that name no known revision",
    "injected": "blocks that a plugin puts into the pages",
    "invalid": "answers that break the markup",
    "locale_conflict": "pages whose locale is in doubt",
    "locale_notice": "locales in another spelling",
    "locked_post": "posts behind a password",
    "mass_change": "too many pages stale at once",
    "missed_post": "posts that were not found this time",
    "no_locale": "pages whose locale is not known",
    "no_revisions": "revisions that are not there",
    "not_public": "posts that are not public",
    "nothing_fetched": "no post fetched yet",
    "page_builder": "pages written in a page builder",
    "pair_conflict": "pages that name several sources",
    "pair_proposed": "pages that may be translations of others",
    "paired_twice": "two pages for one source",
    "post_deleted": "posts that the site has deleted",
    "post_twice": "posts that stand in two files",
    "post_unaccounted": "posts that the site lists no more",
    "quarantined": "work that waits for a decision",
    "recut": "pages whose texts were cut anew",
    "refused_file": "files that were refused",
    "says_nothing": "files that name no translation",
    "site_out": "the site does not answer",
    "site_refused": "the site refuses to go on",
    "unconfirmed": "files that confirm nothing",
    "unknown_handoff": "handoffs without a record",
    "unreadable_catalog": "catalogs that cannot be read",
    "unreadable_document": "exports or pages that cannot be read",
    "unreadable_handoff": "handoff records that cannot be read",
    "unreadable_page": "live pages that cannot be read",
    "unreadable_post": "posts that cannot be read",
    "unreadable_source": "sources that cannot be read",
    "unwritable": "files that cannot be written",
    "unwritable_text": "texts that cannot be written into their pages",
    "waived": "changes that were waived",
}
"""What each code of `docs/reference/findings.md` means, for many and for one."""
