"""Rules: what rooms look up as rows: connection kinds, disclosures, and the wordings of consents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from seloste.policy.compile.postgres import connections
from seloste.policy.compile.postgres.bits import PROCESS, Bit
from seloste.policy.compile.postgres.conditions import met
from seloste.policy.compile.postgres.leaves import Leaves
from seloste.policy.compile.postgres.permission import name_of, with_list
from seloste.policy.compile.postgres.target import Target
from seloste.policy.compile.postgres.text import (
    Sql,
    Statement,
    fill,
    for_the_owner,
    ident,
    join,
    lines,
    literal,
    statement,
    texts,
)
from seloste.policy.tree.duties import Recipient

# Kinds that process on our behalf and decide nothing: a ban on disclosure is not about them (Art. 4(8), C28).
ON_OUR_BEHALF = frozenset({"processor", "sub_processor"})


def statements(t: Target, bits: dict[str, Bit]) -> Iterator[Statement]:
    """Yield the rows of each kind, then the function that lists who may be disclosed to whom."""
    kinds = [_row(t, literal(c.id), texts(c.needs)) for c in t.doc.connection.values()]
    yield from _rows(
        t,
        "connection_kind",
        kinds,
        "connection",
        "These connections exist, and this is what each needs (C05 to C08).",
    )
    disclosures = [
        _disclosure(t, recipient, purpose)
        for recipient in t.doc.recipient.values()
        for purpose in dict.fromkeys(recipient.purposes)
    ]
    sentence = "Data go to these recipients, for these purposes, while agreement and transfer tool last (C24 to C31)."
    yield from _rows(t, "disclosure_rule", disclosures, "recipient", sentence)
    sentence = "These are the words beside each consent box, in each language (Art. 7(1), C13)."
    yield from _rows(t, "consent_text", list(_wordings(t)), "form", sentence)
    if disclosures:
        yield from for_the_owner(_may_disclose(t, bits), t.versioned("may_disclose"), "uuid[], timestamptz")


def _row(t: Target, *values: Sql) -> Sql:
    return fill("({v}, {rest})", v=literal(t.doc.register_.version), rest=join(values))


def _rows(t: Target, table: str, rows: Sequence[Sql], clause: str, sentence: str) -> Iterator[Statement]:
    """Yield what takes away this version's rows and puts them in again; earlier versions' rows stay."""
    yield statement(
        f"forget {table}",
        clause,
        f"This version's rows of `{table}` are written anew below.",
        fill(
            "delete from enforcement.{t} where version = {v}",
            t=ident(table),
            v=literal(t.doc.register_.version),
        ),
    )
    if rows:
        yield statement(
            table.replace("_", " ") + "s",
            clause,
            sentence,
            fill(
                """
                insert into enforcement.{t}
                values
                  {rows}
                """,
                t=ident(table),
                rows=lines(rows),
            ),
        )


def _midnight(t: Target, day: date | None) -> Sql:
    if day is None:
        return Sql("null::timestamptz")
    return fill("timezone({z}, {d}::timestamp)", z=t.zone, d=literal(day))


def lasts(t: Target, recipient: Recipient) -> tuple[date | None, date | None]:
    """Return the first and the last day on which a recipient may get data; None where there is no such day."""
    begins: list[date] = []
    ends: list[date] = []
    if (agreement := recipient.agreement) is not None:
        begins.append(agreement.signed_on)
        ends += [agreement.ends_on] if agreement.ends_on is not None else []
    if recipient.transfer is not None and (tool := t.doc.transfer.get(recipient.transfer)) is not None:
        begins += [tool.signed_on] if tool.signed_on is not None else []
        ends += [tool.certified_until] if tool.certified_until is not None else []
    return max(begins, default=None), min(ends, default=None)


def _disclosure(t: Target, recipient: Recipient, purpose: str) -> Sql:
    begins, ends = lasts(t, recipient)
    language = t.doc.register_.languages[0]
    asked = t.doc.purpose[purpose].data if purpose in t.doc.purpose else ()
    return _row(
        t,
        literal(recipient.id),
        literal(purpose),
        literal(recipient.kind),
        texts(d for d in recipient.data if d in asked),
        literal(recipient.decided_by),
        texts(recipient.country),
        literal(t.doc.cite(recipient.law, language) if recipient.law is not None else None),
        literal(_heeds_bans(recipient)),
        _midnight(t, begins),
        _midnight(t, ends + timedelta(days=1) if ends is not None else None),
    )


def _heeds_bans(recipient: Recipient) -> bool:
    """A ban leaves the person out of every disclosure that no law demands (C25)."""
    return recipient.ban == "left_out" and recipient.kind not in ON_OUR_BEHALF


def _wordings(t: Target) -> Iterator[Sql]:
    for form in t.doc.form.values():
        for box in form.consent.values():
            for language in t.doc.register_.languages:
                yield _row(
                    t,
                    literal(form.id),
                    literal(box.id),
                    literal(language),
                    literal(box.purpose),
                    literal(box.topic),
                    texts(box.channels),
                    literal(box.confirmed_from),
                    literal(t.doc.say(box.wording, language)),
                )


_MAY_DISCLOSE = """
create or replace function {name}(people uuid[], instant timestamptz)
returns table (person_id uuid, recipient text, purpose text)
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
begin atomic
  with {people},
  open_purpose (purpose, word, mask) as (
    values
      {opened}
  ),
  lawful as (
    {asked}
  )
  select k.person_id, r.recipient, r.purpose
  from known k
  join lawful l using (person_id)
  join open_purpose o on o.word = l.word and l.bits & o.mask <> 0
  join enforcement.disclosure_rule r on r.purpose = o.purpose and r.version = {version}
  where coalesce(r.begins_at, '-infinity') <= instant and coalesce(r.ends_at, 'infinity') > instant
    and not (r.heeds_bans and exists (
      select from facts.ban b
      where b.person_id = k.person_id and b.scope = 'everything' and b.purpose is null and b.channel is null
        and b.placed_at <= instant and coalesce(b.ended_at, 'infinity') > instant
    )){limits};
end
"""


def _may_disclose(t: Target, bits: dict[str, Bit]) -> Statement:
    leaves, limits = Leaves(), []
    for recipient in t.doc.recipient.values():
        if recipient.when is not None:
            until = met(t, leaves, recipient.when, "")
            limits.append(
                fill("(r.recipient <> {r} or {u} > instant)", r=literal(recipient.id), u=until),
            )
    used = sorted({p for r in t.doc.recipient.values() for p in r.purposes if p in t.doc.purpose})
    opened = [
        fill(
            "({p}, {w}, {m})",
            p=literal(p),
            w=literal(bits[f"{PROCESS}:{p}"].word),
            m=bits[f"{PROCESS}:{p}"].mask,
        )
        for p in used
    ]
    words = sorted({bits[f"{PROCESS}:{p}"].word for p in used})
    asked = [
        fill(
            "select person_id, {w} as word, bits from {f}(people, instant)",
            w=literal(w),
            f=name_of(t, PROCESS, w),
        )
        for w in words
    ]
    connections.in_the_register(t, leaves)
    sql = fill(
        _MAY_DISCLOSE,
        name=t.versioned("may_disclose"),
        people=with_list(t, leaves),
        opened=lines(opened),
        asked=join(asked, "\nunion all\n"),
        version=literal(t.doc.register_.version),
        limits=Sql("".join("\n    and " + limit.text for limit in limits)),
    )
    return statement(
        "may disclose",
        "recipient",
        "Lists who may be disclosed to which recipient for which purpose; bans, agreements and dates are heeded.",
        sql,
    )
