"""The authors of an arXiv paper, from the forms in which arXiv gives them: names in one piece, in parts, or a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from coterie.graph.model.records import AffiliationRef, Mention
from coterie.graph.names.collectives import is_collective, may_hold_collective
from coterie.graph.names.fold import unlatex
from coterie.loaders.making import plain

_OTHERS = re.compile(r"(?:and )?others|(?:and )?et\.? al\.?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_LABELS = frozenset({"author", "authors", "editor", "editors", "keywords"})
_LATEX = re.compile(r"[\\{}~$]")
_NAMED = re.compile(r"[^\W\d_]{3,}[^.\s]*|[Tt]he .+")
_INSIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_AND = re.compile(r"\s*,?\s+(?:and|&)\s+|\s*;\s*")
_FOOTNOTE = re.compile(r"(?:[\W\d_]|\band\b|\b[a-z]\b)*")
_BEHALF = re.compile(r"\b(?:for the|on behalf of)\b|\bfor$", re.IGNORECASE)


class Person(NamedTuple):
    """One author in parts. A name that the source does not divide is ``family`` alone."""

    family: str
    given: str = ""
    suffix: str = ""
    affiliations: tuple[AffiliationRef, ...] = ()


def mentions(names: Sequence[str]) -> tuple[tuple[Mention, ...], bool]:
    """The mentions of names in one piece each, as a list split at the comma gives them, and whether the list says
    that there are others.

    Pieces without a letter (the colon of ``ATLAS Collaboration, :, A. Author``, a full stop) name nobody, nor does
    the label ``Authors`` before a colon; ``jr`` alone belongs to the name before it. LaTeX escapes are resolved.
    """
    text = " ".join(names)
    if may_hold_collective(text) or _LATEX.search(text) or not all(map(_usual, names)):
        return _sifted(names, [Person(name) for name in names])
    return tuple([Mention(written=name, position=position) for position, name in enumerate(names, 1)]), False


def parted(people: Sequence[Person]) -> tuple[tuple[Mention, ...], bool]:
    """The same for names in parts: those of persons keep their given and family names apart."""
    names = [f"{given} {family} {suffix}" if suffix else f"{given} {family}" for family, given, suffix, _ in people]
    text = " ".join(names)
    if may_hold_collective(text) or _LATEX.search(text) or not all(map(_divided, people)):
        return _sifted([name.strip() for name in names], people)
    return tuple([
        Mention(written=name, position=position, given=person.given, family=person.family, suffix=person.suffix or None,
                affiliations=person.affiliations)
        for position, (name, person) in enumerate(zip(names, people, strict=True), 1)
    ]), False  # fmt: skip


def affiliation(text: str) -> tuple[AffiliationRef, ...]:
    """The affiliation in ``text``; none where it is a footnote's mark (``1 and 2``), or says on whose behalf."""
    name = plain(text)
    return () if _FOOTNOTE.fullmatch(name) or _BEHALF.match(name) else (AffiliationRef(name=name),)


def from_text(text: str) -> list[str]:
    """The pieces of a list of authors as its submitter typed it: affiliations in parentheses taken off, LaTeX
    resolved, split at commas, semicolons and ``and``."""
    text = " ".join((unlatex(text) if _LATEX.search(text) else text).split())
    for _ in range(8):
        shorter = _INSIDE.sub("", text)
        if shorter == text:
            break
        text = shorter
    pieces = _AND.sub(", ", text).replace(": ", ", :, ").split(",")
    return [piece for piece in map(str.strip, pieces) if piece]


def _usual(name: str) -> bool:
    """Whether a name is surely taken as it stands."""
    return name[:1].isupper() and name[-1] != "," and (len(name) > 6 or ". " in name)


def _divided(person: Person) -> bool:
    """Whether the parts are surely taken as they stand."""
    family, given = person.family, person.given
    return given[:1].isupper() and family[:1].isalpha() and given[-1] not in " ,;" and family[-1] not in " ,;"


def _sifted(names: Sequence[str], people: Sequence[Person]) -> tuple[tuple[Mention, ...], bool]:
    out: list[Mention] = []
    others = False
    for place, (name, person) in enumerate(zip(names, people, strict=True)):
        name, before_colon = _clean(name), names[place + 1 : place + 2] == [":"]
        if not any(map(str.isalpha, name)) or (before_colon and name.lower() in _LABELS):
            continue
        if _OTHERS.fullmatch(name):
            others = True
        elif out and _SUFFIX.fullmatch(name):
            out[-1] = Mention(written=f"{out[-1].written}, {name}", position=len(out), affiliations=person.affiliations)
        else:
            group = (before_colon and place == 0 and bool(_NAMED.fullmatch(name))) or is_collective(name)
            out.append(_mention(name, person, len(out) + 1, group))
    return tuple(out), others


def _mention(name: str, person: Person, position: int, group: bool) -> Mention:
    given, family = _clean(person.given), _clean(person.family)
    if group or not given or not family or _BEHALF.search(given):
        return Mention(written=name, position=position, collective=group, affiliations=person.affiliations)
    return Mention(
        written=name, position=position, given=given, family=family, suffix=_clean(person.suffix) or None,
        affiliations=person.affiliations,
    )  # fmt: skip


def _clean(text: str) -> str:
    """LaTeX escapes resolved, no comma or semicolon left over at the ends."""
    if _LATEX.search(text):
        text = unlatex(text)
    return text.strip(" \t,;")
