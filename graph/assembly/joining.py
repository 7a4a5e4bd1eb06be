"""Which mentions of merged records are the same, and what they say together.

The most complete author list wins. What another record says of the same mention (the same name, at the same position
first) is added to it; mentions that it alone has remain evidence in that record. Mentions without position (owners of
profile pages) join the listed one of the same name, else follow the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from coterie.graph.assembly.accounts import mention_name, positioned
from coterie.graph.model.records import Mention, PaperRecord, mention_key, record_key
from coterie.graph.names.affiliations import affiliation_id
from coterie.graph.names.people import compatible

Keyed = tuple[str, Mention]
Accounts = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def own_mentions(record: PaperRecord) -> tuple[tuple[Keyed, ...], Accounts]:
    """The mentions of a record that is alone, with their keys, positioned ones first and in order; and those that it
    lists twice, as :func:`joint_mentions` gives them."""
    mentions = record.mentions
    key = record_key(record)
    before = 0
    for mention in mentions:
        if mention.position is None or mention.position < before:
            return joint_mentions(record, ())
        before = mention.position
    return tuple([(f"{key}#{i}", mention) for i, mention in enumerate(mentions, 1)]), ()


def joint_mentions(winner: PaperRecord, others: Sequence[PaperRecord]) -> tuple[tuple[Keyed, ...], Accounts]:
    """The list of ``winner``, with what ``others`` (sorted by key) say of the same mentions; and, of those that several
    say something of, under which key and name each does."""
    listed = [_Joint(key, mention) for key, mention in _numbered(winner) if mention.position is not None]
    listed.sort(key=lambda joint: joint.mention.position or 0)
    for record in others:
        _add_placed(listed, [(k, m) for k, m in _numbered(record) if m.position is not None], record, winner)
    loose: list[_Joint] = []
    unplaced = [(k, m) for r in (winner, *others) for k, m in _numbered(r) if m.position is None]
    for key, mention in sorted(unplaced, key=lambda keyed: keyed[0]):
        name = mention_name(mention)
        home = next((j for j in (*listed, *loose) if j.name == name and j.admits(mention)), None)
        if home is None:
            loose.append(_Joint(key, mention))
        else:
            home.add(key, mention)
    loose.sort(key=lambda joint: joint.key)
    return tuple((joint.key, joint.mention) for joint in (*listed, *loose)), tuple(
        (joint.key, tuple(sorted(joint.accounts))) for joint in (*listed, *loose) if len(joint.accounts) > 1
    )


def _numbered(record: PaperRecord) -> list[Keyed]:
    return [(mention_key(record, i), mention) for i, mention in enumerate(record.mentions, 1)]


class _Joint:
    """A mention of the winning list, and what was added to it. ``key`` is the smallest; ``accounts`` are the key and
    the name as written in each record."""

    def __init__(self, key: str, mention: Mention) -> None:
        self.key, self.mention, self.name = key, mention, mention_name(mention)
        self.accounts = [(key, mention.written)]

    def admits(self, other: Mention) -> bool:
        """Whether nothing tells the two apart: kind, ORCID, ids of one source."""
        mine = self.mention
        if mine.collective != other.collective or (mine.orcid and other.orcid and mine.orcid != other.orcid):
            return False
        ids = {ident.partition(":")[0]: ident for ident in mine.source_ids}
        return all(ids.get(ident.partition(":")[0], ident) == ident for ident in other.source_ids)

    def add(self, key: str, other: Mention) -> None:
        """Take in what ``other`` says and this one lacks."""
        mine = self.mention
        self.key = min(self.key, key)
        self.accounts.append((key, other.written))
        places = {affiliation_id(ref): ref for ref in (*other.affiliations[::-1], *mine.affiliations[::-1])}
        self.mention = msgspec.structs.replace(
            mine,
            given=mine.given or other.given if other.written == mine.written else mine.given,
            family=mine.family or other.family if other.written == mine.written else mine.family,
            suffix=mine.suffix or other.suffix,
            orcid=mine.orcid or other.orcid,
            source_ids=tuple(sorted({*mine.source_ids, *other.source_ids})),
            affiliations=tuple(places.values())[::-1],
            corresponding=mine.corresponding
            if other.corresponding is None
            else mine.corresponding or other.corresponding,
        )


def _add_placed(listed: list[_Joint], others: list[Keyed], record: PaperRecord, winner: PaperRecord) -> None:
    """Add each of ``others`` to the listed mention that it is: the same name at the same position, then the same name
    elsewhere, then, in lists of one length, a compatible name at the same position."""
    free = set(range(len(listed)))
    by_name: dict[str, list[int]] = defaultdict(list)
    by_position: dict[int | None, list[int]] = defaultdict(list)
    for i, joint in enumerate(listed):
        by_name[joint.name].append(i)
        by_position[joint.mention.position].append(i)
    names = [mention_name(mention) for _, mention in others]
    spots = [by_position[mention.position] for _, mention in others]
    rounds = [
        [[i for i in at if listed[i].name == name] for at, name in zip(spots, names, strict=True)],
        [by_name[name] for name in names],
    ]
    if len(positioned(record)) == len(positioned(winner)):
        rounds.append([[i for i in at if compatible(listed[i].mention.written, mention.written)]
                       for at, (_, mention) in zip(spots, others, strict=True)])  # fmt: skip
    done: set[int] = set()
    for homes in rounds:
        for number, (key, mention) in enumerate(others):
            if number not in done:
                home = next((i for i in homes[number] if i in free and listed[i].admits(mention)), None)
                if home is not None:
                    free.discard(home)
                    done.add(number)
                    listed[home].add(key, mention)
