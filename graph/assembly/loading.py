"""Loading: from inputs to evidence, to the graph that all evidence gives, to store and snapshot."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from coterie.graph.assembly.chunking import Touch, fits, in_chunks
from coterie.graph.assembly.corpus import Corpus, Input, Item, item, papers_of
from coterie.graph.assembly.corrections import overrides_of, replaced
from coterie.graph.assembly.diff import counts
from coterie.graph.assembly.held import Held
from coterie.graph.assembly.part import Delta
from coterie.graph.assembly.placing import Present, refuse_wrong, titles
from coterie.graph.assembly.report import FileReport, LoadReport, Progress
from coterie.graph.assembly.standing import Clock, Standing, standing
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.assembly.writing import Step, Writer
from coterie.graph.identity import check_key
from coterie.graph.identity.freezing import outgrown
from coterie.graph.identity.overrides import Override
from coterie.graph.model.errors import IdentityError, StoreError
from coterie.graph.model.records import PaperRecord, Rejected, record_key, type_of
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables
from coterie.graph.store import Store, interruptible

_TELL_EVERY = 1000


def load(store: Store, inputs: Iterable[Input], *, settings: Settings | Mapping[str, Any] | None = None,
         overrides: Mapping[str, Sequence[Override]] | None = None, progress: Progress | None = None,
         resume: bool = False, dry_run: bool = False) -> LoadReport:  # fmt: skip
    """Load ``inputs`` into ``store``: evidence, the graph derived of it, and the snapshot.

    The graph reached depends on the records only, not on their order, nor on how they are shared out among inputs and
    loads. What was loaded before changes nothing. Killed or interrupted at any point, an embedded store is as before
    or as after; a server holds the graph of the records it has got, and the same load again completes it.

    ``settings``: team cap and identity key, or some of them in a mapping; default: the store's own. ``overrides``:
    people's corrections by the name of their file, in the place of the earlier ones of that file. ``progress`` is told
    of (phase, done, total). ``resume``: the inputs must be those of the unfinished load, if there is one.
    ``dry_run``: read, merge and report; write nothing.
    Raises LoadError (an input as a whole cannot be read), StoreError (locked, lease, unfinished, full, …),
    IdentityError (another identity key than the graph's; corrections that contradict each other, or speak of another
    name than is written).
    """
    clock = Clock(progress)
    with undisturbed(), interruptible(), contextlib.nullcontext() if dry_run else store.lease():
        before = clock.timed("open", lambda: standing(store))
        chosen = _settings(before, settings)
        of_files = overrides or {}
        old = overrides_of(before.tables)
        said = replaced(old, of_files)
        read = clock.timed("read", lambda: _read(before.held, inputs, clock))
        read.said = said
        after = _unfinished(before, read, resume)
        report = LoadReport(read.files, dry_run=dry_run, seconds=clock.seconds)
        was, tables = counts(before.tables), before.tables
        given = [override for file in sorted(of_files) for override in of_files[file]]
        title_of = titles(store, before.held, read.papers() if given else {})
        if read.changes(before.held) or chosen != before.settings or before.unfinished != after:
            check = partial(refuse_wrong, given, old if said is None else said, title_of=title_of) if given else None
            writer = Writer(before, chosen, clock, refit=not chosen.weights, check=check)
            tables = _ahead(writer, read) if dry_run else _write(writer, read, before, after)
            report.wrote, report.path, chosen = not dry_run, writer.path, writer.settings
            report.cut = writer.cut
        if given:
            present = Present(tables, given, title_of)
            report.corrections = [present.state(override) for override in given]
    _count_papers(report, read, tables)
    report.graph = counts(tables)
    report.outgrown = outgrown(chosen.weights, report.graph.get("AUTHORED", 0))
    report.added = {name: grown for name in {**was, **report.graph}
                    if (grown := report.graph.get(name, 0) - was.get(name, 0))}  # fmt: skip
    return report


def load_id(given: Input) -> str:
    """Id of the load of an input: 12 hex of the sha256 of its file's hash, its loader and its options."""
    return hashlib.sha256(f"{given.sha256}\n{given.loader}\n{_options(given)}".encode()).hexdigest()[:12]


def _options(given: Input) -> str:
    return json.dumps(dict(given.options), sort_keys=True) if given.options else ""


@dataclass
class _Read:
    """What was read: a report and the version ids for each input, Load nodes, and what the graph lacks of it; ``said``:
    all corrections as they are from now on, None where they stay."""

    files: list[FileReport] = field(default_factory=list)
    versions: list[set[str]] = field(default_factory=list)
    loads: dict[str, dict[str, Any]] = field(default_factory=dict)
    touched: list[Touch] = field(default_factory=list)
    said: Sequence[Override] | None = None

    def changes(self, held: Held) -> bool:
        """Whether a version or a correction comes, or a Load node is new or gets another file name."""
        if self.touched or self.said is not None:
            return True
        return any(held.loads.get(ident, {}).get("file") != node["file"] for ident, node in self.loads.items())

    def papers(self) -> dict[str, PaperRecord]:
        """The paper records that come, by key."""
        found = (touch.item.record for touch in self.touched if touch.item is not None)
        return {record_key(record): record for record in found if isinstance(record, PaperRecord)}

    def delta(self) -> Delta:
        """What it adds to the graph."""
        items = {touch.item.id: touch.item for touch in self.touched if touch.item is not None}
        return Delta(items, [(touch.ident, touch.load) for touch in self.touched], loads=self.loads,
                     overrides=self.said)  # fmt: skip


