"""Permission: the function that says for many people at once which purposes are open, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seloste.policy.compile.postgres import consents, gathering
from seloste.policy.compile.postgres.bases import lawful
from seloste.policy.compile.postgres.bits import PROCESS, Bit
from seloste.policy.compile.postgres.leaves import Leaves
from seloste.policy.compile.postgres.target import STEADY, Target
from seloste.policy.compile.postgres.text import (
    Sql,
    Statement,
    fill,
    for_the_owner,
    ident,
    join,
    lines,
    remark,
    statement,
)
from seloste.policy.tree.purposes import Purpose

HELPERS = (
    (
        "end of a period",
        "A period runs to the end of its last day, where the controller is (Reg. 1182/71, Art. 3).",
        """
        create or replace function enforcement.period_end(started timestamptz, length interval, zone text)
        returns timestamptz
        language sql immutable parallel safe
        return case
          when isfinite(started)
            then timezone(zone, ((timezone(zone, started)::date + length)::date + 1)::timestamp)
          else started
        end
        """,
    ),
    (
        "end of a period that starts on a day",
        "The same, where the start event is a day.",
        """
        create or replace function enforcement.period_end(started date, length interval, zone text)
        returns timestamptz
        language sql immutable parallel safe
        return timezone(zone, ((started + length)::date + 1)::timestamp)
        """,
    ),
    (
        "birthday",
        "Someone born on 29 February has a birthday on 1 March in other years.",
        """
        create or replace function enforcement.birthday(born date, years integer, zone text)
        returns timestamptz
        language sql immutable parallel safe
        return timezone(zone, (
          (born + make_interval(years => years))::date
          + (extract(day from born) <> extract(day from born + make_interval(years => years)))::integer
        )::timestamp)
        """,
    ),
)
_MAY_PROCESS = """
create or replace function {name}(people uuid[], instant timestamptz)
returns table (person_id uuid, bits bigint, lapses_at timestamptz, recompute_at timestamptz)
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
begin atomic
  with {ctes},
  until as (
    select k.person_id, k.next_at,
      {untils}
    from known k
  )
  select u.person_id,
    {bits},
    {lapses},
    u.next_at
  from until u;
end
"""


def helpers() -> Iterator[Statement]:
    """Yield the functions that count time."""
    for name, sentence, sql in HELPERS:
        yield statement(name, "register.time_zone", sentence, fill(sql))


def rule(t: Target, purpose: Purpose) -> Sql:
    """Return all that decides over a purpose's bit, and nothing else."""
    leaves = Leaves()
    until = lawful(t, leaves, purpose)
    return fill("{f}\n{c}\n{u}", f=leaves.meaning(), c=consents.meaning(t, purpose), u=until)


def with_list(t: Target, leaves: Leaves) -> Sql:
    """Return the ``with`` list that gathers the facts about the people."""
    first = [gathering.asked()]
    if "consent" in leaves.people:
        first.append(consents.rows(t))
    return lines([*first, leaves.ctes()])


def statements(t: Target, bits: Mapping[str, Bit]) -> Iterator[Statement]:
    """Yield one function for each word of bits."""
    words: dict[int, list[Purpose]] = {}
    for purpose in t.doc.purpose.values():
        words.setdefault(bits[f"{PROCESS}:{purpose.id}"].word, []).append(purpose)
    for word, purposes in sorted(words.items()):
        made = _function(t, bits, word, purposes)
        yield from for_the_owner(made, name_of(t, PROCESS, word), "uuid[], timestamptz")


def name_of(t: Target, kind: str, word: int) -> Sql:
    """Return the name of a permission function in this version."""
    return t.versioned(f"may_{kind}" if word == 1 else f"may_{kind}_{word}")


def _function(t: Target, bits: Mapping[str, Bit], word: int, purposes: Sequence[Purpose]) -> Statement:
    leaves = Leaves()
    untils = [
        fill(
            "{why}\n{until} as {name}",
            why=remark(p.clause),
            until=lawful(t, leaves, p),
            name=ident(p.id),
        )
        for p in purposes
    ]
    sql = fill(
        _MAY_PROCESS,
        name=name_of(t, PROCESS, word),
        ctes=with_list(t, leaves),
        untils=lines(untils),
        bits=bits_of((p.id, bits[f"{PROCESS}:{p.id}"]) for p in purposes),
        lapses=lapses_of(p.id for p in purposes if p.kind not in STEADY),
    )
    return statement(
        f"may process, word {word}",
        "purpose",
        "Says for many people at once which purposes are open to them, until when, and when to ask again.",
        sql,
    )


def bits_of(columns: Iterator[tuple[str, Bit]]) -> Sql:
    """Return the bits of all permissions that hold now, as one word."""
    return join(
        (
            fill("case when u.{c} > instant then {m} else 0 end", c=ident(name), m=bit.mask)
            for name, bit in columns
        ),
        "\n  | ",
    )


def lapses_of(columns: Iterator[str]) -> Sql:
    """Return the first instant at which a permission that holds now ends without a write."""
    ends = [fill("case when u.{c} > instant then u.{c} end", c=ident(name)) for name in columns]
    if not ends:
        return Sql("'infinity'::timestamptz")
    return fill(
        """
        coalesce(least(
          {ends}
        ), 'infinity')
        """,
        ends=lines(ends),
    )
