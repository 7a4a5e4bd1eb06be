"""Affiliations as written: the key under which written forms of one organisation meet, and ids.

Forms meet where case, punctuation, diacritics, abbreviations, the language of "university" or what surrounds the
organisation (departments, streets, cities, countries, mail addresses) is all that tells them apart. Whatever is in
doubt stays as written: two forms of one organisation are better apart than two organisations in one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef
from coterie.graph.names.countries import country_code, country_of_affiliation
from coterie.graph.names.fold import fold_name, slug
from coterie.graph.names.identifiers import normalise
from coterie.graph.names.institutions import HOMONYMS, SYSTEMS, UMBRELLAS
from coterie.graph.names.segments import Segment, Words, joint, region, segments_of, spelt

_MAX = 2000
"""Characters of the longest affiliation that is taken apart; what is longer is a list of many."""
_MAIL = re.compile(r"\(?\b(?:electronic address|e-?mail(?: address)?)\b\s?:?|\S{0,99}@\S*|https?:\S*", re.IGNORECASE)
_MARK = re.compile(r"^\W*(?:\d{1,2}\s?(?=[A-Z][a-z])|[a-z](?:\)\s?|\s)(?=[A-Z][a-z])|[a-z](?=[A-Z][a-z]{3}))")
_JOINT = re.compile(r"\b[A-Z](?:\.\s?[A-Z]\b){1,5}\.?")
_AND = re.compile(r"(?<=[a-z.])\s?&\s?|\s&\s?")


def affiliation_id(ref: AffiliationRef) -> str:
    """What tells references apart as they are written: ``ror:…`` where it has a ROR id, else the source's own id, else
    the slug of its name.

    >>> affiliation_id(AffiliationRef(name="Université de Paris"))
    'universite-de-paris'
    """
    ror = normalise("ror", ref.ror) if ref.ror else None
    if ror:
        return f"ror:{ror}"
    return ref.id or slug(ref.name)


def affiliation_key(name: str, country: str | None = None, city: str | None = None) -> str:
    """What the written forms of one organisation have in common, as folded text; empty where the name folds to nothing.

    ``country`` (ISO 3166-1 alpha-2) and ``city`` are what is known beside the name; they count where the name alone
    does not tell the organisation from others.

    >>> affiliation_key("Pittsburgh U."), affiliation_key("Univ. of Pittsburgh, Dept. of Physics, PA 15260, USA")
    ('university of pittsburgh', 'university of pittsburgh')
    >>> affiliation_key("Washington University"), affiliation_key("University of Washington")
    ('washington university', 'university of washington')
    >>> affiliation_key("Institute of Physics", "PL"), affiliation_key("Inst. of Physics, Warsaw, Poland")
    ('institute of physics pl', 'institute of physics warsaw pl')
    """
    return _key(name, country, city)[0]


def needs_place(name: str) -> bool:
    """Whether a name is that of many organisations, told apart by their places: ``Institute of Physics``."""
    return _key(name, None, None)[1]


@lru_cache(maxsize=1 << 17)
def _key(name: str, country: str | None, city: str | None) -> tuple[str, bool]:
    """The key, and whether the country counts."""
    if len(name) > _MAX:
        return fold_name(name), False
    text = _plain(name)
    if city and fold_name(city) not in fold_name(name):
        text = f"{text}, {city}"
    if ";" not in text:
        key, placed = _one(text, country)
        return key or fold_name(name), placed
    keys = dict.fromkeys(found for piece in text.split(";") if (found := _one(piece, country))[0])
    if len(keys) == 1:
        return next(iter(keys))
    return _written(segments_of(text.replace(";", ","))) or fold_name(name), False


@lru_cache(maxsize=1 << 16)
def organisation_form(name: str) -> str:
    """The part of ``name`` that names the organisation, as written; all of it where no part alone does.

    >>> organisation_form("Dept. of Physics, MIT, Cambridge, MA"), organisation_form("University of California, Irvine")
    ('MIT', 'University of California, Irvine')
    """
    if "," not in name or len(name) > _MAX:
        return name
    segments = segments_of(_plain(name))
    found = _organisations(segments) if len(segments) > 1 else []
    alone = len(found) == 1 and affiliation_key(found[0].written) == affiliation_key(name)
    return found[0].written if alone else name


def _plain(name: str) -> str:
    """Without mail addresses and the mark of a footnote; ``U.S.`` as one word, ``&`` as "and"."""
    name = " ".join(name.split())
    text = _MAIL.sub(" ", name) if "@" in name or "mail" in name or "http" in name else name
    text = _MARK.sub("", text)
    if "." in text:
        text = _JOINT.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    return _AND.sub(" and ", text) if "&" in text else text


def _one(text: str, country: str | None) -> tuple[str, bool]:
    """The key of one affiliation, and whether the country counts."""
    segments = segments_of(text)
    found = _organisations(segments)
    if len(found) > 1:
        return " ".join(word for segment in found for word in segment.words), False
    if found:
        words, placed = _placed(found[0], segments)
    else:
        words, placed = tuple(_written(segments).split()), any(s.kind == "department" for s in segments)
    where = (country or country_of_affiliation(text)) if placed else None
    return " ".join((*words, where.lower()) if where else words), placed


def _organisations(segments: list[Segment]) -> list[Segment]:
    """The segments that name the organisation; several where it takes several, or where it is not clear which."""
    if len(segments) > 1 and any(map(joint, segments)):
        return [s for s in segments if s.kind != "department" and not s.street and not region(s.written)]
    by: dict[str, list[Segment]] = {}
    for segment in segments:
        known = by.setdefault(segment.kind, [])
        if all(segment.words != other.words for other in known):
            known.append(segment)
    universities = by.get("university", [])
    if len(universities) > 1:
        inner = [s for s in universities if s.words not in UMBRELLAS]
        return inner if len(inner) == 1 else [s for s in segments if s.kind == "university"]
    hospitals, academies = by.get("hospital", []), by.get("academy", [])
    if universities and universities[0].words in UMBRELLAS and by.get("institute"):
        return [*by["institute"], *hospitals]
    if universities:
        companies = by.get("company", [])
        return [*hospitals, *companies, *universities, *([*academies, *by.get("institute", [])] if academies else [])]
    if academies:
        return [*by.get("institute", []), *academies]
    for kind in ("company", "hospital", "institute", "center"):
        if by.get(kind):
            return by[kind]
    return []


def _written(segments: list[Segment]) -> str:
    """All that is written, but for countries, states and postal codes."""
    kept = [s for s in segments if s.kind != "place" or not region(s.written)]
    return " ".join(word for segment in kept or segments for word in segment.words)


def _placed(segment: Segment, segments: list[Segment]) -> tuple[Words, bool]:
    """The words of the organisation, with its campus or city where its name alone does not tell it from others; and
    whether its country is to be added."""
    words, generic = segment.words, segment.generic
    stem = next((words[:n] for n in range(len(words), 0, -1) if words[:n] in SYSTEMS), None)
    if stem is not None:
        rest = words[len(stem) :] or _campus(segment, segments)
        rest = () if " ".join(rest) in SYSTEMS[stem] else rest
        words, generic = spelt(stem + rest), generic and not rest
    if generic:
        around = [s for s in segments if s is not segment and s.kind in ("place", "department")]
        words += tuple(word for s in around if not region(s.written) and not s.street for word in s.words)
    return words, generic or words in HOMONYMS or stem in HOMONYMS


def _campus(segment: Segment, segments: list[Segment]) -> Words:
    """The place that stands after the name that several campuses share, or before that of an institute."""
    at = segments.index(segment)
    for other in (*segments[at + 1 :], *(() if "university" in segment.words else segments[:at][::-1])):
        if other.kind == "place" and not other.street and (not region(other.written) or len(other.words) > 2):
            return other.words if country_code(other.written) is None else ()
    return ()
