"""What residents are called on the screen: common Indonesian names, the same for the same resident each time.

Files and stories know residents by their ids; nobody in a simulated village is a real person.
"""

from collections import Counter

from simkomunitas.model.community.community_data import Community

WOMEN_NAMES = (
    "Sari", "Wati", "Ningsih", "Lestari", "Sri", "Aminah", "Siti", "Dewi", "Endang", "Yanti", "Rahayu", "Marni", "Tini",
    "Sulastri", "Kartini", "Suminah", "Rukmini", "Fatimah", "Hartati", "Murni", "Parti", "Ratna", "Sumi", "Tuti",
    "Umi", "Wahyuni", "Yuli", "Zubaidah", "Ani", "Asih", "Darsih", "Eka", "Fitri", "Ida", "Juminten", "Kasih",
    "Lilis", "Maryam", "Nur", "Painem", "Rini", "Surti", "Tarmi", "Warsini",
)  # fmt: skip
MEN_NAMES = (
    "Budi", "Slamet", "Agus", "Bambang", "Joko", "Wahyu", "Sutrisno", "Hadi", "Darto", "Eko", "Parman", "Karno",
    "Mulyono", "Suparno", "Tarno", "Rahmat", "Yanto", "Ahmad", "Basuki", "Cahyo", "Dedi", "Gunawan", "Harjo",
    "Iwan", "Jarwo", "Kasno", "Lukman", "Marno", "Ngadiman", "Paijo", "Rusdi", "Sabar", "Sukardi", "Tukiman", "Udin",
    "Warno", "Yusuf", "Zainal", "Asep", "Dasuki", "Giman", "Kusno", "Sarto", "Wibowo",
)  # fmt: skip
SECOND_NAMES = {
    True: ("Lestari", "Handayani", "Astuti", "Rahayu", "Wulandari", "Susanti", "Puspita", "Mulyani", "Purwanti",
           "Kusuma", "Anggraini", "Pertiwi", "Setyowati", "Hidayah", "Utami", "Safitri", "Maharani", "Kurnia"),
    False: ("Santoso", "Setiawan", "Wijaya", "Prasetyo", "Nugroho", "Hidayat", "Saputra", "Kurniawan", "Susilo",
            "Purnomo", "Gunadi", "Firmansyah", "Raharjo", "Utomo", "Siswanto", "Hartono", "Wardoyo", "Maulana"),
}  # fmt: skip
OLDER_AGE = 30  # years: from here on Bu and Pak, before Mbak and Mas
NAME_STRIDE = 7919  # a prime, so that neighbours do not share a name


def choose_resident_names(community: Community) -> list[str]:
    """A name for each resident, by row: Bu Sari, Mas Eko; a second name, then a number, where two would be the same."""
    facts = community.residents
    seen: Counter[str] = Counter()
    names = []
    for key, female, age in zip(facts.key.tolist(), facts.female.tolist(), facts.age.tolist(), strict=True):
        pool = WOMEN_NAMES if female else MEN_NAMES
        title = ("Bu" if age >= OLDER_AGE else "Mbak") if female else ("Pak" if age >= OLDER_AGE else "Mas")
        first = key * NAME_STRIDE % len(pool)
        name = f"{title} {pool[first]}"
        round_, place = divmod(seen[name], len(SECOND_NAMES[female]) + 1)
        seen[name] += 1
        whole = f"{name} {SECOND_NAMES[female][(place + 5 * first) % len(SECOND_NAMES[female])]}" if place else name
        names.append(f"{whole} {round_ + 1}" if round_ else whole)
    return names
