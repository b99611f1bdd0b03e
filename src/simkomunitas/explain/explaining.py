"""Why a resident came or stayed away, week by week, and what else happened: in plain English and plain Indonesian."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from simkomunitas.explain.happenings import Decision, Happening, decisions, happening
from simkomunitas.model.community.community_data import Community, Numbers
from simkomunitas.model.community.data_import.village_import import WHOLE_VILLAGE
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.rules.turnout_rules import TurnoutTerms
from simkomunitas.model.state.community_state import ARENAS
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.simulation.run import row_of

Language = Literal["en", "id"]
MOST_REASONS = 3
SLIGHT = 0.05  # a reason of less log-odds is not worth a word


class Word(NamedTuple):
    """One text in both languages; ``{...}`` are the places for values."""

    en: str
    id: str


WORDS: dict[str, Word] = {
    # Arenas
    "arena:mutual_help": Word("mutual help", "gotong royong"),
    "arena:association": Word("meeting of an association", "pertemuan perkumpulan"),
    "arena:programme": Word("programme activity", "kegiatan program"),
    "arena:governance": Word("hamlet or village meeting", "musyawarah"),
    # Reasons: the terms of the decision to come, by what they speak for
    "intercept:for": Word("people come to it of themselves", "orang datang dengan sendirinya"),
    "intercept:against": Word("few come of themselves", "jarang orang datang dengan sendirinya"),
    "disposition:for": Word("likes public life", "suka kegiatan bersama"),
    "disposition:against": Word("prefers to keep out of public life", "kurang suka kegiatan bersama"),
    "invitation:for": Word("asked to come", "diajak datang"),
    "benefit:for": Word("hopes to gain from it", "berharap ada manfaatnya"),
    "norm:for": Word("others come", "orang lain juga datang"),
    "belief:for": Word("trusts, and believes that acting together works", "percaya dan yakin usaha bersama berhasil"),
    "belief:against": Word("little trust and belief that it works", "kurang percaya dan kurang yakin ada hasilnya"),
    "habit:for": Word("used to coming", "sudah biasa datang"),
    "time:against": Word("little time left", "waktu luang sedikit"),
    "status:against": Word("ill at ease in a formal room", "segan di forum resmi"),
    "fatigue:against": Word("tired", "lelah"),
    "clash:against": Word("clashes with custom and calendar", "tidak cocok dengan adat dan kalender desa"),
    # Sentences about decisions
    "say:came": Word("came", "datang"),
    "say:stayed": Word("stayed away", "tidak datang"),
    "say:decision": Word("Week {week}, {arena}: {did}.", "Minggu {week}, {arena}: {did}."),
    "say:chance": Word("Chance {chance} %, lot {lot}.", "Peluang {chance} %, undian {lot}."),
    "say:no_time": Word("No hours were left for it.", "Tidak ada waktu lagi untuk itu."),
    "say:for": Word("For: {reasons}.", "Yang mendorong: {reasons}."),
    "say:against": Word("Against: {reasons}.", "Yang menghambat: {reasons}."),
    "say:nothing": Word(
        "Week {week}: no event that concerned this resident.", "Minggu {week}: tidak ada acara baginya."
    ),
    "say:event": Word("Week {week}: {event}.", "Minggu {week}: {event}."),
    "say:whole_village": Word("the whole village", "seluruh desa"),
    "say:who": Word(
        "{who}: {sex}, {age} years old, of {hamlet}; {schooling} years of school, richer than {wealth} % here.",
        "{who}: {sex}, {age} tahun, dari {hamlet}; sekolah {schooling} tahun, lebih kaya dari {wealth} % warga.",
    ),
    "say:woman": Word("woman", "perempuan"),
    "say:man": Word("man", "laki-laki"),
    "say:lot": Word(
        "Each time a lot between 0 and 100 is drawn; a lot below the chance means to come. "
        "Reasons are in log-odds: the strongest for and against.",
        "Setiap kali ada undian antara 0 dan 100; undian di bawah peluang berarti datang. "
        "Angka alasan dalam log-odds: yang terkuat mendorong dan menghambat.",
    ),
    "say:sum": Word(
        "In all, {arena}: came {came} of {all} times, mean chance {chance} %.",
        "Seluruhnya, {arena}: datang {came} dari {all} kali, rata-rata peluang {chance} %.",
    ),
    "say:rewritten": Word(
        "Somebody wrote into the rows of this model; this is what happened in the same run without that.",
        "Ada yang mengubah baris model ini; inilah yang terjadi dalam simulasi yang sama tanpa perubahan itu.",
    ),
    "say:facilitators": Word("the facilitators", "fasilitator"),
    "say:somewhere": Word("the village", "desa"),
    # Events
    "event:told": Word("{who} heard of the activities from {other}", "{who} mendengar tentang kegiatan dari {other}"),
    "event:visited": Word("the facilitators visited {who}", "fasilitator mengunjungi {who}"),
    "event:invited": Word("{other} asked {who} to come: {subject}", "{other} mengajak {who} datang: {subject}"),
    "event:came": Word("{who} came: {subject}", "{who} datang: {subject}"),
    "event:spoke": Word("{who} spoke and decided", "{who} bicara dan ikut memutuskan"),
    "event:gave": Word("{who} worked {amount} % of the time", "{who} bekerja {amount} % dari waktunya"),
    "event:recruited": Word("{who} became a local leader, asked to", "{who} menjadi penggerak karena diminta"),
    "event:stepped_forward": Word("{who} became a local leader", "{who} menjadi penggerak"),
    "event:gave_up": Word("{who} gave up leading", "{who} berhenti menjadi penggerak"),
    "event:mentored": Word("the facilitators advised {who}", "fasilitator membimbing {who}"),
    "event:called": Word("{who} called an activity in {hamlet}", "{who} mengadakan kegiatan di {hamlet}"),
    "event:session": Word("the facilitators in {hamlet}: {subject}", "fasilitator di {hamlet}: {subject}"),
    "event:decided": Word("{hamlet} decided to work on {subject}", "{hamlet} memutuskan menggarap {subject}"),
    "event:captured": Word(
        "the better-off decided for {hamlet}: {subject}", "orang kaya memutuskan untuk {hamlet}: {subject}"
    ),
    "event:finished": Word("{hamlet} finished its project: {subject}", "{hamlet} menyelesaikan proyeknya: {subject}"),
    "event:failed": Word("{hamlet} gave up its project: {subject}", "proyek {hamlet} gagal: {subject}"),
    "event:concession": Word("the authority gave way to {hamlet}", "pemerintah memenuhi tuntutan {hamlet}"),
    "event:reprisal": Word("the authority struck back at {hamlet}", "pemerintah membalas {hamlet}"),
    "event:problem": Word("a new problem in {hamlet}: {subject}", "masalah baru di {hamlet}: {subject}"),
    "event:broke": Word("what was built in {hamlet} broke: {subject}", "sarana di {hamlet} rusak: {subject}"),
    "event:group_founded": Word("founded in {hamlet}: {subject}", "berdiri di {hamlet}: {subject}"),
    "event:group_ended": Word("ended in {hamlet}: {subject}", "bubar di {hamlet}: {subject}"),
    "event:joined": Word("{who} joined: {subject}", "{who} menjadi anggota: {subject}"),
    "event:shock": Word("a shock struck {hamlet}", "{hamlet} terkena musibah"),
    "event:stage": Word("the programme entered its stage: {subject}", "program memasuki tahap: {subject}"),
    "event:took_up": Word("{who} took up the offer", "{who} mengambil tawaran itu"),
    "event:left": Word("the facilitators left", "fasilitator pergi"),
    # What events are about
    "activity:survey": Word("looking and listening", "pengenalan desa"),
    "activity:visit": Word("visit", "kunjungan"),
    "activity:meeting": Word("meeting", "pertemuan"),
    "activity:civic_training": Word("civic training", "pelatihan kewargaan"),
    "activity:skills_training": Word("skills training", "pelatihan keterampilan"),
    "activity:group_support": Word("support of a savings group", "pendampingan kelompok simpan pinjam"),
    "activity:mentoring": Word("mentoring", "pembimbingan penggerak"),
    "activity:technical_assistance": Word("technical help", "bantuan teknis"),
    "activity:mobilization": Word("mobilization", "penggalangan swadaya"),
    "activity:partnering": Word("partnering", "menggalang mitra"),
    "activity:lobbying": Word("lobbying", "lobi ke pemerintah"),
    "domain:education": Word("education", "pendidikan"),
    "domain:health": Word("health", "kesehatan"),
    "domain:economy": Word("economy", "ekonomi"),
    "domain:environment": Word("environment", "lingkungan"),
    "domain:infrastructure": Word("infrastructure", "prasarana"),
    "stage:preparation": Word("preparation", "persiapan"),
    "stage:awakening": Word("awakening", "penyadaran"),
    "stage:planning": Word("planning", "perencanaan"),
    "stage:implementation": Word("implementation", "pelaksanaan"),
    "stage:evaluation_and_maintenance": Word("evaluation and maintenance", "evaluasi dan pemeliharaan"),
    "group:association": Word("association", "perkumpulan"),
    "group:savings_group": Word("savings group", "kelompok simpan pinjam"),
    "group:committee": Word("committee", "panitia"),
}


def say(key: str, language: Language = "en", **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> say("arena:mutual_help", "id")
    'gotong royong'
    """
    return str(getattr(WORDS[key], language)).format(**values)


