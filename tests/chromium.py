"""Headless Chromium over its DevTools protocol: as much of it as tests and benches of a page need."""

import base64
import json
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

__all__ = ["Browser", "Tab", "chromium"]

_COMMAND = (
    "chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars --remote-debugging-port=0 about:blank"
)
_PATIENCE = 60


class Browser:
    """A running browser; each tab is one page."""

    def __init__(self, port: str) -> None:
        self._root = f"http://127.0.0.1:{port}/json"

    @contextmanager
    def tab(self) -> Iterator["Tab"]:
        """Open a tab for the length of the block."""
        request = urllib.request.Request(f"{self._root}/new?about:blank", method="PUT")
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            target = json.load(answer)
        with connect(target["webSocketDebuggerUrl"], max_size=None) as socket:
            yield Tab(socket)
        with urllib.request.urlopen(f"{self._root}/close/{target['id']}", timeout=_PATIENCE):
            pass


class Tab:
    """One page: open a file, press keys, run JavaScript, look at what came of it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self._events: list[dict[str, Any]] = []
        self._scripts = True
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = self._receive()
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result

    def open(self, page: Path, address: str = "") -> Self:
        """Load a file and wait until its script has run; `address` is what follows the path."""
        self._events.clear()
        self.call("Page.navigate", url="about:blank")
        self._wait_for("Page.loadEventFired")
        self._events.clear()
        self.call("Page.navigate", url=f"file://{page}{address}")
        self._wait_for("Page.loadEventFired")
        if self._scripts:
            self.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))")
        return self

    def run(self, script: str) -> Any:
        """Return the value of a JavaScript expression; a promise is waited for."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(json.dumps(done["exceptionDetails"])[:2_000])
        return done["result"].get("value")

    def size(self, width: int, height: int = 900) -> Self:
        """Make the window so many pixels wide."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        return self

    def media(self, kind: str = "", **features: str) -> Self:
        """Emulate a medium, or features such as `prefers_color_scheme="dark"`."""
        rows = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=kind, features=rows)
        return self

    def scripts(self, *, on: bool) -> Self:
        """Turn the page's own scripts on or off."""
        self.call("Emulation.setScriptExecutionDisabled", value=not on)
        self._scripts = on
        return self

    def press(self, key: str, *, times: int = 1) -> Self:
        """Press a key such as `Tab` or `Enter`."""
        code = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40}[key]
        text = {"text": "\r"} if key == "Enter" else {"text": " "} if key == " " else {}
        for _ in range(times):
            self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)
        return self

    def picture(self) -> bytes:
        """Return the whole page as PNG."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(shot["data"])

    @property
    def requests(self) -> list[str]:
        """What the page asked for, its own file included."""
        sent = (event for event in self._events if event.get("method") == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in sent]

    @property
    def complaints(self) -> list[str]:
        """What the browser logged: exceptions, refused styles and scripts."""
        kinds = ("Runtime.exceptionThrown", "Log.entryAdded")
        return [json.dumps(event["params"]) for event in self._events if event.get("method") in kinds]

    def _wait_for(self, method: str) -> None:
        while not any(event.get("method") == method for event in self._events):
            self._receive()

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(timeout=_PATIENCE))
        if "method" in message:
            self._events.append(message)
        return message


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser for the length of the block, with a profile of its own."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        subprocess.Popen(
            [*_COMMAND.split(), f"--user-data-dir={profile}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        try:
            yield Browser(_port(process))
        finally:
            process.terminate()
            process.communicate(timeout=_PATIENCE)


def _port(process: "subprocess.Popen[str]") -> str:
    """Read where the browser listens, from what it says as it starts."""
    assert process.stderr is not None
    for line in process.stderr:
        if "DevTools listening on ws://127.0.0.1:" in line:
            return line.partition("127.0.0.1:")[2].partition("/")[0]
    raise RuntimeError("chromium did not start; run tests/e2e/install.sh")
