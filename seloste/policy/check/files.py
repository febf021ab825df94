"""Files and installation values: what the document names outside itself, and what only the installation knows.

The files come as plain values, read by the door; a file that was not read comes with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.assessments import (
    BALANCING,
    TRANSFER,
    Assessment,
    AssessmentRefused,
    read_assessment,
)
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.compile.phrases import read_phrases
from seloste.policy.findings import DocumentRefused, Severity, near, shown
from seloste.policy.tree.document import Document
from seloste.policy.tree.values import Node


@rule("P501", title="A value is given only at installation")
def values_wait_for_installation(doc: Document, _given: Given) -> Iterator[Remark]:
    """Warn of each value that activation will wait for; the only warning there is."""
    for clause, spot, value in doc.waiting():
        yield Remark(
            spot,
            clause,
            f"`{clause}` is given at installation ({shown(value.at_installation)})",
            "it is known only where the register is installed; activation refuses until it is given",
            "give it when the register is installed",
            Severity.WARNING,
        )


def leaves_the_folder(path: str) -> bool:
    """Tell whether a path, as written, could leave the document's own folder."""
    steps = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\", "~")) or "\\" in path or ".." in steps or ":" in steps[0]


@rule("P502", title="A file that is named exists", law="PRI-07")
def files_exist(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a balancing test, an assessment or an earlier version that is not there."""
    for clause, spot, path in doc.files():
        if path not in given.files and path not in given.refused_files and not leaves_the_folder(path):
            yield Remark(
                spot,
                clause,
                f"`{clause}` names a file that is not there: `{shown(path)}`.{near(path, given.files)}",
                "what the document rests on must be shown when asked for (Art. 5(2))",
                "write the file beside the document, or correct the path",
            )


@rule("P503", title="A file lies in the document's own folder")
def files_stay_in_the_folder(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a path that leads out of the folder, whatever lies there."""
    for clause, spot, path in doc.files():
        if leaves_the_folder(path):
            yield Remark(
                spot,
                clause,
                f"`{clause}` names a file outside the document's folder: `{shown(path)}`",
                "a document is moved and published with its files; a path that leads out could show any file",
                "put the file below the folder of the document, and write the path with `/`",
            )


@rule("P504", title="A file that is named can be read")
def files_can_be_read(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a file that the door did not read, with the door's reason."""
    for clause, spot, path in doc.files():
        reason = given.refused_files.get(path)
        if reason is not None and not leaves_the_folder(path):
            yield Remark(
                spot,
                clause,
                f"`{clause}` names a file that was not read: `{shown(path)}`",
                shown(reason, 160),
                "mend the file, or name another",
            )


@rule("P505", title="An assessment has its head, and its steps", law="LAW-04")
def assessments_have_their_form(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a balancing test or transfer assessment without head, or without one of its headings."""
    for node, key, path, headings in assessments(doc):
        content = given.files.get(path)
        if content is None:
            continue
        try:
            read_assessment(content, headings)
        except AssessmentRefused as refused:
            yield at(
                node,
                key,
                sentence=f"the assessment `{shown(path)}` {refused}",
                why="an assessment says for what, by whom and until when it was made, and shows each step",
                do="see the reference of the language for the form of an assessment",
            )


@rule("P506", title="An assessment is for what names it", law="LAW-04")
def assessments_are_for_this(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a balancing test that was made for another purpose."""
    for node, key, path, head in _heads(doc, given):
        wanted = node.clause.partition(".basis.")[0]
        if wanted not in head.subjects:
            yield at(
                node,
                key,
                sentence=f"the assessment `{shown(path)}` was made for `{shown(', '.join(head.subjects))}`, not for `{wanted}`",
                why="interest, necessity and balance are weighed purpose by purpose (Art. 6(1)(f))",
                do=f"make an assessment for `{wanted}`, or correct `for` in its head",
            )


@rule("P507", title="An assessment is current", law="LAW-04")
def assessments_are_current(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse an assessment from the future and one whose review is due (assessed_on <= today < review_by)."""
    for node, key, path, head in _heads(doc, given):
        if head.assessed_on <= given.today < head.review_by:
            continue
        late = given.today >= head.review_by
        yield at(
            node,
            key,
            sentence=f"the assessment `{shown(path)}` "
            + (
                f"was to be reviewed by {head.review_by}"
                if late
                else f"is dated {head.assessed_on}, in the future"
            ),
            why="circumstances change; an assessment that nobody reviewed carries nothing",
            do="review it, then set `assessed_on` and `review_by`"
            if late
            else "correct `assessed_on` in its head",
        )


@rule("P508", title="An assessment was made by a role of the controller", law="PRI-07")
def assessments_have_an_author(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse an assessment by a role that the controller does not have."""
    for node, key, path, head in _heads(doc, given):
        if head.by not in doc.controller.role:
            yield at(
                node,
                key,
                sentence=f"the assessment `{shown(path)}` is by `{shown(head.by)}`, which is no role of the controller."
                + near(head.by, doc.controller.role),
                why="the controller must be able to show who weighed the interests (Art. 5(2))",
                do="correct `by` in its head, or declare the role under [controller.role]",
            )


@rule("P509", title="A file of phrases can be used", law="REQ-01")
def phrases_can_be_used(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a language whose notice could not be compiled; places are those in the file."""
    for language, path in doc.register_.phrases.items():
        content = given.files.get(path)
        if content is None:
            continue
        try:
            read_phrases(content, path, language)
        except DocumentRefused as refused:
            for f in refused.findings:
                yield Remark(
                    f.spot, f"register.phrases.{language}", f.sentence, f.why, f.do, file=f.file or path
                )


def assessments(doc: Document) -> Iterator[tuple[Node, str, str, tuple[str, ...]]]:
    """Yield every assessment that the document names: node, key, path, and the headings it needs."""
    for purpose in doc.purpose.values():
        for basis in purpose.basis.values():
            if basis.balancing is not None:
                yield basis, "balancing", basis.balancing, BALANCING
    for transfer in doc.transfer.values():
        if transfer.assessment is not None:
            yield transfer, "assessment", transfer.assessment, TRANSFER


def _heads(doc: Document, given: Given) -> Iterator[tuple[Node, str, str, Assessment]]:
    for node, key, path, headings in assessments(doc):
        content = given.files.get(path)
        if content is not None:
            try:
                yield node, key, path, read_assessment(content, headings)
            except AssessmentRefused:
                continue
