"""What a folder of posts, exports or pages shows of their site."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from calque.config.overlaps import written_among_posts
from calque.errors import ConfigError
from calque.model import Post, Site
from calque.pipeline.init.files import find_holding, glob_from, quoted
from calque.pipeline.init.home import NO_HOME, home_of
from calque.pipeline.init.proposal import Found, ProposedConfig, site_name, write_config
from calque.pipeline.init.remarks import evidence_of, unnamed_remarks
from calque.pipeline.init.report import free_report
from calque.pipeline.init.tongues import find_tongues

__all__ = ["propose_from_folder"]


def propose_from_folder(
    folder: Path, root: Path, *, source: str = "", targets: Sequence[str] = (), name: str = ""
) -> ProposedConfig:
    """Look at the posts below `folder` and write the configuration of their site, for a workspace at `root`.

    `source`, `targets` and `name` say what would else be found out: the kind of files that yields posts; the host that
    most links have; the locales that addresses, fields and heads name and something else bears out.
    Errors: ConfigError where there is no post, or the languages cannot be told.
    """
    holding = find_holding(folder)
    if not holding.shown:
        reason = f" ({holding.errors[0]})" if holding.errors else ""
        raise ConfigError(
            f"{folder}: no posts here as .json, .xml or .html files{reason}; give the folder of such files"
        )
    posts = [one.post for one in holding.shown]
    home = holding.home or home_of(posts)
    shown = sorted(holding.shown, key=lambda one: one.post.id) if _has_ids(posts) else holding.shown
    tongues = find_tongues(shown, home, source=source, targets=targets, place=str(folder))
    patterns = [glob_from(folder, one, root) for one in holding.patterns]
    report = free_report(root)
    site = Site("", root, home, tongues.source, tongues.locales, posts=tuple(patterns), report=report)
    left = written_among_posts(site)
    found = Found(
        name=name or site_name(home),
        home=home,
        kinds=_kinds(posts),
        source=tongues.source,
        prefix=tongues.prefix,
        parameter=tongues.parameter,
        locales=tongues.locales,
        evidence=tongues.evidence,
        origin=(
            f"posts = {quoted(patterns)}  # {holding.what}",
            *([f"exclude = {quoted(left)}  # what calque itself writes here"] if left else ()),
            '# revisions = ["revisions/**/*.json"]  # earlier texts of the same posts: since when a text is stale',
        ),
        report=report,
        home_remark="no page says its address: write it here" if home == NO_HOME else "",
    )
    remarks = (
        f"Found {', '.join(found.kinds)} in {'this folder' if str(folder) == '.' else folder}.",
        *(f"{row}." for row in holding.left),
        *evidence_of(tongues),
        *unnamed_remarks(posts),
    )
    return ProposedConfig(write_config(found), holding.errors, remarks)


def _has_ids(posts: Sequence[Post]) -> bool:
    """Tell whether the ids say which post was made first; those of files are made from their names."""
    return all(post.collection != "files" for post in posts)


def _kinds(posts: Sequence[Post]) -> list[str]:
    counts = sorted(Counter(post.type for post in posts).items())
    return [f"{count} {kind}{'s' * (count != 1)}" for kind, count in counts]
