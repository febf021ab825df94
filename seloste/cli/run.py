"""Run: one command from its words to its exit code, without a traceback whatever happens.

What typer cannot read becomes a problem with a code, like everything else that can go wrong. The last resort catches
what nobody thought of and says so in a line; the tests show that no known input reaches it.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from seloste.cli.talk import folded, painted, prepare, talk, wants_colour

FINE, FOUND, UNREADABLE, STOPPED = 0, 1, 2, 130


def run(args: list[str]) -> int:
    """Run the command that ``args`` name; every way out is an exit code.

    A command is short and what it reads is bounded, so nothing looks for cycles in memory meanwhile: that would take
    half of the time that a large document needs (measured by ``bench``).
    """
    prepare()
    collects = gc.isenabled()
    gc.disable()
    try:
        return _ended(args)
    finally:
        if collects:
            gc.enable()


def _ended(args: list[str]) -> int:
    """Return the exit code, whichever way the command ends."""
    try:
        code = _called(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        code = STOPPED
    if code == STOPPED:  # Ctrl-C; typer makes an exit code of it where it meets it first
        talk("Stopped. Nothing was left half written.")
    return code


def _called(args: list[str]) -> int:
    from typer.exceptions import Abort, TyperException

    from seloste.cli.app import app
    from seloste.cli.problems import Problem

    try:
        code = app(args, prog_name="seloste", standalone_mode=False)
        return code if isinstance(code, int) else FINE
    except Problem as problem:
        return _say(problem, args)
    except Abort:
        raise KeyboardInterrupt from None
    except SystemExit as ended:
        # Typer answers a closed pipe by itself, with exit code 1; to us it is no fault.
        raise (ended.__context__ if isinstance(ended.__context__, BrokenPipeError) else ended) from None
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            talk(error.format_message())
            return UNREADABLE
        return _say(_usage(error), args)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: whatever this is, it becomes one line and exit 2
        return _say(_fault(error), args)


def _say(problem: Any, args: list[str]) -> int:
    """Say a problem on stderr, and as JSON on stdout where a program asked for JSON."""
    if "--json" in args:
        from seloste.cli.talk import out_json

        out_json({"error": problem.as_json()})
    first, _, rest = folded(problem.as_text()).partition("\n")
    talk(f"{painted(first, 'red', on=wants_colour(sys.stderr, no_color='--no-color' in args))}\n{rest}")
    return UNREADABLE


def _usage(error: Any) -> Any:
    from seloste.cli.problems import Problem

    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "seloste"
    message = " ".join(error.format_message().split()).rstrip(".")
    return Problem(
        "U001",
        f"{message[:1].lower()}{message[1:]}",
        why="the words after the command are not of its form",
        do=f"`{path} --help` shows the form, with two examples",
        place=path,
    )


def _fault(error: Exception) -> Any:
    from seloste.cli.problems import Problem

    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else "nowhere"
    return Problem(
        "X001",
        f"a fault in Seloste itself: {type(error).__name__} in {where}",
        why="this should not happen, whatever the input; nothing was changed",
        do="report it with the command and, if you may, the file",
    )
