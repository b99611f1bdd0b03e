"""Every word that appears in a figure or a table, in English and in plain Indonesian.

Keys that start with a kind (``arm:``, ``outcome:``, ``unit:``) name things of the model; a thing
without a word of its own, such as a user's own arm, is shown by its name.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from simkomunitas.outcomes import HEADLINE

Language = Literal["en", "id"]


class Word(NamedTuple):
    """One text in both languages; ``{...}`` are the places for values."""

    en: str
    id: str


PERIODS = ("programme", "year_1", "year_3", "year_5")
PRINCIPLES = HEADLINE
FUNNEL = ("aware", "invited", "attend", "contribute", "decide", "lead")

WORDS: dict[str, Word] = {
    # Arms
    "arm:none": Word("no programme", "tanpa program"),
    "arm:community_education": Word("community education", "pendidikan masyarakat"),
    "arm:economic_empowerment": Word("economic empowerment", "pemberdayaan ekonomi"),
    "arm:network_alliance": Word("network and alliance", "penguatan jaringan dan aliansi"),
    "arm:local_resources": Word("local resources", "mobilisasi sumber daya lokal"),
    "arm:policy_advocacy": Word("policy advocacy", "advokasi kebijakan"),
    "arm:balanced": Word("balanced mix", "campuran seimbang"),
    # Outcomes, and under each principle what its number is
    "outcome:participation": Word("participation", "partisipasi"),
    "outcome:equality": Word("equality", "kesetaraan"),
    "outcome:openness": Word("openness", "keterbukaan"),
    "outcome:independence": Word("independence", "kemandirian"),
    "outcome:sustainability": Word("sustainability", "keberlanjutan"),
    "about:participation": Word("adults who came in the last four weeks", "warga dewasa yang hadir dalam empat minggu"),
    "about:equality": Word("women : men and poorer : better off", "perempuan : laki-laki dan miskin : mampu"),
    "about:openness": Word("adults who know decision and cash box", "warga yang tahu keputusan dan isi kas"),
    "about:independence": Word("new problems met without outsiders", "masalah baru yang ditangani tanpa orang luar"),
    "about:sustainability": Word("groups and assets that still work", "kelompok dan sarana yang masih jalan"),
    "outcome:participation_mutual_help": Word("mutual help", "gotong royong"),
    "outcome:participation_association": Word("associations", "perkumpulan"),
    "outcome:participation_associations": Word("associations", "perkumpulan"),
    "outcome:participation_programme": Word("programme activities", "kegiatan program"),
    "outcome:participation_governance": Word("village governance", "musyawarah desa"),
    "outcome:trust": Word("trust", "rasa saling percaya"),
    "outcome:efficacy": Word("belief in what we can do together", "yakin mampu bersama"),
    "outcome:ownership": Word("ownership", "rasa memiliki"),
    "outcome:leaders": Word("local leaders", "penggerak swadaya"),
    "outcome:need": Word("unmet need", "kebutuhan yang belum terpenuhi"),
    "outcome:assets_working": Word("assets that work", "sarana yang berfungsi"),
    "outcome:aware": Word("know of it", "tahu"),
    "outcome:invited": Word("are invited", "diundang"),
    "outcome:attend": Word("come", "hadir"),
    "outcome:contribute": Word("contribute", "menyumbang"),
    "outcome:decide": Word("decide", "ikut memutuskan"),
    "outcome:lead": Word("lead", "menggerakkan"),
    "outcome:facilitator_hours": Word("facilitator hours", "jam fasilitator"),
    "outcome:hours_per_lasting_participant": Word("hours per lasting participant", "jam per peserta tetap"),
    # Periods
    "period:programme": Word("during the programme", "selama program"),
    "period:year_1": Word("1 year after exit", "1 tahun setelah fasilitator pergi"),
    "period:year_2": Word("2 years after exit", "2 tahun setelah fasilitator pergi"),
    "period:year_3": Word("3 years after exit", "3 tahun setelah fasilitator pergi"),
    "period:year_5": Word("5 years after exit", "5 tahun setelah fasilitator pergi"),
    "row:programme": Word("during the programme", "selama program"),
    "row:year_1": Word("1 year after exit", "1 tahun sesudahnya"),
    "row:year_2": Word("2 years after exit", "2 tahun sesudahnya"),
    "row:year_3": Word("3 years after exit", "3 tahun sesudahnya"),
    "row:year_5": Word("5 years after exit", "5 tahun sesudahnya"),
    "tick:programme": Word("programme", "program"),
    # Axes and marks
    "axis:years_after_exit": Word("years after exit", "tahun setelah fasilitator pergi"),
    "axis:years": Word("years since the start", "tahun sejak awal"),
    "mark:programme": Word("programme", "program berjalan"),
    "mark:exit": Word("exit", "fasilitator pergi"),
    # Units
    "unit:ratio": Word("ratio", "rasio"),
    "unit:hours": Word("hours", "jam"),
    "unit:points": Word("percentage points", "poin persen"),
    # Notes under the titles
    "note:seeds": Word("mean of {n} runs", "rata-rata dari {n} simulasi"),
    "note:interval": Word("bars: 95 % interval", "garis: selang 95 %"),
    "note:band": Word("bands: 95 % interval of the mean", "pita: selang 95 % dari rata-rata"),
    "note:paired": Word(
        "the same {n} seeds with and without; bars: 95 % interval, pale where it holds 0",
        "{n} benih acak yang sama, dengan dan tanpa; garis: selang 95 %, pucat bila mencakup 0",
    ),
    "note:key_differences": Word(
        "● 3 years after exit   ○ during the programme",
        "● 3 tahun setelah fasilitator pergi   ○ selama program",
    ),
    "note:funnel": Word(
        "share of adults during the programme; thin line: no programme",
        "bagian warga dewasa selama program; garis tipis: tanpa program",
    ),
    "note:undefined": Word("–: no run has a value", "–: tidak ada simulasi yang ada nilainya"),
    "count:range": Word("{least} to {most}", "{least} sampai {most}"),
    "note:one_run": Word("one run, one seed", "satu simulasi, satu benih acak"),
    "note:better": Word("less is better", "makin kecil makin baik"),
    # Titles: what is seen
    "title:principles": Word(
        "Five years after exit, participation is highest with {arm}: {value} against {base} without a programme",
        "Lima tahun setelah fasilitator pergi, partisipasi tertinggi pada {arm}: {value}; tanpa program {base}",
    ),
    "title:principles_plain": Word(
        "The five principles, during the programme and after exit",
        "Lima prinsip, selama program dan sesudahnya",
    ),
    "title:differences": Word(
        "Three years after exit, participation is above no programme in {count} of {all} arms",
        "Tiga tahun setelah fasilitator pergi, partisipasi di atas tanpa program pada {count} dari {all} pilihan",
    ),
    "title:differences_plain": Word("What each arm changes", "Apa yang berubah pada setiap pilihan"),
    "title:course": Word(
        "{series}: most is lost after exit with {arm}, from {before} to {after} in the second year",
        "{series}: paling banyak hilang pada {arm}, dari {before} menjadi {after} pada tahun kedua",
    ),
    "title:course_kept": Word(
        "{series} does not fall after exit in any arm",
        "{series} tidak turun setelah fasilitator pergi",
    ),
    "title:course_plain": Word("{series}, week by week", "{series}, minggu demi minggu"),
    "title:funnel": Word(
        "Of 100 adults, {aware} know of it, {attend} come and {lead} lead: {arm} brings forth most leaders",
        "Dari 100 warga, {aware} tahu, {attend} hadir, {lead} menggerakkan: penggerak terbanyak pada {arm}",
    ),
    "title:funnel_plain": Word("From knowing to leading", "Dari tahu sampai menggerakkan"),
    "title:cost": Word(
        "A lasting participant costs least with {arm}: {value} facilitator hours",
        "Peserta tetap paling hemat pada {arm}: {value} jam fasilitator",
    ),
    "title:cost_plain": Word("What the facilitator hours leave behind", "Apa yang tersisa dari jam fasilitator"),
    "title:run": Word("The course of one run", "Jalannya satu simulasi"),
    # Tables in the terminal
    "table:principles": Word("The five principles", "Lima prinsip"),
    "table:differences": Word("Differences from {against}", "Selisih terhadap {against}"),
    "table:arm": Word("arm", "pilihan"),
    "table:interval": Word(
        "mean over {n} seeds {plus} half of the 95 % interval",
        "rata-rata {n} benih acak {plus} setengah selang 95 %",
    ),
    "table:clear": Word("* and bold: the 95 % interval excludes 0", "* dan tebal: selang 95 % tidak mencakup 0"),
    "table:chance": Word(
        "{intervals} intervals; about {chance} would exclude 0 by chance alone, if nothing differed",
        "{intervals} selang; kira-kira {chance} tidak mencakup 0 karena kebetulan saja, seandainya tidak ada bedanya",
    ),
    "table:few": Word(
        "fewer than {few} seeds: intervals are rough, and miss more often than 1 time in 20",
        "kurang dari {few} benih acak: selang ini kasar, dan meleset lebih sering dari 1 dalam 20",
    ),
    "table:corrected": Word(
        "* and bold: clear after the correction of {method} for {intervals} intervals",
        "* dan tebal: jelas setelah koreksi {method} untuk {intervals} selang",
    ),
    "method:holm": Word("Holm", "Holm"),
    "method:benjamini_hochberg": Word("Benjamini and Hochberg", "Benjamini dan Hochberg"),
    "progress:left": Word("{done} of {total}, {left} left", "{done} dari {total}, sisa {left}"),
    "progress:done": Word("{total} done in {spent}", "{total} selesai dalam {spent}"),
}  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> say("arm:none", "id")
    'tanpa program'
    """
    return str(getattr(WORDS[key], language)).format(**values)


