"""Headings of the ODD page and heads of its tables in both languages, and the glossary of the field."""

from typing import NamedTuple

from simkomunitas.reports.translated_words import Language, TranslatedText

HEADINGS: dict[str, TranslatedText] = {
    "title": TranslatedText("simkomunitas: the model by the ODD protocol", "simkomunitas: model menurut protokol ODD"),
    "made": TranslatedText(
        "The model in short, by the ODD protocol (Grimm et al. 2020) with the additions on human decisions of ODD+D "
        "(Müller et al. 2013). Every equation, parameter, source and step stands in the "
        "[appendix](ODD_appendix.md). Both pages are made from the sources of the model by `simkomunitas odd --write`.",
        "Ringkasan model menurut protokol ODD (Grimm dkk. 2020) dengan tambahan ODD+D tentang keputusan manusia "
        "(Müller dkk. 2013). Semua rumus, parameter, sumber dan langkah ada di [lampiran](ODD_appendix.md). Kedua "
        "halaman dibuat dari kode model oleh `simkomunitas odd`; judul dan kepala tabel berbahasa Indonesia, "
        "keterangannya berbahasa Inggris.",
    ),
    "appendix_title": TranslatedText(
        "simkomunitas: appendix to the ODD description", "simkomunitas: lampiran gambaran model menurut ODD"
    ),
    "appendix_made": TranslatedText(
        "Made from the sources of the model by `simkomunitas odd --write`; change the sources, not this page. The "
        "numbers of its parts are those of [the description](ODD.md). What the programs do is shown as they do it, "
        "folded away under *exactly*.",
        "Dibuat dari kode model oleh `simkomunitas odd --appendix`. Nomor bagiannya sama dengan "
        "[gambaran model](ODD.md). Langkah program ditampilkan apa adanya, terlipat di bawah *tepatnya*.",
    ),
    "purpose": TranslatedText("1. Purpose and patterns", "1. Tujuan dan pola"),
    "entities": TranslatedText("2. Entities, state variables and scales", "2. Pelaku, variabel keadaan dan skala"),
    "process": TranslatedText("3. Process overview and scheduling", "3. Ikhtisar proses dan jadwal"),
    "concepts": TranslatedText("4. Design concepts", "4. Konsep rancangan"),
    "initialization": TranslatedText("5. Initialization", "5. Keadaan awal"),
    "input": TranslatedText("6. Input data", "6. Data masukan"),
    "submodels": TranslatedText("7. Submodels", "7. Submodel"),
    "rules": TranslatedText("7.1 Rules: how people behave", "7.1 Aturan: perilaku warga"),
    "processes": TranslatedText("7.2 Processes of the week", "7.2 Proses mingguan"),
    "organizing": TranslatedText("7.3 What organizers decide", "7.3 Yang diputuskan pengorganisasi"),
    "surroundings": TranslatedText("7.4 The calendar of a run, and shocks", "7.4 Kalender simulasi dan guncangan"),
    "switches": TranslatedText("7.5 Switches", "7.5 Sakelar mekanisme"),
    "outcomes": TranslatedText("7.6 Outcomes and what is recorded", "7.6 Hasil dan catatan"),
    "chance": TranslatedText("7.7 Chance", "7.7 Keacakan"),
    "numbers": TranslatedText("7.8 Numbers that cannot be set", "7.8 Angka yang tidak dapat diatur"),
    "glossary": TranslatedText("Glossary", "Daftar istilah"),
    "bibliography": TranslatedText("Bibliography", "Daftar pustaka"),
    "patterns": TranslatedText("Patterns", "Pola"),
    "scales": TranslatedText("Scales", "Skala"),
    "simultaneity": TranslatedText("Simultaneity and ties", "Keserentakan dan urutan"),
    "strategies": TranslatedText("Strategies", "Strategi"),
    "models": TranslatedText("Organizing models", "Model pengorganisasian"),
    "targeting": TranslatedText("Targeting rules", "Aturan pemilihan warga"),
    "exits": TranslatedText("Exit rules", "Aturan pengakhiran"),
    "levers": TranslatedText("Programme settings", "Pengaturan program"),
    "series": TranslatedText("Weekly series", "Deret mingguan"),
    "events": TranslatedText("Events", "Peristiwa"),
    "variables": TranslatedText("state variables", "variabel keadaan"),
    "step": TranslatedText("step", "langkah"),
    "process_names": TranslatedText("processes", "proses"),
    "name": TranslatedText("name", "nama"),
    "type": TranslatedText("type", "jenis"),
    "meaning": TranslatedText("meaning", "arti"),
    "default": TranslatedText("default", "nilai awal"),
    "unit": TranslatedText("unit", "satuan"),
    "range": TranslatedText("range", "rentang"),
    "source": TranslatedText("source", "sumber"),
    "value": TranslatedText("value", "nilai"),
    "where": TranslatedText("where", "tempat"),
    "stage": TranslatedText("stage", "tahap"),
    "target": TranslatedText("target", "sasaran"),
    "pattern": TranslatedText("pattern", "pola"),
    "band": TranslatedText("band", "kisaran"),
    "off": TranslatedText("switched off", "bila dimatikan"),
    "term": TranslatedText("term", "istilah Inggris"),
    "indonesian": TranslatedText("Indonesian", "istilah Indonesia"),
    "finding": TranslatedText("what the model takes from it", "yang diambil model"),
    "exactly": TranslatedText("exactly", "tepatnya"),
}  # fmt: skip


