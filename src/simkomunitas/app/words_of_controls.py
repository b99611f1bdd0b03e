"""Words for the controls: what each lever of the programme and the village is called, and what is chosen among."""

from simkomunitas.pages.words import Word

CONTROLS: dict[str, Word] = {
    "arm:watched": Word("Village shown", "Desa yang ditampilkan"),
    "arm:changed": Word("{arm}, changed", "{arm}, diubah"),
    "arm:forked": Word("{arm}, another way from week {week}", "{arm}, jalan lain sejak minggu {week}"),
    "preset:balanced": Word("A bit of everything", "Seimbang: semua strategi"),
    "preset:locality": Word("Residents work it out", "Warga merumuskan sendiri"),
    "preset:planning": Word("Experts plan", "Ahli yang merencanakan"),
    "preset:action": Word("The poorest press for change", "Warga miskin menuntut hak"),
    "preset:livelihoods": Word("Savings and trades", "Simpan pinjam dan usaha"),
    "preset:letting_go": Word("Letting go slowly", "Melepas pelan-pelan"),
    "preset:in_and_out": Word("In quickly, out quickly", "Cepat datang, cepat pergi"),
    "preset:none": Word("No programme", "Tanpa program"),
}  # fmt: skip
