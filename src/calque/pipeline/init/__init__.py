"""Init: a commented calque.toml, from what a folder of posts or a site itself shows."""

from calque.pipeline.init.folder import propose_from_folder
from calque.pipeline.init.proposal import ProposedConfig
from calque.pipeline.init.site import propose_from_site

__all__ = ["ProposedConfig", "propose_from_folder", "propose_from_site"]
