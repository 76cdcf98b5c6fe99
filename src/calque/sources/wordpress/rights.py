"""What the user behind the credentials may see of a site, and whether it may write there."""

from collections.abc import Mapping
from dataclasses import dataclass

from calque.addresses import place_of
from calque.errors import SourceError
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.failures import RefusedError

__all__ = ["Rights", "find_rights"]


@dataclass(frozen=True, slots=True)
class Rights:
    """What the user behind the credentials may see; without credentials, nothing but what is public."""

    user: str = ""
    roles: tuple[str, ...] = ()
    edit: bool = False
    """Drafts, scheduled posts, raw content and revisions of everybody's posts."""
    raw: bool = False
    """Raw content of some posts: an author sees that of listings, and edits the own alone."""


def find_rights(client: Client) -> Rights:
    """Return who the credentials stand for; a wrong password would else be answered as if there were none.

    Errors: RefusedError where the site does not accept them.
    """
    if client.anonymous:
        return Rights()
    try:
        me = client.get("wp/v2/users/me", context="edit").data
    except RefusedError as error:
        if error.status not in (401, 403):
            raise
        raise RefusedError(
            f"{place_of(client.home)}: the user name or the application password is not accepted ({error.code}), "
            "nothing was read or written; make a new one in the user's profile, and see that the server passes the "
            "header Authorization on",
            error.code,
            error.status,
        ) from error
    if not isinstance(me, Mapping) or not isinstance(me.get("id"), int):
        raise SourceError(
            f"{place_of(client.home)}: it does not say whose the password is; check the address"
        )
    able = me.get("capabilities")
    able = able if isinstance(able, Mapping) else {}
    roles = me.get("roles")
    return Rights(
        user=str(me.get("slug") or ""),
        roles=tuple(str(role) for role in roles) if isinstance(roles, list) else (),
        edit=bool(able.get("edit_others_posts") and able.get("edit_others_pages")),
        raw=bool(able.get("edit_posts")),
    )
