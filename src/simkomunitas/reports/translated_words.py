"""Every word that appears in a figure or a table, in English and in plain Indonesian.

Keys that start with a kind (``arm:``, ``outcome:``, ``unit:``) name things of the model; a thing
without a word of its own, such as a user's own arm, is shown by its name.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from simkomunitas.model.outcomes import HEADLINE_OUTCOMES

Language = Literal["en", "id"]


class TranslatedText(NamedTuple):
    """One text in both languages; ``{...}`` are the places for values."""

    en: str
    id: str


PERIODS = ("programme", "year_1", "year_3", "year_5")
PRINCIPLES = HEADLINE_OUTCOMES
FUNNEL = ("aware", "invited", "attend", "contribute", "decide", "lead")

WORDS: dict[str, TranslatedText] = {
    # Arms
    "arm:none": TranslatedText("no programme", "tanpa program"),
    "arm:community_education": TranslatedText("community education", "pendidikan masyarakat"),
    "arm:economic_empowerment": TranslatedText("economic empowerment", "pemberdayaan ekonomi"),
    "arm:network_alliance": TranslatedText("network and alliance", "penguatan jaringan dan aliansi"),
    "arm:local_resources": TranslatedText("local resources", "mobilisasi sumber daya lokal"),
    "arm:policy_advocacy": TranslatedText("policy advocacy", "advokasi kebijakan"),
    "arm:balanced": TranslatedText("balanced mix", "campuran seimbang"),
    # Outcomes, and under each principle what its number is
    "outcome:participation": TranslatedText("participation", "partisipasi"),
    "outcome:equality": TranslatedText("equality", "kesetaraan"),
    "outcome:openness": TranslatedText("openness", "keterbukaan"),
    "outcome:independence": TranslatedText("independence", "kemandirian"),
    "outcome:sustainability": TranslatedText("sustainability", "keberlanjutan"),
    "about:participation": TranslatedText("adults who came in the last four weeks",
    "warga dewasa yang hadir dalam empat minggu"),
    "about:equality": TranslatedText("women : men and poorer : better off", "perempuan : laki-laki dan miskin : mampu"),
    "about:openness": TranslatedText("adults who know decision and cash box", "warga yang tahu keputusan dan isi kas"),
    "about:independence": TranslatedText("new problems met without outsiders",
    "masalah baru yang ditangani tanpa orang luar"),
    "about:sustainability": TranslatedText("groups and assets that still work", "kelompok dan sarana yang masih jalan"),
    "outcome:participation_mutual_help": TranslatedText("mutual help", "gotong royong"),
    "outcome:participation_association": TranslatedText("associations", "perkumpulan"),
    "outcome:participation_associations": TranslatedText("associations", "perkumpulan"),
    "outcome:participation_programme": TranslatedText("programme activities", "kegiatan program"),
    "outcome:participation_governance": TranslatedText("village governance", "musyawarah desa"),
    "outcome:trust": TranslatedText("trust", "rasa saling percaya"),
    "outcome:efficacy": TranslatedText("belief in what we can do together", "yakin mampu bersama"),
    "outcome:ownership": TranslatedText("ownership", "rasa memiliki"),
    "outcome:leaders": TranslatedText("local leaders", "penggerak swadaya"),
    "outcome:need": TranslatedText("unmet need", "kebutuhan yang belum terpenuhi"),
    "outcome:assets_working": TranslatedText("assets that work", "sarana yang berfungsi"),
    "outcome:aware": TranslatedText("know of it", "tahu"),
    "outcome:invited": TranslatedText("are invited", "diundang"),
    "outcome:attend": TranslatedText("come", "hadir"),
    "outcome:contribute": TranslatedText("contribute", "menyumbang"),
    "outcome:decide": TranslatedText("decide", "ikut memutuskan"),
    "outcome:lead": TranslatedText("lead", "menggerakkan"),
    "outcome:facilitator_hours": TranslatedText("facilitator hours", "jam fasilitator"),
    "outcome:hours_per_lasting_participant": TranslatedText("hours per lasting participant", "jam per peserta tetap"),
    # Periods
    "period:programme": TranslatedText("during the programme", "selama program"),
    "period:year_1": TranslatedText("1 year after exit", "1 tahun setelah fasilitator pergi"),
    "period:year_2": TranslatedText("2 years after exit", "2 tahun setelah fasilitator pergi"),
    "period:year_3": TranslatedText("3 years after exit", "3 tahun setelah fasilitator pergi"),
    "period:year_5": TranslatedText("5 years after exit", "5 tahun setelah fasilitator pergi"),
    "row:programme": TranslatedText("during the programme", "selama program"),
    "row:year_1": TranslatedText("1 year after exit", "1 tahun sesudahnya"),
    "row:year_2": TranslatedText("2 years after exit", "2 tahun sesudahnya"),
    "row:year_3": TranslatedText("3 years after exit", "3 tahun sesudahnya"),
    "row:year_5": TranslatedText("5 years after exit", "5 tahun sesudahnya"),
    "tick:programme": TranslatedText("programme", "program"),
    # Axes and marks
    "axis:years_after_exit": TranslatedText("years after exit", "tahun setelah fasilitator pergi"),
    "axis:years": TranslatedText("years since the start", "tahun sejak awal"),
    "mark:programme": TranslatedText("programme", "program berjalan"),
    "mark:exit": TranslatedText("exit", "fasilitator pergi"),
    # Units
    "unit:ratio": TranslatedText("ratio", "rasio"),
    "unit:hours": TranslatedText("hours", "jam"),
    "unit:points": TranslatedText("percentage points", "poin persen"),
    # Notes under the titles
    "note:seeds": TranslatedText("mean of {n} runs", "rata-rata dari {n} simulasi"),
    "note:interval": TranslatedText("bars: 95 % interval", "garis: selang 95 %"),
    "note:band": TranslatedText("bands: 95 % interval of the mean", "pita: selang 95 % dari rata-rata"),
    "note:paired": TranslatedText(
        "the same {n} seeds with and without; bars: 95 % interval, pale where it holds 0",
        "{n} benih acak yang sama, dengan dan tanpa; garis: selang 95 %, pucat bila mencakup 0",
    ),
    "note:key_differences": TranslatedText(
        "● 3 years after exit   ○ during the programme",
        "● 3 tahun setelah fasilitator pergi   ○ selama program",
    ),
    "note:funnel": TranslatedText(
        "share of adults during the programme; thin line: no programme",
        "bagian warga dewasa selama program; garis tipis: tanpa program",
    ),
    "note:undefined": TranslatedText("–: no run has a value", "–: tidak ada simulasi yang ada nilainya"),
    "count:range": TranslatedText("{least} to {most}", "{least} sampai {most}"),
    "note:one_run": TranslatedText("one run, one seed", "satu simulasi, satu benih acak"),
    "note:better": TranslatedText("less is better", "makin kecil makin baik"),
    # Titles: what is seen
    "title:principles": TranslatedText(
        "Five years after exit, participation is highest with {arm}: {value} against {base} without a programme",
        "Lima tahun setelah fasilitator pergi, partisipasi tertinggi pada {arm}: {value}; tanpa program {base}",
    ),
    "title:principles_plain": TranslatedText(
        "The five principles, during the programme and after exit",
        "Lima prinsip, selama program dan sesudahnya",
    ),
    "title:differences": TranslatedText(
        "Three years after exit, participation is above no programme in {count} of {all} arms",
        "Tiga tahun setelah fasilitator pergi, partisipasi di atas tanpa program pada {count} dari {all} pilihan",
    ),
    "title:differences_plain": TranslatedText("What each arm changes", "Apa yang berubah pada setiap pilihan"),
    "title:course": TranslatedText(
        "{series}: most is lost after exit with {arm}, from {before} to {after} in the second year",
        "{series}: paling banyak hilang pada {arm}, dari {before} menjadi {after} pada tahun kedua",
    ),
    "title:course_kept": TranslatedText(
        "{series} does not fall after exit in any arm",
        "{series} tidak turun setelah fasilitator pergi",
    ),
    "title:course_plain": TranslatedText("{series}, week by week", "{series}, minggu demi minggu"),
    "title:funnel": TranslatedText(
        "Of 100 adults, {aware} know of it, {attend} come and {lead} lead: {arm} brings forth most leaders",
        "Dari 100 warga, {aware} tahu, {attend} hadir, {lead} menggerakkan: penggerak terbanyak pada {arm}",
    ),
    "title:funnel_plain": TranslatedText("From knowing to leading", "Dari tahu sampai menggerakkan"),
    "title:cost": TranslatedText(
        "A lasting participant costs least with {arm}: {value} facilitator hours",
        "Peserta tetap paling hemat pada {arm}: {value} jam fasilitator",
    ),
    "title:cost_plain": TranslatedText("What the facilitator hours leave behind",
    "Apa yang tersisa dari jam fasilitator"),
    "title:run": TranslatedText("The course of one run", "Jalannya satu simulasi"),
    # Tables in the terminal
    "table:principles": TranslatedText("The five principles", "Lima prinsip"),
    "table:differences": TranslatedText("Differences from {against}", "Selisih terhadap {against}"),
    "table:arm": TranslatedText("arm", "pilihan"),
    "table:interval": TranslatedText(
        "mean over {n} seeds {plus} half of the 95 % interval",
        "rata-rata {n} benih acak {plus} setengah selang 95 %",
    ),
    "table:clear": TranslatedText("* and bold: the 95 % interval excludes 0",
    "* dan tebal: selang 95 % tidak mencakup 0"),
    "table:chance": TranslatedText(
        "{intervals} intervals; about {chance} would exclude 0 by chance alone, if nothing differed",
        "{intervals} selang; kira-kira {chance} tidak mencakup 0 karena kebetulan saja, seandainya tidak ada bedanya",
    ),
    "table:few": TranslatedText(
        "fewer than {few} seeds: intervals are rough, and miss more often than 1 time in 20",
        "kurang dari {few} benih acak: selang ini kasar, dan meleset lebih sering dari 1 dalam 20",
    ),
    "table:corrected": TranslatedText(
        "* and bold: clear after the correction of {method} for {intervals} intervals",
        "* dan tebal: jelas setelah koreksi {method} untuk {intervals} selang",
    ),
    "method:holm": TranslatedText("Holm", "Holm"),
    "method:benjamini_hochberg": TranslatedText("Benjamini and Hochberg", "Benjamini dan Hochberg"),
    "progress:left": TranslatedText("{done} of {total}, {left} left", "{done} dari {total}, sisa {left}"),
    "progress:done": TranslatedText("{total} done in {spent}", "{total} selesai dalam {spent}"),
}  # fmt: skip


def translate_text(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> say("arm:none", "id")
    'tanpa program'
    """
    return str(getattr(WORDS[key], language)).format(**values)


