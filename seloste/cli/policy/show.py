"""``policy show``: one reading of a document, in a language and a format."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from seloste.cli.examine import Examined, examine
from seloste.cli.files import put_file
from seloste.cli.policy.check import as_text
from seloste.cli.problems import Problem
from seloste.cli.readings import BINARY, READINGS, Reading, Written
from seloste.cli.run import FINE, FOUND
from seloste.cli.talk import counted, folded, listed, talk, wants_colour
from seloste.policy.findings import DocumentRefused, near, shown
from seloste.policy.tree.document import Document

_REFUSED = "REFUSED BY THE CHECK. Not for use: this document has {number} that make it unusable."


@dataclass(frozen=True)
class Wish:
    """What was asked for: a reading, its format, where to."""

    reading: Reading
    form: str
    out: str


def show(
    file: str,
    *,
    as_: str,
    lang: str = "",
    form: str = "",
    out: str = "",
    values: str = "",
    house: str = "",
    today: str = "",
    even_if_refused: bool = False,
) -> int:
    """Write one reading of a document; 1 where the check refuses the document, and then nothing is shown.

    Raises: Problem U002 to U006, F00x.
    """
    wish = _wish(as_, form, out)
    found = examine(file, values=values, house=house, today=today, compile_all=False)
    if found.refused and not (even_if_refused and found.document is not None):
        return _refuse(found, even_if_refused=even_if_refused)
    assert found.compilation is not None
    assert found.document is not None
    language = _language(lang, found.document, file)
    if found.refused and wish.form not in _MARKS:
        raise _no_mark(wish)
    try:
        written = _written(wish, replace(found.compilation, language=language))
    except DocumentRefused as refused:
        return _refuse(replace(found, findings=refused.findings), even_if_refused=even_if_refused)
    except (LookupError, AttributeError, TypeError, ValueError):
        if not found.refused:
            raise
        return _refuse(
            found, even_if_refused=True
        )  # a compiler may rely on what the check would have demanded
    if found.refused:
        mark = _REFUSED.format(number=counted(len(found.refused), "finding"))
        written = _MARKS[wish.form](str(written), f"-- {mark}" if wish.reading.name == "sql" else mark)
    _put(written, wish)
    _after(found, wish, written)
    return FOUND if found.refused else FINE


def asked_format(form: str, *, json: bool) -> str:
    """Return the format asked for; ``--json`` is a short way to say ``--format json``.

    Raises: Problem U001 where the two say different things.
    """
    if json and form not in {"", "json"}:
        raise Problem(
            "U001",
            f"`--json` and `--format {shown(form)}` cannot both be obeyed",
            why="`--json` is a short way to say `--format json`",
            do="leave one of them out",
        )
    return "json" if json else form


def _wish(as_: str, form: str, out: str) -> Wish:
    reading = READINGS.get(as_)
    if reading is None:
        raise Problem(
            "U001",
            f"there is no reading `{shown(as_)}`.{near(as_, READINGS)}",
            why=f"a document reads as {listed(READINGS)}",
            do="choose one with --as",
            place="--as",
        )
    form = form or _by_ending(out, reading) or reading.usual
    if form not in reading.formats:
        raise Problem(
            "U003",
            f"the {reading.name} has no format `{shown(form)}`.{near(form, reading.formats)}",
            why=f"it comes as {listed(reading.formats)}",
            do="choose one with --format",
            place="--format",
        )
    if form in BINARY and not out and sys.stdout.isatty():
        raise Problem(
            "U004",
            f"a {form.upper()} is bytes that no terminal can show",
            why="they would change the terminal's settings",
            do=f"add --out {reading.name}.{form}, or send it on with > or |",
            place="--format",
        )
    return Wish(reading, form, out)


def _by_ending(out: str, reading: Reading) -> str:
    """Return the format that the ending of ``--out`` names, where the reading has it."""
    ending = Path(out).suffix.removeprefix(".").lower()
    form = {"txt": "text", "jsonld": "json", "sql": "text", "htm": "html"}.get(ending, ending)
    return form if form in reading.formats else ""


def _language(lang: str, document: Document, file: str) -> str:
    languages = document.register_.languages
    if not lang:
        return languages[0]
    if lang not in languages:
        raise Problem(
            "U002",
            f"the document does not speak `{shown(lang)}`.{near(lang, languages)}",
            why=f"its languages are {listed(languages)}, as `register.languages` says",
            do="choose one of them with --lang, or give the document its words in that language",
            place=file,
        )
    return lang


def _written(wish: Wish, compilation: Any) -> Written:
    return wish.reading.formats[wish.form](wish.reading.state(compilation))


def _put(written: Written, wish: Wish) -> None:
    """Write to ``--out``, whole or not at all, or to stdout."""
    content = written if isinstance(written, bytes) else written.encode("utf-8")
    if not wish.out:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        if not content.endswith(b"\n") and wish.form not in BINARY:
            sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()
        return
    put_file(wish.out, content)


def _refuse(found: Examined, *, even_if_refused: bool) -> int:
    colour = wants_colour(sys.stderr)
    for finding in found.refused:
        talk(as_text(finding, found.name, colour=colour))
    number = counted(len(found.refused), "finding")
    if even_if_refused:
        talk(folded(f"{found.name}: refused, {number}; too much of it is wrong to show anything."))
    else:
        talk(
            folded(
                f"{found.name}: refused, {number}, and so not shown. "
                "--even-if-refused shows it all the same, marked as refused."
            )
        )
    return FOUND


def _after(found: Examined, wish: Wish, written: Written) -> None:
    if wish.out:
        size = len(written if isinstance(written, bytes) else written.encode())
        talk(
            folded(
                f"Wrote {shown(wish.out, 120)}: the {wish.reading.name} as {wish.form}, {counted(size, 'byte')}."
            )
        )
    if found.refused:
        talk(folded(f"{found.name}: refused, {counted(len(found.refused), 'finding')}; shown all the same."))
    elif found.warnings:
        talk(folded(f"{found.name}: {counted(len(found.warnings), 'warning')}; `policy check` lists them."))


# How a reading of a refused document says so, in each format that can.


def _mark_text(written: str, mark: str) -> str:
    return f"{mark}\n\n{written}"


def _mark_html(written: str, mark: str) -> str:
    box = f'<p role="alert" style="border:.3em solid;padding:1em;font-weight:bold" lang="en">{mark}</p>'
    start = written.find("<body")
    end = written.find(">", start) + 1 if start >= 0 else 0
    return f"{written[:end]}\n{box}{written[end:]}"


def _mark_json(written: str, mark: str) -> str:
    import json

    value = json.loads(written)
    marked = {"refused": mark, **value} if isinstance(value, dict) else {"refused": mark, "reading": value}
    return json.dumps(marked, ensure_ascii=False, indent=2) + "\n"


_MARKS = {"text": _mark_text, "html": _mark_html, "json": _mark_json}


def _no_mark(wish: Wish) -> Problem:
    return Problem(
        "U006",
        f"a refused document is not shown as {wish.form}",
        why="the mark that it is refused could not be seen in it, and such files are passed on",
        do=f"choose --format {listed(f for f in wish.reading.formats if f in _MARKS)}",
        place="--format",
    )
