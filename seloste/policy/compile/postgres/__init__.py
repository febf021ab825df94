"""Postgres: the policy document as the SQL statements that activation runs.

Roles, grants, row policies, permission bits and the functions that work them out, retention, disclosure
and consent texts. What the statements find in the database, and who provides it, stands in
``stands_on.py``. Start at ``statements``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.policy.compile.postgres import bits as numbers
from seloste.policy.compile.postgres import permission, policies, reach, retention, roles, rules
from seloste.policy.compile.postgres.bits import Bit
from seloste.policy.compile.postgres.limits import cannot_express
from seloste.policy.compile.postgres.target import CannotExpress, Target
from seloste.policy.compile.postgres.text import Sql, Statement, as_text
from seloste.policy.house import House
from seloste.policy.tree.document import Document

__all__ = ["Bit", "CannotExpress", "Statement", "as_text", "bits", "cannot_express", "statements"]


def statements(doc: Document, house: House, earlier: Iterable[Bit] = ()) -> tuple[Statement, ...]:
    """Return the statements in the order they are run; running them again changes nothing.

    earlier:  the rows of ``permission_bit`` that are still in use; a meaning that is there keeps its number.
    Raises:   CannotExpress for the first clause that no statement can carry out.
    """
    for problem in cannot_express(doc, house):
        raise problem
    return tuple(_statements(Target(doc, house), earlier))


def bits(doc: Document, house: House, earlier: Iterable[Bit] = ()) -> dict[str, Bit]:
    """Return the bit of each permission, by ``process:PURPOSE`` and ``reach:PURPOSE[.TOPIC]``."""
    t = Target(doc, house)
    return numbers.numbered(_rules(t), earlier)


def _rules(t: Target) -> dict[str, Sql]:
    found = {f"{numbers.PROCESS}:{p.id}": permission.rule(t, p) for p in t.doc.purpose.values()}
    return found | {f"{numbers.REACH}:{aim.name}": reach.rule(t, aim) for aim in reach.aims(t)}


def _statements(t: Target, earlier: Iterable[Bit]) -> Iterator[Statement]:
    numbered = numbers.numbered(_rules(t), earlier)
    yield from permission.helpers()
    yield from roles.statements(t)
    yield from numbers.statements(t, numbered)
    yield from policies.statements(t, numbered)
    yield from permission.statements(t, numbered)
    yield from reach.statements(t, numbered)
    yield from retention.statements(t)
    yield from rules.statements(t, numbered)
