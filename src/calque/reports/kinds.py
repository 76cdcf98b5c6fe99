"""The findings of a status by kind, the gravest first, and what people call each kind."""

from dataclasses import dataclass

from calque.model import Finding, FindingCode, Severity, Status

__all__ = ["FindingKind", "kinds"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """The findings of one code and one severity."""

    severity: Severity
    code: str
    findings: tuple[Finding, ...]
    """Never empty, in the order of the status."""

    @property
    def label(self) -> str:
        """What people call it: `pages that may be translations`."""
        return _LABELS.get(self.code, self.code.replace("_", " "))


def kinds(status: Status) -> tuple[FindingKind, ...]:
    """Return the findings by severity and code, within a severity in the order in which each code comes up."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in status.findings:
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    order = list(Severity)
    rows = sorted(groups.items(), key=lambda item: order.index(item[0][0]))
    return tuple(FindingKind(severity, code, tuple(own)) for (severity, code), own in rows)


_LABELS = {code.value: code.label for code in FindingCode}
"""A status that another calque wrote may have other codes."""
