"""Names for communities: their main topic, and the person at their centre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coterie.graph.maps.data import MapData

SHARE = 0.3
"""A topic names a community when at least this share of its people have it as their first."""
FEW = 6
"""Communities of fewer people are called after a person, not a topic."""


def leader(data: MapData, people: Sequence[int]) -> int:
    """The person with most papers (then the smallest position)."""
    return max(people, key=lambda person: (len(data.people[person].papers), -person))


def label(data: MapData, people: Sequence[int]) -> tuple[str, str]:
    """Main line and second line: a topic and the leading person, or "around" the leading person and nothing."""
    name = data.people[leader(data, people)].name
    if len(people) < FEW:
        return around(name), ""
    counts = Counter(data.people[person].topics[0] for person in people if data.people[person].topics)
    if not counts:
        return around(name), ""
    topic, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return (data.topics[topic], name) if most >= SHARE * len(people) else (around(name), "")


def labels(data: MapData, groups: Sequence[Sequence[int]]) -> list[tuple[str, str]]:
    """Labels of groups that stand beside each other: where several have one topic, the person comes first. Someone
    alone is not around anybody."""
    made = [label(data, people) if len(people) > 1 else (data.people[people[0]].name, "") for people in groups]
    often = Counter(main for main, _ in made)
    return [(around(second), main) if second and often[main] > 1 else (main, second) for main, second in made]


def around(name: str) -> str:
    """How a community is called after its leading person."""
    return f"Around {name}"
