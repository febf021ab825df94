"""The page of the language: every table and key, from the types of ``seloste/policy/tree``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scripts.reference.kinds import TERMS, anchor, inside, is_own, said
from scripts.reference.markdown import code, joined, single, table
from seloste.policy.check.assessments import _STEPS, BALANCING, TRANSFER
from seloste.policy.text.limits import MAX_BYTES, MAX_CLAUSES, MAX_DEPTH
from seloste.policy.tree import terms
from seloste.policy.tree.document import Document
from seloste.policy.tree.terms import BUILT_IN_LANGUAGES
from seloste.policy.tree.values import Condition, Length, Period

HERE = Path(__file__).parent.parent.parent
EXAMPLES = ("tests/policies/small/policy.toml", "policies/association.toml", "policies/medtime-pro.toml")


def page() -> str:
    """Return docs/reference/language.md."""
    return joined(
        [_OPENING, _limits(), *_tables(), "## Values", *_values(), "## Words", *_words(), *_files()]
    )


_OPENING = """<!-- Made by `python -m scripts.make_reference` from the types in seloste/policy/tree. Do not edit. -->

# The language

For everyone who writes or reads a policy document; look things up, or read it in half an hour. The
[tutorial](../tutorial.md) writes one from nothing, [codes](codes.md) has what the check may say.

A document is UTF-8 text in [TOML 1.0](https://toml.io/en/v1.0.0). Things that others refer to stand in tables under an id of
their own (`[purpose.newsletter]`); whoever refers to one writes the id. Whatever the language does not know is refused, with
the nearest word that it does know. Ids such as INF-15 name the rule of law behind a key; they are explained under
[Law](#law)."""


def _limits() -> str:
    return (
        f"At most {MAX_BYTES // 1024} KiB, {MAX_CLAUSES:,} clauses, {MAX_DEPTH} levels; no invisible characters.".replace(
            ",000", " 000"
        )
        + " `seloste = 1`, at the top, says which version of the language the document is written in."
    )


def _tables() -> Iterator[str]:
    yield "## Tables"
    hints = get_type_hints(Document, include_extras=True)
    for name, field in Document.model_fields.items():
        key = field.alias or name
        if is_own(field) or key == "seloste":
            continue
        if key == "words":
            yield _of_words(field)
        elif (found := inside(hints[name])) is not None:
            yield from node_sections(f"{key}{found[0]}", found[1], 3, key)


def _of_words(field: FieldInfo) -> str:
    return f"### [words]\n\n{field.description} A clause names one as `words.ID`.\n\n{_example('words')}"


def node_sections(path: str, node: type[BaseModel], level: int, example: str = "") -> Iterator[str]:
    """Yield the section of a table and those of the tables in it."""
    yield f"{'#' * level} [{path}]"
    yield single(inspect.cleandoc(node.__doc__ or ""))
    hints = get_type_hints(node, include_extras=True)
    rows, below = [], []
    for name, field in node.model_fields.items():
        if is_own(field):
            continue
        key = field.alias or name
        found = inside(hints[name])
        kind = (
            f"table {_to(f'[{path}.{key}{found[0]}]')}" if found else said(hints[name], tuple(field.metadata))
        )
        rows.append((code(key), kind, _needed(field), single(field.description or "")))
        if found:
            below.append((f"{path}.{key}{found[0]}", found[1]))
    yield table(("key", "value", "needed", "meaning"), rows)
    if example:
        yield _example(example)
    for deeper, inner in below:
        yield from node_sections(deeper, inner, min(level + 1, 6))


def _to(heading: str) -> str:
    return f"[{heading}](#{anchor(heading)})"


def _needed(field: FieldInfo) -> str:
    if field.is_required():
        return "yes"
    default = field.default
    if isinstance(default, bool):
        return f"no; `{str(default).lower()}`"
    if isinstance(default, str) and default:
        return f'no; `"{default}"`'
    if isinstance(default, tuple) and default:
        return f"no; {', '.join(code(str(d)) for d in default)}"
    return "no"


def _example(key: str) -> str:
    """Return the first block about a table in the first example that has one."""
    for file in EXAMPLES:
        lines = (HERE / file).read_text(encoding="utf-8").splitlines()
        start = next(
            (n for n, line in enumerate(lines) if re.match(rf"\[{key}(\.[A-Za-z0-9_]+)?\]", line)), None
        )
        if start is not None:
            end = next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))
            block = [line.split("   #", 1)[0].rstrip() for line in lines[start:end]]
            return "\n".join([f"From `{file}`:", "", "```toml", *block[:12], "```"])
    raise LookupError(f"no example has [{key}]")


def _values() -> Iterator[str]:
    yield from _SMALL
    yield _model("period", Period, '`keep = { months = 12, after = "connection_end" }`')
    yield _model("length", Length, "`decays = { months = 6 }`")
    yield _model(
        "condition", Condition, '`when = { all = [{ age_from = 16 }, { not = { connection = "guest" } }] }`'
    )


def _model(title: str, node: type[BaseModel], example: str) -> str:
    hints = get_type_hints(node, include_extras=True)
    rows = [
        (code(f.alias or n), said(hints[n], tuple(f.metadata)), single(f.description or ""))
        for n, f in node.model_fields.items()
        if not is_own(f)
    ]
    return joined(
        [
            f"### {title}",
            single(inspect.cleandoc(node.__doc__ or "")),
            example,
            table(("key", "value", "meaning"), rows),
        ]
    )


