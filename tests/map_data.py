"""Map data made for tests: a seeded community structure, and the hostile names."""

from __future__ import annotations

import random
from collections import defaultdict

from coterie.graph.maps.data import Link, MapData, Metric, Person, Work

GIVEN = (
    "Élodie", "Łukasz", "José", "Zoë", "Tomáš", "Fatima", "Wei", "Yuki", "Søren", "Amara", "Ingrid", "Kwame", "Óscar",
)  # fmt: skip
FAMILY = (
    "García", "Nguyễn", "Müller", "Hassan", "Petrović", "Silva", "Moreau", "Kowalski", "Tanaka", "Özdemir", "Novák",
)  # fmt: skip
TOPICS = "Graph neural networks|Protein structure|Climate modelling|Causal inference|Bibliometrics|Soil carbon"
HOSTILE = (
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<img src=x onerror=alert(3)>",
    'href="javascript:alert(4)" onmouseover="alert(4)', "{{ 7*7 }} {% raw %}", "\u202egnp.exe\u202c\u2066x\u2069",
    "O'Neil \"quoted\" & <b>bold</b>", "<!-- --><svg onload=alert(8)>", "\ud800lone\x00\x1b[31m",
)  # fmt: skip


def made(count: int, seed: int = 1, teams: float = 0.75) -> MapData:
    """``count`` authors in communities of very different sizes, with some who write alone."""
    rng = random.Random(seed)
    sizes: list[int] = []
    while sum(sizes) < count:
        sizes.append(min(count - sum(sizes), int(3 + rng.paretovariate(0.9) * 6) if rng.random() < 0.7 else 1))
    home = [c for c, n in enumerate(sizes) for _ in range(n)]
    members: dict[int, list[int]] = defaultdict(list)
    for person, c in enumerate(home):
        members[c].append(person)
    papers: list[list[int]] = []
    for _ in range(int(count * teams)):
        c = home[rng.randrange(count)]
        pool = members[c]
        team = set(rng.sample(pool, min(len(pool), rng.choice((1, 2, 2, 3, 3, 4)))))
        if rng.random() < 0.12:
            team.add(rng.randrange(count))
        papers.append(sorted(team))
    years = [2006 + min(19, int(20 * rng.random() ** 0.7)) for _ in papers]
    return assemble(papers, years, [_name(rng, p) for p in range(count)], home)


def assemble(papers: list[list[int]], years: list[int | None], names: list[str], home: list[int]) -> MapData:
    """Map data of papers given as lists of authors."""
    mine: dict[int, list[int]] = defaultdict(list)
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    weight: dict[tuple[int, int], float] = defaultdict(float)
    for number, team in enumerate(papers):
        for i, a in enumerate(team):
            mine[a].append(number)
            for b in team[i + 1 :]:
                pairs[a, b].append(number)
                weight[a, b] += 1 / (len(team) - 1)
    topics = TOPICS.split("|")
    people = [
        Person(
            f"p-{i:05d}", name, tuple(mine[i]), min((years[w] for w in mine[i] if years[w]), default=None),
            max((years[w] for w in mine[i] if years[w]), default=None), (home[i] % 9,), (home[i] % len(topics),),
        )
        for i, name in enumerate(names)
    ]  # fmt: skip
    links = [Link(a, b, tuple(ws), weight[a, b]) for (a, b), ws in sorted(pairs.items())]
    works = [
        Work(f"doi:10.1/{n}", f"On the matter of {n}", years[n], "Journal of Things", f"https://example.org/{n}", True)
        for n in range(len(papers))
    ]
    degree = [0] * len(names)
    for link in links:
        degree[link.a] += 1
        degree[link.b] += 1
    return MapData(
        people, links, works, [f"Institute {i}" for i in range(9)], topics,
        [Metric("papers", "Papers", [len(mine[i]) for i in range(len(names))]),
         Metric("coauthors", "Co-authors", degree)],
        notes=[("Counting", "Full counting: each joint paper counts one."), ("Teams", "Teams above 100.")],
    )  # fmt: skip


def hostile() -> MapData:
    """Every text of a map, hostile."""
    count = len(HOSTILE)
    papers = [[i, (i + 1) % count] if i + 1 < count else [0, i] for i in range(count)]
    data = assemble([sorted(p) for p in papers], [2020 + i % 3 for i in range(count)], list(HOSTILE), [0] * count)
    data.topics = list(HOSTILE)
    data.affiliations = list(HOSTILE)
    urls = (
        "javascript:alert(9)",
        'https://example.org/ok?a="><script>alert(10)</script>',
        "data:text/html,<script>",
        "//x",
    )
    data.works = [Work(f"id:{text}", text, 2020 + i % 3, text, urls[i % 4]) for i, text in enumerate(HOSTILE)]
    data.people = [
        Person(f"{p.id}{text}", text, p.papers, p.first, p.last, (i,), (i,), (text + " also",))
        for i, (p, text) in enumerate(zip(data.people, HOSTILE, strict=True))
    ]
    data.notes = [("Counting", HOSTILE[0]), (HOSTILE[2], HOSTILE[3])]
    return data


def _name(rng: random.Random, number: int) -> str:
    return f"{rng.choice(GIVEN)} {chr(65 + number % 26)}. {rng.choice(FAMILY)}"
