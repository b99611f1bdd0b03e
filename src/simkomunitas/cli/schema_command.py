"""``simkomunitas schema``: the JSON Schema of configuration files.

Examples:
  simkomunitas schema > simkomunitas.schema.json
Then begin a file with this line:
  # yaml-language-server: $schema=simkomunitas.schema.json

"""

import json

from simkomunitas.cli.shared_options import LoadOption, load_plugins, make_command


def schema_command(*, load: LoadOption = ()) -> None:
    """Print the JSON Schema of configuration files, with which editors complete and check them."""
    load_plugins(load)
    from simkomunitas.config.config_json_schema import build_json_schema  # noqa: PLC0415
    from simkomunitas.evidence.analysis_kinds import analysis_file_kinds  # noqa: PLC0415 - --help stays quick

    print(json.dumps(build_json_schema(analysis_file_kinds()), indent=2, ensure_ascii=False))


command = make_command(schema_command)