def _words() -> Iterator[str]:
    yield "Closed lists. Each word can be expressed by SQL, the evaluator and the notice, or it would not be here."
    said_of = dict(_comments(inspect.getsource(terms)))
    for name, kind in TERMS.items():
        about = said_of.get(name, "")
        yield f"### {name}\n\n{about}\n\n{' · '.join(code(word) for word in get_args(kind))}".replace(
            "\n\n\n\n", "\n\n"
        )


def _comments(source: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each list of words and the comment right above it."""
    above: list[str] = []
    for line in source.splitlines():
        if line.startswith("#"):
            above.append(line.removeprefix("#").strip())
            continue
        if (found := re.match(r"([A-Z][A-Za-z0-9]*) = Literal", line)) and above:
            yield found.group(1), single(" ".join(above))
        above = []


def _files() -> Iterator[str]:
    yield "## Files beside the document"
    yield "Paths are written with `/`, from the document's own folder, and never lead out of it."
    yield "### Assessments"
    yield (
        "A balancing test (`balancing`) or an assessment of a transfer (`assessment`) is Markdown. It begins with a head in TOML "
        "between two lines of `+++`, and has text under a heading for each step. A heading counts when it holds one of the words."
    )
    yield '```text\n+++\nfor = "purpose.appeals"\nassessed_on = 2026-10-05\nreview_by = 2027-10-31\nby = "board"\n+++\n```'
    yield table(
        ("key", "meaning"),
        [
            ("`for`", "the clause, or a list of clauses, it was made for"),
            ("`assessed_on`", "the day it was made or last reviewed"),
            ("`review_by`", "the day on which it stops carrying anything"),
            ("`by`", "id in `[controller.role]`"),
        ],
    )
    yield table(
        ("step", "needed by", "words"), [(code(s), _needed_by(s), ", ".join(w)) for s, w in _STEPS.items()]
    )
    yield "### Phrases"
    yield (
        f"The notice's own sentences are built in for {', '.join(code(c) for c in BUILT_IN_LANGUAGES)}. Another language brings a file "
        "with the same keys and placeholders; [how to add a language](../how-to/add-a-language.md)."
    )
    yield "### The rooms"
    yield (
        "The check compares the document with what the rooms declare: tables and columns, controls, probes, start events. Until a room "
        "can say so itself, a TOML file stands for it (`--house`). A table names its `category`, whose row it is (`subject`), and for each "
        "column either `category.item` or `{ not_personal = why }`; a control says `what` it does, `where`, and whether it is `built`; a "
        "probe `what` it shows and whether it is `built`; `[event]` gives the column that each start event is read from."
    )
    yield "## Law"
    yield _LAW


def _needed_by(step: str) -> str:
    needs = [("balancing", BALANCING), ("assessment", TRANSFER)]
    return ", ".join(code(key) for key, steps in needs if step in steps)


_SMALL = (
    (
        '### text\n\nWords for people: a table with one entry for each language of the notice (`{ fi = "asiakas", en = "customer" }`), or '
        '`"words.ID"` for words that stand once under `[words]`.'
    ),
    "### law\n\nA law by name and section: one line where it reads alike in every language, else a [text](#text).",
    (
        '### value or at installation\n\nThe value itself, or `{ at_installation = "phone" }` for what is known only where the register is '
        "installed. The check warns; `--values` gives it; activation will refuse until it is given."
    ),
    (
        "### reach\n\nA table from [Channel](#channel) to a list of [ReachClause](#reachclause), tried in the order written: "
        '`reach.email = ["consent", "existing_customer"]`.'
    ),
    "### id\n\nLower-case letters, digits and underscores, beginning with a letter, at most 40.",
    "### claim id\n\nOne to three capital letters and two or three digits: `C01`.",
    "### own term\n\nThe name of a term of the document's own, named elsewhere as `own:NAME`.",
    (
        "### DPV term\n\nA term of the W3C Data Privacy Vocabulary 2.3 with its prefix (`dpv:DirectMarketing`, `pd:EmailAddress`), or one of "
        "`[register.term]` (`own:Allergy`)."
    ),
    "### language\n\nTwo or three lower-case letters (ISO 639): `fi`.",
    "### country\n\nTwo capital letters (ISO 3166-1): `FI`.",
    "### line\n\nText in one line, at most 500 signs.",
    "### path\n\nA file below the document's folder, written with `/`.",
)

_LAW = """Articles without a name are those of the General Data Protection Regulation (EU) 2016/679. The letters before the dash say which
part of the law a rule comes from:

| letters | law |
|---|---|
| ACC, REC, ERA, RES, NOT, POR, OBJ, ADM | the rights: Arts 15, 16, 17, 18, 19, 20, 21, 22 |
| ACT | accounting law, in Finland Act 1336/1997 |
| C | a claim of the first register's notice |
| CHI, CON | consent of children, Art. 8; consent, Arts 4(11) and 7 |
| CMP | complaint to a supervisory authority, Art. 77 |
| DEF, PRI | definitions, Art. 4; principles, Art. 5 |
| DES, DPI, DPO | by design, Art. 25; impact assessment, Art. 35; officer, Arts 37 to 39 |
| INF | what people are told, Arts 12 to 14 and 21(4) |
| JNT, PRO | joint controllers, Art. 26; processors, Arts 28 and 29 |
| LAW | legal bases, Art. 6 |
| MKT | direct marketing: ePrivacy Directive Art. 13 and the national act that carries it out |
| REQ, TIM | requests, Art. 12; counting time, Regulation 1182/71 |
| ROP, SEC, BRE | records, Art. 30; security, Art. 32; breaches, Arts 33 and 34 |
| SPE | special categories, Art. 9, and national identification numbers, Art. 87 |
| TRA | transfers, Arts 44 to 49 |"""
