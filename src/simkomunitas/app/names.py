"""What residents are called on the screen: common Indonesian names, the same for the same resident each time.

Files and stories know residents by their ids; nobody in a simulated village is a real person.
"""

from collections import Counter

from simkomunitas.world.community import Community

WOMEN = (
    "Sari", "Wati", "Ningsih", "Lestari", "Sri", "Aminah", "Siti", "Dewi", "Endang", "Yanti", "Rahayu", "Marni", "Tini",
    "Sulastri", "Kartini", "Suminah", "Rukmini", "Fatimah", "Hartati", "Murni", "Parti", "Ratna", "Sumi", "Tuti",
    "Umi", "Wahyuni", "Yuli", "Zubaidah", "Ani", "Asih", "Darsih", "Eka", "Fitri", "Ida", "Juminten", "Kasih",
    "Lilis", "Maryam", "Nur", "Painem", "Rini", "Surti", "Tarmi", "Warsini",
)  # fmt: skip
MEN = (
    "Budi", "Slamet", "Agus", "Bambang", "Joko", "Wahyu", "Sutrisno", "Hadi", "Darto", "Eko", "Parman", "Karno",
    "Mulyono", "Suparno", "Tarno", "Rahmat", "Yanto", "Ahmad", "Basuki", "Cahyo", "Dedi", "Gunawan", "Harjo",
    "Iwan", "Jarwo", "Kasno", "Lukman", "Marno", "Ngadiman", "Paijo", "Rusdi", "Sabar", "Sukardi", "Tukiman", "Udin",
    "Warno", "Yusuf", "Zainal", "Asep", "Dasuki", "Giman", "Kusno", "Sarto", "Wibowo",
)  # fmt: skip
SECOND = {
    True: ("Lestari", "Handayani", "Astuti", "Rahayu", "Wulandari", "Susanti", "Puspita", "Mulyani", "Purwanti",
           "Kusuma", "Anggraini", "Pertiwi", "Setyowati", "Hidayah", "Utami", "Safitri", "Maharani", "Kurnia"),
    False: ("Santoso", "Setiawan", "Wijaya", "Prasetyo", "Nugroho", "Hidayat", "Saputra", "Kurniawan", "Susilo",
            "Purnomo", "Gunadi", "Firmansyah", "Raharjo", "Utomo", "Siswanto", "Hartono", "Wardoyo", "Maulana"),
}  # fmt: skip
OLDER = 30  # years: from here on Bu and Pak, before Mbak and Mas
STRIDE = 7919  # a prime, so that neighbours do not share a name


def resident_names(community: Community) -> list[str]:
    """A name for each resident, by row: Bu Sari, Mas Eko; a second name, then a number, where two would be the same."""
    facts = community.residents
    seen: Counter[str] = Counter()
    names = []
    for key, female, age in zip(facts.key.tolist(), facts.female.tolist(), facts.age.tolist(), strict=True):
        pool = WOMEN if female else MEN
        title = ("Bu" if age >= OLDER else "Mbak") if female else ("Pak" if age >= OLDER else "Mas")
        first = key * STRIDE % len(pool)
        name = f"{title} {pool[first]}"
        round_, place = divmod(seen[name], len(SECOND[female]) + 1)
        seen[name] += 1
        whole = f"{name} {SECOND[female][(place + 5 * first) % len(SECOND[female])]}" if place else name
        names.append(f"{whole} {round_ + 1}" if round_ else whole)
    return names
