"""Recipients: who receives, for what, decided by whom, under which agreement (Arts 26, 28; PRO-*, JNT-01)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Recipient
from seloste.policy.tree.terms import AgreementTerm

_UNDER_AGREEMENT = {"processor", "sub_processor"}
_DECIDED = {"controller", "stakeholder", "participants"}
TERMS = get_args(AgreementTerm)


@rule("P480", title="A processor has an agreement", law="PRO-02")
def processors_have_an_agreement(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a processor without agreement, and an agreement on who is no processor."""
    for recipient in doc.recipient.values():
        if recipient.kind in _UNDER_AGREEMENT and recipient.agreement is None:
            yield at(
                recipient,
                sentence=f"`{recipient.clause}` is a {recipient.kind.replace('_', '-')} without a processing agreement",
                why="a processor works only under a contract (Art. 28(3)); no agreement, no disclosure",
                do="add `agreement`",
            )
        if recipient.kind not in _UNDER_AGREEMENT and recipient.agreement is not None:
            yield at(
                recipient,
                "agreement",
                sentence=f"`{recipient.clause}` is of kind `{recipient.kind}` and has a processing agreement",
                why="who decides itself why and how is no processor (Art. 28(10)); people would be told wrongly",
                do="correct the kind, or remove the agreement",
            )


