"""The card that says what the model does not show: for every target, in words, and true of the model as it is."""

import pytest

from simkomunitas.app.app_words import translate_app_text
from simkomunitas.app.shipped_verdicts import VERDICT_NAMES, load_verdicts, targets_with_verdict
from simkomunitas.evidence.model_validation import plan_validation, validate_model
from simkomunitas.evidence.targets import targets_in_order


def test_every_target_has_a_verdict_and_a_sentence_in_both_languages():
    assert list(load_verdicts()) == targets_in_order()
    assert set(load_verdicts().values()) <= set(VERDICT_NAMES)
    assert sum(len(targets_with_verdict(verdict)) for verdict in VERDICT_NAMES) == len(load_verdicts())
    for target in targets_in_order():
        assert translate_app_text(f"target:{target}", "id") != translate_app_text(f"target:{target}", "en")


@pytest.mark.long
def test_the_verdicts_that_are_shipped_are_those_of_the_model():
    found = {one.target: one.verdict for one in validate_model(plan_validation(seeds=30)).model_results()}
    turned = {
        target: (verdict, found[target])
        for target, verdict in load_verdicts().items()
        if {verdict, found[target]} == {"met", "not met"}
    }
    assert turned == {}
