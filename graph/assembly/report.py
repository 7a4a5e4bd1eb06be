"""What a load, an unload and a check have to say; plain data, printed elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coterie.graph.assembly.placing import State
from coterie.graph.model.records import Rejected

Progress = Callable[[str, int, int | None], None]
"""Told of (phase, done, total or None) as work goes on."""

TYPES = ("paper", "person", "affiliation", "topic")
OUTCOMES = ("new", "updated", "unchanged")


@dataclass
class FileReport:
    """What became of the items of one input.

    ``outcomes`` counts (type, outcome) of the records read. ``read`` = ``new`` + ``updated`` + ``unchanged`` +
    ``rejected``. *New*: no version of the record was known; *updated*: another version was; *unchanged*: this version
    was. ``papers``: the papers that its paper records describe; ``merged``: the records above one for each of these.
    ``options``: what changed its records (``year``, ``map``).
    """

    file: str
    load: str
    loader: str
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    papers: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Items read."""
        return sum(self.outcomes.values()) + len(self.rejected)

    @property
    def new(self) -> int:
        """Records that were not known."""
        return self.of(outcome="new")

    @property
    def updated(self) -> int:
        """Records known in other versions only."""
        return self.of(outcome="updated")

    @property
    def unchanged(self) -> int:
        """Records known in this version."""
        return self.of(outcome="unchanged")

    @property
    def merged(self) -> int:
        """Paper records above one for each paper."""
        return self.of("paper") - self.papers

    def of(self, kind: str | None = None, outcome: str | None = None) -> int:
        """Records of a type (paper, person, affiliation, topic) or outcome (new, updated, unchanged), or both."""
        return sum(n for (k, o), n in self.outcomes.items() if kind in (None, k) and outcome in (None, o))

    def as_dict(self) -> dict[str, Any]:
        """One flat object."""
        return {
            "file": self.file, "load": self.load, "loader": self.loader, **_figures(self),
        }  # fmt: skip


@dataclass
class LoadReport:
    """What a load did: ``files`` in the order given, and sums over them.

    ``papers``: distinct papers that the records read describe (not the sum over the files), ``merged`` = paper records
    read - ``papers``. ``added``: by how much each count of the graph grew; ``graph``: nodes by label and relationships
    by name after the load. ``wrote``: whether anything was written; ``path``: bulk, apply or "". ``outgrown``: whether
    the graph has more than a fifth more mentions than its weights of identity were fitted on. ``corrections``:
    where those given stand. ``cut``: names of which not all bearers were compared, so many are they. ``seconds`` by
    phase.
    """

    files: list[FileReport] = field(default_factory=list)
    papers: int = 0
    graph: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    wrote: bool = False
    path: str = ""
    dry_run: bool = False
    outgrown: bool = False
    corrections: list[State] = field(default_factory=list)
    cut: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Items read."""
        return sum(file.read for file in self.files)

    @property
    def new(self) -> int:
        """Records that were not known."""
        return sum(file.new for file in self.files)

    @property
    def updated(self) -> int:
        """Records known in other versions only."""
        return sum(file.updated for file in self.files)

    @property
    def unchanged(self) -> int:
        """Records known in this version."""
        return sum(file.unchanged for file in self.files)

    @property
    def rejected(self) -> list[Rejected]:
        """All that was rejected, in the order of reading."""
        return [item for file in self.files for item in file.rejected]

    @property
    def merged(self) -> int:
        """Paper records above one for each paper."""
        return self.of("paper") - self.papers

    def of(self, kind: str | None = None, outcome: str | None = None) -> int:
        """Records of a type or outcome, or both; see :meth:`FileReport.of`."""
        return sum(file.of(kind, outcome) for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Sums as one flat object, the same for the same input and graph (no times)."""
        return {"files": len(self.files), **_figures(self), "dry_run": self.dry_run}


def _figures(report: FileReport | LoadReport) -> dict[str, Any]:
    return {
        "read": report.read, "new": report.new, "updated": report.updated, "unchanged": report.unchanged,
        "rejected": len(report.rejected), **{f"{kind}_records": report.of(kind) for kind in TYPES},
        "papers": report.papers, "merged": report.merged,
    }  # fmt: skip


@dataclass(frozen=True)
class UnloadReport:
    """What taking a load back did: by how much each count of the graph fell (negative where it grew: papers that the
    load had joined came apart), and the counts that are left."""

    load: str
    file: str
    removed: dict[str, int]
    graph: dict[str, int]
    path: str
    seconds: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """One flat object, without times."""
        return {"load": self.load, "file": self.file, **{f"removed_{k}": n for k, n in self.removed.items()}}


@dataclass
class ResolveReport:
    """What deciding anew who is who did: ``identity``, the key, and ``was``, the one before.

    ``merged``: persons that hold mentions of several persons of before; ``split``: persons of before whose mentions
    are several persons' now. ``changed``, of ``mentions``: those whose person is another. A person goes on in the one
    that has most of its mentions, if most mentions of that one come from it. ``refitted``: whether the weights are
    others. ``wrote``: whether anything was written; ``path``: bulk, apply or ""; ``cut``: names of which not all
    bearers were compared, so many are they; ``seconds`` by phase.
    """

    identity: str
    was: str
    persons_before: int = 0
    persons_after: int = 0
    merged: int = 0
    split: int = 0
    mentions: int = 0
    changed: int = 0
    refitted: bool = False
    wrote: bool = False
    path: str = ""
    cut: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """One flat object, without times."""
        return {
            "identity": self.identity, "identity_before": self.was, "persons_before": self.persons_before,
            "persons_after": self.persons_after, "merged": self.merged, "split": self.split,
            "mentions": self.mentions, "changed_mentions": self.changed, "refitted": self.refitted,
        }  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One way in which a store differs from what its records say.

    ``kind``: missing (the store lacks it), extra (no record says so), changed (a property differs), duplicate,
    or another word for what is wrong beside nodes and relationships (constraint, payload, count, snapshot,
    unfinished, meta). ``what``: the label, the relationship or the thing; ``count`` of them, ``examples`` of a few.
    """

    kind: str
    what: str
    count: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        few = "; ".join((*self.examples, *(["…"] if self.count > len(self.examples) else [])))
        return f"{self.kind} {self.what}: {self.count}" + (f" ({few})" if self.examples else "")


@dataclass
class CheckReport:
    """Whether a store holds exactly what its records say. ``notes``: what is no fault (properties of other tools, a
    writer at work). ``checked``: rows compared, by label and relationship."""

    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return not self.differences

    @property
    def ok(self) -> bool:
        """True where nothing differs."""
        return not self.differences

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.differences)
