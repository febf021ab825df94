"""Coverage-guided fuzzing of reading a document: `python -m tests.faults.fuzz_document -runs=20000 CORPUS`.

Any bytes whatever are either read or refused with findings that have code, place and words; everything
else (an exception, a finding without a place in the text) is a crash that the fuzzer keeps.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["seloste", "tomllib"]):
    from seloste.policy.findings import DocumentRefused
    from seloste.policy.text.read import read
    from seloste.policy.tree.document import load


def one_input(content: bytes) -> None:
    """Read and load ``content``; raise only when something other than a refusal comes out."""
    try:
        load(read("fuzz.toml", content))
    except DocumentRefused as refused:
        lines = content.count(b"\n") + 1
        for finding in refused.findings:
            if not 1 <= finding.spot.line <= lines or not finding.code.startswith("P"):
                raise AssertionError(finding) from None
            finding.as_text("fuzz.toml").encode()


def main() -> None:
    """Hand the command line to libFuzzer."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
