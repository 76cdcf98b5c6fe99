"""Errors as findings: recorded, so that one bad post or file never stops a run."""

from calque.errors import CalqueError
from calque.model import Finding, FindingCode, Site
from calque.places import unlisted_folders
from calque.visible import visible

__all__ = ["finding_of", "place_below", "unlisted_findings"]


def finding_of(error: CalqueError, *, code: FindingCode, locale: str = "") -> Finding:
    """Turn an error's sentence, `place: what; what to do`, into a finding, as severe as the code is."""
    place, _, message = str(error).partition(": ")
    if error.place:
        place, message = error.place, str(error).removeprefix(f"{error.place}: ")
    return Finding.of(code, place, message, locale)


def place_below(site: Site, place: str) -> str:
    """Return a place as it is told, below the workspace: `/home/site/locales/fr.po` → `locales/fr.po`."""
    return place.removeprefix(f"{site.root.as_posix()}/")


def unlisted_findings(site: Site) -> tuple[Finding, ...]:
    """Say of each folder of catalogs that cannot be looked at why, in one finding for all that may be in it."""
    return tuple(
        Finding.of(FindingCode.UNREADABLE_FOLDER, visible(place), message)
        for place, message in unlisted_folders(site)
    )
