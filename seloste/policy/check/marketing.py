"""Marketing: which rule may open which channel (ePrivacy Directive Art. 13, in Finland 917/2014 ss. 200 to 204; MKT-*)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from seloste.policy.check.consent import ELECTRONIC, reaches
from seloste.policy.check.countries import WORK_ROLE_RULE
from seloste.policy.check.index import NON_CONSENT, index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document
from seloste.policy.tree.purposes import Purpose, Topic
from seloste.policy.tree.terms import Channel

_CHANNELS: Sequence[Channel] = get_args(Channel)
_EXISTING_CUSTOMER_CHANNELS = {"email", "sms"}
_CONTACT_ITEM = {
    "email": ("pd:EmailAddress",),
    "sms": ("pd:TelephoneNumber",),
    "call_automated": ("pd:TelephoneNumber",),
    "phone": ("pd:TelephoneNumber",),
    "post": ("pd:PhysicalAddress",),
}


def _openings(doc: Document) -> Iterator[tuple[Purpose, Purpose | Topic, Channel, int, str]]:
    """Yield every rule that opens a channel: purpose, where it stands, channel, number in the list, rule."""
    for purpose in doc.purpose.values():
        for where, reach in reaches(purpose):
            for channel, clauses in reach.items():
                for number, clause in enumerate(clauses):
                    yield purpose, where, channel, number, clause


def _marketing(doc: Document) -> list[Purpose]:
    return [p for p in doc.purpose.values() if p.kind == "direct_marketing"]


@rule("P700", title="Direct marketing names the national rules it stands under", law="MKT-01")
def national_rules_are_named(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse direct marketing without [register.marketing]."""
    if doc.register_.marketing is not None:
        return
    for purpose in _marketing(doc):
        yield at(
            purpose,
            sentence=f"`{purpose.clause}` is direct marketing, and the register does not say which channels need consent",
            why="national law on direct marketing goes before the GDPR's basis (Art. 95; ePrivacy Directive Art. 13)",
            do="add [register.marketing] with the act and its channels",
        )


