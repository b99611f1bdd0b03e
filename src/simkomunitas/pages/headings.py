"""Headings of the ODD page and heads of its tables in both languages, and the glossary of the field."""

from typing import NamedTuple

from simkomunitas.pages.words import Language, Word

HEADINGS: dict[str, Word] = {
    "title": Word("simkomunitas: the model by the ODD protocol", "simkomunitas: model menurut protokol ODD"),
    "made": Word(
        "Made from the sources of the model by `simkomunitas odd --write`; change the sources, not this page. "
        "It follows the ODD protocol (Grimm et al. 2020) with the additions on human decisions of ODD+D "
        "(Müller et al. 2013). What the programs do is shown as they do it, folded away under *exactly*.",
        "Dibuat dari kode model oleh `simkomunitas odd`. Susunannya mengikuti protokol ODD (Grimm dkk. 2020) dengan "
        "tambahan ODD+D tentang keputusan manusia (Müller dkk. 2013). Judul dan kepala tabel berbahasa Indonesia; "
        "keterangan dari kode tetap berbahasa Inggris.",
    ),
    "purpose": Word("1. Purpose and patterns", "1. Tujuan dan pola"),
    "entities": Word("2. Entities, state variables and scales", "2. Pelaku, variabel keadaan dan skala"),
    "process": Word("3. Process overview and scheduling", "3. Ikhtisar proses dan jadwal"),
    "concepts": Word("4. Design concepts", "4. Konsep rancangan"),
    "initialization": Word("5. Initialization", "5. Keadaan awal"),
    "input": Word("6. Input data", "6. Data masukan"),
    "submodels": Word("7. Submodels", "7. Submodel"),
    "rules": Word("7.1 Rules: how people behave", "7.1 Aturan: perilaku warga"),
    "processes": Word("7.2 Processes of the week", "7.2 Proses mingguan"),
    "organizing": Word("7.3 What organizers decide", "7.3 Yang diputuskan pengorganisasi"),
    "surroundings": Word("7.4 The calendar of a run, and shocks", "7.4 Kalender simulasi dan guncangan"),
    "switches": Word("7.5 Switches", "7.5 Sakelar mekanisme"),
    "outcomes": Word("7.6 Outcomes and what is recorded", "7.6 Hasil dan catatan"),
    "chance": Word("7.7 Chance", "7.7 Keacakan"),
    "numbers": Word("7.8 Numbers that cannot be set", "7.8 Angka yang tidak dapat diatur"),
    "glossary": Word("Glossary", "Daftar istilah"),
    "bibliography": Word("Bibliography", "Daftar pustaka"),
    "patterns": Word("Patterns", "Pola"),
    "scales": Word("Scales", "Skala"),
    "simultaneity": Word("Simultaneity and ties", "Keserentakan dan urutan"),
    "strategies": Word("Strategies", "Strategi"),
    "models": Word("Organizing models", "Model pengorganisasian"),
    "targeting": Word("Targeting rules", "Aturan pemilihan warga"),
    "exits": Word("Exit rules", "Aturan pengakhiran"),
    "levers": Word("Programme settings", "Pengaturan program"),
    "series": Word("Weekly series", "Deret mingguan"),
    "events": Word("Events", "Peristiwa"),
    "name": Word("name", "nama"),
    "type": Word("type", "jenis"),
    "meaning": Word("meaning", "arti"),
    "default": Word("default", "nilai awal"),
    "unit": Word("unit", "satuan"),
    "range": Word("range", "rentang"),
    "source": Word("source", "sumber"),
    "value": Word("value", "nilai"),
    "where": Word("where", "tempat"),
    "stage": Word("stage", "tahap"),
    "target": Word("target", "sasaran"),
    "pattern": Word("pattern", "pola"),
    "band": Word("band", "kisaran"),
    "off": Word("switched off", "bila dimatikan"),
    "term": Word("term", "istilah Inggris"),
    "indonesian": Word("Indonesian", "istilah Indonesia"),
    "finding": Word("what the model takes from it", "yang diambil model"),
    "exactly": Word("exactly", "tepatnya"),
}  # fmt: skip


