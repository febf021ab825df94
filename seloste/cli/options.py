"""Options: what several commands ask for in the same words."""

from __future__ import annotations

from typing import Annotated

import typer

File = Annotated[str, typer.Argument(metavar="FILE", help="The policy document (TOML).", show_default=False)]
Values = Annotated[
    str,
    typer.Option(
        "--values", metavar="VALUES.toml", help="Values known only at installation.", show_default=False
    ),
]
HouseFile = Annotated[
    str,
    typer.Option(
        "--house",
        metavar="FILE",
        help="Another description of the rooms: data map, controls, probes.",
        show_default=False,
    ),
]
Today = Annotated[
    str,
    typer.Option(
        "--today",
        metavar="DATE",
        help="The day that agreements and reviews must be current on.",
        show_default="today",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour, on a terminal too.")]
Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="CODE",
        help="A language of the document: fi, sv, en, …",
        show_default="the document's first",
    ),
]
