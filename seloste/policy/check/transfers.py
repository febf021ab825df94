"""Transfers: nothing leaves the EEA without a tool that holds today (Arts 44 to 49; TRA-*)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.countries import ADEQUACY, COUNTRIES, EEA, USUAL_MISTAKES
from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.findings import near
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Recipient, Transfer
from seloste.policy.tree.parties import Address, Register

_HINTS_AT_MOST = 20
_SAFEGUARDS = {
    "public_instrument",
    "binding_corporate_rules",
    "standard_contractual_clauses",
    "authority_clauses",
    "code_of_conduct",
    "certification",
    "authorised_clauses",
}


@rule("P470", title="A country is a country", law="TRA-01")
def countries_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a code that ISO 3166-1 does not assign."""
    hints = 0
    for node in index(doc).nodes:
        if isinstance(node, Address | Register):
            places: tuple[tuple[tuple[str | int, ...], str], ...] = ((("country",), node.country),)
        elif isinstance(node, Recipient | Transfer):
            places = tuple((("country", number), code) for number, code in enumerate(node.country))
        else:
            continue
        for path, code in places:
            if code not in COUNTRIES:
                meant = USUAL_MISTAKES.get(code)
                hints += 1
                hint = f" Did you mean `{meant}`?" if meant else ""
                if not meant and hints <= _HINTS_AT_MOST:
                    hint = near(code, COUNTRIES)
                yield at(
                    node,
                    *path,
                    sentence=f"`{code}` is not the code of a country.{hint}",
                    why="which rules of transfer hold depends on the country (Art. 44)",
                    do="write the two letters of ISO 3166-1",
                )


