"""Files: writing one whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from seloste.cli.problems import Problem


def put_file(path: str, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises: Problem F002, F003, F004.
    """
    target = Path(path)
    if target.is_dir():
        raise Problem(
            "F002",
            "it is a folder, not a file",
            why="a file is to be written here",
            do="name a file in it",
            place=path,
        )
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        denied = isinstance(error, PermissionError)
        said = (getattr(error, "strerror", None) or str(error)).lower()
        raise Problem(
            "F003" if denied else "F004",
            f"it cannot be written: {said}",
            why="the system refused it",
            do="check that the folder exists, and its permissions and space",
            place=path,
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