def _read(held: Held, inputs: Iterable[Input], clock: Clock) -> _Read:
    read, seen, keys = _Read(), dict[str, Item](), set[str]()
    of_load: dict[str, set[str]] = {}
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    for given in inputs:
        ident = load_id(given)
        report = FileReport(given.file, ident, given.loader, options=dict(given.options))
        versions = of_load.setdefault(ident, set())
        for number, found in enumerate(given, 1):
            if number % _TELL_EVERY == 0:
                clock.tell("read", number)
            if isinstance(found, Rejected):
                report.rejected.append(found)
                continue
            got = item(found)
            known = "unchanged" if got.id in seen else held.outcome(got)
            key = " ".join(got.key)
            if known == "new" and key in keys:
                known = "updated"
            report.outcomes[type_of(found), known] += 1
            comes = known != "unchanged" or got.id in seen
            if comes:
                got = seen.setdefault(got.id, got)
                keys.add(key)
            if got.id not in versions and held.lacks(got.id, ident):
                read.touched.append(Touch(got.id, ident, got) if comes else Touch(got.id, ident, None, got.key))
            versions.add(got.id)
        read.files.append(report)
        read.versions.append(versions)
        _add_load(read, held, given, report, when)
    return read


def _add_load(read: _Read, held: Held, given: Input, report: FileReport, when: str) -> None:
    """The Load node. A file that was loaded under several names goes by the smallest, standard input (``-``) last."""
    known = read.loads.get(report.load) or held.loads.get(report.load)
    name = PurePosixPath(given.file).name or given.file
    node = known or {
        "id": report.load, "sha256": given.sha256, "loader": given.loader, "when": when,
        "records": report.read - len(report.rejected), "rejected": len(report.rejected),
        **({"options": _options(given)} if given.options else {}),
    }  # fmt: skip
    names = (name, str(node.get("file") or name))
    read.loads[report.load] = {**node, "file": min(names, key=lambda text: (text == "-", text))}


def _settings(before: Standing, given: Settings | Mapping[str, Any] | None) -> Settings:
    if given is None:
        return before.settings
    if not isinstance(given, Settings):
        given = dataclasses.replace(before.settings, **{k: v for k, v in given.items() if v is not None})
    if given.identity == before.settings.identity:
        return given
    check_key(given.identity)
    if before.held.ids:
        raise IdentityError(
            f"the graph's people were resolved by {before.settings.identity!r}, not {given.identity!r}",
            hint=f"leave --identity out, or run: coterie identity resolve --full --identity {given.identity}",
        )
    return dataclasses.replace(given, weights="")


def _unfinished(before: Standing, read: _Read, resume: bool) -> tuple[str, ...]:
    """The loads that stay unfinished after this one. Raises StoreError where others must be finished first."""
    given = set(read.loads)
    left = tuple(ident for ident in before.unfinished if ident not in given)
    strange = given - set(before.unfinished) - set(before.held.loads)
    if left and (strange or resume):
        raise to_be_completed(before.held, left)
    return left


def to_be_completed(held: Held, left: Sequence[str]) -> StoreError:
    """The error where loads that are unfinished must be finished first."""
    names = ", ".join(_name(held, ident) for ident in left)
    return StoreError(
        f"the load of {names} was interrupted and must be completed first",
        reason="unfinished",
        hint="load the same file again, or take it back: coterie unload " + left[0],
    )


def _name(held: Held, load: str) -> str:
    return f"{held.loads.get(load, {}).get('file', '?')} ({load})"


def _ahead(writer: Writer, read: _Read) -> Tables:
    """The graph that a load would give."""
    reached = writer.part(read.delta())
    return writer.look_ahead(_adding(read.loads, read.touched, read.said)).graph if reached is None else reached.graph


def _write(writer: Writer, read: _Read, before: Standing, after: tuple[str, ...]) -> Tables:
    left = " ".join(after) or None
    if writer.store.kind == "embedded" or fits(read.touched):
        return _by_part(writer, read.delta(), left) or writer.run(
            [_adding(read.loads, read.touched, read.said)], left, left
        )
    ahead = writer.look_ahead(_adding(read.loads, list(read.touched), read.said))
    chunks = in_chunks(read.touched, ahead.graph)
    steps = [_adding(read.loads if i == 0 else {}, chunk, read.said) for i, chunk in enumerate(chunks)]
    return writer.run(steps, " ".join(sorted({*before.unfinished, *read.loads})), left)


def _by_part(writer: Writer, delta: Delta, left: str | None) -> Tables | None:
    reached = writer.part(delta)
    return None if reached is None else writer.put(reached, delta, left)


def _adding(loads: Mapping[str, dict[str, Any]], touches: list[Touch], said: Sequence[Override] | None) -> Step:
    """The step that adds ``loads`` and ``touches``, which are used up: a large load has no room for both lists; the
    corrections are then those ``said``."""

    def step(corpus: Corpus) -> None:
        corpus.loads.update(loads)
        if said is not None:
            corpus.overrides = tuple(said)
        while touches:
            touch = touches.pop()
            if touch.item is None:
                corpus.bring(touch.ident, touch.load)
            else:
                corpus.add(touch.item, touch.load)

    return step


def _count_papers(report: LoadReport, read: _Read, tables: Tables) -> None:
    """The papers that the records of each input, and of all, describe."""
    paper, every = papers_of(tables), set[int]()
    for file, versions in zip(report.files, read.versions, strict=True):
        rows = {paper[ident] for ident in versions if ident in paper}
        file.papers = len(rows)
        every |= rows
    report.papers = len(every)