@rule("P701", title="Each channel needs consent or is open until forbidden, not both", law="MKT-02")
def channels_are_divided(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a channel in both lists of [register.marketing], or in neither."""
    law = doc.register_.marketing
    if law is None:
        return
    for channel in _CHANNELS:
        both = channel in law.consent_channels and channel in law.opt_out_channels
        if both or (channel not in law.consent_channels and channel not in law.opt_out_channels):
            yield at(
                law,
                "opt_out_channels",
                sentence=f"`{channel}` is in {'both lists' if both else 'neither list'} of channels",
                why="a channel needs prior consent, or is open until the person forbids it",
                do="put it into `consent_channels` or into `opt_out_channels`",
            )


@rule("P702", title="E-mail, text messages and automated calls need consent everywhere", law="MKT-01")
def electronic_channels_need_consent(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an electronic channel among those open until forbidden."""
    law = doc.register_.marketing
    for number, channel in enumerate(law.opt_out_channels if law is not None else ()):
        if law is not None and channel in ELECTRONIC and channel not in law.consent_channels:
            yield at(
                law,
                "opt_out_channels",
                number,
                sentence=f"`{channel}` is listed as open until forbidden",
                why="ePrivacy Directive Art. 13(1) asks for prior consent in every Member State (in Finland 917/2014 s. 200(1))",
                do="move it to `consent_channels`",
            )


@rule("P703", title="A channel that needs consent is not opened by silence", law="MKT-01")
def consent_channels_are_not_opened_by_silence(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `not_forbidden` on a channel that national law opens only by consent or an exception to it."""
    law = doc.register_.marketing
    for purpose, where, channel, number, clause in _openings(doc):
        needs = channel in law.consent_channels if law is not None else channel in ELECTRONIC
        if clause == "not_forbidden" and needs and purpose.kind == "direct_marketing":
            yield at(
                where,
                "reach",
                channel,
                number,
                sentence=f"`{where.clause}` opens `{channel}` until the person forbids it",
                why="this channel needs prior consent, or an exception to it",
                do='open it by "consent", or by "existing_customer" where that rule holds',
            )


@rule("P704", title="National law has the rule that opens a channel", law="MKT-03")
def national_law_has_the_rule(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse the existing-customer rule and the work-role rule where national law has none."""
    law = doc.register_.marketing
    if law is None:
        return
    flags = {"existing_customer": law.existing_customer_rule, "work_role": law.work_role_rule}
    for _, where, channel, number, clause in _openings(doc):
        if not flags.get(clause, True):
            yield at(
                where,
                "reach",
                channel,
                number,
                sentence=f"`{where.clause}` opens `{channel}` by `{clause}`, which the law of {doc.register_.country} does not have here",
                why=f"`register.marketing.{clause}_rule` is false",
                do="open the channel another way",
            )


@rule("P705", title="The work-role rule stands where national law knows it", law="MKT-06")
def work_role_rule_is_known(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `work_role_rule` for a country whose law is known here not to have it."""
    law, known = doc.register_.marketing, WORK_ROLE_RULE.get(doc.register_.country)
    if law is not None and law.work_role_rule and known is not None and not known[0]:
        yield at(
            law,
            "work_role_rule",
            sentence=f"the law of {doc.register_.country} does not treat a work address as the organisation's",
            why=known[1],
            do="set `work_role_rule = false`",
        )


@rule("P706", title="The existing-customer rule is about similar products", law="MKT-03")
def existing_customers_have_a_product_group(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse the existing-customer rule on a topic without product group, and on a purpose itself."""
    for _, where, channel, number, clause in _openings(doc):
        if clause == "existing_customer" and not (
            isinstance(where, Topic) and where.product_group is not None
        ):
            yield at(
                where,
                "reach",
                channel,
                number,
                sentence=f"`{where.clause}` opens `{channel}` to existing customers, and names no product group",
                why="the rule covers only the seller's own products of the same group or similar ones",
                do="add `product_group`, or open the channel another way",
            )


@rule("P707", title="The existing-customer rule covers e-mail and text messages", law="MKT-03")
def existing_customers_are_written_to(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse the existing-customer rule for calls and post."""
    for _, where, channel, number, clause in _openings(doc):
        if clause == "existing_customer" and channel not in _EXISTING_CUSTOMER_CHANNELS:
            yield at(
                where,
                "reach",
                channel,
                number,
                sentence=f"`{where.clause}` opens `{channel}` to existing customers",
                why="the rule is about electronic mail (ePrivacy Directive Art. 13(2); 917/2014 s. 200(3))",
                do='open it by "consent" or, where the law lets it, by "not_forbidden"',
            )


@rule(
    "P708", title="The existing-customer rule starts at a sale where marketing can be refused", law="MKT-03"
)
def existing_customers_could_refuse(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse the existing-customer rule without a form that sells and has a refusal box."""
    topics = [o for o in _openings(doc) if o[4] == "existing_customer"]
    if not topics or not doc.form:
        return
    sales = [form for form in doc.form.values() if form.sale]
    for form in sales:
        if not form.refusal_box:
            yield at(
                form,
                "sale",
                sentence=f"`{form.clause}` sells, and has no box to refuse marketing",
                why="marketing can be refused easily and free of charge when the address is collected (917/2014 s. 200(3))",
                do="set `refusal_box = true`",
            )
    if not sales:
        _, where, channel, number, _ = topics[0]
        yield at(
            where,
            "reach",
            channel,
            number,
            sentence=f"`{where.clause}` opens `{channel}` to existing customers, and no form is a sale",
            why="the address must have been got from a customer in connection with selling",
            do="set `sale = true` and `refusal_box = true` on the form where things are sold",
        )


@rule("P709", title="Direct marketing has topics, each with a sender", law="MKT-08")
def marketing_has_topics(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse direct marketing without topics, or over channels of the purpose itself."""
    for purpose in _marketing(doc):
        if purpose.reach or not purpose.topic:
            yield at(
                purpose,
                *(("reach",) if purpose.reach else ()),
                sentence=f"`{purpose.clause}` is direct marketing "
                + ("over channels of its own" if purpose.reach else "without a topic"),
                why="it must not hide on whose behalf it is sent (917/2014 s. 203(2)); the topic says who sends it",
                do="add topics with `sender` and `reach`",
            )


@rule("P710", title="Marketing does not travel as a service message", law="MKT-13")
def marketing_is_no_service(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `service` as what opens a channel for marketing."""
    for purpose, where, channel, number, clause in _openings(doc):
        if clause == "service" and purpose.kind in {"direct_marketing", "profiling"}:
            yield at(
                where,
                "reach",
                channel,
                number,
                sentence=f"`{where.clause}` sends marketing by `{channel}` as a service message",
                why="only what is no marketing needs no rule to open its channel",
                do="open it by a rule of marketing, or move it to a purpose of its own",
            )


@rule("P711", title="The existing-customer rule opens marketing only", law="MKT-03")
def existing_customers_get_marketing(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse the exception for marketing to customers under a purpose that is none."""
    for purpose, where, channel, number, clause in _openings(doc):
        if clause == "existing_customer" and purpose.kind != "direct_marketing":
            yield at(
                where,
                "reach",
                channel,
                number,
                sentence=f"`{where.clause}` opens `{channel}` to existing customers, and is not marketing",
                why="either it is marketing and can be objected to as such (Art. 21(2)), or it needs no such rule",
                do='write "service" or "consent", or set `kind = "direct_marketing"`',
            )


@rule("P712", title="What opens a channel without consent has a basis that carries it", law="LAW-05")
def channels_have_a_basis(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a channel open without consent where consent is the only basis; marketing needs a legitimate interest."""
    for purpose, where, channel, number, clause in _openings(doc):
        if clause in {"consent", "service", "existing_customer"} and purpose.kind != "direct_marketing":
            continue
        wanted = {"legitimate_interest"} if purpose.kind == "direct_marketing" else set(NON_CONSENT)
        if clause not in {"consent", "service"} and wanted.isdisjoint(purpose.basis):
            yield at(
                where,
                "reach",
                channel,
                number,
                sentence=f"`{where.clause}` opens `{channel}` by `{clause}`, and `{purpose.clause}` has no basis that carries it",
                why="a purpose without a basis that can carry its channel cannot be enforced",
                do="add `basis.legitimate_interest` with its balancing test, or open the channel by consent",
            )


@rule("P713", title="A channel is opened by something", law="MKT-01")
def channels_are_opened(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a channel with an empty list of rules, and a topic without channels."""
    for purpose in doc.purpose.values():
        for where, reach in reaches(purpose):
            for channel, clauses in reach.items():
                if not clauses:
                    yield _not_opened(where, f"has the channel `{channel}`, and nothing opens it", channel)
            if not reach:
                yield _not_opened(where, "has no channel")


def _not_opened(where: Purpose | Topic, what: str, *path: str) -> Remark:
    return at(
        where,
        *(("reach", *path) if path or where.spot.has("reach") else ()),
        sentence=f"`{where.clause}` {what}",
        why="a channel that no rule opens is closed to everybody, and the notice would tell of it",
        do="name the rule that opens it, or remove it",
    )


@rule("P714", title="A purpose reads the contact points of its channels", law="PRI-02")
def channels_have_addresses(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a channel whose addresses the purpose may not read: nothing could be sent."""
    i = index(doc)
    for purpose in doc.purpose.values():
        told: set[str] = set()
        for where, reach in reaches(purpose):
            for channel in reach:
                terms = _CONTACT_ITEM[channel]
                if channel not in told and not i.holds_item(purpose.data, *terms):
                    told.add(channel)
                    yield at(
                        where,
                        "reach",
                        channel,
                        sentence=f"`{where.clause}` uses `{channel}`, and `{purpose.clause}` reads no item of the term {terms[0]}",
                        why="a purpose's role reads exactly its data categories; without the address nothing can be sent",
                        do="add the category that holds the address to `data`, or remove the channel",
                    )
