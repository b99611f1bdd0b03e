"""P9: talking it over raises giving, face to face most."""

from math import inf

import numpy as np

from simkomunitas.evidence.targets import Band, Observed, Seen, Target, standardized, targets
from simkomunitas.evidence.targets._giving import GAME, given
from simkomunitas.ground.sources import BALLIET_2010
from simkomunitas.world.community import Numbers
from simkomunitas.world.record import Record


@targets.add("P9")
class TalkingItOver(Target):
    """People who talk face to face give much more than silent ones, those who write to each other somewhat more.

    Mean giving of each participant over the ten rounds; differences in units of the spread between participants.
    """

    sources = (BALLIET_2010,)
    situations = (GAME,)
    bands = (
        Band("face_to_face", "effect of talking face to face, in SD", 0.8, 1.6),
        Band("written", "effect of writing, in SD", 0.2, 0.8),
        Band("order", "effect of talking less that of writing, in SD", 0, inf),
    )
    events = True

    def measure(self, seen: Seen) -> Observed:
        silent, written, face_to_face = (
            mean_giving(seen.record(GAME, arm)) for arm in ("silent", "written", "face_to_face")
        )
        talking, writing = standardized(face_to_face, silent), standardized(written, silent)
        return {"face_to_face": talking, "written": writing, "order": talking - writing}

    def why(self, estimate: Observed) -> str:
        return (
            f"Talking moves what people expect of each other and so giving, by {estimate['face_to_face']:.2f} SD face "
            f"to face and {estimate['written']:.2f} in writing."
        )


def mean_giving(record: Record) -> Numbers:
    """What each participant gave on average."""
    return np.asarray(np.nanmean(given(record), axis=0))
