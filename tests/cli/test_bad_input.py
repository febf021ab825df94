"""Bad input: a clear error with a code, the right exit code, and never a traceback."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seloste.cli import main
from seloste.cli.problems import CODES
from tests.cli.door import ANSWERS, DAY, Door, in_process
from tests.cli.test_check import spoil

HEAD = 'seloste = 1\n[register]\nid = "x"\n'
REFUSED = {
    "binary": (bytes(range(256)), "P102"),
    "ten megabytes": (b"# " + b"x" * 10_000_000, "P101"),
    "empty": (b"", "P23"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "P23"),
    "deep lists": (b"a = " + b"[" * 5_000 + b"]" * 5_000, "P106"),
    "deep tables": (b"a = " + b"{b=" * 5_000 + b"1" + b"}" * 5_000, "P106"),
    "deep keys": (b"a" + b".a" * 5_000 + b" = 1", "P106"),
    "a direction override in an id": (f"{HEAD}[purpose.a\u202eb]\n".encode(), "P103"),
    "a zero-width space in an id": (f'{HEAD}[purpose."a\u200bb"]\n'.encode(), "P103"),
    "an isolate in a text": (f'{HEAD}name = {{ en = "a\u2066b" }}\n'.encode(), "P103"),
    "a zero-width sign written as an escape": (f'{HEAD}[purpose."a\\u200bb"]\n'.encode(), "P205"),
    "a key twice": (b"seloste = 1\nseloste = 1\n", "P105"),
    "a table twice": (b"[register]\n[register]\n", "P105"),
    "not TOML": (b"seloste == 1", "P104"),
    "a number without end": (b"seloste = " + b"9" * 10_000, "P107"),
    "too many clauses": (b"".join(b"a%d = 1\n" % n for n in range(2_001)), "P108"),
    "another version": (b"seloste = 2\n", "P204"),
    "UTF-16": ("seloste = 1\n".encode("utf-16"), "P102"),
    "a zero byte": (b"seloste = 1\n\0", "P103"),
}
COMMANDS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "check": lambda p: ("policy", "check", str(p)),
    "check as JSON": lambda p: ("policy", "check", str(p), "--json"),
    "show": lambda p: ("policy", "show", str(p), "--as", "notice"),
    "show all the same": lambda p: ("policy", "show", str(p), "--as", "notice", "--even-if-refused"),
    "diff": lambda p: ("policy", "diff", str(p), str(p)),
    "explain": lambda p: ("policy", "explain", str(p), "--facts", str(p)),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", REFUSED)
def test_a_document_that_cannot_be_used_is_refused_with_a_code(
    door: Door, tmp_path: Path, kind: str, command: str
) -> None:
    content, code = REFUSED[kind]
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    said = door(*COMMANDS[command](path))
    assert said.code == (2 if command in {"diff", "explain"} else 1)
    assert code in said.out + said.err
    assert len(said.out + said.err) < 40_000


@pytest.fixture(
    params=["missing", "folder", "pipe", "socket", "device", "through a file", "zero byte", "too long"]
)
def unreadable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A path that is no file to read, and the code that says so."""
    path = tmp_path / "policy.toml"
    if request.param == "missing":
        yield str(path), "F001"
    elif request.param == "folder":
        yield str(tmp_path), "F002"
    elif request.param == "pipe":
        os.mkfifo(path)
        yield str(path), "F002"
    elif request.param == "socket":
        with socket.socket(socket.AF_UNIX) as held:
            held.bind(os.path.relpath(path))
            yield str(path), "F0"
    elif request.param == "device":
        yield "/dev/zero", "F002"
    elif request.param == "through a file":
        path.write_text("x", encoding="utf-8")
        yield f"{path}/policy.toml", "F001"
    elif request.param == "zero byte":
        yield f"{path}\0", "F00"
    else:
        yield "x" * 5_000, "F006"


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_is_unreadable(door: Door, unreadable: tuple[str, str], command: str) -> None:
    path, code = unreadable
    said = door(*(path if word == "\1" else word for word in COMMANDS[command](Path("\1"))))
    assert said.code == 2
    assert code in said.err
    if command == "check as JSON":
        assert said.json["error"]["code"].startswith(code)
    else:
        assert said.out == ""


