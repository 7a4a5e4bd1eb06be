"""Whether two names may be one person's, and how they are related: the foundation of telling people apart.

Nothing here knows papers: a relation only says that the names do not speak against one person, and how strongly they
agree. Names in one block (same family name and first initial) are compared by their given names; names of different
blocks are related only in certain ways (:data:`CROSS`), which need further evidence. Family names changed by marriage
are not decided here.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from coterie.graph.names.forms import DESCENT, NameForm, block, form
from coterie.graph.names.givens import given_kind, same_given
from coterie.graph.names.nicknames import nickname_entries
from coterie.graph.names.sounds import romaji, sound, without_umlaut
from coterie.graph.names.syllables import is_syllable

__all__ = ["CROSS", "NameForm", "Relation", "block", "form", "relation", "variant_keys"]

CROSS = (
    "umlaut", "swapped", "family part", "token subset", "other initial", "transliteration", "family spelling",
)  # fmt: skip
"""The kinds of relations between names of different blocks."""
_FIRM = ("same", "joined", "middle", "nickname", "transliteration")


class Relation(NamedTuple):
    """How two names are related. ``cross``: they stand in different blocks and need further evidence."""

    kind: str
    cross: bool


def relation(a: NameForm, b: NameForm) -> Relation | None:
    """How two names are related, or None where they cannot be one person's. Symmetric.

    >>> relation(form("J. R. Smith"), form("John Robert Smith"))
    Relation(kind='initials', cross=False)
    >>> relation(form("Wei Wang"), form("Wang Wei"))
    Relation(kind='swapped', cross=True)
    >>> relation(form("Yu. A. Ivanov"), form("Yuri Ivanov"))
    Relation(kind='initials', cross=False)
    >>> relation(form("John A. Smith"), form("John B. Smith")) is None
    True
    """
    if a.suffix != b.suffix and a.suffix and b.suffix:
        return None
    if a.number != b.number and a.number and b.number:
        return None
    if a.short or b.short:
        a, b = _as_initial(a, b), _as_initial(b, a)
    one, two = a.given, b.given
    if a.family == b.family:
        if a.particles != b.particles and not _particles_agree(a.particles, b.particles):
            return None
        if one == two:
            return Relation("same" if a.suffix == b.suffix else "middle", False)
        if not one or not two:
            return Relation("missing", True)
        if one[0][0] == two[0][0]:
            kind = given_kind(one, two, a.family)
            if kind is not None:
                return Relation("middle" if kind in ("same", "joined") and a.suffix != b.suffix else kind, False)
            if len(one) + len(two) == 2 or not _share(one, two):
                return None
            return Relation("token subset", False) if _subset(a, b) or _reordered(a, b) else None
    elif not one or not two:
        return Relation("missing", True) if a.family in two or b.family in one else None
    kind = _cross(a, b)
    return Relation(kind, block(a) != block(b)) if kind else None


def _as_initial(a: NameForm, b: NameForm) -> NameForm:
    """``a`` with one letter for its first name, if that is abbreviated to two with which the first name of ``b`` goes
    on: Yu. for Yuri, not for Yakov."""
    if not a.short or not b.given or b.short or not b.given[0].startswith(a.given[0]) or a.given[0] == b.given[0]:
        return a
    return replace(a, given=(a.given[0][0], *a.given[1:]))


def _particles_agree(one: str, two: str) -> bool:
    """Whether one is missing, or they differ in nothing but the spelling of the Arabic article."""
    return not one or not two or one.replace("el", "al") == two.replace("el", "al")


def _cross(a: NameForm, b: NameForm) -> str | None:
    """The kind of relation between names of different blocks."""
    if a.family == b.family:
        return _other_initial(a, b)
    one, two = _tokens(a), _tokens(b)
    first, second = "".join(one), "".join(two)
    if first == second and (one == two or len(one) != len(two)):
        return "family part"
    agree = given_kind(a.given, b.given, a.family if is_syllable(a.family) and is_syllable(b.family) else "")
    if agree and without_umlaut(a.family) == without_umlaut(b.family):
        return "umlaut"
    if len(first) == len(second) and (_rotated(one, two) or _rotated(two, one)):
        return "swapped"
    if (_family_part(a, b) or _family_part(b, a)) and (agree or _moved(a.given, b.given)):
        return "family part"
    if len(one) != len(two) and _share(one, two) and _subset(a, b):
        return "token subset"
    return _spelled(a, b, agree)


def _share(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    for word in one:  # noqa: SIM110 (any() with a generator takes twice the time)
        if word in two:
            return True
    return False


def _tokens(name: NameForm) -> tuple[str, ...]:
    return name.given + name.parts


def _rotated(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether both have the same words, or ``two`` is ``one`` with some words moved to the other end, run together or
    not."""
    if sorted(one) == sorted(two):
        return len(one) > 1 and (len(max(one, key=len)) > 3 or min(map(len, one)) > 1)
    if min(map(len, one)) < 2 or min(map(len, two)) < 2:
        return False
    other = "".join(two)
    return any("".join(one[i:] + one[:i]) == other for i in range(1, len(one)))


def _family_part(a: NameForm, b: NameForm) -> bool:
    """Whether the family name of ``a`` is one end of that of ``b``, or that run together with what stands before it, or
    the word of descent of ``b``."""
    if a.family in (b.particles.replace(" ", "") + b.family, b.given[-1] + b.family, b.suffix):
        return True
    size = len(a.parts)
    if len(a.family) < 3 or size >= len(b.parts):
        return False
    parts = tuple(map(without_umlaut, a.parts))
    return parts in (tuple(map(without_umlaut, b.parts[:size])), tuple(map(without_umlaut, b.parts[-size:])))


