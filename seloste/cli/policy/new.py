"""``policy new``: questions to a newcomer, and a first policy that checks."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seloste.cli.examine import Examined, examine
from seloste.cli.files import put_file
from seloste.cli.new.questions import KEYS, QUESTIONS, Answers, DoesNotFit, Question
from seloste.cli.new.write import files_from
from seloste.cli.problems import Problem
from seloste.cli.run import FINE, FOUND
from seloste.cli.talk import counted, folded, out, out_json, talk
from seloste.cli.values import day, toml_file
from seloste.kernel.places import Spot
from seloste.policy.findings import near, shown


def new(file: str, *, answers: str = "", today: str = "", json: bool = False) -> int:
    """Write a policy and its balancing tests from answers; nothing that exists is overwritten.

    Raises: Problem A001 to A004, F001 to F005, U005.
    """
    path = _path(file)
    _refuse_to_overwrite([path])
    start: Answers = {"today": day(today)}
    given = _from_file(answers, start) if answers else _asked(start)
    made = {path.parent / name: text for name, text in files_from(given, path.stem).items()}
    _refuse_to_overwrite(list(made))
    for target, text in made.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        put_file(str(target), text.encode("utf-8"))
    found = examine(str(path), today=given["today"].isoformat())
    _say(found, list(made), json=json)
    return FOUND if found.refused else FINE


def _path(file: str) -> Path:
    path = Path(file)
    if path.suffix != ".toml" or not path.stem.isprintable() or len(path.stem) > 60:
        raise Problem(
            "U001",
            f"`{shown(path.name)}` is not a name for a policy document",
            why="a policy document is a TOML file, and its balancing tests are named after it",
            do="choose a name such as policy.toml",
            place="seloste policy new",
        )
    if not path.parent.is_dir():
        raise Problem(
            "F001",
            "there is no such folder",
            why="the policy is to be written into it",
            do="make the folder first",
            place=str(path.parent),
        )
    return path


def _refuse_to_overwrite(paths: list[Path]) -> None:
    for path in paths:
        if path.exists() or path.is_symlink():
            raise Problem(
                "F005",
                "the file exists already and is not overwritten",
                why="somebody's work may be in it",
                do="choose another name, or move the file away",
                place=str(path),
            )


# Answers from a file


def _from_file(path: str, start: Answers) -> Answers:
    source = toml_file(path, "A001", "the answers file")
    for key in source.data:
        if key not in KEYS:
            raise Problem(
                "A002",
                f"`{shown(key)}` is no question.{near(key, KEYS)}",
                why="an answer that nobody reads would be lost without a word",
                do=f"the questions are {', '.join(KEYS)}",
                place=path,
                line=source.spots.at(key).line,
            )
    answers = dict(start)
    for question in QUESTIONS:
        if question.when(answers):
            answers[question.key] = _answer_in(question, source.data, answers, path, source.spots)
        elif question.key in source.data and source.data[question.key] not in (False, "", []):
            raise _does_not_fit(question, "It is not asked after the other answers.", path, source.spots)
    return answers


def _answer_in(question: Question, data: Mapping[str, Any], answers: Answers, path: str, spots: Spot) -> Any:
    given = data.get(question.key, question.default(answers))
    if given is None:
        raise _does_not_fit(question, "There is no answer, and no answer to assume.", path, spots)
    try:
        return question.fit(given, answers)
    except DoesNotFit as reason:
        raise _does_not_fit(question, str(reason), path, spots) from None


def _does_not_fit(question: Question, reason: str, path: str, spots: Spot) -> Problem:
    return Problem(
        "A003",
        f"the answer to `{question.key}` does not fit: {reason[:1].lower()}{reason[1:].rstrip('.')}",
        why=f"the question is: {question.ask}",
        do=f"change or add `{question.key}`" + (f" ({question.hint})" if question.hint else ""),
        place=path,
        line=spots.at(question.key).line if spots.has(question.key) else 0,
    )


# Answers from a person


def _asked(start: Answers) -> Answers:
    talk("A few questions. Enter takes what stands in [brackets]; Ctrl-C stops, and nothing is written.\n")
    answers = dict(start)
    for question in QUESTIONS:
        if question.when(answers):
            answers[question.key] = _ask(question, answers)
    return answers


def _ask(question: Question, answers: Answers) -> Any:
    default = question.default(answers)
    hint = f" ({question.hint})" if question.hint else ""
    shown_default = f" [{_as_typed(default)}]" if default is not None else ""
    while True:
        sys.stderr.write(f"{folded(f'{question.ask}{hint}')}{shown_default} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise Problem(
                "A004",
                "the answers ended before the questions",
                why=f"this one is open: {question.ask}",
                do="answer at a terminal, or give a file with --answers",
                place="seloste policy new",
            )
        given = line.strip() or default
        try:
            if given is None:
                raise DoesNotFit("This one needs an answer.")
            return question.fit(given, answers)
        except DoesNotFit as reason:
            talk(folded(f"  {reason}"))


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) or "none" if isinstance(value, list) else str(value)


def _say(found: Examined, made: list[Path], *, json: bool) -> None:
    names = [str(path) for path in made]
    if json:
        out_json(
            {
                "files": names,
                "refused": bool(found.refused),
                "counts": {"refused": len(found.refused), "warnings": len(found.warnings)},
                "findings": [f.as_json(found.name) for f in found.findings],
            }
        )
    else:
        out("\n".join(names))
    for finding in found.refused:
        talk(folded(finding.as_text(found.name)))
    talk(
        folded(
            f"Wrote {counted(len(made), 'file')}. The check finds {counted(len(found.refused), 'fault')} and "
            f"{counted(len(found.warnings), 'warning')}; the warnings are values that you give where the register is installed."
        )
    )
    talk(f"Next: seloste policy show {names[0]} --as notice")
