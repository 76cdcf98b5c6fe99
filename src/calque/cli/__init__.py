"""The command line: arguments in, exit codes out.

Exit codes: 0 fine, 1 a policy failed, 2 wrong usage or configuration, 3 something could not be measured or
read, 4 another sync holds the lock; 2 beats 4 beats 3 beats 1.
"""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from threading import current_thread, main_thread

from cyclopts import App, CycloptsError, Group, Parameter, UnusedCliTokensError

from calque import __version__
from calque.errors import CalqueError
from calque.exit_codes import EXIT_UNMEASURED, EXIT_USAGE, exit_code
from calque.output import tell

__all__ = ["app", "main"]

app = App(
    name="calque",
    help="Keep the translations of a site's posts in step with their source.",
    help_epilogue="Exit codes: 0 fine, 1 a policy failed, 2 wrong usage or configuration, "
    "3 something could not be measured or read, 4 another sync holds the lock. "
    "`--debug` anywhere shows the traceback of an error.",
    version=__version__,
    version_flags=["--version"],
    # In the help, no `--empty-pairs` for lists, and no defaults such as "False" and "0" that tell nobody anything.
    default_parameter=Parameter(negative_iterable=(), show_default=lambda value: value or None),
)
_COMMANDS = {
    "Begin here": {
        "init": "site:init",
        "sync": "site:sync",
        "status": "report:status",
        "handoff": "translators:handoff",
        "import": "translators:import_",
    },
    "Reports and decisions": {
        "digest": "report:digest",
        "check": "check:check",
        "confirm": "site:confirm",
        "recover": "recover:recover",
        "memory": "memory:memory",
        "suggest": "suggest:suggest",
    },
    "Publishing": {
        "build": "build:build",
        "preview": "preview:preview",
        "publish": "publish:publish",
    },
    "Scheduling": {
        "deploy": "deploy:deploy",
        "serve": "deploy:serve",
    },
    "Single steps": {
        "segments": "html:segments",
        "render": "html:render",
        "merge": "catalogs:merge",
        "merge-driver": "merge_driver:merge_driver",
        "locate": "language:locate",
        "detect": "language:detect",
    },
}
"""As `calque --help` lists them. Each is loaded when it is called: `status` must not wait for what `sync` needs."""
for _number, (_title, _commands) in enumerate(_COMMANDS.items()):
    _group = Group(_title, sort_key=_number)
    for _place, (_name, _function) in enumerate(_commands.items()):
        app.command(f"calque.cli.{_function}", name=_name, group=_group, sort_key=_place)
app["--help"].group = app["--version"].group = Group("Options", sort_key=len(_COMMANDS))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; an error is one sentence on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a title with an é must not end a run on an ASCII terminal
    _tell_of_the_end()
    debug = "--debug" in given
    if debug:
        given.remove("--debug")
    try:
        if not given or given[0] in app.help_flags:
            _load_all()
        code = app(given, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        tell(f"calque: {_usage(error, given[0])}")
        code = EXIT_USAGE
    except CalqueError as error:
        if debug:
            raise
        tell(f"calque: {error}")
        code = exit_code(error)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe went away; nobody is left to tell
        code = 0
    except Exception as error:  # a bug of ours is no page of traceback for a scheduler either
        if debug:
            raise
        sentence = f"{type(error).__name__}: {error}".splitlines()[0]
        tell(f"calque: a fault of calque's own ({sentence}); run it again with --debug and report it")
        code = EXIT_UNMEASURED
    sys.exit(code or 0)


def _usage(error: CycloptsError, command: str) -> str:
    """Say what was wrong with the arguments, and where the right ones stand."""
    if isinstance(error, UnusedCliTokensError):
        unused = " ".join(error.unused_tokens or ())
        return (
            f"{unused}: more than `calque {command}` takes without an option; see `calque {command} --help`"
        )
    return f"{' '.join(str(error).split()).rstrip('.')}; see `calque --help`"


def _load_all() -> None:
    """Load every command, so that the list of them says what each does."""
    for commands in _COMMANDS.values():
        for name in commands:
            _ = app[name]


def _tell_of_the_end() -> None:
    """Say so before SIGTERM ends the run, as `systemctl stop` sends it: an empty log would tell nothing."""

    def end(number: int, _frame: object) -> None:
        told = b"calque: SIGTERM ended it; what was written stands, run it again to go on\n"
        with suppress(OSError):
            os.write(2, told)  # a signal may come in the midst of a print
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # so that whoever started it sees the signal itself

    if current_thread() is main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, end)
