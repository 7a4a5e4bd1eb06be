"""An invented corpus with namesakes, initials, variants and teams that are known."""

from __future__ import annotations

import random

from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity import World
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord

GIVEN = ["Anna", "Boris", "Carla", "David", "Elena", "Farid", "Greta", "Hugo", "Irene", "Jonas", "Katrin", "Luca",
         "Marta", "Nils", "Olga", "Pedro", "Quentin", "Rosa", "Stefan", "Tilda"]  # fmt: skip
FAMILY_NAMES = (
    "Abel Birk Conti Dahl Engel Falk Gallo Holm Isaksen Jung Kramer Lund Marek Nagy Ott Pohl Rau Sand Tamm Ullman Vogt "
    "Weiss Zeman Brandt Castro Duval Eriksen Fontana Grimm Haas Ivanova Jansen Keller Lindqvist Moreau Novak Ortega "
    "Petrov Quist Ricci Schulte Toth"
)
FAMILY = FAMILY_NAMES.split()
COMMON_GIVEN = ["Wei", "Jing", "Yan", "Min", "Lei", "Jun", "Hui", "Tao", "Fang", "Ping"]
COMMON_FAMILY = ["Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Zhao", "Huang", "Zhou", "Wu"]
SUBJECTS = ["graphs parsing trees syntax grammar", "proteins folding enzymes cells binding",
            "galaxies dust redshift quasars survey", "markets wages trade labour taxes",
            "lattices phonons magnets spin crystals", "rivers floods sediment basins erosion"]  # fmt: skip


def corpus(seed: int = 1, papers: int = 1500) -> tuple[list[PaperRecord], dict[str, str]]:
    """Records, and the true person of each mention's key. People work in groups, each with a subject and a place; some
    bear common names, some are written with initials or a middle name now and then."""
    rng = random.Random(seed)
    rare = [f"{g} {f}{e}" for g in GIVEN for f in FAMILY for e in ("", "sen", "mann", "ova", "ski", "ez")]
    common = [f"{g} {f}" for g in COMMON_GIVEN for f in COMMON_FAMILY]
    names = rng.sample(rare, 400) + common + 4 * rng.sample(common, 10)
    rng.shuffle(names)
    groups = [names[i : i + 8] for i in range(0, len(names) - 7, 8)]
    records, truth = list[PaperRecord](), dict[str, str]()
    for i in range(papers):
        g = rng.randrange(len(groups))
        team = rng.sample(range(8), rng.choice([1, 2, 3, 3, 4, 5]))
        words = SUBJECTS[g % len(SUBJECTS)].split()
        title = f"{rng.choice(words)} and {rng.choice(words)} in {rng.choice(['theory', 'practice', 'data'])} {i}"
        mentions = []
        for position, member in enumerate(team, 1):
            name = groups[g][member]
            truth[f"t:{i}#{position}"] = f"{g}.{member}"
            mentions.append(Mention(written=written(rng, name), position=position,
                                    affiliations=(AffiliationRef(name=f"Harbour {g} University"),)
                                    if rng.random() < 0.3 else ()))  # fmt: skip
        records.append(PaperRecord(source="t", record_id=str(i), title=title, date=str(2000 + rng.randrange(15)),
                                   venue=f"Journal {g % 7}", mentions=tuple(mentions)))  # fmt: skip
    return records, truth


def written(rng: random.Random, name: str) -> str:
    given, family = name.split()
    kind = rng.random()
    if kind < 0.08:
        return f"{given[0]}. {family}"
    if kind < 0.12:
        return f"{family}, {given}"
    return name


def world(seed: int = 1, papers: int = 1500) -> tuple[World, list[str]]:
    """The corpus as a world, and the true person of each of its mentions."""
    records, truth = corpus(seed, papers)
    made = world_of_records(records)
    return made, [truth[key] for key in made.mentions["mention"].tolist()]
