"""Corrections that contradict each other, found before they are obeyed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from coterie.graph.identity.overrides import MENTIONS, PAPERS, Override
from coterie.graph.model.errors import IdentityError

SHOWN = 20
"""Problems that one error lists."""
_HINT = "correct the file, or take one back: coterie identity undo ID"


def refuse_conflicts(overrides: Sequence[Override]) -> None:
    """Raises IdentityError, with the places of both, where two corrections contradict each other."""
    refuse(list(conflicts(overrides)), "corrections contradict each other", _HINT)


def refuse(problems: Sequence[str], what: str, hint: str = "") -> None:
    """Raises IdentityError with all ``problems`` in one line, if there are any."""
    if problems:
        more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        said = f"{what}: {'; '.join([*problems[:SHOWN], *more])}"
        raise IdentityError("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in said), hint=hint)


def conflicts(overrides: Sequence[Override]) -> Iterator[str]:
    """One line for each contradiction among ``overrides``: two that are said to be the same, through others too, and
    different; a mention pinned to two, or pins in a circle; two ORCIDs of one person, or one of two."""
    for about in (MENTIONS, PAPERS):
        mine = sorted((o for o in overrides if o.about == about), key=lambda o: (o.file, o.line, o.content))
        links = _Links(mine)
        yield from _parted(mine, links)
        yield from _pinned(mine)
        yield from _orcids(mine, links)


class _Links:
    """Which keys are said to be the same, and by which corrections."""

    def __init__(self, overrides: Iterable[Override]) -> None:
        self._next: dict[str, list[tuple[str, Override]]] = {}
        for override in overrides:
            keys = override.together()
            for key in keys[1:]:
                self._next.setdefault(keys[0], []).append((key, override))
                self._next.setdefault(key, []).append((keys[0], override))
        self.group: dict[str, str] = {}
        for key in self._next:
            if key not in self.group:
                self.group.update(dict.fromkeys(self._reached(key), key))

    def _reached(self, key: str) -> set[str]:
        seen, left = {key}, [key]
        while left:
            for other, _ in self._next.get(left.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    left.append(other)
        return seen

    def joined(self, one: str, other: str) -> bool:
        """Whether both are the same, directly or through others."""
        return one == other or (one in self.group and self.group[one] == self.group.get(other))

    def chain(self, one: str, other: str) -> list[Override]:
        """The fewest corrections that say so."""
        before: dict[str, tuple[str, Override]] = {}
        left = deque([one])
        while left and other not in before:
            key = left.popleft()
            for found, override in self._next.get(key, ()):
                if found not in before and found != one:
                    before[found] = key, override
                    left.append(found)
        chain: list[Override] = []
        while other in before:
            other, override = before[other]
            chain.append(override)
        return list(dict.fromkeys(reversed(chain)))


def _parted(overrides: Iterable[Override], links: _Links) -> Iterator[str]:
    seen = set[tuple[str, str, str]]()
    for override in overrides:
        for a, b in override.parted():
            if links.joined(a, b) and (override.id, a, b) not in seen:
                seen.add((override.id, a, b))
                same = f"{_places(links.chain(a, b))} that they are the same" if a != b else "but they are one mention"
                yield f"{override.place} says that {a} and {b} are different, {same}"


def _pinned(overrides: Iterable[Override]) -> Iterator[str]:
    to: dict[str, tuple[str, Override]] = {}
    for override in overrides:
        if override.kind == "pin":
            for key in override.keys[:-1]:
                known = to.setdefault(key, (override.keys[-1], override))
                if known[0] != override.keys[-1]:
                    yield (f"{override.place} pins {key} to the person of {override.keys[-1]}, {known[1].place} to "
                           f"that of {known[0]}")  # fmt: skip
    done = set[str]()
    for key in to:
        path: dict[str, Override] = {}
        while key in to and key not in path and key not in done:
            path[key] = to[key][1]
            key = to[key][0]
        if key in path:
            circle = list(path.values())[list(path).index(key) :]
            yield f"{_places(list(dict.fromkeys(circle)))} pins {key} to itself in a circle"
        done.update(path)


def _orcids(overrides: Iterable[Override], links: _Links) -> Iterator[str]:
    said = [o for o in overrides if o.kind == "orcid"]
    by_group: dict[str, Override] = {}
    of_key: dict[str, Override] = {}
    for override in said:
        key = override.keys[0]
        of_key.setdefault(key, override)
        known = by_group.setdefault(links.group.get(key, key), override)
        if known.value != override.value:
            through = _places(links.chain(known.keys[0], key))
            why = f", and {through} that both are one person" if through else ""
            yield (f"{override.place} gives {key} the ORCID {override.value}, {known.place} gives {known.keys[0]} "
                   f"{known.value}{why}")  # fmt: skip
    for override in overrides:
        for a, b in override.parted():
            if a in of_key and b in of_key and of_key[a].value == of_key[b].value:
                yield (f"{override.place} says that {a} and {b} are different, {of_key[a].place} and "
                       f"{of_key[b].place} give both the ORCID {of_key[a].value}")  # fmt: skip


def _places(overrides: Sequence[Override]) -> str:
    return " and ".join(override.place for override in overrides)
