"""App: which words lead to which command; what each does is said here and done elsewhere.

Nothing heavy is imported here: each command imports its own module when it runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from seloste.cli.options import File, HouseFile, Json, Lang, NoColor, Today, Values

_SETTINGS = {"max_content_width": 80, "help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="seloste",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings=_SETTINGS,
)
policy = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Check, show, compare, explain or begin a document.",
)
app.add_typer(policy, name="policy")


def _say_version(wanted: bool) -> None:
    if wanted:
        from seloste import __version__
        from seloste.cli.talk import out

        out(f"seloste {__version__}")
        raise typer.Exit(0)


@app.callback()
def seloste(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Say which version this is, and stop."
        ),
    ] = False,
) -> None:
    """Check a privacy policy document and compile it to notice, record, SQL, DPV and evidence.

    \b
    Examples:
      seloste policy check policies/medtime-pro.toml
      seloste policy show policies/medtime-pro.toml --as notice --lang fi
    """
    assert not version  # said already, and the command ended there


@policy.command("check")
def policy_check(
    file: File,
    values: Values = "",
    house: HouseFile = "",
    today: Today = "",
    json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Check a document: all that is wrong with it.

    Each finding has its place, a code, the reason and the next step.

    Exit code: 0 lawful (warnings are allowed), 1 refused, 2 unreadable file or wrong usage.

    \b
    Examples:
      seloste policy check policies/medtime-pro.toml
      seloste policy check policies/association.toml --today 2026-11-22 --json
    """
    from seloste.cli.policy.check import check

    return check(file, values=values, house=house, today=today, json=json, no_color=no_color)


@policy.command("show")
def policy_show(
    file: File,
    as_: Annotated[
        str,
        typer.Option(
            "--as", metavar="READING", help="notice, record, dpv, sql or evidence.", show_default=False
        ),
    ],
    lang: Lang = "",
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text, html, pdf, json or csv.",
            show_default="by reading and --out",
        ),
    ] = "",
    out: Annotated[
        str, typer.Option("--out", metavar="PATH", help="Write to a file.", show_default=False)
    ] = "",
    values: Values = "",
    house: HouseFile = "",
    today: Today = "",
    json: Json = False,
    even_if_refused: Annotated[
        bool, typer.Option("--even-if-refused", help="Show a document that the check refuses, marked so.")
    ] = False,
) -> int:
    """Show a reading: notice, record, SQL and so on.

    A document that the check refuses is not shown. Exit code: 0 shown, 1 refused, 2 unreadable file or wrong usage.

    \b
    Examples:
      seloste policy show policies/medtime-pro.toml --as notice --lang fi
      seloste policy show policies/medtime-pro.toml --as record --out record.pdf
    """
    from seloste.cli.policy.show import asked_format, show

    return show(
        file,
        as_=as_,
        lang=lang,
        form=asked_format(form, json=json),
        out=out,
        values=values,
        house=house,
        today=today,
        even_if_refused=even_if_refused,
    )


@policy.command("diff")
def policy_diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The document as it was.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The document as it is.", show_default=False)],
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="CODE",
            help="Say it in fi, sv or en, with names.",
            show_default="ids, in English",
        ),
    ] = "",
    json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Compare two documents: what changed, in words.

    Each change is substantive (people must be told actively) or editorial, with the rule that makes it so. Values of
    the installation are not compared. Exit code: 0 the same, 1 different, 2 unreadable or refused, or wrong usage.

    \b
    Examples:
      seloste policy diff policies/medtime-pro.1.toml policies/medtime-pro.toml
      seloste policy diff old.toml new.toml --lang fi
    """
    from seloste.cli.policy.diff import diff

    return diff(old, new, lang=lang, json=json, no_color=no_color)


@policy.command("explain")
def policy_explain(
    file: File,
    facts: Annotated[
        str,
        typer.Option(
            "--facts", metavar="FACTS.toml", help="What is known, and what is asked.", show_default=False
        ),
    ],
    lang: Lang = "",
    values: Values = "",
    house: HouseFile = "",
    today: Today = "",
    json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Explain an answer: may we, and which clause says so.

    Exit code: 0 permitted, 1 not permitted, 2 document or facts cannot be used, or wrong usage.

    \b
    Examples:
      seloste policy explain policies/medtime-pro.toml --facts facts.toml
      seloste policy explain policies/medtime-pro.toml --facts facts.toml --json
    """
    from seloste.cli.policy.explain import explain

    return explain(
        file, facts=facts, lang=lang, values=values, house=house, today=today, json=json, no_color=no_color
    )


@policy.command("new")
def policy_new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it.")] = "policy.toml",
    answers: Annotated[
        str,
        typer.Option(
            "--answers", metavar="ANSWERS.toml", help="Answers in a file, for programs.", show_default=False
        ),
    ] = "",
    today: Annotated[
        str,
        typer.Option("--today", metavar="DATE", help="The day printed on the notice.", show_default="today"),
    ] = "",
    json: Json = False,
) -> int:
    """Begin a document: answer questions, get a policy.

    Writes the policy and its balancing tests, and checks them. Nothing that exists is overwritten.
    Exit code: 0 written, 1 written but refused by the check, 2 an answer does not fit, or wrong usage.

    \b
    Examples:
      seloste policy new
      seloste policy new policies/club.toml --answers answers.toml
    """
    from seloste.cli.policy.new import new

    return new(file, answers=answers, today=today, json=json)


@app.command("bench")
def bench_command(
    work: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORK", help="check, compile, compile-READING, help.", show_default="the usual ones"
        ),
    ] = None,
    clauses: Annotated[
        int,
        typer.Option(
            "--clauses", metavar="N", help="One document of N clauses.", show_default="200 and 2000"
        ),
    ] = 0,
    times: Annotated[int, typer.Option("--times", metavar="N", min=1, max=1000, help="Runs of each.")] = 5,
    json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Measure the speed of each piece of work.

    Documents are made for it, lawful and as large as asked. Exit code: 0 every limit met, 1 some not, 2 wrong usage.

    \b
    Examples:
      seloste bench
      seloste bench check --clauses 1000 --json
    """
    from seloste.cli.bench.report import bench

    return bench(work or [], clauses=clauses, times=times, json=json, no_color=no_color)
