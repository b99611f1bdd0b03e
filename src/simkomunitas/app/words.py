"""Every word of the app, in plain Indonesian and in English; what the model's things are called comes from below.

Keys are ``part:name``.  Names of outcomes, periods and arms are those of the figures, sentences about events and
reasons those of the stories; only what the app alone says stands here.
"""

from simkomunitas.app.words_of_controls import CONTROLS
from simkomunitas.app.words_of_evidence import EVIDENCE
from simkomunitas.app.words_of_play import PLAY
from simkomunitas.pages.words import Language, Word, number, percent

__all__ = ["WORDS", "Language", "Word", "both", "number", "percent", "say"]

PAGE: dict[str, Word] = {
    # The head of the page
    "page:title": Word("A village on the move", "Desa Bergerak"),
    "page:sections": Word("Parts of the app", "Bagian aplikasi"),
    "page:skip": Word("Skip to the content", "Langsung ke isi"),
    "page:language": Word("Language", "Bahasa"),
    "page:theme": Word("Light or dark (T)", "Terang atau gelap (T)"),
    "page:present": Word("Large screen (P)", "Layar besar (P)"),
    "page:lost": Word("The connection is lost. The page comes back by itself as soon as it can.", "Sambungan terputus. Halaman kembali sendiri begitu tersambung lagi."),
    "view:open": Word("Open", "Buka"),
    "view:watch": Word("Watch", "Amati"),
    "view:compare": Word("Compare", "Bandingkan"),
    "view:ask": Word("Ask a resident", "Tanya warga"),
    "view:change": Word("Change", "Ubah"),
    "view:play": Word("Play", "Bermain"),
    "view:take": Word("Take home", "Bawa pulang"),
    "view:about": Word("About", "Tentang"),
    # Moving through time
    "time:play": Word("Play (space bar)", "Jalankan (spasi)"),
    "time:pause": Word("Pause (space bar)", "Jeda (spasi)"),
    "time:back": Word("Back to the start", "Kembali ke awal"),
    "time:week_step": Word("One week on (full stop key)", "Maju satu minggu (tombol titik)"),
    "time:quarter_step": Word("One quarter on (Q)", "Maju satu triwulan (Q)"),
    "time:week_short": Word("1 week", "1 minggu"),
    "time:quarter_short": Word("1 quarter", "1 triwulan"),
    "time:week": Word("Week {week}", "Minggu {week}"),
    "time:speed": Word("{speed} weeks a second", "{speed} minggu per detik"),
    "time:scrub": Word("Week shown", "Minggu yang ditampilkan"),
    "time:after": Word("on their own", "berjalan sendiri"),
    "time:exit": Word("the facilitators leave", "fasilitator pamit"),
    "stage:0": Word("1 Preparation", "1 Persiapan"),
    "stage:1": Word("2 Awakening", "2 Penyadaran"),
    "stage:2": Word("3 Planning", "3 Perencanaan"),
    "stage:3": Word("4 Implementation", "4 Pelaksanaan"),
    "stage:4": Word("5 Evaluation and maintenance", "5 Evaluasi dan pemeliharaan"),
    # The map
    "colour:title": Word("Colour shows", "Warna menunjukkan"),
    "colour:degree": Word("degree of participation", "tingkat partisipasi"),
    "colour:trust": Word("trust", "rasa percaya"),
    "colour:knowing": Word("who knows", "siapa yang tahu"),
    "colour:load": Word("load of leaders", "beban penggerak"),
    "colour:wealth": Word("wealth", "kekayaan"),
    "colour:benefits": Word("who benefits", "siapa yang mendapat manfaat"),
    "step:outside": Word("does not know", "belum tahu"),
    "step:knows": Word("knows", "tahu"),
    "step:comes": Word("comes", "hadir"),
    "step:gives": Word("contributes", "menyumbang"),
    "step:decides": Word("decides", "ikut memutuskan"),
    "step:leads": Word("leads", "menggerakkan"),
    "step:knows_nothing": Word("does not know", "belum tahu"),
    "step:knows_activities": Word("knows of the activities", "tahu ada kegiatan"),
    "step:knows_decision": Word("knows decision and cash box", "tahu keputusan dan isi kas"),
    "scale:trust": Word("none|full", "tidak ada|penuh"),
    "scale:load": Word("no leader|an activity in two weeks or more", "bukan penggerak|sekali dua minggu atau lebih"),
    "scale:wealth": Word("poorest|richest", "termiskin|terkaya"),
    "scale:benefits": Word("nothing yet|twenty projects or more", "belum ada|dua puluh proyek atau lebih"),
    "map:leader": Word("local leader", "penggerak"),
    "map:official": Word("official", "perangkat desa"),
    "map:facilitator": Word("facilitator", "fasilitator"),
    "map:house": Word("house", "rumah"),
    "map:title": Word("Map of the village", "Peta desa"),
    "map:label": Word("{title}, coloured by {colour}", "{title}, diwarnai menurut {colour}"),
    "map:about": Word("{sex}, {age} years, {hamlet}", "{sex}, {age} tahun, {hamlet}"),
    "map:woman": Word("woman", "perempuan"),
    "map:man": Word("man", "laki-laki"),
    "map:hint": Word("Click a dot to ask her why.", "Klik satu titik untuk bertanya mengapa."),
    # Curves and news
    "curve:principles": Word("The five principles", "Lima prinsip"),
    "curve:funnel": Word("From knowing to leading", "Dari tahu sampai menggerakkan"),
    "curve:note": Word(
        "thin: still to come; ▼ and dashed: the facilitators leave", "pucat: belum terjadi; ▼ dan putus-putus: fasilitator pamit"
    ),
    "news:title": Word("What happened", "Apa yang terjadi"),
    "news:when": Word("Week {week}", "Minggu {week}"),
    "news:quiet": Word("Nothing to tell yet. Press play.", "Belum ada kabar. Tekan jalankan."),
    "news:stopped": Word("{count} who used to come have stopped coming: {reason}", "{count} warga yang biasa datang tidak datang lagi: {reason}"),
    "news:stopped_one": Word("One who used to come has stopped coming: {reason}", "Satu warga yang biasa datang tidak datang lagi: {reason}"),
    "reason:invitation": Word("nobody asks them any more", "tidak ada lagi yang mengajak"),
    "reason:benefit": Word("little is left to gain from it", "manfaatnya tidak terasa lagi"),
    "reason:norm": Word("others stay away too", "orang lain juga tidak datang"),
    "reason:belief": Word("they trust and believe in it less", "kurang percaya dan kurang yakin"),
    "reason:time": Word("too little time", "kurang waktu"),
    "reason:no_hours": Word("no free hours left", "tidak ada lagi waktu luang"),
    "reason:status": Word("ill at ease in formal rooms", "segan di forum resmi"),
    "reason:fatigue": Word("tired", "lelah"),
    "reason:clash": Word("it clashes with custom and calendar", "bentrok dengan adat dan kalender desa"),
    "reason:hardly_held": Word("hardly anything is held any more", "hampir tidak ada kegiatan lagi"),
    "reason:many_small": Word("many small things together", "banyak hal kecil sekaligus"),
    # Waiting and trouble
    "wait:film": Word("The village lives through its years …", "Desa sedang menjalani tahun-tahunnya …"),
    "wait:first": Word("First use on this machine: preparing the engine, about a minute …", "Pertama kali di komputer ini: menyiapkan mesin simulasi, sekitar satu menit …"),
    "wait:first_left": Word("First use on this machine: preparing the engine, {seconds} seconds left …", "Pertama kali di komputer ini: menyiapkan mesin simulasi, sisa {seconds} detik …"),
    "wait:seeds": Word("{done} of {all} further villages …", "{done} dari {all} desa lain …"),
    "wait:story": Word("Asking …", "Sedang bertanya …"),
    "wait:file": Word("Reading the files …", "Sedang membaca berkas …"),
    "wait:pack": Word("Packing …", "Sedang mengemas …"),
    "trouble:slow": Word("This took too long and was stopped. Try a smaller village or fewer years.", "Ini terlalu lama dan dihentikan. Coba desa yang lebih kecil atau waktu yang lebih pendek."),
    "trouble:large": Word("This needed too much memory and was stopped. Try a smaller village.", "Ini butuh terlalu banyak memori dan dihentikan. Coba desa yang lebih kecil."),
    "trouble:failed": Word("Something went wrong (note {id}). Nothing of yours is lost; try again.", "Ada yang tidak beres (catatan {id}). Pekerjaan Anda tidak hilang; coba lagi."),
    "trouble:busy": Word("Too much is being simulated at the moment. Wait a little and try again.", "Sedang terlalu banyak simulasi. Tunggu sebentar lalu coba lagi."),
    "trouble:page": Word("This page could not be shown. Load it again without what follows the question mark in its address.", "Halaman ini tidak bisa ditampilkan. Muat lagi tanpa bagian setelah tanda tanya pada alamatnya."),
    "trouble:again": Word("Try again", "Coba lagi"),
    "trouble:seed": Word("The seed is a whole number from 0 to {most}; it stays as it was.", "Benih acak adalah bilangan bulat 0 sampai {most}; tidak diubah."),
    "fault:found": Word("(found {value})", "(tertulis {value})"),
    "fault:other": Word("not as it should be", "nilai ini tidak cocok"),
    "trouble:value": Word("{label}: {found} is not possible; it stays at {value}.", "{label}: {found} tidak mungkin; tetap {value}."),
    "trouble:address": Word("“{name}” in the address means nothing here and was left out.", "“{name}” pada alamat tidak dikenal di sini dan diabaikan."),
    "trouble:link": Word("This link does not describe a village that can be shown; the usual one is shown instead.", "Tautan ini tidak berisi desa yang bisa ditampilkan; yang ditampilkan desa biasa."),
    "trouble:file": Word("This file was not opened; nothing has changed.", "Berkas ini tidak dibuka; tidak ada yang berubah."),
    "trouble:large_file": Word("The file is too large; at most {most} MB.", "Berkas terlalu besar; paling besar {most} MB."),
    "trouble:too_big": Word(
        "This village has {adults} adults over {weeks} weeks. The app shows at most {most_adults} adults, 2 to {most_weeks} weeks, and adults times weeks at most {both}; use the command line for more.",
        "Desa ini berisi {adults} warga dewasa selama {weeks} minggu. Aplikasi menampilkan paling banyak {most_adults} warga, 2 sampai {most_weeks} minggu, dan warga kali minggu paling banyak {both}; lebih dari itu lewat perintah di terminal.",
    ),
    "trouble:outside": Word("Files are named that did not come along: {names}. Choose all of them together.", "Ada berkas yang disebut tetapi tidak ikut dibuka: {names}. Pilih semuanya sekaligus."),
    "trouble:choice": Word(
        "Choose one YAML file with a village or a programme, together with the files that it names. These were chosen: {names}.",
        "Pilih satu berkas YAML berisi desa atau program, beserta berkas yang disebut di dalamnya. Yang dipilih tadi: {names}.",
    ),
    "trouble:line": Word("Line {line}:", "Baris {line}:"),
    "trouble:line_of": Word("Line {line} of {file}:", "Baris {line} dari {file}:"),
    "trouble:close": Word("Close this notice", "Tutup pesan ini"),
    # What the command line says while it starts the app, in both languages at once
    "start:ready": Word("the app is ready; end it with Ctrl-C", "aplikasi siap; akhiri dengan Ctrl-C"),
    "start:phones": Word("for phones on this network", "untuk ponsel di jaringan ini"),
    "start:no_network": Word("no network yet; switch on Wi-Fi or a hotspot, and the page Play shows the address", "belum ada jaringan; nyalakan Wi-Fi atau hotspot, lalu alamatnya tampil di halaman Bermain"),
    "start:code": Word("join code", "kode masuk"),
    "start:fetching": Word("First use on this machine: fetching the front end of the app, {size} MB ...", "Pertama kali di komputer ini: mengunduh bagian muka aplikasi, {size} MB ..."),
    "start:port": Word("port {port} cannot be had ({why}); name another one with --port", "porta {port} tidak bisa dipakai ({why}); pilih yang lain dengan --port"),
    "start:folder": Word("The app keeps its front end in {folder}, which cannot be written: {why}", "Aplikasi menyimpan bagian mukanya di {folder}, tetapi folder itu tidak bisa ditulisi: {why}"),
    "start:widgets": Word(
        "The scripts of {names} are not below {folder}, where the app looks for them. Install simkomunitas with pip in an environment of its own: python3 -m venv .venv && .venv/bin/pip install 'simkomunitas[app]'",
        "Skrip {names} tidak ada di bawah {folder}, tempat aplikasi mencarinya. Pasang simkomunitas dengan pip dalam lingkungan tersendiri: python3 -m venv .venv && .venv/bin/pip install 'simkomunitas[app]'",
    ),
    "start:spoilt": Word("What {registry} sent for {name} is not what it should be (its SHA-512 differs): not used.", "Kiriman {registry} untuk {name} tidak seperti seharusnya (SHA-512 berbeda): tidak dipakai."),
    "start:advice": Word(
        "The first use of the app on a machine fetches its front end once ({size} MB from the npm registry, {registry}), and that did not work: {why}\n"
        "Connect this machine to the internet for a moment and try again, name a mirror in NPM_CONFIG_REGISTRY, or copy the folder {folder} from a machine where the app runs.",
        "Pertama kali dipakai, aplikasi mengunduh bagian mukanya satu kali ({size} MB dari registri npm, {registry}), dan itu tidak berhasil: {why}\n"
        "Sambungkan komputer ini ke internet sebentar lalu coba lagi, sebut cermin registri di NPM_CONFIG_REGISTRY, atau salin folder {folder} dari komputer yang aplikasinya sudah jalan.",
    ),
    # The doors
    "door:title": Word("Join the village", "Masuk ke desa"),
    "door:text": Word("Type the six digits that the trainer shows on the screen.", "Ketik enam angka yang ditunjukkan pelatih di layar."),
    "door:code": Word("Join code", "Kode masuk"),
    "door:enter": Word("Enter", "Masuk"),
    "door:wrong": Word("That code does not open this door. Look again and retry.", "Kode itu tidak cocok. Lihat lagi dan coba sekali lagi."),
    "door:full": Word("The room is full", "Ruangan penuh"),
    "door:full_text": Word("Everybody who fits is inside. Watch with a neighbour, or try again in a minute.", "Semua tempat sudah terisi. Lihat bersama teman, atau coba lagi satu menit lagi."),
    "door:slowly": Word("One moment, please", "Sabar sebentar"),
    "door:slowly_text": Word("Too many codes were tried from here. Wait a minute, then type the right one.", "Terlalu banyak kode dicoba dari sini. Tunggu satu menit, lalu ketik kode yang benar."),
    "door:missing": Word("There is no such page", "Halaman ini tidak ada"),
    "door:missing_text": Word("The app has one address only; open it without what follows the last stroke.", "Aplikasi hanya punya satu alamat; buka tanpa bagian setelah garis miring terakhir."),
    "door:too_long": Word("This address is too long", "Alamat ini terlalu panjang"),
    "door:too_long_text": Word("Open the app without what follows the question mark.", "Buka aplikasi tanpa bagian setelah tanda tanya."),
}  # fmt: skip

WORDS: dict[str, Word] = PAGE | CONTROLS | EVIDENCE | PLAY


def both(key: str, between: str = " · ", **values: object) -> str:
    """The text in both languages, for a terminal, of which nobody knows who reads it.

    >>> both("start:code")
    'kode masuk · join code'
    """
    return between.join(say(key, language, **values) for language in ("id", "en"))


def say(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> say("view:ask", "id")
    'Tanya warga'
    """
    return str(getattr(WORDS[key], language)).format(**values)
