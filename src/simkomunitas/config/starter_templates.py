"""Starting files in which every setting stands as a comment, with its default, unit, range, meaning and source."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.base.quantity import block_quantities
from simkomunitas.model.community.networks import networks
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import Facilitation, ProgrammeCourse, Stages
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.scenario_definition import Programme

TEMPLATE_INSTRUCTIONS = "# Take away the first # of a line to change that setting; what is not set keeps its default."
COMMENT_COLUMN = 40
IMPORTED_VILLAGE_TEMPLATE = """\
# A real village is read from files instead; take away the # of these lines, and the line "kind: synthetic":
# kind: imported
# residents:
#   file: residents.csv                 # one row a resident; the first line names the columns
#   columns: {id: id, sex: gender}      # which column holds which fact
#   values: {sex: {F: female, M: male}} # what the words in a column mean; age: {'0': ''} for unknown
# network:
#   file: ties.csv                      # one row a tie
#   columns: {source: source, target: target}
"""


def build_template(kind: str) -> str:
    """The text of a starting file for a ``community``, a ``programme`` or an ``experiment``."""
    return "".join(f"{line}\n" for line in TEMPLATE_BUILDERS[kind]())


def write_template(kind: str, path: Path) -> None:
    """Write a starting file where there is none yet; InputError where there is, or where none can be written."""
    text = build_template(kind)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        expected = "the name of a new file; this one exists and is left alone"
        raise InputError([ErrorDetail(printable_value(str(path)), "FILE", "", expected)]) from error
    except (OSError, ValueError) as error:
        found = printable_value(getattr(error, "strerror", None) or str(error))
        raise InputError(
            [ErrorDetail(printable_value(str(path)), "FILE", found, "a file that can be written")]
        ) from error


def _community_template() -> Iterator[str]:
    usual = SyntheticVillage()
    yield "# A community: who lives there, how they know each other, and what surrounds them."
    yield TEMPLATE_INSTRUCTIONS
    yield ""
    yield _line_with_comment("kind: synthetic", "drawn from the numbers below")
    yield _line_with_comment(f"# network: {usual.network}", f"how ties come about: {', '.join(networks)}")
    for name in ("people", "ties", "institutions"):
        yield ""
        yield f"{name}:"
        yield from _setting_lines(getattr(usual, name), "  ")
    yield ""
    yield from IMPORTED_VILLAGE_TEMPLATE.splitlines()


def _programme_template() -> Iterator[str]:
    yield "# A programme: what the organizer does, with whom, and when the facilitators leave."
    yield TEMPLATE_INSTRUCTIONS
    yield ""
    yield _line_with_comment(
        f"# model: {Programme().model}", f"who decides, and what counts: {', '.join(organizing_models)}"
    )
    yield _line_with_comment(
        f"# targeting: {Programme().targeting}", f"whom to see first: {', '.join(targeting_rules)}"
    )
    yield _line_with_comment(f"# exit: {Programme().exit_rule}", f"when to leave: {', '.join(exit_rules)}")
    yield ""
    yield _line_with_comment("strategies:", "shares of the hours, in all stages; they sum to one")
    for name in strategies:
        yield f"  {name}: {1 / len(strategies)!r}"
    for name, block in (("facilitation", Facilitation()), ("stages", Stages()), ("course", ProgrammeCourse())):
        yield ""
        yield f"{name}:"
        yield from _setting_lines(block, "  ")


EXPERIMENT_TEXT = """\
# An experiment: what varies, how often each point is run, and what is looked for.
# Next: simkomunitas check-config FILE, then plan FILE (how many runs, how long, how surely), then sweep FILE.
# Take away the first # of a line to change that setting; what is not set keeps its default.

title: My experiment
question: What is to be found out?
hypothesis: What is expected, written before the first run.

# The village and the programme: written here, or the name of a file of its own.
community: {kind: synthetic}            # for instance my_village.yaml; see: simkomunitas new community FILE
programme:                              # for instance my_programme.yaml; see: simkomunitas new programme FILE
  strategies: {STRATEGIES}

arms:                                   # what is compared, each by what is different in it
  none: {programme: none}
  programme: {}
against: none                           # the arm that the others are compared with

vary:                                   # keys of the configuration: values one by one, or a range with steps
  programme.facilitation.hours: [8, 16]
  # community.people.inequality: {from: 0.2, to: 0.6, steps: 3}

DESIGN
replicates: 20                          # runs of each point, or auto with a section precision
outcomes: [participation@year_3]        # outcome@period; see: simkomunitas list outcomes
contrasts:                              # planned comparisons of two levels
  - {factor: arm, level: programme, against: none}
smallest_effect: {participation@year_3: 0.02} # smallest difference of interest, in the unit of the outcome
# keep_weekly: true                     # keep the weekly series of every run
# first_seed: 1                         # seed of the first run of each point
"""


def _experiment_template() -> Iterator[str]:
    shares = ", ".join(f"{name}: {1 / len(strategies)!r}" for name in strategies)
    text = EXPERIMENT_TEXT.replace("STRATEGIES", shares)
    design = _line_with_comment(
        "design: grid", "or {method: latin_hypercube, points: 200}, sobol, morris, one_at_a_time"
    )
    yield from text.replace("DESIGN", design).splitlines()


TEMPLATE_BUILDERS: dict[str, Callable[[], Iterator[str]]] = {
    "community": _community_template,
    "programme": _programme_template,
    "experiment": _experiment_template,
}


def _setting_lines(block: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - any block
    """One commented line for every setting of a block, and for those of the blocks in it."""
    for name, value in block._asdict().items():
        if hasattr(value, "_asdict"):
            yield f"{indent}{name}:"
            yield from _setting_lines(value, f"{indent}  ")
        else:
            about = block_quantities(type(block))[name]
            comment = f"{about.meaning}; {about.describe_range()}; {about.source}"
            yield _line_with_comment(f"{indent}# {name}: {value:.15g}", comment)


def _line_with_comment(setting: str, comment: str) -> str:
    return f"{setting:<{COMMENT_COLUMN}}# {comment}"
