"""Documents: reading a policy document, and the files it names, without being led astray.

A path on the command line may be any regular file. A path inside a document may not leave the document's folder:
each step is opened from the folder before it and never through a symbolic link, so that no link and no race leads out.
Nothing that is not a regular file is read, nothing is read past its limit, and opening never waits (a pipe would).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from seloste.cli.problems import Problem
from seloste.policy.findings import DocumentRefused, shown
from seloste.policy.text.limits import MAX_BYTES, too_large
from seloste.policy.text.read import Source, read
from seloste.policy.tree.document import Document

MAX_NAMED = 1024 * 1024  # one file that a document names
MAX_NAMED_IN_ALL = 16 * 1024 * 1024
_HOW = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY


class _Refused(Exception):
    """A file that is not read; the text says why in a few words."""


@dataclass(frozen=True)
class Beside:
    """The files that a document names: their bytes, and the reasons where they were not read."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def read_source(path: str) -> Source:
    """Return the document at ``path`` as plain values with places.

    Raises: Problem F001 to F006 where there is no file to read; DocumentRefused where its text is refused.
    """
    name = shown(Path(path).name, 120)
    return read(name, read_document_bytes(path))


def read_document_bytes(path: str) -> bytes:
    """Return the bytes at ``path``; a document above the limit is refused before it is read."""
    with _opened(path) as handle:
        size = os.fstat(handle).st_size
        content = _all_of(handle, MAX_BYTES, path) if size <= MAX_BYTES else None
    if content is None or len(content) > MAX_BYTES:
        raise DocumentRefused([too_large(max(size, MAX_BYTES + 1024))])
    return content


def read_other(path: str, limit: int = MAX_NAMED) -> bytes:
    """Return the bytes of another file named on the command line.

    Raises: Problem F001 to F007.
    """
    with _opened(path) as handle:
        size = os.fstat(handle).st_size
        content = _all_of(handle, limit, path) if size <= limit else None
    if content is None or len(content) > limit:
        raise Problem(
            "F007",
            f"the file is larger than {limit // 1024} KiB",
            why="no file of this kind needs as much",
            do="check that it is the right file",
            place=path,
        )
    return content


def read_beside(document: Document, path: str) -> Beside:
    """Return the files that the document names, from its own folder only."""
    files: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    left = MAX_NAMED_IN_ALL
    try:
        folder = os.open(Path(path).parent, _HOW | os.O_DIRECTORY)
    except OSError as error:
        raise _problem(error, str(Path(path).parent)) from None
    try:
        for _, _, name in document.files():
            if name in files or name in refused:
                continue
            try:
                files[name] = _named(folder, name, min(MAX_NAMED, left))
                left -= len(files[name])
            except FileNotFoundError:
                continue  # the check says what is missing
            except _Refused as why:
                refused[name] = str(why)
    finally:
        os.close(folder)
    return Beside(files, refused)


def _named(folder: int, name: str, limit: int) -> bytes:
    steps = _steps(name)
    handles: list[int] = []
    try:
        here = folder
        for step in steps[:-1]:
            here = _enter(here, step, os.O_DIRECTORY)
            handles.append(here)
        handle = _enter(here, steps[-1], 0)
        handles.append(handle)
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _Refused(f"it is {_kind(status.st_mode)}, not a file")
        if status.st_size > limit:
            raise _Refused(f"it is larger than {limit // 1024} KiB")
        content = _bytes_of(handle, limit + 1)
        if len(content) > limit:
            raise _Refused(f"it is larger than {limit // 1024} KiB")
        return content
    finally:
        for handle in handles:
            os.close(handle)


def _steps(name: str) -> tuple[str, ...]:
    """Return the steps of a path that stays inside; a path that could leave is refused by its words alone."""
    path = PurePosixPath(name)
    if path.is_absolute() or "\\" in name or ":" in name.split("/", maxsplit=1)[0]:
        raise _Refused("it is not a path inside the document's folder")
    if ".." in path.parts:
        raise _Refused("it leaves the document's folder")
    if not path.parts or "\0" in name:
        raise _Refused("it is not the name of a file")
    return path.parts


def _enter(folder: int, step: str, extra: int) -> int:
    try:
        return os.open(step, _HOW | os.O_NOFOLLOW | extra, dir_fd=folder)
    except FileNotFoundError:
        raise
    except OSError as error:
        if _is_link(folder, step):
            raise _Refused("it goes through a symbolic link, which could lead out of the folder") from None
        raise _Refused(_reason(error)) from None


def _is_link(folder: int, step: str) -> bool:
    try:
        return stat.S_ISLNK(os.stat(step, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "this user may not read it"
    if isinstance(error, NotADirectoryError):
        return "a part of its path is not a folder"
    return f"the system says: {(error.strerror or 'no reason').lower()}"


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((word for test, word in kinds if test(mode)), "something else")


@contextmanager
def _opened(path: str) -> Iterator[int]:
    """Give a handle on a regular file that someone named on the command line."""
    try:
        handle = os.open(path, _HOW)
    except (OSError, ValueError) as error:
        raise _problem(error, path) from None
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise _not_a_file(path, _kind(mode))
        yield handle
    finally:
        os.close(handle)


def _all_of(handle: int, limit: int, path: str) -> bytes:
    try:
        return _bytes_of(handle, limit + 1)
    except OSError as error:
        raise _problem(error, path) from None


def _bytes_of(handle: int, at_most: int) -> bytes:
    parts: list[bytes] = []
    left = at_most
    while left > 0 and (part := os.read(handle, min(left, 1 << 16))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _not_a_file(path: str, kind: str) -> Problem:
    return Problem(
        "F002",
        f"it is {kind}, not a file",
        why="only regular files are read, so that reading always ends",
        do="name the file itself",
        place=path,
    )


def _problem(error: OSError | ValueError, path: str) -> Problem:
    """Return what the system said about a file, as a problem with a code."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(
            "F001",
            "there is no such file",
            why="nothing stands at this path",
            do="check the spelling and the folder you are in",
            place=path,
        )
    if isinstance(error, PermissionError):
        return Problem(
            "F003",
            "this user may not read it",
            why="the system refused to open it",
            do="change the file's permissions, or ask its owner",
            place=path,
        )
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Problem(
        "F006",
        f"the file cannot be read: {said.lower()}",
        why="the system said so when it was opened or read",
        do="check the path and the disk",
        place=path,
    )
