"""The card that says what the model does not show: for every target, in words, and true of the model as it is."""

import pytest

from simkomunitas.app.verdicts import VERDICTS, judged, verdicts
from simkomunitas.app.words import say
from simkomunitas.evidence.targets import in_order
from simkomunitas.evidence.validating import make_plan, validate


def test_every_target_has_a_verdict_and_a_sentence_in_both_languages():
    assert list(verdicts()) == in_order()
    assert set(verdicts().values()) <= set(VERDICTS)
    assert sum(len(judged(verdict)) for verdict in VERDICTS) == len(verdicts())
    for target in in_order():
        assert say(f"target:{target}", "id") != say(f"target:{target}", "en")


@pytest.mark.long
def test_the_verdicts_that_are_shipped_are_those_of_the_model():
    found = {one.target: one.verdict for one in validate(make_plan(seeds=30)).model()}
    turned = {
        target: (verdict, found[target])
        for target, verdict in verdicts().items()
        if {verdict, found[target]} == {"met", "not met"}
    }
    assert turned == {}