@rule("P481", title="A processing agreement is live", law="PRO-02")
def agreements_are_live(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse an agreement that is not signed yet, or has ended."""
    for recipient in doc.recipient.values():
        agreement = recipient.agreement
        if agreement is None:
            continue
        if agreement.signed_on > given.today:
            yield _not_live(recipient, "signed_on", f"is signed on {agreement.signed_on}, in the future")
        elif agreement.ends_on is not None and agreement.ends_on <= given.today:
            yield _not_live(recipient, "ends_on", f"ended on {agreement.ends_on}")


def _not_live(recipient: Recipient, key: str, what: str) -> Remark:
    assert recipient.agreement is not None
    return at(
        recipient.agreement,
        key,
        sentence=f"the processing agreement of `{recipient.clause}` {what}",
        why="a processor works only under an agreement that is in force (Art. 28(3))",
        do="sign or renew it, or remove the recipient",
    )


@rule("P482", title="A processing agreement has every term of Art. 28(3)", law="PRO-03")
def agreements_have_every_term(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an agreement that lacks one of the terms (a) to (h), or the notice of infringing instructions."""
    for recipient in doc.recipient.values():
        if recipient.agreement is None:
            continue
        missing = [term for term in TERMS if term not in recipient.agreement.terms]
        if missing:
            yield at(
                recipient.agreement,
                "terms",
                sentence=f"the processing agreement of `{recipient.clause}` lacks {', '.join(missing)}",
                why="an agreement without one of these terms is none under Art. 28(3)",
                do="agree on them, then list them in `terms`",
            )


@rule("P483", title="A sub-processor works for a processor that may have one", law="PRO-04")
def sub_processors_have_a_processor(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a sub-processor of nobody, of who is no processor, and one that was not authorised."""
    for recipient in doc.recipient.values():
        if recipient.kind != "sub_processor":
            if recipient.of is not None:
                yield _sub(recipient, "of", f"is of kind `{recipient.kind}` and works for `{recipient.of}`")
            continue
        if recipient.of is None:
            yield _sub(recipient, "kind", "is a sub-processor and does not say of whom")
            continue
        above = doc.recipient.get(recipient.of)
        if above is None:
            continue
        if above.kind not in _UNDER_AGREEMENT:
            yield _sub(recipient, "of", f"works for `{above.id}`, which is no processor")
        elif above.agreement is not None and above.agreement.sub_processors == "none":
            yield _sub(
                recipient, "of", f"works for `{above.id}`, whose agreement authorises no sub-processors"
            )


def _sub(recipient: Recipient, key: str, what: str) -> Remark:
    return at(
        recipient,
        key,
        sentence=f"`{recipient.clause}` {what}",
        why="a processor engages another only with the controller's authorisation, under the same duties (Art. 28(2), (4))",
        do="correct `kind` and `of`, or the authorisation in `agreement.sub_processors`",
    )


@rule("P484", title="A sub-processor gets no more than its processor", law="PRO-04")
def sub_processors_get_no_more(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse purposes and data of a sub-processor that the processor above it does not have."""
    for recipient in doc.recipient.values():
        above = doc.recipient.get(recipient.of) if recipient.of is not None else None
        if above is None or recipient.kind != "sub_processor":
            continue
        for key in ("purposes", "data"):
            for number, name in enumerate(getattr(recipient, key)):
                if name not in getattr(above, key) and name in (
                    doc.purpose if key == "purposes" else doc.data
                ):
                    yield at(
                        recipient,
                        key,
                        number,
                        sentence=f"`{recipient.clause}` has `{name}` in `{key}`, and the processor `{above.id}` above it has not",
                        why="a processor cannot hand on what it was not given (Art. 28(4))",
                        do=f"add it to `recipient.{above.id}.{key}`, or remove it here",
                    )


@rule("P485", title="Recipients are named, or their kind is told exactly", law="INF-25")
def recipients_are_told(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a recipient with neither legal entity nor sector (Art. 13(1)(e))."""
    for recipient in doc.recipient.values():
        if recipient.entity is None and recipient.sector is None:
            yield at(
                recipient,
                sentence=f"`{recipient.clause}` names neither a legal entity nor a sector",
                why="people are told who receives their data, as exactly as possible (Art. 13(1)(e), C-154/21)",
                do="add `entity`, or `sector` with type and sector",
            )


@rule("P486", title="Somebody decides on each disclosure", law="PRI-07")
def disclosures_are_decided(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a disclosure outside the house that nobody decides."""
    for recipient in doc.recipient.values():
        if recipient.kind in _DECIDED and recipient.decided_by is None:
            yield at(
                recipient,
                sentence=f"nobody decides whether data go to `{recipient.clause}`",
                why="a disclosure is the controller's decision, and it is recorded whose",
                do="name a role in `decided_by`",
            )


@rule("P487", title="What goes to an authority, or past a ban, names its law", law="LAW-03")
def demanded_disclosures_name_their_law(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an authority, and a disclosure in spite of a ban, without `law`."""
    for recipient in doc.recipient.values():
        if recipient.law is None and (recipient.kind == "authority" or recipient.ban == "law_demands"):
            yield at(
                recipient,
                "ban" if recipient.ban == "law_demands" and recipient.spot.has("ban") else "kind",
                sentence=f"`{recipient.clause}` gets data because the law demands it, and the law is not named",
                why="a ban leaves the person out of every disclosure that no law demands",
                do="add `law`, or set `ban` and `kind` to what they are",
            )


@rule("P488", title="A recipient gets only what its purposes read", law="PRI-02")
def recipients_get_what_purposes_read(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse data that none of the recipient's purposes may read (C26, Art. 5(1)(b))."""
    for recipient in doc.recipient.values():
        read = {c for p in recipient.purposes if p in doc.purpose for c in doc.purpose[p].data}
        for number, category in enumerate(recipient.data):
            if category in doc.data and category not in read:
                yield at(
                    recipient,
                    "data",
                    number,
                    sentence=f"`{recipient.clause}` gets `{category}`, which none of its purposes reads",
                    why="a disclosure serves a purpose of the register (Art. 5(1)(b))",
                    do="leave the category out, or name the purpose that needs it",
                )


@rule("P489", title="A joint controller that receives is one of the controller's", law="JNT-01")
def joint_controllers_are_declared(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a joint controller without arrangement, and one whom nobody can reach (Art. 26)."""
    for recipient in doc.recipient.values():
        if recipient.kind == "joint_controller" and recipient.id not in doc.controller.joint:
            yield at(
                recipient,
                "kind",
                sentence=f"`{recipient.clause}` is a joint controller, and there is no arrangement with it",
                why="the essence of the arrangement is made available to people (Art. 26(2))",
                do=f"add [controller.joint.{recipient.id}], or correct the kind",
            )
    for joint in doc.controller.joint.values():
        if joint.phone is None and joint.email is None:
            yield at(
                joint,
                sentence=f"the joint controller `{joint.id}` has neither phone nor e-mail",
                why="people may use their rights against each of the controllers (Art. 26(3))",
                do="add `phone` or `email`",
            )
