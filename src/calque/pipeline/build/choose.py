"""Choose: which pages are built, and with which texts."""

from dataclasses import dataclass, replace

from calque.building.choice import TextChoice, choose_texts, why_held
from calque.model import BuildPolicy, Finding, FindingCode, Severity, Site, Unfinished
from calque.pipeline.build.work import BuildWork, TranslatedPage

__all__ = ["ChosenPage", "HeldPage", "choose_pages", "policy_of"]


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """A page that is to be built."""

    page: TranslatedPage
    choice: TextChoice


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page that is not built, and why."""

    locale: str
    source: str
    """The key of its source."""
    why: str
    exists: bool
    """It is on the site."""
    place: str = ""
    """The file of its source, where that is a page of a folder; people do not know its key."""

    @classmethod
    def of(cls, page: TranslatedPage, why: str) -> "HeldPage":
        """Return a page with the reason."""
        post = page.split.post
        place = post.place if post.collection == "files" else ""
        return cls(page.locale, page.key, why, page.live is not None, place)


def choose_pages(
    site: Site, work: BuildWork, unfinished: Unfinished | None = None
) -> tuple[tuple[ChosenPage, ...], tuple[HeldPage, ...], tuple[Finding, ...]]:
    """Choose the texts of each page, and hold back what its locale's policy does not let be built.

    Translations that are invalid are among the findings: they are written nowhere.
    """
    chosen: list[ChosenPage] = []
    held: list[HeldPage] = []
    findings: list[Finding] = []
    for page in work.pages:
        if page.unreadable:
            continue  # a finding of the catalog says so already
        policy = policy_of(site, page.locale, unfinished)
        choice = choose_texts(page.texts, policy.unfinished, shortcodes=site.rules.shortcodes)
        findings += _invalid(page, choice)
        if why := why_held(choice, policy, exists=page.live is not None):
            held.append(HeldPage.of(page, why))
        else:
            chosen.append(ChosenPage(page, choice))
    return tuple(chosen), tuple(held), tuple(findings)


def policy_of(site: Site, locale: str, unfinished: Unfinished | None) -> BuildPolicy:
    """Return the policy of a locale, with what the command line says in place of its `unfinished`."""
    policy = site.build_policy(locale)
    return policy if unfinished is None else replace(policy, unfinished=unfinished)


def _invalid(page: TranslatedPage, choice: TextChoice) -> list[Finding]:
    """Say once of a page which of its translations are never written."""
    if not choice.invalid:
        return []
    (first, why), more = choice.invalid[0], len(choice.invalid) - 1
    others = f", and {more} more" if more else ""
    place = f"{page.catalog}:{first.unit.line}" if first.unit.line else page.catalog
    message = f"the translation is not written ({why}){others}; mend it, `calque check` lists what is wrong"
    return [Finding.of(FindingCode.UNWRITABLE_TEXT, place, message, page.locale, severity=Severity.WARNING)]
