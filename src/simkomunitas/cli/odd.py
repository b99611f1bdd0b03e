"""``simkomunitas odd``: the description of the model."""

EXAMPLES = """\
Examples:
  simkomunitas odd > ODD.md"""


def odd() -> None:
    """Print the description of the model by the ODD protocol, as Markdown."""
    from simkomunitas.pages.odd import odd_page  # noqa: PLC0415 - --help stays quick

    print(odd_page(), end="")