@rule("P471", title="A recipient outside the EEA has a transfer tool", law="TRA-01")
def third_countries_have_a_tool(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a third country that no transfer of the recipient covers (C30)."""
    for recipient in doc.recipient.values():
        if recipient.transfer is not None and recipient.transfer not in doc.transfer:
            continue
        covered = doc.transfer[recipient.transfer].country if recipient.transfer is not None else ()
        for number, country in enumerate(recipient.country):
            if country in EEA or country in covered or country not in COUNTRIES:
                continue
            yield at(
                recipient,
                "country",
                number,
                sentence=f"`{recipient.clause}` is in {country}, outside the EEA, and no transfer of its own covers that",
                why="data leave the EEA only under Chapter V of the GDPR (Art. 44); seeing them from there is leaving",
                do="name a `transfer` that covers the country, or a recipient inside the EEA",
            )


@rule("P472", title="A transfer is to a third country", law="TRA-01")
def transfers_leave_the_eea(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a transfer tool for the EEA, and one on a recipient that is inside it."""
    for transfer in doc.transfer.values():
        for number, country in enumerate(transfer.country):
            if country in EEA:
                yield at(
                    transfer,
                    "country",
                    number,
                    sentence=f"`{transfer.clause}` is to {country}, which is in the EEA",
                    why="a transfer is only what goes to a third country or an international organisation (Art. 44)",
                    do="remove the country",
                )
    for recipient in doc.recipient.values():
        if recipient.transfer is not None and all(c in EEA for c in recipient.country):
            yield at(
                recipient,
                "transfer",
                sentence=f"`{recipient.clause}` is inside the EEA and names a transfer",
                why="people would be told that their data leave the EEA (Art. 13(1)(f))",
                do="remove `transfer`, or name the country outside the EEA",
            )


@rule("P473", title="An adequacy decision exists and is in force", law="TRA-02")
def adequacy_is_in_force(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse adequacy for a country without a decision that holds today (Art. 45(3))."""
    for transfer in doc.transfer.values():
        if transfer.tool != "adequacy":
            continue
        for number, country in enumerate(transfer.country):
            decision = ADEQUACY.get(country)
            if country in EEA or country not in COUNTRIES:
                continue
            if decision is None:
                what = f"there is no adequacy decision on {country}"
            elif decision.since > given.today:
                what = f"the adequacy decision on {country} ({decision.decision}) holds only from {decision.since}"
            elif decision.until is not None and decision.until < given.today:
                what = f"the adequacy decision on {country} ({decision.decision}) ended on {decision.until}"
            else:
                continue
            yield at(
                transfer,
                "country",
                number,
                sentence=f"`{transfer.clause}`: {what}",
                why="only a decision of the Commission that is in force makes a country adequate (Art. 45)",
                do="use another tool, or keep the data in the EEA",
            )


@rule("P474", title="A limited adequacy decision says what it covers", law="TRA-02")
def limited_adequacy_has_its_scope(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse adequacy of limited scope without `scope`."""
    for transfer in doc.transfer.values():
        for country in transfer.country if transfer.tool == "adequacy" and transfer.scope is None else ():
            if country in ADEQUACY and ADEQUACY[country].limited_to:
                yield at(
                    transfer,
                    "tool",
                    sentence=f"`{transfer.clause}` does not say how {country} falls under its adequacy decision",
                    why=f"that decision covers only {ADEQUACY[country].limited_to}",
                    do="add `scope`",
                )


@rule("P475", title="A recipient in the US is certified", law="TRA-02")
def certification_is_current(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse adequacy for the US without a certification that holds today."""
    for transfer in doc.transfer.values():
        if transfer.tool != "adequacy" or not any(
            c in ADEQUACY and ADEQUACY[c].needs_certification for c in transfer.country
        ):
            continue
        if transfer.certified_until is None or transfer.certified_until < given.today:
            lapsed = transfer.certified_until is not None
            yield at(
                transfer,
                "certified_until" if lapsed else "tool",
                sentence=f"`{transfer.clause}` rests on a certification that "
                + (f"lapsed on {transfer.certified_until}" if lapsed else "nobody has checked"),
                why="the decision covers only organisations that are certified and active on the list",
                do="check the list of certified organisations, and set `certified_until`",
            )


@rule("P476", title="Standard contractual clauses have module and date", law="TRA-03")
def clauses_are_signed(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse standard contractual clauses without module, unsigned, or signed in the future."""
    for transfer in doc.transfer.values():
        if transfer.tool != "standard_contractual_clauses":
            continue
        lacks = [key for key in ("module", "signed_on") if getattr(transfer, key) is None]
        late = transfer.signed_on is not None and transfer.signed_on > given.today
        if lacks or late:
            yield at(
                transfer,
                "signed_on" if late else "tool",
                sentence=f"`{transfer.clause}` "
                + (
                    f"is signed on {transfer.signed_on}, in the future"
                    if late
                    else f"lacks {' and '.join(lacks)}"
                ),
                why="the clauses protect only once they are signed, in the module that fits the parties (Art. 46(2)(c))",
                do="add `module` (1 to 4) and `signed_on`",
            )


@rule("P477", title="Clauses and corporate rules have a transfer assessment", law="TRA-04")
def transfers_are_assessed(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse clauses or binding corporate rules without an assessment of the country's law."""
    for transfer in doc.transfer.values():
        if transfer.tool in _SAFEGUARDS - {"public_instrument"} and transfer.assessment is None:
            yield at(
                transfer,
                "tool",
                sentence=f"`{transfer.clause}` has no assessment of the law at the destination",
                why="a contract binds no state; whether it can be kept there is assessed first (C-311/18)",
                do="write the assessment, and name its file in `assessment`",
            )


@rule("P478", title="People can get a copy of the safeguards", law="INF-07")
def copies_can_be_had(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a safeguard of Art. 46 without `copy_from` (Art. 13(1)(f))."""
    for transfer in doc.transfer.values():
        if transfer.tool in _SAFEGUARDS and transfer.copy_from is None:
            yield at(
                transfer,
                "tool",
                sentence=f"`{transfer.clause}` does not say how to get a copy of the safeguards",
                why="people are told by which means to obtain a copy (Art. 13(1)(f))",
                do="add `copy_from`",
            )


@rule("P479", title="A transfer says only what belongs to its tool", law="TRA-03")
def transfers_say_what_belongs(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a module without clauses and a certification without adequacy: two tools in one."""
    belongs = {
        "module": {"standard_contractual_clauses"},
        "certified_until": {"adequacy"},
        "scope": {"adequacy"},
    }
    for transfer in doc.transfer.values():
        for key, tools in belongs.items():
            if getattr(transfer, key) is not None and transfer.tool not in tools:
                yield at(
                    transfer,
                    key,
                    sentence=f"`{transfer.clause}` says `{key}`, which does not belong to `{transfer.tool}`",
                    why="people are told one tool; what belongs to another would mislead them",
                    do=f"remove `{key}`, or correct the tool",
                )