def _subset(a: NameForm, b: NameForm) -> bool:
    """Whether all words of one name, at least two of them in full, are among those of the other, in any order."""
    less, more = list(_tokens(a)), list(_tokens(b))
    if len(less) > len(more):
        less, more = more, less
    full = [token for token in less if len(token) > 1]
    if len(full) < 2 or len(less) == len(more) or all(map(is_syllable, more)):
        return False
    for token in full:
        if token not in more:
            return False
        more.remove(token)
    for token in less:
        if len(token) == 1:
            found = next((word for word in more if word[0] == token), None)
            if found is None:
                return False
            more.remove(found)
    return True


def _other_initial(a: NameForm, b: NameForm) -> str | None:
    """Same family name, other initial: a nickname, a middle name that is used as first, or a transliteration."""
    one, two = a.given, b.given
    if len(one[0]) > 1 and len(two[0]) > 1:
        kind = same_given(one[0], two[0])
        if kind and _rest_agrees(one, two):
            return "other initial" if kind == "nickname" else "transliteration"
    return "other initial" if _reordered(a, b) else None


def _reordered(a: NameForm, b: NameForm) -> bool:
    """:func:`_moved`, but syllables of one Chinese or Korean given name are not several names."""
    if is_syllable(a.family) and all(map(is_syllable, a.given + b.given)):
        return False
    return _moved(a.given, b.given)


def _moved(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether one goes by a later given name of the other: Eric and J. Eric, Tom and R. Thomas; or has the
    same ones in another order."""
    for less, more in ((one, two), (two, one)):
        if len(less[0]) > 1 and len(more) > 1:
            for i in range(1, len(more)):
                kind = given_kind(less, more[i:]) if len(more[i]) > 1 else None
                if kind in _FIRM and (kind != "middle" or len(less) <= len(more) - i):
                    return True
    return len(one) > 1 and sorted(one) == sorted(two)


def _rest_agrees(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return len(one) == 1 or len(two) == 1 or given_kind(one[1:], two[1:]) is not None


def _spelled(a: NameForm, b: NameForm, agree: str | None) -> str | None:
    """Transliterated, or one letter of the family name written otherwise."""
    x, y = a.family, b.family
    if len(x) < 3 or len(y) < 3 or (is_syllable(x) and is_syllable(y)) or _gendered(x, y):
        return None
    first, second = a.given[0], b.given[0]
    heard = agree or (
        len(first) > 1 and len(second) > 1 and same_given(first, second) and _rest_agrees(a.given, b.given)
    )
    if heard and (sound(x) == sound(y) or romaji(x) == romaji(y)):
        return "transliteration"
    if agree in ("same", "joined", "middle") and len(first) > 1 and min(len(x), len(y)) > 4 and x[0] == y[0]:
        from rapidfuzz.distance import OSA

        if OSA.distance(x, y, score_cutoff=1) == 1:
            return "family spelling"
    return None


def _gendered(x: str, y: str) -> bool:
    """Whether two family names are those of a man and a woman: Ivanov and Ivanova, Kowalski and Kowalska."""
    return (x[-1] == "a") != (y[-1] == "a")


def variant_keys(name: NameForm) -> tuple[str, ...]:
    """Keys by which names of other blocks that :func:`relation` may call cross are found: they share one.

    The first is the name's block. Names without given names have no other; they are related to all of their family.
    """
    keys = [block(name)]
    if not name.given:
        return tuple(keys)
    first = name.given[0]
    initials = {first[0]} if is_syllable(name.family) else {first[0], sound(first)[0]}
    keys += [f"~{family} {initial}" for family in _heard(name) for initial in sorted(initials)]
    if len(name.parts[0]) == 1:
        words = _tokens(name)
        keys += [f"{max(words, key=len)} {word}" for word in words if len(word) == 1]
    keys += _pairs(name)
    called = next((token for token in name.given if len(token) > 1), "")
    keys += [f"={name.family} {entry}" for entry in sorted(nickname_entries(called))]
    if len(name.family) > 4 and len(first) > 1:
        keys += [f"{name.family[:3]}* {first}", f"{name.family[0]}*{name.family[-2:]} {first}"]
    return tuple(dict.fromkeys(keys))


def _heard(name: NameForm) -> tuple[str, ...]:
    """Sounds of the family name, as in most languages and as in Japanese, and of what it may be shortened to."""
    words = [without_umlaut(name.family)]
    if not is_syllable(name.family):
        words.append(romaji(name.family))
    if len(name.parts) > 1:
        words += [name.parts[0], name.parts[-1]]
    if name.particles:
        words.append(name.particles.replace(" ", "") + name.family)
    if len(name.given) > 1 and len(name.given[-1]) < 4:
        words.append(name.given[-1] + name.family)
    if name.suffix in DESCENT:
        words.append(name.suffix)
    return tuple(dict.fromkeys(word if is_syllable(word) else sound(word) for word in words))


def _pairs(name: NameForm) -> list[str]:
    """Pairs of words in full, of which names in other order or with fewer words have one too."""
    words = [token for token in _tokens(name) if len(token) > 1]
    words = words[:4] + words[4:][-1:]
    pairs = set(combinations(words, 2))
    pairs.add(("".join(name.given), name.family))
    if len(words) == 3:
        pairs.add((words[0], words[1] + words[2]))  # Zhang San Feng
    return [f"{min(pair)}|{max(pair)}" for pair in sorted(pairs) if min(map(len, pair)) > 1]