def say(key: str, language: Language) -> str:
    """A heading in one of the languages.

    >>> say("purpose", "id")
    '1. Tujuan dan pola'
    """
    return str(getattr(HEADINGS[key], language))


class Term(NamedTuple):
    """A word of the field: in English as code and YAML have it, in Indonesian, and what it means here."""

    english: str
    indonesian: str
    meaning: str


GLOSSARY = (
    Term("community organizing", "pengorganisasian masyarakat", "helping residents to act together on what they lack"),
    Term("resident", "warga", "an adult of the village"),
    Term("local leader", "Penggerak Swadaya Masyarakat (PSM)", "a resident who calls activities, unpaid"),
    Term("official", "perangkat desa, ketua RT", "a resident who holds a formal office"),
    Term("facilitator", "fasilitator, pendamping", "somebody paid from outside who organizes, and leaves"),
    Term("mentoring", "pendampingan", "finding, encouraging and advising local leaders"),
    Term("hamlet", "dusun, RT", "where a resident lives; it has its own needs, meetings and projects"),
    Term("mutual help", "gotong royong", "unpaid work for each other: an arena"),
    Term("association", "perkumpulan, kelompok", "a group one belongs to for company or prayer: an arena"),
    Term("savings group", "kelompok simpan pinjam", "members save and lend together; it meets with the associations"),
    Term("programme", "program", "activities that facilitators or local leaders call: an arena"),
    Term("governance", "musyawarah desa", "meetings of hamlet and village: an arena"),
    Term("committee", "panitia, BKM", "those who look after a hamlet's projects and assets"),
    Term("self-help contribution", "swadaya", "labour and money that residents give to a project"),
    Term("deliberative meeting", "musyawarah", "a meeting at which things are talked over and decided"),
    Term("asset", "sarana", "what a finished project leaves behind"),
    Term("dues", "iuran", "what members and users pay in four weeks"),
    Term("capture", "penguasaan oleh elite", "the better-off bend a decision to their own use"),
    Term("participation", "partisipasi", "who comes: the first principle"),
    Term("equality", "kesetaraan", "whether women and the poorer come and speak like the others: the second principle"),
    Term("openness", "keterbukaan", "who knows what was decided and what is in the cash box: the third principle"),
    Term("independence", "kemandirian", "what residents do without outsiders: the fourth principle"),
    Term("sustainability", "keberlanjutan", "whether groups and assets still work: the fifth principle"),
    Term("preparation", "persiapan", "first stage: problems, survey, trust"),
    Term("awakening", "penggalangan dan penyadaran", "second stage: people are involved, leaders found"),
    Term("planning", "perencanaan", "third stage: resources, solutions, a plan made with residents"),
    Term("implementation", "pelaksanaan", "fourth stage: the work itself"),
    Term("evaluation and maintenance", "evaluasi dan pemeliharaan", "fifth stage: looking back, and keeping it alive"),
    Term("locality development", "pengembangan masyarakat lokal", "organizing model: the way is the goal"),
    Term("social planning", "perencanaan sosial", "organizing model: the result is the goal"),
    Term("social action", "aksi sosial", "organizing model: the balance of power is the goal"),
    Term("community education", "pendidikan masyarakat", "strategy: meetings and training"),
    Term("economic empowerment", "pemberdayaan ekonomi", "strategy: savings groups and trades"),
    Term("network alliance", "penguatan jaringan dan aliansi", "strategy: partners inside and outside the village"),
    Term("local resources", "mobilisasi sumber daya lokal", "strategy: labour, land, knowledge and dues"),
    Term("policy advocacy", "advokasi kebijakan", "strategy: pressing the authority"),
)  # fmt: skip
