"""P9: talking it over raises giving, face to face most."""

from math import inf

import numpy as np

from simkomunitas.base.references import BALLIET_2010
from simkomunitas.evidence.targets import cohens_d, targets
from simkomunitas.evidence.targets._contributions import GAME_SITUATION, weekly_contributions
from simkomunitas.evidence.targets._target_base import MeasuredNumbers, SeedRecords, Target, TargetBand


@targets.add("P9")
class TalkingItOver(Target):
    """People who talk face to face give much more than silent ones, those who write to each other somewhat more.

    Mean giving of each participant over the ten rounds; differences in units of the spread between participants.
    """

    sources = (BALLIET_2010,)
    situations = (GAME_SITUATION,)
    bands = (
        TargetBand("face_to_face", "effect of talking face to face, in SD", 0.8, 1.6),
        TargetBand("written", "effect of writing, in SD", 0.2, 0.8),
        TargetBand("order", "effect of talking less that of writing, in SD", 0, inf),
    )
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        silent, written, face_to_face = (
            np.nanmean(weekly_contributions(seed_records.find_record(GAME_SITUATION, arm)), axis=0)
            for arm in ("silent", "written", "face_to_face")
        )
        talking, writing = cohens_d(face_to_face, silent), cohens_d(written, silent)
        return {"face_to_face": talking, "written": writing, "order": talking - writing}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"Talking moves what people expect of each other and so giving, by {estimate['face_to_face']:.2f} SD face "
            f"to face and {estimate['written']:.2f} in writing."
        )
