"""What goes to the browser: lists are sealed on their way, and arrive as they are."""

import json

import pytest
import traitlets

from simkomunitas.app import widgets
from simkomunitas.app.reels import Reel
from simkomunitas.app.widgets import Piece, Sealed

PIECES = [kind for kind in vars(widgets).values() if isinstance(kind, type) and issubclass(kind, Piece)]
FROM_THE_BROWSER = {"said", "chosen"}


def given(kind):
    """The traits of a widget that the server fills with lists or dictionaries."""
    traits = kind.class_own_traits(sync=True)
    return {name: trait for name, trait in traits.items() if getattr(trait, "klass", None) is Sealed}


@pytest.mark.parametrize("kind", PIECES)
def test_no_render_looks_into_what_the_server_gives(kind):
    lists = {name for name, trait in kind.class_own_traits(sync=True).items() if type(trait) is traitlets.List}
    assert lists <= FROM_THE_BROWSER
    element = kind.element(**dict.fromkeys(given(kind), ["a"] * 400))
    assert all(isinstance(value, Sealed) for value in element.kwargs.values())


def test_a_reel_is_no_list_to_be_looked_through():
    assert not issubclass(Reel, tuple | list | dict)


@pytest.mark.parametrize("kind", PIECES)
def test_what_was_sealed_arrives_as_it_is(kind):
    names = given(kind)
    state = kind(**{name: Sealed([name, 1]) for name in names}).get_state(list(names))
    assert json.loads(json.dumps(state)) == {name: [name, 1] for name in names}


def test_the_same_list_is_not_sent_twice():
    assert Sealed([["a", 1]]) == Sealed([["a", 1]]) != Sealed([["a", 2]])
