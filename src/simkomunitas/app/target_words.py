"""What was seen in real villages and is asked of the model, in a sentence each: the targets of ``validate``."""

from simkomunitas.reports.translated_words import TranslatedText

TARGET_WORDS: dict[str, TranslatedText] = {
    "evidence:title": TranslatedText("What was found elsewhere, and this model does not show", "Yang ditemukan di lapangan, tetapi tidak muncul di model ini"),
    "evidence:about": TranslatedText(
        "The model is held against {all} findings from real villages and experiments: {met} it shows, {missed} it does not, {open} are undecided.",
        "Model ini diuji dengan {all} temuan dari desa nyata dan percobaan: {met} muncul, {missed} tidak muncul, {open} belum jelas.",
    ),
    "evidence:none": TranslatedText("None of them is missed; the undecided ones are not proof.", "Tidak ada yang luput; yang belum jelas bukan bukti."),
    "evidence:open": TranslatedText("Undecided:", "Belum jelas:"),
    "target:P1": TranslatedText("More people know than come, and more come than speak.", "Lebih banyak yang tahu daripada yang hadir, dan lebih banyak yang hadir daripada yang bicara."),
    "target:P2": TranslatedText("More than half of those who are invited stay away.", "Lebih dari separuh yang diundang tidak datang."),
    "target:P3": TranslatedText("Women know, come and speak less often than men.", "Perempuan lebih jarang tahu, hadir dan bicara daripada laki-laki."),
    "target:P4": TranslatedText("Village meetings are more of a men's and elite's affair than hamlet meetings.", "Musyawarah desa lebih dikuasai laki-laki dan orang berada daripada pertemuan dusun."),
    "target:P5": TranslatedText("Many come once, a few carry the meetings.", "Banyak yang datang sekali, segelintir yang memikul pertemuan."),
    "target:P6": TranslatedText("A third of volunteers without support give up within a year.", "Sepertiga relawan tanpa dukungan berhenti dalam setahun."),
    "target:P7": TranslatedText("Without talk, giving falls to about half in ten rounds.", "Tanpa percakapan, sumbangan turun jadi sekitar separuh dalam sepuluh putaran."),
    "target:P8": TranslatedText("Between a third and two thirds give if others do.", "Sepertiga sampai dua pertiga orang menyumbang kalau yang lain menyumbang."),
    "target:P9": TranslatedText("People who talk face to face give much more.", "Orang yang bicara bertatap muka menyumbang jauh lebih banyak."),
    "target:P10": TranslatedText("Followers give about four fifths of what their leader gives.", "Pengikut menyumbang sekitar empat perlima dari pemimpinnya."),
    "target:P11": TranslatedText("Households of a hamlet know each other through each other.", "Rumah-rumah sedusun saling mengenal lewat tetangganya."),
    "target:P12": TranslatedText("A loan offered through leaders is taken up by a fifth.", "Pinjaman yang ditawarkan lewat tokoh diambil seperlima warga."),
    "target:P13": TranslatedText("More take up a loan where leaders are central, fewer in large villages.", "Pinjaman lebih banyak diambil kalau tokohnya dikenal luas, lebih sedikit di desa besar."),
    "target:P14": TranslatedText("A third of those who take up a loan heard of it from somebody who did not.", "Sepertiga pengambil pinjaman mendengarnya dari orang yang tidak mengambil."),
    "target:P15": TranslatedText("Word that starts with friends whom residents name reaches more people than word that starts by lot.", "Kabar lebih meluas bila mulai dari teman yang disebut warga daripada dari warga yang diundi."),
    "target:P16": TranslatedText("Training and grants move results little, a link to the village council moves them.", "Pelatihan dan hibah sedikit mengubah hasil; hubungan dengan musyawarah desa mengubahnya."),
    "target:P17": TranslatedText("Information leaves participation as it was; a task that people can do finds volunteers.", "Informasi saja tidak mengubah partisipasi; tugas yang bisa dikerjakan menemukan relawan."),
    "target:P18": TranslatedText("What a programme has built stays, but people act together elsewhere no more than others do.", "Yang dibangun program bertahan, tetapi di urusan lain warga tidak lebih sering bekerja bersama."),
    "target:P19": TranslatedText("Aid fills assemblies and empties customary work.", "Bantuan meramaikan rapat dan menyepikan gotong royong."),
    "target:P20": TranslatedText("Works that are private last, those kept up by a fee mostly, those open to all the least.", "Sarana milik sendiri bertahan, sarana beriuran umumnya bertahan, sarana terbuka paling cepat rusak."),
}  # fmt: skip
