"""Who calque is for a site: an application password, from the environment or the netrc file that it names."""

import netrc
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from calque.addresses import host_of, split_url
from calque.errors import ConfigError

__all__ = ["Credentials", "find_credentials", "may_travel"]

_LOCAL_ENDINGS = (".localhost", ".test", ".local")
"""Hosts of a developer's own machine or network, which have no certificate."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and an application password; no repr, log or traceback shows the password."""

    user: str
    password: str = field(repr=False)

    @property
    def header(self) -> str:
        """The value of the header `Authorization`."""
        return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()


def find_credentials(site: str, url: str, environ: Mapping[str, str]) -> Credentials | None:
    """Return the credentials of the site called `site`, whose home is `url`; None where there are none.

    `CALQUE_ALDER_LANE_USER` and `CALQUE_ALDER_LANE_PASSWORD` are those of the site `alder-lane` alone,
    `CALQUE_USER` and `CALQUE_PASSWORD` of any; then comes the netrc file that `CALQUE_NETRC` names, by host.
    Errors: ConfigError where one of the two is missing, or the file cannot be read.
    """
    own = f"CALQUE_{site.upper().replace('-', '_')}"
    for prefix in (own, "CALQUE"):
        user, password = environ.get(f"{prefix}_USER", ""), environ.get(f"{prefix}_PASSWORD", "")
        if user and password:
            return Credentials(user, password)
        if user or password:
            lacking = "PASSWORD" if user else "USER"
            raise ConfigError(f"{prefix}_{lacking}: not set in the environment; set both, or neither")
    return _from_netrc(environ.get("CALQUE_NETRC", ""), host_of(url))


def may_travel(url: str) -> bool:
    """Tell whether a password may be sent to `url`: encrypted, or not beyond this machine or its own network."""
    parts = split_url(url)
    if parts is None:
        return False
    host = parts.host
    is_loopback = host in ("localhost", "::1") or host.startswith("127.")
    return parts.scheme == "https" or is_loopback or host.endswith(_LOCAL_ENDINGS)


def _from_netrc(path: str, host: str) -> Credentials | None:
    if not path:
        return None
    try:
        found = netrc.netrc(path).authenticators(host)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); mend CALQUE_NETRC") from error
    except netrc.NetrcParseError as error:
        where = (
            f"{path}:{error.lineno}"  # the message of the original error may quote the line with the password
        )
        raise ConfigError(f"{where}: not the form of a netrc file; mend that line") from None
    return Credentials(found[0], found[2] or "") if found else None