def display_name(kind: str, name: str, language: Language) -> str:
    """How a thing of the model is called; a thing without a word of its own keeps its name, made readable.

    >>> name_of("arm", "my_own_mix", "en")
    'my own mix'
    """
    key = f"{kind}:{name}"
    return translate_text(key, language) if key in WORDS else name.replace("_", " ")


def format_run_count(counts: Iterable[int], language: Language) -> str:
    """How many runs stand behind numbers: one count, or the least and the most; numbers without any run do not count.

    >>> run_count([100, 36, 0], "en"), run_count([20, 20], "id")
    ('36 to 100', '20')
    """
    known = sorted({int(count) for count in counts if count > 0}) or [0]
    if len(known) == 1:
        return format_number(known[0], language)
    return translate_text(
        "count:range", language, least=format_number(known[0], language), most=format_number(known[-1], language)
    )


def format_number(value: float, language: Language, digits: int = 0) -> str:
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


def format_percent(share: float, language: Language, digits: int = 0) -> str:
    """A share as percent.

    >>> percent(0.125, "id", 1)
    '12,5 %'
    """
    return f"{format_number(100 * share, language, digits)} %"


def is_share_unit(unit: str) -> bool:
    """Whether numbers with this unit are shown as percent."""
    return unit.startswith("share")
