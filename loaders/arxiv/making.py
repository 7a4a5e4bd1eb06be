"""What all forms of arXiv's metadata share: names, categories, ids, titles, and the record made of them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from coterie.graph.model.records import Mention, PaperRecord, TopicRef
from coterie.graph.names.collectives import is_collective, may_hold_collective
from coterie.graph.names.fold import unlatex
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.graph.names.topics import arxiv_topic
from coterie.loaders.base import BadItem
from coterie.loaders.making import written_date

SOURCE = "arxiv"
KIND = "preprint"

_PLAIN_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z][a-z-]+/\d{7}")
_OTHERS = re.compile(r"(?:and )?others|(?:and )?et\.? al\.?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_LABELS = frozenset({"author", "authors", "editor", "editors", "keywords"})
_LATEX = re.compile(r"[\\{}~$]")
_ACRONYM = re.compile(r"[^\W\d_]{3,}[^.\s]*|[Tt]he .+")
_DOIS = re.compile(r"[\s;,]+(?=(?:doi\s*:\s*|https?://\S*?)?10\.)", re.IGNORECASE)
_TAG = re.compile(r"</?(?:br|p|i|b|u|em|strong|sub|sup|tt|span|font)\s*/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?p)\s*/?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x80-\x9f\u2028\u2029\ufeff]+")


def person(text: str) -> str:
    """A name as a person reads it: LaTeX escapes resolved, no comma or semicolon left over at its ends."""
    if _LATEX.search(text):
        text = unlatex(text)
    return text.strip(" \t,;")


def mentions(names: Sequence[str]) -> tuple[tuple[Mention, ...], bool]:
    """The mentions of names in one piece each, as a list split at the comma gives them, and whether the list says
    that there are others.

    Pieces without a letter (the colon of ``ATLAS Collaboration, :, A. Author``, a full stop) name nobody, nor does
    the label ``Authors`` before a colon; ``jr`` alone belongs to the name before it.
    """
    text = " ".join(names)
    if may_hold_collective(text) or _LATEX.search(text) or not all(map(_usual, names)):
        return _unusual(names)
    return tuple([Mention(written=name, position=position) for position, name in enumerate(names, 1)]), False


def _usual(name: str) -> bool:
    """Whether a name is surely taken as it stands."""
    return name[:1].isupper() and name[-1] != "," and (len(name) > 6 or ". " in name)


def _unusual(names: Sequence[str]) -> tuple[tuple[Mention, ...], bool]:
    kept: list[tuple[str, bool]] = []
    others = False
    for place, name in enumerate(names):
        name, before_colon = person(name), names[place + 1 : place + 2] == [":"]
        if not any(map(str.isalpha, name)) or (before_colon and name.lower() in _LABELS):
            continue
        if _OTHERS.fullmatch(name):
            others = True
        elif kept and _SUFFIX.fullmatch(name):
            kept[-1] = (f"{kept[-1][0]}, {name}", kept[-1][1])
        else:
            group = before_colon and place == 0 and bool(_ACRONYM.fullmatch(name))
            kept.append((name, group or is_collective(name)))
    return tuple(
        Mention(written=name, position=position, collective=group) for position, (name, group) in enumerate(kept, 1)
    ), others


@lru_cache(maxsize=65536)
def topics(categories: str, primary: str = "") -> tuple[TopicRef, ...]:
    """Topics of categories parted by spaces or commas, the primary marked; without one stated it is the first.

    A category that the taxonomy lacks keeps its code as written.
    """
    codes = list(dict.fromkeys(_code(code) for code in categories.replace(",", " ").split()))
    first = _code(primary.strip()) if primary.strip() else "".join(codes[:1])
    if first and first not in codes:
        codes.insert(0, first)
    return tuple(_topic(code, code == first) for code in codes)


@lru_cache(maxsize=4096)
def _code(code: str) -> str:
    known = arxiv_topic(code)
    return known[0] if known else code


@lru_cache(maxsize=8192)
def _topic(code: str, primary: bool) -> TopicRef:
    known = arxiv_topic(code)
    return TopicRef(scheme=SOURCE, code=code, name=known[1] if known else None, primary=primary)


def doi(text: str | None) -> str:
    """The first valid of the DOIs in ``text`` (arXiv lists those of errata and translations too), or ""."""
    for one in _DOIS.split(text.strip()) if text else ():
        if found := normalise("doi", one):
            return found
    return ""


def title(text: str | None) -> str:
    """A title in one line: entities and the few tags of HTML that people type are resolved, all else between angle
    brackets is mathematics and stays (``BP<n>``), as does LaTeX."""
    if not text:
        return ""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if not text.isprintable():
        text = _CONTROL.sub(" ", text.replace("\x7f", ""))
    return " ".join(text.split())


def paper(
    *,
    arxiv: str,
    written_title: str | None,
    authors: tuple[Mention, ...],
    complete: bool | None,
    count: int | None,
    created: str,
    updated: str,
    classified: tuple[TopicRef, ...],
    dois: str | None,
    venue: str | None = None,
    kind: str = KIND,
) -> PaperRecord:
    """The record of one paper. ``record_id`` is arXiv's id without version, ``updated`` the date of the last change or
    else of the first version. Raises :class:`BadItem` for one that has neither a title nor an id of arXiv."""
    known = arxiv if _PLAIN_ID.fullmatch(arxiv) else normalise("arxiv", arxiv)
    ids = {"arxiv": known} if known else {}
    if dois and (first := doi(dois)):
        ids["doi"] = first
    elif dois and not ids:
        ids = paper_ids({"doi": dois})
    name = title(written_title)
    if not name and not ids:
        raise BadItem("neither title nor arXiv id")
    date = written_date(created) if created else None
    return PaperRecord(
        source=SOURCE, record_id=known or arxiv.strip(), updated=(written_date(updated) if updated else None) or date,
        title=name, ids=ids, date=date, kind=kind, venue=venue, mentions=authors, authors_complete=complete,
        author_count=count, topics=classified,
    )  # fmt: skip
