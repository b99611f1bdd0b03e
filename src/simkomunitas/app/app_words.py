"""Every word of the app, in plain Indonesian and in English; what the model's things are called comes from below.

Keys are ``part:name``.  Names of outcomes, periods and arms are those of the figures, sentences about events and
reasons those of the stories; only what the app alone says stands here.
"""

from simkomunitas.app.control_words import CONTROLS
from simkomunitas.app.target_words import TARGET_WORDS
from simkomunitas.app.workshop_words import PLAY
from simkomunitas.reports.translated_words import Language, TranslatedText, format_number, format_percent

__all__ = [
    "WORDS",
    "Language",
    "TranslatedText",
    "format_number",
    "format_percent",
    "translate_app_text",
    "translate_both",
]

PAGE: dict[str, TranslatedText] = {
    # The head of the page
    "page:title": TranslatedText("A village on the move", "Desa Bergerak"),
    "page:sections": TranslatedText("Parts of the app", "Bagian aplikasi"),
    "page:skip": TranslatedText("Skip to the content", "Langsung ke isi"),
    "page:language": TranslatedText("Language", "Bahasa"),
    "page:theme": TranslatedText("Light or dark (T)", "Terang atau gelap (T)"),
    "page:present": TranslatedText("Large screen (P)", "Layar besar (P)"),
    "page:lost": TranslatedText("The connection is lost. The page comes back by itself as soon as it can.", "Sambungan terputus. Halaman kembali sendiri begitu tersambung lagi."),
    "view:open": TranslatedText("Open", "Buka"),
    "view:watch": TranslatedText("Watch", "Amati"),
    "view:compare": TranslatedText("Compare", "Bandingkan"),
    "view:ask": TranslatedText("Ask a resident", "Tanya warga"),
    "view:change": TranslatedText("Change", "Ubah"),
    "view:play": TranslatedText("Play", "Bermain"),
    "view:take": TranslatedText("Take home", "Bawa pulang"),
    "view:about": TranslatedText("About", "Tentang"),
    # Moving through time
    "time:play": TranslatedText("Play (space bar)", "Jalankan (spasi)"),
    "time:pause": TranslatedText("Pause (space bar)", "Jeda (spasi)"),
    "time:back": TranslatedText("Back to the start", "Kembali ke awal"),
    "time:week_step": TranslatedText("One week on (full stop key)", "Maju satu minggu (tombol titik)"),
    "time:quarter_step": TranslatedText("One quarter on (Q)", "Maju satu triwulan (Q)"),
    "time:week_short": TranslatedText("1 week", "1 minggu"),
    "time:quarter_short": TranslatedText("1 quarter", "1 triwulan"),
    "time:week": TranslatedText("Week {week}", "Minggu {week}"),
    "time:speed": TranslatedText("{speed} weeks a second", "{speed} minggu per detik"),
    "time:scrub": TranslatedText("Week shown", "Minggu yang ditampilkan"),
    "time:after": TranslatedText("on their own", "berjalan sendiri"),
    "time:exit": TranslatedText("the facilitators leave", "fasilitator pamit"),
    "stage:0": TranslatedText("1 Preparation", "1 Persiapan"),
    "stage:1": TranslatedText("2 Awakening", "2 Penyadaran"),
    "stage:2": TranslatedText("3 Planning", "3 Perencanaan"),
    "stage:3": TranslatedText("4 Implementation", "4 Pelaksanaan"),
    "stage:4": TranslatedText("5 Evaluation and maintenance", "5 Evaluasi dan pemeliharaan"),
    # The map
    "colour:title": TranslatedText("Colour shows", "Warna menunjukkan"),
    "colour:degree": TranslatedText("degree of participation", "tingkat partisipasi"),
    "colour:trust": TranslatedText("trust", "rasa percaya"),
    "colour:knowing": TranslatedText("who knows", "siapa yang tahu"),
    "colour:load": TranslatedText("load of leaders", "beban penggerak"),
    "colour:wealth": TranslatedText("wealth", "kekayaan"),
    "colour:benefits": TranslatedText("who benefits", "siapa yang mendapat manfaat"),
    "step:outside": TranslatedText("does not know", "belum tahu"),
    "step:knows": TranslatedText("knows", "tahu"),
    "step:comes": TranslatedText("comes", "hadir"),
    "step:gives": TranslatedText("contributes", "menyumbang"),
    "step:decides": TranslatedText("decides", "ikut memutuskan"),
    "step:leads": TranslatedText("leads", "menggerakkan"),
    "step:knows_nothing": TranslatedText("does not know", "belum tahu"),
    "step:knows_activities": TranslatedText("knows of the activities", "tahu ada kegiatan"),
    "step:knows_decision": TranslatedText("knows decision and cash box", "tahu keputusan dan isi kas"),
    "scale:trust": TranslatedText("none|full", "tidak ada|penuh"),
    "scale:load": TranslatedText("no leader|an activity in two weeks or more", "bukan penggerak|sekali dua minggu atau lebih"),
    "scale:wealth": TranslatedText("poorest|richest", "termiskin|terkaya"),
    "scale:benefits": TranslatedText("nothing yet|twenty projects or more", "belum ada|dua puluh proyek atau lebih"),
    "map:leader": TranslatedText("local leader", "penggerak"),
    "map:official": TranslatedText("official", "perangkat desa"),
    "map:facilitator": TranslatedText("facilitator", "fasilitator"),
    "map:house": TranslatedText("house", "rumah"),
    "map:title": TranslatedText("Map of the village", "Peta desa"),
    "map:label": TranslatedText("{title}, coloured by {colour}", "{title}, diwarnai menurut {colour}"),
    "map:about": TranslatedText("{sex}, {age} years, {hamlet}", "{sex}, {age} tahun, {hamlet}"),
    "map:woman": TranslatedText("woman", "perempuan"),
    "map:man": TranslatedText("man", "laki-laki"),
    "map:hint": TranslatedText("Click a dot to ask her why.", "Klik satu titik untuk bertanya mengapa."),
    # Curves and news
    "curve:principles": TranslatedText("The five principles", "Lima prinsip"),
    "curve:funnel": TranslatedText("From knowing to leading", "Dari tahu sampai menggerakkan"),
    "curve:note": TranslatedText(
        "thin: still to come; ▼ and dashed: the facilitators leave", "pucat: belum terjadi; ▼ dan putus-putus: fasilitator pamit"
    ),
    "news:title": TranslatedText("What happened", "Apa yang terjadi"),
    "news:when": TranslatedText("Week {week}", "Minggu {week}"),
    "news:quiet": TranslatedText("Nothing to tell yet. Press play.", "Belum ada kabar. Tekan jalankan."),
    "news:stopped": TranslatedText("{count} who used to come have stopped coming: {reason}", "{count} warga yang biasa datang tidak datang lagi: {reason}"),
    "news:stopped_one": TranslatedText("One who used to come has stopped coming: {reason}", "Satu warga yang biasa datang tidak datang lagi: {reason}"),
    "reason:invitation": TranslatedText("nobody asks them any more", "tidak ada lagi yang mengajak"),
    "reason:benefit": TranslatedText("little is left to gain from it", "manfaatnya tidak terasa lagi"),
    "reason:norm": TranslatedText("others stay away too", "orang lain juga tidak datang"),
    "reason:belief": TranslatedText("they trust and believe in it less", "kurang percaya dan kurang yakin"),
    "reason:time": TranslatedText("too little time", "kurang waktu"),
    "reason:no_hours": TranslatedText("no free hours left", "tidak ada lagi waktu luang"),
    "reason:status": TranslatedText("ill at ease in formal rooms", "segan di forum resmi"),
    "reason:fatigue": TranslatedText("tired", "lelah"),
    "reason:clash": TranslatedText("it clashes with custom and calendar", "bentrok dengan adat dan kalender desa"),
    "reason:hardly_held": TranslatedText("hardly anything is held any more", "hampir tidak ada kegiatan lagi"),
    "reason:many_small": TranslatedText("many small things together", "banyak hal kecil sekaligus"),
    # Waiting and trouble
    "wait:film": TranslatedText("The village lives through its years …", "Desa sedang menjalani tahun-tahunnya …"),
    "wait:first": TranslatedText("First use on this machine: preparing the engine, about a minute …", "Pertama kali di komputer ini: menyiapkan mesin simulasi, sekitar satu menit …"),
    "wait:first_left": TranslatedText("First use on this machine: preparing the engine, {seconds} seconds left …", "Pertama kali di komputer ini: menyiapkan mesin simulasi, sisa {seconds} detik …"),
    "wait:seeds": TranslatedText("{done} of {all} further villages …", "{done} dari {all} desa lain …"),
    "wait:story": TranslatedText("Asking …", "Sedang bertanya …"),
    "wait:file": TranslatedText("Reading the files …", "Sedang membaca berkas …"),
    "wait:pack": TranslatedText("Packing …", "Sedang mengemas …"),
    "trouble:slow": TranslatedText("This took too long and was stopped. Try a smaller village or fewer years.", "Ini terlalu lama dan dihentikan. Coba desa yang lebih kecil atau waktu yang lebih pendek."),
    "trouble:large": TranslatedText("This needed too much memory and was stopped. Try a smaller village.", "Ini butuh terlalu banyak memori dan dihentikan. Coba desa yang lebih kecil."),
    "trouble:failed": TranslatedText("Something went wrong (note {id}). Nothing of yours is lost; try again.", "Ada yang tidak beres (catatan {id}). Pekerjaan Anda tidak hilang; coba lagi."),
    "trouble:busy": TranslatedText("Too much is being simulated at the moment. Wait a little and try again.", "Sedang terlalu banyak simulasi. Tunggu sebentar lalu coba lagi."),
    "trouble:page": TranslatedText("This page could not be shown. Load it again without what follows the question mark in its address.", "Halaman ini tidak bisa ditampilkan. Muat lagi tanpa bagian setelah tanda tanya pada alamatnya."),
    "trouble:again": TranslatedText("Try again", "Coba lagi"),
    "trouble:seed": TranslatedText("The seed is a whole number from 0 to {most}; it stays as it was.", "Benih acak adalah bilangan bulat 0 sampai {most}; tidak diubah."),
    "fault:found": TranslatedText("(found {value})", "(tertulis {value})"),
    "fault:other": TranslatedText("not as it should be", "nilai ini tidak cocok"),
    "trouble:value": TranslatedText("{label}: {found} is not possible; it stays at {value}.", "{label}: {found} tidak mungkin; tetap {value}."),
    "trouble:address": TranslatedText("“{name}” in the address means nothing here and was left out.", "“{name}” pada alamat tidak dikenal di sini dan diabaikan."),
    "trouble:link": TranslatedText("This link does not describe a village that can be shown; the usual one is shown instead.", "Tautan ini tidak berisi desa yang bisa ditampilkan; yang ditampilkan desa biasa."),
    "trouble:file": TranslatedText("This file was not opened; nothing has changed.", "Berkas ini tidak dibuka; tidak ada yang berubah."),
    "trouble:large_file": TranslatedText("The file is too large; at most {most} MB.", "Berkas terlalu besar; paling besar {most} MB."),
    "trouble:too_big": TranslatedText(
        "This village has {adults} adults over {weeks} weeks. The app shows at most {most_adults} adults, 2 to {most_weeks} weeks, and adults times weeks at most {both}; use the command line for more.",
        "Desa ini berisi {adults} warga dewasa selama {weeks} minggu. Aplikasi menampilkan paling banyak {most_adults} warga, 2 sampai {most_weeks} minggu, dan warga kali minggu paling banyak {both}; lebih dari itu lewat perintah di terminal.",
    ),
    "trouble:outside": TranslatedText("Files are named that did not come along: {names}. Choose all of them together.", "Ada berkas yang disebut tetapi tidak ikut dibuka: {names}. Pilih semuanya sekaligus."),
    "trouble:choice": TranslatedText(
        "Choose one YAML file with a village or a programme, together with the files that it names. These were chosen: {names}.",
        "Pilih satu berkas YAML berisi desa atau program, beserta berkas yang disebut di dalamnya. Yang dipilih tadi: {names}.",
    ),
    "trouble:line": TranslatedText("Line {line}:", "Baris {line}:"),
    "trouble:line_of": TranslatedText("Line {line} of {file}:", "Baris {line} dari {file}:"),
    "trouble:close": TranslatedText("Close this notice", "Tutup pesan ini"),
    # What the command line says while it starts the app, in both languages at once
    "start:ready": TranslatedText("the app is ready; end it with Ctrl-C", "aplikasi siap; akhiri dengan Ctrl-C"),
    "start:phones": TranslatedText("for phones on this network", "untuk ponsel di jaringan ini"),
    "start:no_network": TranslatedText("no network yet; switch on Wi-Fi or a hotspot, and the page Play shows the address", "belum ada jaringan; nyalakan Wi-Fi atau hotspot, lalu alamatnya tampil di halaman Bermain"),
    "start:code": TranslatedText("join code", "kode masuk"),
    "start:fetching": TranslatedText("First use on this machine: fetching the front end of the app, {size} MB ...", "Pertama kali di komputer ini: mengunduh bagian muka aplikasi, {size} MB ..."),
    "start:port": TranslatedText("port {port} cannot be had ({why}); name another one with --port", "porta {port} tidak bisa dipakai ({why}); pilih yang lain dengan --port"),
    "start:folder": TranslatedText("The app keeps its front end in {folder}, which cannot be written: {why}", "Aplikasi menyimpan bagian mukanya di {folder}, tetapi folder itu tidak bisa ditulisi: {why}"),
    "start:widgets": TranslatedText(
        "The scripts of {names} are not below {folder}, where the app looks for them. Install simkomunitas with pip in an environment of its own: python3 -m venv .venv && .venv/bin/pip install 'simkomunitas[app]'",
        "Skrip {names} tidak ada di bawah {folder}, tempat aplikasi mencarinya. Pasang simkomunitas dengan pip dalam lingkungan tersendiri: python3 -m venv .venv && .venv/bin/pip install 'simkomunitas[app]'",
    ),
    "start:spoilt": TranslatedText("What {registry} sent for {name} is not what it should be (its SHA-512 differs): not used.", "Kiriman {registry} untuk {name} tidak seperti seharusnya (SHA-512 berbeda): tidak dipakai."),
    "start:advice": TranslatedText(
        "The first use of the app on a machine fetches its front end once ({size} MB from the npm registry, {registry}), and that did not work: {why}\n"
        "Connect this machine to the internet for a moment and try again, name a mirror in NPM_CONFIG_REGISTRY, or copy the folder {folder} from a machine where the app runs.",
        "Pertama kali dipakai, aplikasi mengunduh bagian mukanya satu kali ({size} MB dari registri npm, {registry}), dan itu tidak berhasil: {why}\n"
        "Sambungkan komputer ini ke internet sebentar lalu coba lagi, sebut cermin registri di NPM_CONFIG_REGISTRY, atau salin folder {folder} dari komputer yang aplikasinya sudah jalan.",
    ),
    # The doors
    "door:title": TranslatedText("Join the village", "Masuk ke desa"),
    "door:text": TranslatedText("Type the six digits that the trainer shows on the screen.", "Ketik enam angka yang ditunjukkan pelatih di layar."),
    "door:code": TranslatedText("Join code", "Kode masuk"),
    "door:enter": TranslatedText("Enter", "Masuk"),
    "door:wrong": TranslatedText("That code does not open this door. Look again and retry.", "Kode itu tidak cocok. Lihat lagi dan coba sekali lagi."),
    "door:full": TranslatedText("The room is full", "Ruangan penuh"),
    "door:full_text": TranslatedText("Everybody who fits is inside. Watch with a neighbour, or try again in a minute.", "Semua tempat sudah terisi. Lihat bersama teman, atau coba lagi satu menit lagi."),
    "door:slowly": TranslatedText("One moment, please", "Sabar sebentar"),
    "door:slowly_text": TranslatedText("Too many codes were tried from here. Wait a minute, then type the right one.", "Terlalu banyak kode dicoba dari sini. Tunggu satu menit, lalu ketik kode yang benar."),
    "door:missing": TranslatedText("There is no such page", "Halaman ini tidak ada"),
    "door:missing_text": TranslatedText("The app has one address only; open it without what follows the last stroke.", "Aplikasi hanya punya satu alamat; buka tanpa bagian setelah garis miring terakhir."),
    "door:too_long": TranslatedText("This address is too long", "Alamat ini terlalu panjang"),
    "door:too_long_text": TranslatedText("Open the app without what follows the question mark.", "Buka aplikasi tanpa bagian setelah tanda tanya."),
}  # fmt: skip

WORDS: dict[str, TranslatedText] = PAGE | CONTROLS | TARGET_WORDS | PLAY


def translate_both(key: str, between: str = " · ", **values: object) -> str:
    """The text in both languages, for a terminal, of which nobody knows who reads it.

    >>> both("start:code")
    'kode masuk · join code'
    """
    return between.join(translate_app_text(key, language, **values) for language in ("id", "en"))


def translate_app_text(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> say("view:ask", "id")
    'Tanya warga'
    """
    return str(getattr(WORDS[key], language)).format(**values)
