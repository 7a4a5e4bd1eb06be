"""The names in the author and editor fields of BibTeX and BibLaTeX."""

from __future__ import annotations

import re

from coterie.graph.model.records import Mention, Role
from coterie.loaders.bibtex.latex import text
from coterie.loaders.making import collective, orcid
from coterie.loaders.reading.affiliations import is_nobody
from coterie.loaders.references import remembered, split_name

_PLAIN = re.compile(r"[A-Za-z.,' ]+(?:-[A-Za-z.,' ]+)*")
_AND = re.compile(r"(?:\s|^)and(?=\s|$)", re.IGNORECASE)
_LAST_BRACED = re.compile(r"([^{}]*(?:\{[^{}]*\}[^{}]*)*)\s\{((?:[^{}]|\{[^{}]*\}){2,})\}")
_KEYED = re.compile(r"(family|given|prefix|suffix)\s*=\s*(?:\"([^\"]*)\"|([^,]*))(?:,|$)", re.IGNORECASE)
_OTHERS = frozenset({"others", "et al", "et al.", "{et al.}"})
_FIRMS = frozenset({"inc", "inc.", "llc", "ltd", "ltd.", "gmbh", "corp", "corp.", "co.", "s.a."})
_ORCIDS = re.compile(r"([^;/\n]+)/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")

Parts = tuple[str, str | None, str | None, str | None, bool]
"""A name as a person reads it, given name, family name, suffix, and whether it is a collective."""


def mentions(
    value: str, first: int = 1, role: Role = "author", orcids: dict[str, str] | None = None
) -> tuple[list[Mention], bool]:
    """The names in a field, with positions from ``first``, and whether the list goes on (``and others``)."""
    out: list[Mention] = []
    goes_on = False
    position = first
    for name in names(value):
        if name in _OTHERS:
            goes_on = True
            continue
        written, given, family, suffix, group = parts(name)
        if not written or is_nobody(written):
            continue
        number = orcids.get(written.casefold()) if orcids else None
        out.append(
            Mention(
                written=written, position=position, given=given, family=family, suffix=suffix, orcid=number, role=role,
                collective=group,
            )
        )  # fmt: skip
        position += 1
    return out, goes_on


def names(value: str) -> list[str]:
    """The names that ``and`` parts outside braces, LaTeX left in."""
    found = [name for piece in _AND.split(value) if (name := " ".join(piece.split()))]
    if "{" not in value:
        return found
    whole: list[list[str]] = []
    depth = 0
    for name in found:
        if depth > 0:
            whole[-1].append(name)
        else:
            whole.append([name])
        depth += name.count("{") - name.count("}")
    return [" and ".join(pieces) for pieces in whole]


@remembered(65536)
def parts(name: str) -> Parts:
    r"""The parts of one name, as far as commas and braces tell them.

    >>> parts("{ATLAS Collaboration}"), parts("Simon {Peyton Jones}")
    (('ATLAS Collaboration', None, None, None, True), ('Simon Peyton Jones', 'Simon', 'Peyton Jones', None, False))
    """
    if "=" in name and "family" in name and (keyed := _keyed(name)):
        return keyed
    written = name if _PLAIN.fullmatch(name) else text(name)
    if _wholly_braced(name):
        return _literal(written)
    if collective(written):
        return written, None, None, None, True
    if "," in written:
        return (written, *split_name(written), False)
    if (
        name.endswith("}")
        and len(name) < 300
        and (found := _LAST_BRACED.fullmatch(name))
        and len(family := text(found[2])) > 1
    ):
        return written, text(found[1]), family, None, False
    return written, None, None, None, False


def orcid_numbers(value: str) -> dict[str, str]:
    """ORCIDs by name as written, from Web of Science's ``Doe, Jo/0000-0002-1825-0097`` lists."""
    found = {text(name).casefold(): orcid(number) for name, number in _ORCIDS.findall(value)}
    return {name: number for name, number in found.items() if number}


def _wholly_braced(name: str) -> bool:
    """Whether one pair of braces holds all of the name, and it is more than a letter with an accent."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for i, sign in enumerate(name):
        if sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return i == len(name) - 1
    return False


def _literal(written: str) -> Parts:
    """A name in braces: a collective, but for a person's name in both parts."""
    _, comma, given = written.partition(",")
    if comma and "," not in given and given.strip().lower() not in _FIRMS and not collective(written):
        return (written, *split_name(written), False)
    return written, None, None, None, True


def _keyed(name: str) -> Parts | None:
    """A name of BibLaTeX's extended form ``family=…, given=…, prefix=…, suffix=…``."""
    found = {key.lower(): text(quoted or bare) for key, quoted, bare in _KEYED.findall(name)}
    if not found.get("family"):
        return None
    family = " ".join(filter(None, (found.get("prefix"), found["family"])))
    written = " ".join(filter(None, (found.get("given"), family, found.get("suffix"))))
    return written, found.get("given") or None, family, found.get("suffix") or None, False