def heading_text(key: str, language: Language) -> str:
    """A heading in one of the languages.

    >>> say("purpose", "id")
    '1. Tujuan dan pola'
    """
    return str(getattr(HEADINGS[key], language))


class GlossaryTerm(NamedTuple):
    """A word of the field: in English as code and YAML have it, in Indonesian, and what it means here."""

    english: str
    indonesian: str
    meaning: str


GLOSSARY = (
    GlossaryTerm("community organizing", "pengorganisasian masyarakat",
        "helping residents to act together on what they lack"),
    GlossaryTerm("resident", "warga", "an adult of the village"),
    GlossaryTerm("local leader", "Penggerak Swadaya Masyarakat (PSM)", "a resident who calls activities, unpaid"),
    GlossaryTerm("official", "perangkat desa, ketua RT", "a resident who holds a formal office"),
    GlossaryTerm("facilitator", "fasilitator, pendamping", "somebody paid from outside who organizes, and leaves"),
    GlossaryTerm("mentoring", "pendampingan", "finding, encouraging and advising local leaders"),
    GlossaryTerm("hamlet", "dusun, RT", "where a resident lives; it has its own needs, meetings and projects"),
    GlossaryTerm("mutual help", "gotong royong", "unpaid work for each other: an arena"),
    GlossaryTerm("association", "perkumpulan, kelompok", "a group one belongs to for company or prayer: an arena"),
    GlossaryTerm("savings group", "kelompok simpan pinjam",
        "members save and lend together; it meets with the associations"),
    GlossaryTerm("programme", "program", "activities that facilitators or local leaders call: an arena"),
    GlossaryTerm("governance", "musyawarah desa", "meetings of hamlet and village: an arena"),
    GlossaryTerm("committee", "panitia, BKM", "those who look after a hamlet's projects and assets"),
    GlossaryTerm("self-help contribution", "swadaya", "labour and money that residents give to a project"),
    GlossaryTerm("deliberative meeting", "musyawarah", "a meeting at which things are talked over and decided"),
    GlossaryTerm("asset", "sarana", "what a finished project leaves behind"),
    GlossaryTerm("dues", "iuran", "what members and users pay in four weeks"),
    GlossaryTerm("capture", "penguasaan oleh elite", "the better-off bend a decision to their own use"),
    GlossaryTerm("participation", "partisipasi", "who comes: the first principle"),
    GlossaryTerm("equality", "kesetaraan",
        "whether women and the poorer come and speak like the others: the second principle"),
    GlossaryTerm("openness", "keterbukaan",
        "who knows what was decided and what is in the cash box: the third principle"),
    GlossaryTerm("independence", "kemandirian", "what residents do without outsiders: the fourth principle"),
    GlossaryTerm("sustainability", "keberlanjutan", "whether groups and assets still work: the fifth principle"),
    GlossaryTerm("preparation", "persiapan", "first stage: problems, survey, trust"),
    GlossaryTerm("awakening", "penggalangan dan penyadaran", "second stage: people are involved, leaders found"),
    GlossaryTerm("planning", "perencanaan", "third stage: resources, solutions, a plan made with residents"),
    GlossaryTerm("implementation", "pelaksanaan", "fourth stage: the work itself"),
    GlossaryTerm("evaluation and maintenance", "evaluasi dan pemeliharaan",
        "fifth stage: looking back, and keeping it alive"),
    GlossaryTerm("locality development", "pengembangan masyarakat lokal", "organizing model: the way is the goal"),
    GlossaryTerm("social planning", "perencanaan sosial", "organizing model: the result is the goal"),
    GlossaryTerm("social action", "aksi sosial", "organizing model: the balance of power is the goal"),
    GlossaryTerm("community education", "pendidikan masyarakat", "strategy: meetings and training"),
    GlossaryTerm("economic empowerment", "pemberdayaan ekonomi", "strategy: savings groups and trades"),
    GlossaryTerm("network alliance", "penguatan jaringan dan aliansi",
        "strategy: partners inside and outside the village"),
    GlossaryTerm("local resources", "mobilisasi sumber daya lokal", "strategy: labour, land, knowledge and dues"),
    GlossaryTerm("policy advocacy", "advokasi kebijakan", "strategy: pressing the authority"),
)  # fmt: skip