def test_a_file_that_may_not_be_read_is_named(
    door: Door, club: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system is asked to say no, because root may read everything."""
    really_open = os.open

    def refusing(path: str, *rest: int, **more: int) -> int:
        if str(path) == str(club):
            raise PermissionError(13, "Permission denied")
        return really_open(path, *rest, **more)

    monkeypatch.setattr(os, "open", refusing)
    said = door("policy", "check", club)
    assert said.code == 2
    assert "F003" in said.err


def test_a_disk_that_fails_is_named(door: Door, club: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", failing)
    from seloste.cli.documents import read_document_bytes
    from seloste.cli.problems import Problem

    with pytest.raises(Problem, match="F006"):
        read_document_bytes(str(club))


# The files that a document names


def named(club: Path, path: str) -> None:
    spoil(club, '"balancing/club-enquiries.md"', f'"{path}"')


OUTSIDE = [
    "/etc/passwd",
    "../outside.md",
    "balancing/../../outside.md",
    "balancing\\\\x.md",
    "c:/x.md",
    "~/x.md",
    "a\\u0000b",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_that_leaves_the_folder_is_refused(door: Door, club: Path, path: str) -> None:
    (club.parent.parent / "outside.md").write_text("secret", encoding="utf-8")
    named(club, path)
    said = door("policy", "check", club, "--today", DAY)
    assert said.code == 1
    assert "P50" in said.out
    assert "secret" not in said.out


def test_a_missing_balancing_file_is_refused(door: Door, club: Path) -> None:
    (club.parent / "balancing/club-enquiries.md").unlink()
    said = door("policy", "check", club, "--today", DAY)
    assert said.code == 1
    assert "P502" in said.out


@pytest.mark.parametrize(
    "kind", ["link out", "link in", "linked folder", "folder", "pipe", "device", "too large", "binary"]
)
def test_a_named_file_that_is_not_one_is_refused(door: Door, club: Path, kind: str) -> None:
    path = club.parent / "balancing/club-enquiries.md"
    kept = path.rename(club.parent / "kept.md")
    if kind == "link out":
        path.symlink_to("/etc/passwd")
    elif kind == "link in":
        path.symlink_to(kept)
    elif kind == "linked folder":
        path.parent.rmdir()
        path.parent.symlink_to("/etc")
        named(club, "balancing/passwd")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "too large":
        path.write_bytes(kept.read_bytes() + b"x" * 1_100_000)
    else:
        path.write_bytes(b"\xff\xfe\0")
    said = door("policy", "check", club, "--today", DAY)
    assert said.code == 1
    assert "P50" in said.out
    assert "root:" not in said.out


def test_a_named_file_in_its_place_is_read(door: Door, club: Path) -> None:
    """Control: the same document with the same file unharmed is lawful."""
    assert door("policy", "check", club, "--today", DAY).code == 0


def test_sub_processors_in_a_circle_are_refused(door: Door, club: Path) -> None:
    text = club.read_text(encoding="utf-8")
    one = text[text.index("[recipient.hosting]") : text.index("[recipient.hosting.agreement]")]
    circle = "".join(
        one.replace("recipient.hosting", f"recipient.{name}").replace('"processor"', '"sub_processor"')
        + f'of = "{of}"\n\n'
        for name, of in (("first", "second"), ("second", "first"))
    )
    club.write_text(text.replace("[form.joining]", f"{circle}[form.joining]", 1), encoding="utf-8")
    said = door("policy", "check", club, "--today", DAY)
    assert said.code == 1
    assert "P326" in said.out


# Usage


@pytest.mark.parametrize(
    "words",
    [
        ("policy", "chek"),
        ("policy", "check"),
        ("policy", "check", "--jsn", "x"),
        ("policy", "check", "a", "b"),
        ("policy", "diff", "a"),
        ("policy", "explain", "a"),
        ("nothing",),
        ("policy", "check", "a", "--today"),
        ("bench", "--clauses", "many"),
        ("bench", "--times", "0"),
        ("bench", "sleep"),
        ("bench", "--clauses", "3"),
        ("policy", "diff", "a", "b", "--lang", "de"),
        ("policy", "new", "x.md"),
        ("policy", "new", "no/such/folder/x.toml"),
    ],
)
def test_wrong_usage_says_what_is_right(door: Door, words: tuple[str, ...]) -> None:
    said = door(*words)
    assert said.code == 2
    assert "    why: " in said.err
    assert "    do:  " in said.err
    assert said.out == ""


@pytest.mark.parametrize("words", [(), ("policy",)])
def test_a_command_alone_says_which_there_are(door: Door, words: tuple[str, ...]) -> None:
    said = door(*words)
    assert said.code == 2
    assert "Commands:" in said.err


def test_a_name_that_is_not_text_is_said_safely() -> None:
    said = in_process("policy", "check", os.fsdecode(b"no\xffsuch\x1b[31m.toml"))
    assert said.code == 2
    assert "F001" in said.err
    assert "\x1b" not in said.err
    assert "Traceback" not in said.err


def test_an_ascii_locale_is_no_reason_to_fail(club: Path) -> None:
    said = in_process(
        "policy", "check", club, "--today", DAY, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    )
    assert said.code == 0, said.err


# The last resort


def test_what_nobody_thought_of_is_a_line_and_no_traceback(
    capfd: pytest.CaptureFixture[str], club: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control for every test here: a planted fault is seen by its code."""
    from seloste.policy import check as rules

    def faulty(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(rules, "check", faulty)
    assert main(["policy", "check", str(club)]) == 2
    said = capfd.readouterr().err
    assert "X001" in said
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said
    assert "secret" not in said


def test_ctrl_c_is_a_sentence(
    capfd: pytest.CaptureFixture[str], club: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seloste.policy import check as rules

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rules, "check", stopped)
    assert main(["policy", "check", str(club)]) == 130
    assert "Stopped." in capfd.readouterr().err


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_any_bytes_at_all_are_answered(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    for words in (("check",), ("show", "--as", "sql"), ("explain", "--facts", str(path))):
        code = main(["policy", words[0], str(path), *words[1:]])
        said = capfd.readouterr()
        assert code in {1, 2}
        assert "X001" not in said.err
        assert "Traceback" not in said.err


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_policy_with_a_hole_in_it_is_answered(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], data: st.DataObject
) -> None:
    """Every command meets documents with a line gone or a value of another type, and none of them trips."""
    path = tmp_path / "club.toml"
    if not path.exists():
        (tmp_path / "a.toml").write_text(ANSWERS, encoding="utf-8")
        assert main(["policy", "new", str(path), "--answers", str(tmp_path / "a.toml"), "--today", DAY]) == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    number = data.draw(
        st.sampled_from([n for n, line in enumerate(lines) if " = " in line or line.startswith("[")])
    )
    put = data.draw(
        st.sampled_from(["", "{key} = 1", '{key} = ""', "{key} = []", "{key} = {{}}", '{key} = "words.none"'])
    )
    hole = tmp_path / "hole.toml"
    lines[number] = put.format(key=lines[number].partition(" = ")[0]) if " = " in lines[number] else ""
    hole.write_text("\n".join(lines), encoding="utf-8")
    for words in (
        ["check", "--json"],
        ["show", "--as", "notice", "--even-if-refused"],
        ["show", "--as", "dpv"],
    ):
        code = main(["policy", words[0], str(hole), *words[1:], "--today", DAY])
        said = capfd.readouterr()
        assert code in {0, 1, 2}
        assert "X001" not in said.err, (lines[number], words)


def test_each_code_of_the_door_is_raised_somewhere_and_only_those() -> None:
    source = "".join(
        p.read_text(encoding="utf-8") for p in Path("seloste/cli").rglob("*.py") if p.name != "problems.py"
    )
    assert {code for code in CODES if f'"{code}"' not in source} == set()
