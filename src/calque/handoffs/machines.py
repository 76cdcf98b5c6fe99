"""The machines that suggest translations: the seam that each stands behind, and servers of the chat API.

Another protocol is another class with `name` and `answer`, and a line in `machine_of`.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol

from calque.addresses import place_of
from calque.errors import ConfigError, SourceError
from calque.model import Suggesting
from calque.sources.wordpress.answers import wait_of
from calque.sources.wordpress.credentials import may_travel
from calque.sources.wordpress.exchange import Exchange, Reply
from calque.sources.wordpress.failures import OutageError
from calque.sources.wordpress.limits import Limits
from calque.sources.wordpress.repetition import repeated

__all__ = ["KEY", "LIMITS", "ChatServer", "Machine", "machine_of"]

KEY = "CALQUE_SUGGEST_KEY"
"""The variable of the environment that the server's key is in; a server of one's own may need none."""
_ROUTE = "/chat/completions"
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
LIMITS = Limits(silence=120.0, body=4 * 1024 * 1024)
"""A model thinks for a while before its first word."""


class Machine(Protocol):
    """Who suggests translations."""

    name: str
    """What stands in the comment of a suggestion: `# calque: machine NAME`."""

    def answer(self, instructions: str, question: str) -> str:
        """Return what it says to a question, unread. Errors: SourceError, where it does not help to go on."""
        ...

    def close(self) -> None:
        """End all connections."""
        ...


def machine_of(settings: Suggesting, environ: Mapping[str, str]) -> Machine:
    """Return the machine of `[suggest]`, its key from the environment.

    Errors: ConfigError where none is named, or where its key would travel readable or is none.
    """
    if not settings.url:
        raise ConfigError(
            "suggest: no machine is named; give url and model of its server under [suggest] in calque.toml"
        )
    return ChatServer(settings.url, settings.model, key=environ.get(KEY, "").strip())


class ChatServer:
    """A server that has the chat API of OpenAI, as most have: hosted ones, and those of a model of one's own."""

    def __init__(self, url: str, model: str, *, key: str = "", limits: Limits | None = None) -> None:
        self.name = model
        self._url = url if url.rstrip("/").endswith(_ROUTE) else url.rstrip("/") + _ROUTE
        self._limits = limits or LIMITS
        self._headers = {"Content-Type": "application/json"}
        if key:
            if not (key.isascii() and key.isprintable()):
                raise ConfigError(f"{KEY}: no key, it has signs that none has; set it anew")
            if not may_travel(self._url):
                raise ConfigError(
                    f"{place_of(self._url)}: the key would travel readable; use the https address under [suggest]"
                )
            self._headers["Authorization"] = f"Bearer {key}"
        self._exchange = Exchange(self._limits)

    def close(self) -> None:
        """End all connections."""
        self._exchange.close()

    def answer(self, instructions: str, question: str) -> str:
        """Return what the model says; asked again where the server is out, or wants to be asked more slowly.

        Of an answer that is no success nothing is quoted: it may repeat the key.
        Errors: OutageError when it stays out or asks for too long a wait; SourceError where it refuses.
        """
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": question}]
        body = json.dumps({"model": self.name, "messages": messages}, ensure_ascii=False)
        content = body.encode("utf-8", "replace")
        return repeated(lambda: self._asked(content), self._pause, self._limits)

    def _asked(self, content: bytes) -> str:
        return self._said(self._exchange.send("POST", self._url, headers=self._headers, content=content))

    def _pause(self, error: Exception) -> bool | float:
        """Say whether to ask again, or after how many seconds."""
        if not isinstance(error, OutageError):
            return False
        if error.wait is None:
            return True
        return max(error.wait, self._limits.pause) if error.wait <= self._limits.patience else False

    def _said(self, reply: Reply) -> str:
        place = place_of(self._url)
        if reply.status in _TRANSIENT:
            wait = wait_of(reply.headers)
            when = f"in {wait:.0f} s, as it asks" if wait and wait >= 1 else "later"
            raise OutageError(f"{place}: the server answers {reply.status}; try again {when}", wait)
        if reply.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise SourceError(f"{place}: the server does not accept the key ({reply.status}); set {KEY} anew")
        if reply.status != HTTPStatus.OK:
            raise SourceError(
                f"{place}: the server answers {reply.status}; check url and model under [suggest] in calque.toml"
            )
        try:
            said: Any = json.loads(reply.body)["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError) as error:
            raise SourceError(
                f"{place}: the answer is none of the chat API; check url under [suggest] in calque.toml"
            ) from error
        return said if isinstance(said, str) else ""
