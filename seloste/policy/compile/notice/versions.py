"""Versions: version and day of the notice, what changed, and the versions before it (C43, INF-24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seloste.policy.compile.notice.parts import Block, Entry, Items, Paragraph, Piece, Section, Sentence
from seloste.policy.compile.notice.pen import Law, Pen, linked
from seloste.policy.tree.document import Document

VERSIONS: Law = ("INF-24",)
# Tables whose entries people are told of by name when they come or go.
TOLD = ("purpose", "connection", "data", "recipient", "transfer")


def version_line(pen: Pen) -> Sentence:
    """Return version and day, as they stand under the heading."""
    register = pen.doc.register_
    day = pen.dated(register.dated)
    return pen.line(
        "notice.version", ("INF-24", "REQ-01"), "register.version", version=str(register.version), date=day
    )


def versions(pen: Pen, earlier: Document | None = None) -> Section:
    """Return this version, what changed since the one before, and where earlier ones are."""
    register = pen.doc.register_
    lines = [
        pen.line(
            "versions.this", VERSIONS, "register.version",
            version=str(register.version), date=pen.dated(register.dated),
        ),
        pen.line("versions.home", ("REQ-01",), "register.home", home=linked(register.home)),
        pen.line("versions.told", VERSIONS),
    ]  # fmt: skip
    blocks: list[Block] = [Paragraph(tuple(lines))]
    if earlier is not None:
        blocks.append(_changes(pen, earlier))
    if register.history:
        blocks.append(_history(pen))
    else:
        blocks.append(pen.paragraph(VERSIONS, "register.history", "versions.first"))
    return Section("versions", pen.word("versions.heading"), "full", tuple(blocks))


def _history(pen: Pen) -> Block:
    items = []
    for version in pen.doc.register_.history.values():
        number = version.id.lstrip("v")
        day = pen.dated(version.dated)
        items.append((pen.line("versions.earlier_one", VERSIONS, version.clause, version=number, date=day),))
    kept = pen.line("versions.kept", VERSIONS, "register.history")
    return pen.entry(
        "versions.earlier", VERSIONS, "register.history", Items(None, tuple(items)), Paragraph((kept,))
    )


def _changes(pen: Pen, earlier: Document) -> Block:
    """Return in words what came, what went, and which periods and bases are others than before."""
    blocks: list[Block] = []
    for table in TOLD:
        new: Mapping[str, Any] = getattr(pen.doc, table)
        old: Mapping[str, Any] = getattr(earlier, table)
        came = [(pen.name(n.name, n), n.clause) for i, n in new.items() if i not in old]
        gone = tuple((_name_before(pen, earlier, n),) for i, n in old.items() if i not in new)
        if came:
            blocks.append(pen.listed(f"versions.added_{table}", VERSIONS, table, came))
        if gone:
            intro = pen.line(f"versions.removed_{table}", VERSIONS, "register.history")
            blocks.append(Items(intro, gone, short=True))
    for key, named in (
        ("period", _other_periods(pen.doc, earlier)),
        ("basis", _other_bases(pen.doc, earlier)),
    ):
        if names := [(pen.name(n.name, n), n.clause) for n in named]:
            blocks.append(pen.listed(f"versions.{key}", VERSIONS, "", names))
    if not blocks:
        blocks.append(pen.paragraph(VERSIONS, "register.history", "versions.no_change"))
    title = pen.line("versions.changed", VERSIONS, "register.history", version=str(earlier.register_.version))
    return Entry(title, tuple(blocks))


def _name_before(pen: Pen, earlier: Document, node: Any) -> Sentence:
    """Return a name of the version before, in its own language where it had not this one."""
    if said := earlier.say(node.name, pen.language):
        return Sentence((Piece(said),), VERSIONS, "register.history")
    language = earlier.register_.languages[0]
    said = earlier.say(node.name, language) or node.id
    return Sentence((Piece(said, "foreign", language),), VERSIONS, "register.history")


def _other_periods(doc: Document, earlier: Document) -> Iterator[Any]:
    for table in ("data", "connection"):
        new: Mapping[str, Any] = getattr(doc, table)
        old: Mapping[str, Any] = getattr(earlier, table)
        yield from (n for i, n in new.items() if i in old and n.keep != old[i].keep)


def _other_bases(doc: Document, earlier: Document) -> Iterator[Any]:
    for id_, purpose in doc.purpose.items():
        before = earlier.purpose.get(id_)
        if before is not None and [*before.basis] != [*purpose.basis]:
            yield purpose
