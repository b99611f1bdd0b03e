"""``simkomunitas schema``: the JSON Schema of configuration files."""

import json

EXAMPLES = """\
Examples:
  simkomunitas schema > simkomunitas.schema.json
Then begin a file with this line:
  # yaml-language-server: $schema=simkomunitas.schema.json"""


def schema() -> None:
    """Print the JSON Schema of configuration files, by which editors complete and check them."""
    from simkomunitas.study.schema import json_schema  # noqa: PLC0415 - --help stays quick

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
