"""The page of the commands: usage, arguments and options, from the Typer app itself."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from scripts.reference.markdown import code, joined, table
from seloste.cli.app import app

Command = TyperCommand | TyperGroup


def page() -> str:
    """Return docs/reference/commands.md."""
    return joined([_OPENING, *_command("seloste", _app())])


_OPENING = """<!-- Made by `python -m scripts.make_reference` from the commands' own help. Do not edit. -->

# Commands

For whoever works at a terminal. Data go to stdout, talk and progress to stderr; `--json` answers are stable, for programs. Colour
only on a terminal, and never with `NO_COLOR` or `--no-color`. Exit codes: 0 fine, 1 found something, 2 unreadable file or
wrong usage. Every command has `--help`."""


def _app() -> Command:
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    return command


def _below(group: TyperGroup) -> Iterator[tuple[str, Command]]:
    for word, command in group.commands.items():
        assert isinstance(command, TyperCommand | TyperGroup)
        yield word, command


def words() -> set[str]:
    """Return every command as one writes it: ``seloste policy check``."""
    return set(_words("seloste", _app()))


def _words(name: str, command: Command) -> Iterator[str]:
    yield name
    if isinstance(command, TyperGroup):
        for word, below in _below(command):
            yield from _words(f"{name} {word}", below)


def _command(name: str, command: Command) -> Iterator[str]:
    yield f"## {name}"
    yield _help(command.help or "")
    if isinstance(command, TyperGroup):
        for word, below in _below(command):
            yield from _command(f"{name} {word}", below)
        return
    arguments = [p for p in command.params if isinstance(p, TyperArgument)]
    options = [p for p in command.params if isinstance(p, TyperOption)]
    usage = " ".join([name, *(_usage(a) for a in arguments), *(["[OPTIONS]"] if options else [])])
    yield f"```text\n{usage}\n```"
    yield table(("argument or option", "meaning"), [*map(_argument, arguments), *map(_option, options)])


def _usage(argument: TyperArgument) -> str:
    name = argument.metavar or (argument.name or "").upper()
    name = f"{name}…" if argument.nargs != 1 else name
    return name if argument.required else f"[{name}]"


def _argument(argument: TyperArgument) -> tuple[str, str]:
    return code(_usage(argument)), getattr(argument, "help", None) or ""


def _option(option: TyperOption) -> tuple[str, str]:
    names = ", ".join(option.opts)
    value = "" if option.is_flag else f" {option.metavar or 'TEXT'}"
    said = [option.help or ""]
    if option.required:
        said.append("Needed.")
    elif isinstance(option.show_default, str):
        said.append(f"If left out: {option.show_default}.")
    elif not option.is_flag and option.default not in (None, "", ()) and not callable(option.default):
        said.append(f"If left out: {option.default}.")
    return code(f"{names}{value}"), " ".join(said)


def _help(text: str) -> str:
    """Return a command's help as Markdown; a block marked to be kept as it is becomes code."""
    blocks = []
    for block in inspect.cleandoc(text).split("\n\n"):
        if block.startswith("\b"):
            title, *lines = block.removeprefix("\b").strip("\n").splitlines()
            example = "\n".join(line.strip() for line in lines)
            blocks.append(f"{title}\n\n```text\n{example}\n```")
        else:
            blocks.append(" ".join(block.split()))
    return "\n\n".join(blocks)
