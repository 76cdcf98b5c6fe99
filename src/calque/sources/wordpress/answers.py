"""From an answer's bytes to its JSON, or to the error that names what stands in the way.

Sites answer HTML with 200, PHP notices before the JSON, errors with the wrong status: what counts is the JSON
itself, and the `code` in it, never the localised message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from calque.addresses import place_of
from calque.errors import SourceError
from calque.sources.found_json import find_json
from calque.sources.wordpress.exchange import Reply
from calque.sources.wordpress.failures import OutageError, RefusedError

__all__ = ["Answer", "cause_of", "parse_answer", "wait_of"]

_FORM = "export the posts instead (Tools → Export) and name the file under exports"
_OUTAGES = (
    ("briefly unavailable for scheduled maintenance", "the site is under maintenance"),
    ("error establishing a database connection", "its database does not answer"),
    ("there has been a critical error", "a plugin or the theme failed (PHP fatal error)"),
    ("fatal error", "a plugin or the theme failed (PHP fatal error)"),
)
_WALLS = (
    ("just a moment", "a firewall before the site wants a browser (Cloudflare)"),
    ("cf-chl", "a firewall before the site wants a browser (Cloudflare)"),
    ("attention required", "a firewall before the site refuses (Cloudflare)"),
    ("wordfence", "a security plugin refuses (Wordfence)"),
    ("sucuri", "a firewall before the site refuses (Sucuri)"),
    ("imunify360", "a firewall of the host refuses (Imunify360)"),
    ("mod_security", "a firewall of the host refuses (ModSecurity)"),
    ("not acceptable", "a firewall of the host refuses (ModSecurity)"),
    ("captcha", "a firewall wants a captcha"),
    ("wp-login.php", "the site shows its login instead"),
)
_TITLE = re.compile(r"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)
_LOOK = 20_000
"""Characters of a page that is no JSON in which its cause is looked for."""
_ESCAPED = re.compile("[\udc80-\udcff]")
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_SECONDS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON of an answer, and what its headers say."""

    url: str
    status: int
    data: Any
    total: int | None = None
    """`X-WP-Total`; None where it is not given. Never relied upon: notices before the JSON lose all headers."""
    pages: int | None = None
    """`X-WP-TotalPages`, of the size that the site gives, whatever was asked for."""
    moment: datetime | None = None
    """The server's clock, from `Date`."""


def parse_answer(reply: Reply) -> Answer:
    """Return the JSON of an answer.

    A byte order mark, and PHP notices before the JSON, are passed over; so is a comment that a cache left behind it.
    Errors: OutageError where asking again may help; RefusedError with WordPress's own code; SourceError that
    names the likely cause where the answer is no JSON.
    """
    place = place_of(reply.url)
    text = reply.body.decode("utf-8-sig", "surrogateescape")
    try:
        found = find_json(text)
    except RecursionError as error:
        raise SourceError(f"{place}: the JSON is nested too deeply; this is no REST answer") from error
    except ValueError as error:
        raise cause_of(reply) from error
    data = found.data
    if not _is_utf8(text[found.start : found.end]):
        raise OutageError(f"{place}: the JSON is not UTF-8, so its texts are damaged; try again later")
    if isinstance(data, Mapping) and isinstance(data.get("code"), str) and "message" in data:
        raise _own_error(reply, data)
    if reply.status >= HTTPStatus.BAD_REQUEST:
        raise cause_of(reply)
    return Answer(
        reply.url,
        reply.status,
        data,
        total=_number(reply.headers.get("x-wp-total")),
        pages=_number(reply.headers.get("x-wp-totalpages")),
        moment=_moment(reply.headers),
    )


def cause_of(reply: Reply) -> SourceError:
    """Return the error for an answer that is a page instead of JSON; it names what may stand before the site."""
    text = reply.body.decode("utf-8-sig", "replace")
    place, seen = place_of(reply.url), text[:_LOOK].lower()
    for mark, cause in _OUTAGES:
        if mark in seen:
            return _outage(reply, cause)
    for mark, cause in _WALLS:
        if mark in seen:
            return SourceError(f"{place}: {cause}; let this machine's address through, or {_FORM}")
    if reply.status in _TRANSIENT:
        return _outage(reply, f"the site answers {reply.status}")
    if not text.strip():
        return OutageError(f"{place}: an empty answer ({reply.status}); a plugin or a cache may have failed")
    if seen.lstrip().startswith(("[", "{")):
        return OutageError(f"{place}: the JSON is cut off or damaged; try again later")
    title = _TITLE.search(text[:_LOOK])
    shown = f" ({' '.join(title[1].split())!r})" if title else ""
    return SourceError(
        f"{place}: the site answers {reply.status} with a page{shown} instead of JSON; a firewall, a cache or a "
        f"security plugin may stand before the REST API: let calque through, or {_FORM}"
    )


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds `Retry-After` asks for, as a number or against the server's own clock."""
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    now = _moment(headers)
    return max(0.0, (until - now).total_seconds()) if now and until.tzinfo else None


def _is_utf8(text: str) -> bool:
    """Tell whether no byte of a text that was decoded with `surrogateescape` had to be escaped."""
    return text.isascii() or not _ESCAPED.search(text)


def _own_error(reply: Reply, data: Mapping[str, Any]) -> SourceError:
    """Return WordPress's own error; its message is localised HTML, so the code is what is shown."""
    code = re.sub(r"[^\w.-]", "", data["code"])[:80]
    inner = data.get("data")
    told = inner.get("status") if isinstance(inner, Mapping) else None
    status = told if isinstance(told, int) and not isinstance(told, bool) else reply.status
    place = place_of(reply.url)
    if status in _TRANSIENT:
        cause = _CAUSES.get(code, f"the site answers {status}")
        return _outage(reply, f"{cause} ({code})")
    advice = _ADVICE.get(code) or _ADVICE_BY_STATUS.get(status) or "check the address and the user's role"
    disliked = inner.get("params") if isinstance(inner, Mapping) else None
    names = tuple(map(str, disliked)) if isinstance(disliked, (Mapping, list)) else ()
    return RefusedError(f"{place}: the site refuses ({status} {code}); {advice}", code, status, names)


_CAUSES = {"internal_server_error": "a plugin or the theme failed (PHP fatal error)"}
_ADVICE_BY_STATUS = {
    401: f"a plugin may close the REST API: give it an application password, or {_FORM}",
    403: "the user's role does not allow it: use an editor's application password",
}
_NOT_ACCEPTED = (
    "the user name or the application password is not accepted; make a new one in the user's profile"
)
_ADVICE = {
    "incorrect_password": _NOT_ACCEPTED,
    "invalid_email": _NOT_ACCEPTED,
    "invalid_username": _NOT_ACCEPTED,
    "rest_no_route": "this WordPress does not have it: mend types under [wordpress]",
    "rest_forbidden_context": _ADVICE_BY_STATUS[403],
    "rest_disabled": _ADVICE_BY_STATUS[401],
}


def _outage(reply: Reply, cause: str) -> OutageError:
    """Return the outage, with the time that the site asks for: whoever reads the log knows when to come back."""
    wait = wait_of(reply.headers)
    when = f"in {wait:.0f} s, as it asks" if wait and wait >= 1 else "later"
    return OutageError(f"{place_of(reply.url)}: {cause}; try again {when}", wait)


def _number(value: str | None) -> int | None:
    return int(value) if value and _SECONDS.fullmatch(value) else None


def _moment(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
