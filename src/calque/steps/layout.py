"""Layout: the catalogs that stand must be of the layout that calque.toml asks for."""

from pathlib import Path

from calque.errors import ConfigError
from calque.model import Layout, Site
from calque.steps.archive import post_key
from calque.steps.bundles import post_stem

__all__ = ["check_layout"]


def check_layout(site: Site) -> None:
    """Refuse to sync where the catalogs are of another layout: their work would stand aside, and all seem missing.

    Errors: ConfigError, with a template of the other layout.
    """
    for path in sorted((site.root / site.catalogs / "templates").glob("*.pot")):
        if path.is_file() and _is_of_one_post(path) is not (site.layout is Layout.POST):
            asked = "one catalog a post" if site.layout is Layout.POST else f"one a {site.layout}"
            raise ConfigError(
                f"{path.relative_to(site.root)}: the catalogs are of another layout, and calque.toml asks for {asked}; "
                f"set the layout back, or move {site.catalogs}/ away and bring its translations over by hand"
            )


def _is_of_one_post(path: Path) -> bool:
    """Tell whether a template is named by the post that its header names: `post-12-hello` for `posts/12`."""
    _, _, number = post_key(path).rpartition("/")
    return bool(number) and post_stem(path.stem).endswith(f"-{number}")
