"""Make docs/reference from what the program itself says: the tree's types, the codes, the commands.

``python -m scripts.make_reference`` writes the pages; a test compares them with what would be written.
"""

from __future__ import annotations

from pathlib import Path

from scripts.reference import codes, commands, facts, language

HERE = Path(__file__).parent.parent
FOLDER = HERE / "docs" / "reference"


def pages() -> dict[Path, str]:
    """Return each page of the reference as it should be."""
    return {
        FOLDER / "language.md": language.page(),
        FOLDER / "facts.md": facts.page(),
        FOLDER / "codes.md": codes.page(),
        FOLDER / "commands.md": commands.page(),
    }


def main() -> None:
    """Write the pages, and say which of them changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(HERE)}: {'written' if changed else 'as it was'}")


if __name__ == "__main__":
    main()
