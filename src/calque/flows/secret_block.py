"""A site's user and password from its Secret block, where the environment has none."""

import json
import os
from contextlib import suppress
from typing import Any, cast

from prefect.blocks.system import Secret

from calque.errors import ConfigError
from calque.model import Site
from calque.pipeline.crawl.live import live_source

__all__ = ["take_secret"]


def take_secret(site: Site) -> None:
    """Put the site's user and password from its Secret block into this process's environment, where it has none.

    The block `calque-NAME` holds `{"user": …, "password": …}`; a secret is never a parameter, which Prefect stores.
    """
    source = live_source(site)
    if source is None or source.has_credentials(os.environ):
        return
    try:
        held = cast(Any, Secret).load(f"calque-{site.name}", _sync=True).get()
    except ValueError:
        return  # there is none: the site is read as visitors see it
    user, password = _read_secret(site.name, held)
    prefix = f"CALQUE_{site.name.upper().replace('-', '_')}"
    os.environ[f"{prefix}_USER"] = user
    os.environ[f"{prefix}_PASSWORD"] = password


def _read_secret(name: str, held: object) -> tuple[str, str]:
    """Return user and password of what a Secret block holds: a JSON object, or the same as a text.

    The error shows nothing of it: it may be the password itself, typed as plain text.
    """
    if isinstance(held, str):
        with suppress(ValueError):
            held = json.loads(held)
    match held:
        case {"user": str() as user, "password": str() as password} if user and password:
            return user, password
        case _:
            raise ConfigError(
                f"Secret block calque-{name}: it does not hold a user and a password; give it the JSON value "
                '{"user": "…", "password": "…"}, on Prefect\'s page under Blocks'
            )
