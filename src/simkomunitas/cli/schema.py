"""``simkomunitas schema``: the JSON Schema of configuration files."""

import json

from simkomunitas.cli.options import Load, load_own

EXAMPLES = """\
Examples:
  simkomunitas schema > simkomunitas.schema.json
Then begin a file with this line:
  # yaml-language-server: $schema=simkomunitas.schema.json"""


def schema(*, load: Load = ()) -> None:
    """Print the JSON Schema of configuration files, by which editors complete and check them."""
    load_own(load)
    from simkomunitas.evidence.kinds import other_kinds  # noqa: PLC0415 - --help stays quick
    from simkomunitas.study.schema import json_schema  # noqa: PLC0415

    print(json.dumps(json_schema(other_kinds()), indent=2, ensure_ascii=False))