def number(value: float, language: Language, digits: int = 0, sign: str = "") -> str:
    """A number as people write it; ``sign="+"`` writes the plus.

    >>> number(-0.84, "id", 1)
    '−0,8'
    """
    text = f"{value:{sign}.{digits}f}".replace("-", "−")
    return text.replace(".", ",") if language == "id" else text


def strongest(terms: TurnoutTerms, side: str) -> list[tuple[str, float]]:
    """The few strongest reasons for or against coming, as (name, log-odds), the strongest first."""
    sign = 1.0 if side == "for" else -1.0
    speaking = [(name, value) for name, value in terms._asdict().items() if sign * value >= SLIGHT]
    return sorted(speaking, key=lambda reason: -abs(reason[1]))[:MOST_REASONS]


def reasons_in_words(terms: TurnoutTerms, side: str, language: Language) -> str:
    """A sentence with the strongest reasons of one side; empty if there are none."""
    told = [
        f"{say(f'{name}:{side}', language)} ({number(value, language, 1, '+')})"
        for name, value in strongest(terms, side)
    ]
    return say(f"say:{side}", language, reasons=", ".join(told)) if told else ""


def in_words(decision: Decision, language: Language = "en") -> str:
    """One decision in a line: whether she came, the chance and the lot, the strongest reasons."""
    did = say("say:came" if decision.came else "say:stayed", language)
    head = say("say:decision", language, week=decision.week, arena=say(f"arena:{decision.arena}", language), did=did)
    if decision.probability == 0.0:
        chance = say("say:no_time", language)
    else:
        shown = (number(100 * share, language, 1) for share in (decision.probability, decision.drawn))
        chance = say("say:chance", language, **dict(zip(("chance", "lot"), shown, strict=True)))
    sides = (reasons_in_words(decision.terms, side, language) for side in ("for", "against"))
    return " ".join(part for part in (head, chance, *sides) if part)


