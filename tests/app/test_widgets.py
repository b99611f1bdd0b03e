"""What goes to the browser: lists are sealed on their way, and arrive as they are."""

import json

import pytest
import traitlets

from simkomunitas.app import widgets
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.widgets import AppWidget, OpaqueValue

PIECES = [kind for kind in vars(widgets).values() if isinstance(kind, type) and issubclass(kind, AppWidget)]
FROM_THE_BROWSER = {"said", "chosen"}


def given(kind):
    """The traits of a widget that the server fills with lists or dictionaries."""
    traits = kind.class_own_traits(sync=True)
    return {name: trait for name, trait in traits.items() if getattr(trait, "klass", None) is OpaqueValue}


@pytest.mark.parametrize("kind", PIECES)
def test_no_render_looks_into_what_the_server_gives(kind):
    lists = {name for name, trait in kind.class_own_traits(sync=True).items() if type(trait) is traitlets.List}
    assert lists <= FROM_THE_BROWSER
    element = kind.element(**dict.fromkeys(given(kind), ["a"] * 400))
    assert all(isinstance(value, OpaqueValue) for value in element.kwargs.values())


def test_a_reel_is_no_list_to_be_looked_through():
    assert not issubclass(AnimationData, tuple | list | dict)


@pytest.mark.parametrize("kind", PIECES)
def test_what_was_sealed_arrives_as_it_is(kind):
    names = given(kind)
    state = kind(**{name: OpaqueValue([name, 1]) for name in names}).get_state(list(names))
    assert json.loads(json.dumps(state)) == {name: [name, 1] for name in names}


def test_the_same_list_is_not_sent_twice():
    assert OpaqueValue([["a", 1]]) == OpaqueValue([["a", 1]]) != OpaqueValue([["a", 2]])
