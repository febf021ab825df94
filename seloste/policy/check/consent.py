"""Consent: asked apart, off until the person acts, as easy to withdraw as to give (Arts 4(11), 7, 8; CON-*)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import ConsentBox, Form
from seloste.policy.tree.purposes import Purpose, Reach, Topic
from seloste.policy.tree.values import Node

ELECTRONIC = ("email", "sms", "call_automated")

# How a language says that consent can be withdrawn.
_WITHDRAW: Mapping[str, re.Pattern[str]] = {
    "fi": re.compile(r"peruut|perua\b|perun|peru\b", re.IGNORECASE),
    "sv": re.compile(r"återkall|återta|tar? tillbaka|tas tillbaka|drar? tillbaka", re.IGNORECASE),
    "en": re.compile(r"withdraw|take (?:it|this|your consent) back|revoke", re.IGNORECASE),
    "de": re.compile(
        r"widerruf|widerrief|zurückzieh|zurücknehm|ziehen? .{0,40}zurück|nehmen? .{0,40}zurück", re.IGNORECASE
    ),
}


def tells_of_withdrawing(words: str, language: str) -> bool:
    """Tell whether a wording says that consent can be withdrawn; true for languages that are not known here."""
    pattern = _WITHDRAW.get(language)
    return pattern is None or pattern.search(words) is not None


def boxes(doc: Document) -> Iterator[tuple[Form, ConsentBox]]:
    """Yield every consent box with its form."""
    for form in doc.form.values():
        for box in form.consent.values():
            yield form, box


def _opened_by_consent(reach: Reach) -> set[str]:
    return {channel for channel, clauses in reach.items() if "consent" in clauses}


@rule("P440", title="A consent is never required", law="CON-04")
def consents_are_free(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a form that cannot be sent without a consent (Art. 7(4))."""
    for _, box in boxes(doc):
        if box.required:
            yield at(
                box,
                "required",
                sentence=f"`{box.clause}` asks for a consent that must be given",
                why="a consent that is a condition is not freely given (Art. 7(4))",
                do="set `required = false`",
            )


