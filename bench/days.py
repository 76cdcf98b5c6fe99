"""Random days with kills on a small site: is a word of a translator ever lost?

    python bench/days.py [--days 2000] [--steps 10] [--first 0]

A day is what editors, translators, administrators and half-written uploads do, in an order drawn at random: the steps
of `tests/any_days.py`, the same for the same number. At each step the dice may kill the process
(`kill -9`) after a time drawn at random; the step is then done again, as the next night would. After each step every
word that a translator wrote must stand in some catalog, read by a PO reader that shares nothing with calque's own, and
nothing may be left to do for a second sync. The exit code is 1 where a word was lost.
"""

import argparse
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from any_days import AnyDays
from calque.po import Prefer

POSTS, LOCALES = (1, 2), ("fr", "de")
STEPS = {
    "sync": {},
    "upload_half_a_catalog": {"locale": LOCALES, "which": range(4), "share": range(21)},
    "lose_a_locale_to_a_typing_mistake": {},
    "answer_with_a_login_page": {"answer": ("<p>Please log in.</p>", "")},
    "make_a_page_of_a_post": {"number": POSTS},
    "edit": {"number": POSTS, "at": range(3), "word": ("house", "garden", "ladder")},
    "swap": {"number": POSTS},
    "trash_or_restore": {"number": POSTS},
    "lay_out": {"layout": ("post", "section", "site")},
    "cut": {"sentence": ("true", "false")},
    "leave_or_return": {},
    "translate": {"locale": LOCALES, "every": range(1, 4)},
    "remark": {"locale": LOCALES, "said": ("# above {}\n{}", "{1}\n# below {0}\n")},
    "hand_out": {"locale": LOCALES},
    "take_back": {"which": range(6), "every": range(1, 4), "prefer": tuple(Prefer)},
    "recover": {"locale": LOCALES, "number": POSTS, "into": ("", "posts/1", "posts/2")},
    "forget": {"what": ("ledger.sqlite", "cache.sqlite", "")},
    "status_needs_no_cache": {},
}
KILLED = ("sync", "hand_out", "recover")
"""Steps that may be killed: those in which calque writes and the site's own state does not change."""
SECONDS = 0.4
"""A kill comes at a moment between nothing and this."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=2_000)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, help="the number of the first day")
    given = parser.parse_args()
    told: Counter[str] = Counter()
    started = time.process_time()
    days = 0
    try:
        for day in range(given.first, given.first + given.days):
            live(day, given.steps, told)
            days += 1
    except KeyboardInterrupt:  # what was lived through until then counts
        print("interrupted")
    print(
        f"{days:,} days, {told['steps']:,} steps, {told['kills']:,} kills, {told['marks']:,} words of "
        f"translators: {told['lost']} days lost one, {told['failed']} failed; {time.process_time() - started:.0f} s"
    )
    sys.exit(1 if told["lost"] or told["failed"] else 0)


def live(day: int, steps: int, told: Counter[str]) -> None:
    """Live through one day; count what was done and what was lost."""
    random = Random(day)  # no secret
    machine = AnyDays()
    done = ["begin"]
    try:
        machine.begin()
        for _ in range(steps):
            name = random.choice(tuple(STEPS))
            drawn = {key: random.choice(tuple(values)) for key, values in STEPS[name].items()}
            done.append(f"{name} {drawn or ''}".strip())
            if name in KILLED and random.random() < 0.5:
                told["kills"] += killed(machine, name, drawn, random.uniform(0, SECONDS))
                machine.every_word_stands_somewhere()
            getattr(machine, name)(**drawn)
            machine.every_word_stands_somewhere()
            told["steps"] += 1
        machine.sync()
        machine.every_word_stands_somewhere()
        told["marks"] += len(machine.marks)
    except AssertionError as error:
        told["lost"] += 1
        print(f"day {day}: {error}\n  {', '.join(done)}")
    except Exception as error:  # noqa: BLE001 — a crash is a result
        told["failed"] += 1
        print(f"day {day}: {error!r}\n  {', '.join(done)}")
    finally:
        machine.teardown()


def killed(machine: AnyDays, name: str, drawn: dict[str, object], seconds: float) -> bool:
    """Do a step in a process of its own and kill it after so long; tell whether it was not done yet."""
    child = os.fork()
    if child == 0:
        try:
            getattr(machine, name)(**drawn)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    (machine.root / "out.po").unlink(
        missing_ok=True
    )  # nobody got it: else handing out anew would refuse the name
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    main()
