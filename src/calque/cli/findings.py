"""What a command found on its way, told and as JSON."""

from collections.abc import Iterable

from calque.exit_codes import code_of_findings
from calque.model import Finding
from calque.output import tell

__all__ = ["finding_row", "tell_findings"]


def tell_findings(findings: Iterable[Finding]) -> int:
    """Say findings on standard error, a line each; return the exit code of them."""
    told = tuple(findings)
    for finding in told:
        tell(f"calque: {finding.place}: {finding.message}")
    return code_of_findings(told)


def finding_row(one: Finding) -> dict[str, str]:
    """Return a finding as JSON formats have it."""
    return {
        "code": one.code,
        "severity": str(one.severity),
        "place": one.place,
        "message": one.message,
        "locale": one.locale,
    }