@rule("P441", title="A consent box is off until the person acts", law="CON-06")
def boxes_are_off(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a box that is ticked beforehand (Recital 32)."""
    for _, box in boxes(doc):
        if box.ticked:
            yield at(
                box,
                "ticked",
                sentence=f"`{box.clause}` is ticked before the person has acted",
                why="silence and boxes ticked beforehand are no consent (Art. 4(11), Recital 32)",
                do="set `ticked = false`",
            )


@rule("P442", title="The words beside the box say how to withdraw", law="CON-03")
def wordings_tell_of_withdrawal(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a wording without withdrawal in a language whose words for it are known here (Art. 7(3))."""
    for _, box in boxes(doc):
        for language in doc.register_.languages:
            words = doc.say(box.wording, language)
            if words and not tells_of_withdrawing(words, language):
                yield at(
                    box,
                    "wording",
                    language,
                    sentence=f"the wording of `{box.clause}` does not say in `{language}` that consent can be withdrawn",
                    why="people are told so before they give it (Art. 7(3))",
                    do="add a sentence on withdrawing, and how",
                )


@rule("P443", title="A consent box is for a purpose that rests on consent", law="CON-01")
def boxes_have_a_consent(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a box whose answer would change nothing."""
    for _, box in boxes(doc):
        purpose = doc.purpose.get(box.purpose)
        if purpose is not None and "consent" not in purpose.basis:
            yield at(
                box,
                "purpose",
                sentence=f"`{box.clause}` asks for consent to `{box.purpose}`, which does not rest on consent",
                why="asking for a consent that decides nothing misleads people about their choice (Art. 5(1)(a))",
                do="remove the box, or add a basis of consent to the purpose",
            )


@rule("P444", title="One consent is about one topic", law="CON-05")
def boxes_are_granular(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a box for a purpose with topics that names none (Recital 43)."""
    for _, box in boxes(doc):
        purpose = doc.purpose.get(box.purpose)
        if purpose is not None and purpose.topic and box.topic is None:
            yield at(
                box,
                sentence=f"`{box.clause}` is about all topics of `{box.purpose}` at once",
                why="separate things have separate consents (Recital 43); a person may want one and not the other",
                do=f"name a `topic`: {', '.join(purpose.topic)}",
            )


@rule("P445", title="A consent box names the channels that it opens", law="CON-05")
def boxes_open_their_channels(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a box with a channel that its topic does not open by consent, and one that names none of them."""
    for _, box in boxes(doc):
        purpose = doc.purpose.get(box.purpose)
        if purpose is None or (box.topic is not None and box.topic not in purpose.topic):
            continue
        if purpose.topic and box.topic is None:
            continue
        opened = _opened_by_consent(purpose.topic[box.topic].reach if box.topic else purpose.reach)
        for number, channel in enumerate(box.channels):
            if channel not in opened:
                yield at(
                    box,
                    "channels",
                    number,
                    sentence=f"`{box.clause}` asks for consent by `{channel}`, which its {'topic' if box.topic else 'purpose'} does not open by consent",
                    why="a consent is specific (Art. 4(11)); this one would open nothing",
                    do=f"name channels among {', '.join(sorted(opened)) or 'those that `reach` opens by consent'}",
                )
        if opened and not box.channels:
            yield at(
                box,
                sentence=f"`{box.clause}` does not say by which channels",
                why="a consent is specific and informed (Art. 4(11)): by e-mail is not by phone",
                do=f"add `channels` among {', '.join(sorted(opened))}",
            )


@rule("P446", title="A form asks for the same consent once", law="CON-02")
def consents_are_asked_once(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse two boxes on one form about the same purpose, topic and channel."""
    for form in doc.form.values():
        seen: dict[tuple[str, str | None, str], str] = {}
        for box in form.consent.values():
            for channel in box.channels or ("",):
                first = seen.setdefault((box.purpose, box.topic, channel), box.id)
                if first != box.id:
                    yield at(
                        box,
                        sentence=f"`{box.clause}` asks for what `{first}` on the same form asks for",
                        why="with one box on and the other off nobody knows what was consented to (Art. 7(2))",
                        do="ask once",
                    )
                    break


@rule("P447", title="Consent to an electronic channel is confirmed from the contact point", law="CON-01")
def electronic_consents_are_confirmed(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a consent to e-mail, text messages or automated calls that anybody could have given."""
    for _, box in boxes(doc):
        channel = next((c for c in box.channels if c in ELECTRONIC), None)
        if channel is not None and box.confirmed_from != "contact_point":
            yield at(
                box,
                "confirmed_from",
                sentence=f"`{box.clause}` opens `{channel}` without a confirmation from the contact point",
                why="the controller must be able to show that the person consented (Art. 7(1))",
                do='set `confirmed_from = "contact_point"`',
            )


@rule("P448", title="What consent opens is asked for on a form", law="CON-01")
def consents_can_be_given(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a purpose or topic on consent for which no form has a box."""
    if not doc.form:
        return  # that there is no form at all has a code of its own
    asked = {(box.purpose, box.topic, c) for _, box in boxes(doc) for c in box.channels}
    asked_at_all = {(box.purpose, box.topic) for _, box in boxes(doc)}
    for purpose in doc.purpose.values():
        if "consent" not in purpose.basis:
            continue
        for topic in purpose.topic.values():
            for channel in topic.reach:
                if (
                    "consent" in topic.reach[channel]
                    and (purpose.id, topic.id, channel) not in asked
                    and (purpose.id, None) not in asked_at_all
                ):
                    yield _not_asked(topic.clause, f" by `{channel}`", topic, "reach", channel)
        if not purpose.topic and not any(p == purpose.id for p, _ in asked_at_all):
            yield _not_asked(purpose.clause, "", purpose.basis["consent"])


def _not_asked(clause: str, how: str, node: Node, *path: str) -> Remark:
    return at(
        node,
        *path,
        sentence=f"no form asks for the consent that `{clause}` needs{how}",
        why="a consent exists only where it was asked for in words that are kept (Art. 7(1))",
        do="add a consent box to a form, or take consent away here",
    )


@rule("P449", title="A channel that consent opens rests on consent", law="CON-01")
def consent_channels_have_the_basis(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a channel opened by consent where the purpose has no basis of consent to carry it."""
    for purpose in doc.purpose.values():
        if "consent" in purpose.basis:
            continue
        for where, reach in reaches(purpose):
            for channel in sorted(_opened_by_consent(reach)):
                yield at(
                    where,
                    "reach",
                    channel,
                    sentence=f"`{where.clause}` opens `{channel}` by consent, and `{purpose.clause}` does not rest on consent",
                    why="a purpose without a basis that can carry its channel cannot be enforced",
                    do="add `basis.consent`, or open the channel another way",
                )


def reaches(purpose: Purpose) -> Iterator[tuple[Purpose | Topic, Reach]]:
    """Yield the channels of a purpose and of each of its topics, with what has them."""
    if purpose.reach:
        yield purpose, purpose.reach
    for topic in purpose.topic.values():
        yield topic, topic.reach


@rule("P450", title="A consent to marketing opens a channel", law="CON-05")
def marketing_consents_open_something(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a basis of consent under direct marketing that no channel asks for."""
    for purpose in doc.purpose.values():
        basis = purpose.basis.get("consent")
        if basis is None or purpose.kind != "direct_marketing":
            continue
        if not any(_opened_by_consent(reach) for _, reach in reaches(purpose)):
            yield at(
                basis,
                sentence=f"`{purpose.clause}` rests on consent, and no channel is opened by it",
                why="people would consent to nothing, and still be told they did (Art. 7(2))",
                do='open a channel with `"consent"` in `reach`, or remove the basis',
            )
