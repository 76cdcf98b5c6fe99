"""The blocks of a page, typed into a shell as on a fresh machine: nothing is there but Python and a clone.

What needs root, an engine or the network is replaced: commands by ones that only note that they were called, the
folders of a machine by folders below the test's own, and what pip would download by the packages of this environment.
"""

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent

_PYTHON = """\
#!/bin/sh
# `python3 -m venv FOLDER`, whose pip installs what it is given, and finds its dependencies without a download
[ "$1 $2" = "-m venv" ] || exec "{base}" "$@"
"{base}" -m venv --without-pip "$3" || exit
cat > "$3/bin/pip" <<END
#!/bin/sh
exec "{pip}" -m pip --python "$3/bin/python" "\\$@" --quiet --no-index --no-deps --no-build-isolation
END
chmod +x "$3/bin/pip"
echo "{packages}" > "$3/lib/python{version}/site-packages/packages.pth"
"""


class FreshMachine:
    """A home, a clone, and a folder that stands for `/`."""

    def __init__(self, folder: Path, *, absent: tuple[str, ...] = ()) -> None:
        """Lay it out; the programs `absent` do nothing but note what they were called with."""
        self.root = folder / "root"
        self.home = folder / "home"
        self.clone = folder / "clone"
        self.called = folder / "called"
        programs = folder / "programs"
        for made in (self.root, self.home, self.clone, programs):
            made.mkdir()
        self.called.touch()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, self.clone)
        shutil.copytree(ROOT / "src", self.clone / "src", ignore=shutil.ignore_patterns("__pycache__"))
        for name in absent:
            _write(programs / name, f'#!/bin/sh\necho "{name} $*" >> "{self.called}"\n')
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        base = Path(sys.base_prefix) / "bin" / f"python{version}"
        found = subprocess.run([base, "-m", "pip", "--version"], capture_output=True, check=False)
        pip = sys.executable if found.returncode else base  # Debian's own has pip in a package of its own
        packages = sysconfig.get_path("purelib")
        _write(programs / "python3", _PYTHON.format(base=base, pip=pip, packages=packages, version=version))
        self._path = f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin"

    def type(self, block: str, *, folder: Path, instead: Mapping[str, str] | None = None) -> str:
        """Type a block in a folder, each line of which has to succeed; `instead` says what stands for what.

        Returns what it printed.
        """
        for text, other in (instead or {}).items():
            assert text in block, f"{text} stands nowhere in the block"
            block = block.replace(text, other)
        done = subprocess.run(
            ["bash", "-e"],
            input=block,
            cwd=folder,
            env={"HOME": str(self.home), "PATH": self._path, "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