def explain_week(record: RunRecord, week: int, language: Language = "en") -> str:
    """Why the resident whose reasons the record keeps came or stayed away in one week, a line an event."""
    if not 0 <= week < len(_kept(record)):
        raise ValueError(f"no week {week} was lived; the weeks are 0 to {len(record.series) - 1}")
    here = _kept(record)[week : week + 1]
    lines = [in_words(decision._replace(week=week), language) for decision in decisions(here)]
    return "\n".join(lines) or say("say:nothing", language, week=week)


def _kept(record: RunRecord) -> Numbers:
    """The reasons of the weeks that were lived; ValueError if none are kept."""
    if not len(record.reasons):
        raise ValueError("this record keeps no reasons: run it with explain=<id of a resident>")
    return record.reasons[: len(record.series)]


def story(record: RunRecord, resident: str, language: Language = "en") -> str:
    """Why a resident came or stayed away in each week with an event, and what else befell her, if events are kept.

    resident: the id for which the run kept reasons; an unknown one raises KeyError, with a hint.
    """
    row = row_of(resident, record.community)
    made = list(decisions(_kept(record)))
    told = [(decision.week, 1, in_words(decision, language)) for decision in made]
    told += [(week, 0, text) for week, text in _life(record, row, language)]
    weeks = [text for _, _, text in sorted(told, key=lambda line: line[:2])]
    return "\n".join([_who(record.community, row, language), say("say:lot", language), *weeks, *sums(made, language)])


def _who(community: Community, row: int, language: Language) -> str:
    """A resident in one line."""
    residents = community.residents
    return say(
        "say:who", language, who=community.ids[row],
        hamlet=hamlet_in_words(community.hamlets[residents.hamlet[row]], language),
        sex=say("say:woman" if residents.female[row] else "say:man", language), age=int(residents.age[row]),
        schooling=number(float(residents.education[row]), language),
        wealth=number(100 * float(residents.wealth[row]), language),
    )  # fmt: skip


def sums(made: Sequence[Decision], language: Language = "en") -> list[str]:
    """How often she came in all, a line for each arena with events."""
    lines = []
    for arena in ARENAS:
        here = [decision for decision in made if decision.arena == arena]
        if here:
            chance = number(100 * sum(decision.probability for decision in here) / len(here), language)
            came = sum(decision.came for decision in here)
            name = say(f"arena:{arena}", language)
            lines.append(say("say:sum", language, arena=name, came=came, all=len(here), chance=chance))
    return lines


LIFE = frozenset({
    EventKind.TOLD, EventKind.VISITED, EventKind.RECRUITED, EventKind.STEPPED_FORWARD, EventKind.GAVE_UP,
    EventKind.MENTORED, EventKind.CALLED,
    EventKind.JOINED, EventKind.TOOK_UP,
})  # fmt: skip


def _life(record: RunRecord, row: int, language: Language) -> Iterator[tuple[int, str]]:
    """What befell a resident apart from coming, as (week, line)."""
    for event in record.events[record.events[:, 2] == row]:
        if event[1] in LIFE:
            happened = happening(event, record.community)
            text = say("say:event", language, week=happened.week, event=event_in_words(happened, language))
            yield happened.week, text


def event_in_words(happened: Happening, language: Language = "en") -> str:
    """One event as a sentence without its week."""
    other = say("say:facilitators", language) if happened.other == "facilitators" else happened.other
    return say(
        f"event:{happened.event}", language, who=happened.who, other=other,
        hamlet=hamlet_in_words(happened.hamlet, language) if happened.hamlet else say("say:somewhere", language),
        subject=say(happened.subject, language) if happened.subject else "",
        amount=number(100 * happened.amount, language),
    )  # fmt: skip


def hamlet_in_words(hamlet: str, language: Language = "en") -> str:
    """What a hamlet is called: its own name, but for the one of a village whose hamlets nobody wrote down."""
    return say("say:whole_village", language) if hamlet == WHOLE_VILLAGE else hamlet
