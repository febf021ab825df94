"""Bytes that no person would write are refused with code, place and words; nothing else ever happens."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.kernel.places import Spot
from seloste.policy.findings import DocumentRefused, Finding
from tests.not_run import not_run
from tests.policy.documents import ROOT, SMALL, refusal

pytestmark = pytest.mark.faults

STRANGE = [
    "\u202e",
    "\x00",
    '"""',
    "'''",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    "\\",
    "\ud7ff",
    "é",
    "9" * 50,
    "inf",
    "#",
    "\r",
]


def spoiled(dice: random.Random) -> bytes:
    """Return the small policy with a few pieces cut, doubled, swapped or replaced by strange signs."""
    text = SMALL
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(len(text))
        end = min(len(text), start + dice.randint(0, 60))
        piece = dice.choice([*STRANGE, "", text[start:end] * 2, text[end : end + 40]])
        text = text[:start] + piece + text[end:]
    content = text.encode()
    if dice.random() < 0.2:
        at = dice.randrange(len(content))
        content = content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
    return content


def test_spoiled_documents_are_read_or_refused(seeds: range) -> None:
    refused = 0
    for seed in seeds:
        content = spoiled(random.Random(seed))
        findings = refusal(content)
        refused += bool(findings)
        for finding in findings:
            assert 1 <= finding.spot.line <= content.count(b"\n") + 1, (seed, finding)
            assert finding.why
            assert finding.do
            assert all(line.isprintable() for line in finding.as_text("policy.toml").split("\n"))
    assert refused > len(seeds) // 2


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert refusal(content)


@pytest.fixture
def guided() -> None:
    """The guided fuzzer, which has wheels for some machines only."""
    if importlib.util.find_spec("atheris") is None:
        not_run("atheris has no wheel for this machine", remedy="run on Linux, x86_64, CPython 3.11 to 3.13")


@pytest.mark.usefixtures("guided")
def test_the_fuzzer_would_notice_a_finding_without_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.faults import fuzz_document

    def nowhere(name: str, content: bytes) -> None:
        raise DocumentRefused([Finding("P104", "wrong", "because", "mend it", Spot(0, 0))])

    monkeypatch.setattr(fuzz_document, "read", nowhere)
    with pytest.raises(AssertionError):
        fuzz_document.one_input(b"")


@pytest.mark.slow
@pytest.mark.usefixtures("guided")
def test_a_guided_fuzzer_finds_nothing(seeds: range, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for seed, content in enumerate([SMALL.encode(), *(spoiled(random.Random(seed)) for seed in range(20))]):
        (corpus / str(seed)).write_bytes(content)
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.faults.fuzz_document",
            f"-runs={20 * len(seeds)}",
            "-seed=1",
            "-max_total_time=60",
            str(corpus),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    assert "Done" in run.stderr
