"""Names of people: the key of a full name, and whether two names may be one person's.

A name stays as written wherever it is shown; what is made here only serves to compare.
"""

from __future__ import annotations

import re

from coterie.graph.names.collectives import collective_key, is_collective
from coterie.graph.names.fold import fold_name, unlatex
from coterie.graph.names.parsing import PersonName, known_suffix, parse, spaced_initials

__all__ = [
    "PersonName", "collective_key", "compatible", "initials_key", "is_collective", "name_key", "parse",
]  # fmt: skip

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_BIG, _SMALL = f"{_CAPITAL}Ā-ž", "a-zß-öø-ÿĀ-ž"
_WORD = f"[{_BIG}](?:['’][{_BIG}])?[{_SMALL}]+(?:(?:[-'’][{_CAPITAL}]?|[A-Z])[{_SMALL}]+)*"
_NO_TITLE = r"(?!(?:Dr|Prof|Professor|Mr|Mrs|Ms) |.* (?:for the|on behalf of) )"
_PLAIN = re.compile(rf"{_NO_TITLE}(?:(?:{_WORD}|[a-z]+|[{_BIG}](?:\.(?:-?[{_BIG}]\.)*)?) )+{_WORD}")
"""Names whose key is what they fold to, as they stand: most of them."""


def name_key(written: str, given: str | None = None, family: str | None = None, suffix: str | None = None) -> str:
    """The folded full name, in the order given, family, suffix: equal for ``Last, First`` and ``First Last``.

    ``given`` and ``family`` are used where a source has both apart. DBLP's number stays in the key. Where nothing
    folds to letters the text itself is the key.

    >>> name_key("Gödel, Kurt"), name_key("Kurt Godel"), name_key("King, Jr., Martin")
    ('kurt godel', 'kurt godel', 'martin king jr')
    """
    if given and family:
        return (
            _key(PersonName(spaced_initials(unlatex(given).split()), unlatex(family), suffix=known_suffix(suffix)))
            or written
        )
    if _PLAIN.fullmatch(written):
        return fold_name(written)
    return _key(parse(written)) or written


def _key(name: PersonName) -> str:
    return fold_name(f"{name.given} {name.particles} {name.family} {name.suffix} {name.number}")


def initials_key(written: str, given: str | None = None, family: str | None = None) -> str:
    """Last name and first initial, folded: the coarse key of blocks.

    >>> initials_key("Geoffrey E. Hinton"), initials_key("Hinton GE")
    ('hinton g', 'hinton g')
    """
    name = PersonName(given, family) if given and family else parse(written)
    return f"{fold_name(name.family)} {fold_name(name.given)[:1]}".strip()


def compatible(a: str, b: str) -> bool:
    """Whether two names as written may be one person's: never says that they are.

    Families must agree (particles aside, one may be the first or last part of a double name), given names pairwise
    (equal, or one the initial of the other, some may be missing at either end), and neither suffix nor number differ.
    A collective is compatible with a collective of the same key only. Names in the other order are not compatible.
    """
    if is_collective(a) or is_collective(b):
        return is_collective(a) and is_collective(b) and collective_key(a) == collective_key(b)
    one, two = parse(a), parse(b)
    if (one.suffix and two.suffix and one.suffix != two.suffix) or (
        one.number and two.number and one.number != two.number
    ):
        return False
    first, second = fold_name(one.given).split(), fold_name(two.given).split()
    for more, less, given, other in ((one, two, first, second), (two, one, second, first)):
        left = _surplus(fold_name(more.family).split(), fold_name(less.family).split())
        if left is not None and (_given_agree(given, other) or _given_agree([*given, *left], other)):
            return True
        # a double family name whose first part was read as a given name: Gabriel García | Gabriel García Márquez
        if given and len(given) > 1 and fold_name(less.family) == given[-1] and _given_agree(given[:-1], other):
            return True
    return False


def _surplus(longer: list[str], shorter: list[str]) -> list[str] | None:
    """What ``longer`` has more than ``shorter``, or None where it does not begin or end with it."""
    if "".join(longer) == "".join(shorter):
        return []
    if shorter and longer[: len(shorter)] == shorter:
        return longer[len(shorter) :]
    if shorter and longer[-len(shorter) :] == shorter:
        return longer[: -len(shorter)]
    return None


def _given_agree(one: list[str], two: list[str]) -> bool:
    """Whether given names agree: none missing in the middle of what both have, initials standing for names."""
    if not one or not two or "".join(one) == "".join(two):
        return True
    if len(one) > len(two):
        one, two = two, one
    if all(_same(x, y) for x, y in zip(one, two, strict=False)):
        return True
    rest = iter(two)
    if len(one) > 1 and _same(one[0], two[0]) and all(any(_same(x, y) for y in rest) for x in one):
        return True
    # syllables written together: Xiaoming | Xiao Ming | X. M.
    return len(one) == 1 and len(one[0]) > 1 and one[0].startswith(two[0]) and len(two[0]) > 1 and _spells(one[0], two)


def _same(x: str, y: str) -> bool:
    return x == y or (len(x) == 1 and y.startswith(x)) or (len(y) == 1 and x.startswith(y))


def _spells(word: str, parts: list[str]) -> bool:
    """Whether ``word`` is ``parts`` run together, later ones perhaps as initials: xiaoming | xiao m."""
    rest = word
    for part in parts:
        if not rest.startswith(part):
            return False
        rest = rest[len(part) :] if len(part) > 1 else ""
    return not rest or len(parts) == 1
