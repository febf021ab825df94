"""Rights: what each right is and which purposes it reaches, computed from the bases (C36 to C41; INF-09)."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.compile.notice.parts import Block, Entry, Items, Paragraph, Section, Sentence
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.compile.notice.reach import Reach
from seloste.policy.tree.purposes import Purpose

# Article and rule of each right, in the order of telling.
RIGHTS: dict[str, Law] = {
    "access": ("INF-09", "ACC-01", "ACC-03"),
    "rectification": ("INF-09", "REC-01"),
    "erasure": ("INF-09", "ERA-01"),
    "restriction": ("INF-09", "RES-01"),
    "portability": ("INF-09", "POR-01"),
    "objection": ("INF-09", "OBJ-01"),
    "objection_marketing": ("INF-09", "OBJ-02"),
    "withdrawal": ("INF-09", "INF-10", "CON-03"),
}
MORE = {"access": ("access_also",), "portability": ("portability_direct",)}


def rights(pen: Pen, reach: Reach) -> Section:
    """Return how to use rights, and each right with what it reaches and what it does not, and why."""
    mine = [right for right in reach.rights() if right != "complaint"]
    entries = [_right(pen, right, reach) for right in RIGHTS if right in mine]
    absent = [_absent(pen, right, reach) for right in ("portability", "objection") if right not in mine]
    return Section("rights", pen.word("rights.heading"), "full", (*_how(pen), *entries, *absent))


def _how(pen: Pen) -> list[Block]:
    email = pen.given(pen.doc.contact.email)
    several: tuple[Sentence, ...] = ()
    if any(len(p.basis) > 1 for p in pen.doc.purpose.values()):
        several = (pen.line("rights.several", ("INF-09", "LAW-01")),)
    return [
        Paragraph(
            (
                pen.line("rights.how", ("INF-09", "REQ-02"), "contact.email", email=email),
                pen.line("rights.in_writing", ("REQ-02",)),
                pen.line("rights.when", ("REQ-03",)),
                pen.line("rights.longer", ("REQ-04",)),
            )
        ),
        Paragraph(
            (
                pen.line("rights.free", ("REQ-07",)),
                pen.line("rights.identity", ("REQ-08",)),
                pen.line("rights.refusal", ("REQ-06",)),
                pen.line("rights.told", ("NOT-01",)),
                *several,
            )
        ),
    ]


def _right(pen: Pen, right: str, reach: Reach) -> Entry:
    law, clause = RIGHTS[right], f"rights.{right}"
    keys = [f"right.{key}" for key in (f"{right}_is", *MORE.get(right, ()))]
    blocks: list[Block] = [pen.paragraph(law, clause, *keys)]
    if right == "erasure":
        blocks = [
            *_grounds(pen, "erasure", "abcdef", law),
            pen.paragraph((*law, "ERA-03"), clause, "right.erasure_but"),
        ]
    if right == "restriction":
        blocks = [blocks[0], *_grounds(pen, "restriction", "abcd", law)]
        blocks.append(pen.paragraph(("RES-03",), clause, "right.restriction_end"))
    return pen.entry(f"right.{right}", law, clause, *blocks, *_reaches(pen, right, reach, law))


def _grounds(pen: Pen, right: str, letters: str, law: Law) -> list[Block]:
    opening = "erasure_is" if right == "erasure" else f"{right}_when"
    clause = f"rights.{right}"
    items = tuple((pen.line(f"right.{right}_{letter}", law, clause),) for letter in letters)
    return [Items(pen.line(f"right.{opening}", law, clause), items)]


def _reaches(pen: Pen, right: str, reach: Reach, law: Law) -> list[Block]:
    """Return which purposes a right reaches and, by basis, which not."""
    clause = f"rights.{right}"
    reached = reach.reached(right)
    speaks_for_itself = right in {"objection_marketing", "withdrawal"}
    left_out = {} if speaks_for_itself else reach.left_out(right)
    blocks: list[Block] = []
    if not left_out and not speaks_for_itself:
        blocks.append(pen.paragraph(law, clause, "rights.covers_all"))
    elif reached:
        blocks.append(pen.listed("rights.covers", law, clause, _names(pen, reached)))
    if right == "erasure" and (limited := reach.limited()):
        blocks.append(pen.listed("rights.limited", (*law, "ERA-03"), clause, _names(pen, limited)))
    return blocks + _reasons(pen, left_out, law, clause)


def _reasons(pen: Pen, left_out: dict[str, list[Purpose]], law: Law, clause: str) -> list[Block]:
    return [
        pen.listed(f"rights.not_{basis}", law, clause, _names(pen, those))
        for basis, those in left_out.items()
    ]


def _absent(pen: Pen, right: str, reach: Reach) -> Entry:
    """Return a right that reaches nothing here, and why (INF-09)."""
    law, clause = RIGHTS[right], f"rights.{right}"
    return pen.entry(f"right.{right}", law, clause, *_reasons(pen, reach.left_out(right), law, clause))


def _names(pen: Pen, purposes: Sequence[Purpose]) -> list[tuple[str, str]]:
    return [(pen.name(p.name, p), p.clause) for p in purposes]
