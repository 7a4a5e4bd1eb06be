"""The Selection: which papers and people count, and how links are counted. Every choice of it is stated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    from coterie.graph.snapshot.snapshot import Snapshot

Counting = Literal["full", "newman", "pair-share"]
COUNTINGS: dict[str, str] = {
    "full": "a joint paper counts 1",
    "newman": "a joint paper of n authors counts 1/(n-1)",
    "pair-share": "a joint paper of n authors counts 2/(n(n-1))",
}
"""The ways to count a link, and what each means."""
UNASKED = ("erratum", "retraction")
"""Kinds of papers that are left out unless asked for."""
_LISTS = ("kinds", "topics", "affiliations", "countries", "venues", "authors", "people", "papers")


@dataclass(frozen=True)
class Selection:
    """Which papers and people count, and how.

    Values of one field are alternatives; different fields must all hold. A paper of which something is unknown does
    not satisfy a field that asks for it. Names are understood as by :func:`coterie.graph.snapshot.lookup.find`.

    ``years``: first and last year, both included, None for open. ``kinds``: kinds of papers; retractions and errata
    are left out unless named here. ``topics`` and ``affiliations`` include what is part of them. ``countries``: ISO
    3166-1 codes of an affiliation of the paper. ``venues``: names, or words of them. ``authors``: with everybody
    within ``radius`` steps of one of them, along links of the selected papers. ``people``: nobody else. ``papers``: no
    other papers. ``min_papers``: selected papers that a person must have. ``min_joint``: joint papers that a link must
    have. ``cap``: papers of larger teams make no links (None: the graph's own cap). ``counting``: the weight of a
    link, see :data:`COUNTINGS`.

    >>> Selection(years=(2020, None), kinds=("article",)).describe()
    'years 2020 and later; kind article; full counting: a joint paper counts 1'

    Raises ValueError where a value makes no sense.
    """

    years: tuple[int | None, int | None] | None = None
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    radius: int = 1
    people: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    min_papers: int = 1
    min_joint: int = 1
    cap: int | None = None
    counting: Counting = "full"

    def __post_init__(self) -> None:
        for name in _LISTS:
            value = getattr(self, name)
            if isinstance(value, str) or not all(isinstance(item, str) for item in value):
                raise ValueError(f"{name} must be a list of texts, not {value!r}")
            object.__setattr__(self, name, tuple(dict.fromkeys(value)))
        for name, least in (("radius", 0), ("min_papers", 1), ("min_joint", 1), ("cap", 1)):
            value = getattr(self, name)
            if not (name == "cap" and value is None) and not (_whole(value) and value >= least):
                raise ValueError(f"{name} must be a whole number from {least}, not {value!r}")
        if self.counting not in COUNTINGS:
            raise ValueError(f"counting must be one of {', '.join(COUNTINGS)}, not {self.counting!r}")
        object.__setattr__(self, "years", _years(self.years))

    def paper_rows(self, snapshot: Snapshot) -> NDArray[int64]:
        """Rows of the selected papers, sorted; with ``authors`` or ``people``, those with a selected person.

        Raises NotFound, AmbiguousName where a name of the selection is not one.
        """
        from coterie.graph.snapshot.choosing import choose

        return choose(snapshot, self).papers

    def author_rows(self, snapshot: Snapshot) -> NDArray[int64]:
        """Rows of the selected people who wrote a selected paper, sorted. Raises as :meth:`paper_rows`."""
        from coterie.graph.snapshot.choosing import choose

        return choose(snapshot, self).people

    def describe(self) -> str:
        """One line that states every choice."""
        parts = [_span(self.years)] if self.years else []
        parts += [
            f"{one if len(values) == 1 else many} {' or '.join(values)}"
            for one, many, values in (
                ("kind", "kinds", self.kinds), ("topic", "topics", self.topics),
                ("affiliation", "affiliations", self.affiliations), ("country", "countries", self.countries),
                ("venue", "venues", self.venues),
            ) if values
        ]  # fmt: skip
        if self.authors:
            steps = "step" if self.radius == 1 else "steps"
            parts.append(f"people within {self.radius} {steps} of {' or '.join(self.authors)}")
        parts += [
            _listed(noun, values) for noun, values in (("people", self.people), ("papers", self.papers)) if values
        ]
        if self.min_papers > 1:
            parts.append(f"people with {self.min_papers} papers or more")
        if self.min_joint > 1:
            parts.append(f"links of {self.min_joint} joint papers or more")
        if self.cap is not None:
            parts.append(f"no links from papers of more than {self.cap} authors")
        if not parts:
            parts.append("all papers")
        if not self.kinds:
            parts.append("without retractions and errata")
        return "; ".join([*parts, f"{self.counting} counting: {COUNTINGS[self.counting]}"])

    def as_dict(self) -> dict[str, Any]:
        """The fields that differ from the default, as plain values."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}

    def to_json(self) -> str:
        """One line of JSON; equal selections give equal text."""
        return json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Selection:
        """A selection from :meth:`as_dict`. Raises ValueError where a field is unknown or makes no sense."""
        unknown = sorted(set(values) - set(cls.__dataclass_fields__))
        if unknown:
            raise ValueError(f"a selection has no {', '.join(unknown)}")
        try:
            return cls(**values)
        except TypeError as error:
            raise ValueError(f"this is no selection: {error}") from None

    @classmethod
    def from_json(cls, text: str) -> Selection:
        """A selection from :meth:`to_json`. Raises ValueError."""
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError("a selection is an object in JSON")
        return cls.from_dict(values)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _years(value: Any) -> tuple[int | None, int | None] | None:
    if value is None:
        return None
    if isinstance(value, str) or len(value) != 2 or not all(v is None or _whole(v) for v in value):
        raise ValueError(f"years must be two years or None, not {value!r}")
    low, high = value
    if low is not None and high is not None and low > high:
        raise ValueError(f"years must go from the first to the last, not {low}:{high}")
    return None if low is None and high is None else (low, high)


def _span(years: tuple[int | None, int | None]) -> str:
    low, high = years
    if low == high:
        return f"year {low}"
    if low is None or high is None:
        return f"years {low} and later" if high is None else f"years up to {high}"
    return f"years {low} to {high}"


def _listed(noun: str, values: tuple[str, ...]) -> str:
    shown = ", ".join(values[:3])
    return f"only the {noun} {shown}" + (f" and {len(values) - 3} more" if len(values) > 3 else "")
