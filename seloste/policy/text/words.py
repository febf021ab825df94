"""Words: counting words and finding sentences in texts that people write.

Used wherever the length of a sentence matters (REQ-01: plain language, Art. 12(1)).
"""

from __future__ import annotations

import re

MAX_WORDS = 30

# A word holds at least one letter or digit; a dash or a bracket alone is none.
_WORD = re.compile(r"\S*\w\S*")
_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“”‘«(]*[^\W\d_a-zåäöüßéèáàčšžñçðþæøœ])")
# What may stand before a full stop inside a sentence, in the languages that notices are mostly written in.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[a-zåäö]|\d{1,2}|art|abs|nr|ch|ss|kap|mom|kl|klo|ca|bzw|usw|etc|esim|mm|ns|puh|"
    r"tel|vs|ym|yms|jne|dvs|osv|bl\.a|t\.ex|s\.k|e\.g|i\.e|z\.\s?B|d\.\s?h)\.$",
    re.IGNORECASE,
)


def words(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))


def is_long(text: str) -> bool:
    """Tell whether a text has more words than one sentence may have; short texts are not even counted."""
    return len(text) > 2 * MAX_WORDS and words(text) > MAX_WORDS


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each with its end; an abbreviation ends none."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.start()]
        if _ABBREVIATION.search(piece):
            continue
        found.append(f"{piece}{end.group().rstrip()}".strip())
        start = end.end()
    found.append(text[start:].strip())
    return tuple(sentence for sentence in found if sentence)
