"""What a diagnosis and a comparison over plausible worlds say, in English and in plain Indonesian.

The sentences of a diagnosis are meant to be read aloud at a training.
"""

from simkomunitas.reports.translated_words import Language, TranslatedText, display_name

SENTENCES: dict[str, TranslatedText] = {
    # The five constraints: a short name, why people hold back, what if they did not, and what to begin with
    "name:knowing": TranslatedText("not knowing", "tidak tahu kabar"),
    "name:time": TranslatedText("no time", "tidak ada waktu"),
    "name:free_riding": TranslatedText("waiting for others", "saling menunggu"),
    "name:authority": TranslatedText("a deaf authority", "pemerintah tidak menanggapi"),
    "name:elite": TranslatedText("decided by a few", "diputuskan segelintir orang"),
    "why:knowing": TranslatedText("people do not hear what is going on", "warga tidak tahu ada kegiatan apa"),
    "why:time": TranslatedText(
        "people have no time left after work and home", "waktu warga sudah habis untuk bekerja dan mengurus rumah"
    ),
    "why:free_riding": TranslatedText(
        "everybody waits for others to do the work", "warga saling menunggu dan berharap orang lain yang bekerja"
    ),
    "why:authority": TranslatedText(
        "the authority does not answer what people ask for", "pemerintah tidak menanggapi usulan warga"
    ),
    "why:elite": TranslatedText("a few well-off people decide for all",
    "keputusan dipegang segelintir orang yang mampu"),
    "if:knowing": TranslatedText("everybody always heard the news", "semua warga selalu mendapat kabar"),
    "if:time": TranslatedText("time were no obstacle", "waktu tidak menjadi halangan"),
    "if:free_riding": TranslatedText("nobody left the work to others", "tidak ada yang menumpang kerja orang lain"),
    "if:authority": TranslatedText("the authority granted what people ask for",
    "pemerintah mengabulkan yang diminta warga"),
    "if:elite": TranslatedText(
        "decisions were not bent to the use of a few",
        "keputusan tidak dibelokkan untuk kepentingan segelintir orang",
    ),
    "begin:knowing": TranslatedText(
        "community education: meet, visit and explain until the last house knows",
        "pendidikan masyarakat: bertemu, berkunjung dan menjelaskan sampai rumah yang paling ujung ikut tahu",
    ),
    "begin:time": TranslatedText(
        "economic empowerment: savings groups and trades, so that people need not work all day for a living",
        "pemberdayaan ekonomi: kelompok simpan pinjam dan keterampilan usaha, supaya waktu warga tidak habis untuk "
        "mencari nafkah",
    ),
    "begin:free_riding": TranslatedText(
        "local resources: agree together who gives what, write it down, and work side by side",
        "mobilisasi sumber daya lokal: sepakati bersama siapa menyumbang apa, catat, lalu kerjakan bersama-sama",
    ),
    "begin:authority": TranslatedText(
        "policy advocacy: go to the authority together, again and again, until there is a formal agreement",
        "advokasi kebijakan: datangi pemerintah bersama-sama, berkali-kali, sampai ada kesepakatan resmi",
    ),
    "begin:elite": TranslatedText(
        "network and alliance: partners from outside who look in, and local leaders beside the officials",
        "penguatan jaringan dan aliansi: mitra dari luar yang ikut mengawasi, dan penggerak dari warga biasa",
    ),
    # A diagnosis, sentence by sentence
    "diagnosis:tried": TranslatedText(
        "We let {n} villages like “{village}” live through the same programme: once as they are, and then with one "
        "obstacle after the other taken away.",
        "Kami mencoba {n} desa seperti “{village}” dengan program yang sama: sekali apa adanya, lalu hambatannya "
        "dihilangkan satu per satu.",
    ),
    "diagnosis:one": TranslatedText("What holds this village back most: {why}.",
    "Yang paling menghambat desa ini: {why}."),
    "diagnosis:several": TranslatedText(
        "Several obstacles weigh about the same here, and we cannot tell which weighs most: {whys}.",
        "Di sini ada beberapa hambatan yang hampir sama berat, belum bisa dibedakan mana yang paling berat: {whys}.",
    ),
    "diagnosis:none": TranslatedText(
        "Not one of the five obstacles stands out: taking away any of them alone brings no clear relief.",
        "Tidak ada satu hambatan pun yang menonjol: menghilangkan salah satu saja belum jelas meringankan warga.",
    ),
    "diagnosis:relief": TranslatedText(
        "If {condition}, the needs that people still feel {period} would fall from {before} to {after}, on a scale "
        "from 0 to 100.",
        "Seandainya {condition}, kebutuhan yang masih dirasakan warga {period} akan turun dari {before} menjadi "
        "{after}, pada skala 0 sampai 100.",
    ),
    "diagnosis:next": TranslatedText(
        "Next comes: {why}; without it the needs would fall to {after}.",
        "Sesudah itu: {why}; tanpa hambatan ini kebutuhan akan turun menjadi {after}.",
    ),
    "diagnosis:judged": TranslatedText(
        "Obstacles are ranked by one thing alone: how far these needs fall.",
        "Hambatan diurutkan menurut satu hal saja: seberapa jauh kebutuhan itu berkurang.",
    ),
    "diagnosis:rest": TranslatedText(
        "Taking these away does not clearly make the needs fall: {names}.",
        "Yang belum jelas mengurangi kebutuhan itu bila dihilangkan: {names}.",
    ),
    "diagnosis:elsewhere": TranslatedText(
        "Without “{name}” something else would change, though: {changes}.",
        "Namun tanpa “{name}” ada hal lain yang berubah: {changes}.",
    ),
    "diagnosis:change": TranslatedText("{outcome} {change} points", "{outcome} {change} poin"),
    "diagnosis:ratio": TranslatedText("{outcome} {change}", "{outcome} {change}"),
    "diagnosis:begin": TranslatedText("So begin there. {begin}.", "Jadi mulailah dari situ. {begin}."),
    "diagnosis:caution": TranslatedText(
        "This follows from the model and from what it was told about the village; it is not a forecast. Ask people "
        "whether they recognise it.",
        "Ini hitungan dari model dan dari keterangan tentang desa, bukan ramalan. Tanyakan kepada warga, apakah "
        "memang begitu yang mereka rasakan.",
    ),
    "period:year_3": TranslatedText("three years after the facilitators have left",
    "tiga tahun setelah fasilitator pergi"),
    "period:year_1": TranslatedText("a year after the facilitators have left", "setahun setelah fasilitator pergi"),
    "period:programme": TranslatedText("while the programme runs", "selama program berjalan"),
    # Its figure and its table
    "outcome:need": TranslatedText("relief of need", "kebutuhan berkurang"),
    "figure:note": TranslatedText(
        "the same {n} seeds as it is and without the obstacle; bars: 95 % interval, pale where it holds 0.   "
        "● {judged}   ○ during the programme",
        "{n} desa tiruan yang sama, apa adanya dan tanpa hambatan; garis: selang 95 %, pucat bila mencakup 0.   "
        "● {judged}   ○ selama program",
    ),
    "figure:points": TranslatedText("points, 0 to 100", "poin, 0 sampai 100"),
    "table:title": TranslatedText(
        "What changes {period} once an obstacle is taken away", "Yang berubah {period} bila hambatan dihilangkan"
    ),
    "table:obstacle": TranslatedText("obstacle", "hambatan"),
    # A comparison over plausible worlds
    "worlds:ahead": TranslatedText(
        "Three years after exit, {arm} is surely ahead of all others in participation",
        "Tiga tahun setelah fasilitator pergi, partisipasi dengan {arm} pasti di atas semua pilihan lain",
    ),
    "worlds:open": TranslatedText(
        "Three years after exit, nobody is surely ahead of all others in participation",
        "Tiga tahun setelah fasilitator pergi, belum pasti pilihan mana yang partisipasinya paling tinggi",
    ),
    "worlds:note": TranslatedText(
        "of {worlds} plausible worlds, in how many percent the arm on the left is above the arm below; grey: "
        "uncertain, the 95 % interval holds 50",
        "dari {worlds} dunia yang masuk akal, di berapa persen pilihan di kiri lebih tinggi daripada pilihan di bawah; "
        "abu-abu: belum pasti, selang 95 % mencakup 50",
    ),
    "worlds:table": TranslatedText(
        "{outcome}, {period}: how probably the row is above the column, %",
        "{outcome}, {period}: seberapa mungkin baris lebih tinggi daripada kolom, %",
    ),
    "worlds:uncertain": TranslatedText(
        "? : uncertain, the 95 % interval holds 50.  {worlds} worlds, {runs} runs of each arm in each.",
        "? : belum pasti, selang 95 % mencakup 50.  {worlds} dunia, masing-masing {runs} simulasi setiap pilihan.",
    ),
    "and": TranslatedText("and", "dan"),
}  # fmt: skip


def find_sentence(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> sentence("diagnosis:one", "id", why=sentence("why:authority", "id"))
    'Yang paling menghambat desa ini: pemerintah tidak menanggapi usulan warga.'
    """
    return str(getattr(SENTENCES[key], language)).format(**values)


def join_list(texts: list[str], language: Language) -> str:
    """Several texts as one list.

    >>> listed(["a", "b", "c"], "en")
    'a; b; and c'
    """
    if len(texts) < 2:
        return "".join(texts)
    return f"{'; '.join(texts[:-1])}; {find_sentence('and', language)} {texts[-1]}"


def effect_name(outcome: str, language: Language) -> str:
    """How an outcome is called where its change is shown.

    >>> effect_name("need", "en"), effect_name("participation", "en")
    ('relief of need', 'participation')
    """
    key = f"outcome:{outcome}"
    return find_sentence(key, language) if key in SENTENCES else display_name("outcome", outcome, language)