def name_of(kind: str, name: str, language: Language) -> str:
    """How a thing of the model is called; a thing without a word of its own keeps its name, made readable.

    >>> name_of("arm", "my_own_mix", "en")
    'my own mix'
    """
    key = f"{kind}:{name}"
    return say(key, language) if key in WORDS else name.replace("_", " ")


def run_count(counts: Iterable[int], language: Language) -> str:
    """How many runs stand behind numbers: one count, or the least and the most; numbers without any run do not count.

    >>> run_count([100, 36, 0], "en"), run_count([20, 20], "id")
    ('36 to 100', '20')
    """
    known = sorted({int(count) for count in counts if count > 0}) or [0]
    if len(known) == 1:
        return number(known[0], language)
    return say("count:range", language, least=number(known[0], language), most=number(known[-1], language))


def number(value: float, language: Language, digits: int = 0) -> str:
    """A number as people write it: 1,234.5 in English and 1.234,5 in Indonesian, with a true minus sign.

    >>> number(-1234.5, "id", 1)
    '−1.234,5'
    """
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    if language == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


def percent(share: float, language: Language, digits: int = 0) -> str:
    """A share as percent.

    >>> percent(0.125, "id", 1)
    '12,5 %'
    """
    return f"{number(100 * share, language, digits)} %"


def is_share(unit: str) -> bool:
    """Whether numbers with this unit are shown as percent."""
    return unit.startswith("share")
