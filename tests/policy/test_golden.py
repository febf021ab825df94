"""What the smallest register compiles to, as files that people can read: any change of it is seen in a review.

``pytest tests/policy/test_golden.py --write-golden`` writes them anew; the difference is then the reviewer's.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from seloste.policy.compile.notice import Notice
from seloste.policy.compile.notice.text import as_text
from seloste.policy.compile.record import as_csv, record
from tests.policy.notices import POLICIES, document, notice, phrases


def traces(made: Notice) -> str:
    """Return each sentence on a line: its place, the ids that it comes from, its clause, its words."""
    return "".join(f"{s.id}: {' '.join(s.trace)} | {s.clause or '-'} | {s.text}\n" for s in made.sentences())


FOLDER = POLICIES["small"].parent
MADE: dict[str, Callable[[], str]] = {
    "notice.en.txt": lambda: as_text(notice("small", "en")),
    "notice.en.trace.txt": lambda: traces(notice("small", "en")),
    "record.en.csv": lambda: as_csv(record(document("small"), "en", phrases("small", "en"))),
}


@pytest.mark.parametrize("name", MADE)
def test_it_is_as_it_was_last_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    made = MADE[name]().encode()
    if request.config.getoption("--write-golden"):
        (FOLDER / name).write_bytes(made)
    assert (FOLDER / name).read_bytes() == made, "see the difference with --write-golden and git diff"
