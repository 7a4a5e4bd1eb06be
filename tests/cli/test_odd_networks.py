"""Every analysis, with every option, of graphs that have next to nothing in them: a result or one clear line.

The commands are those of the table in ``coterie.cli.root``, their options those that they declare: a new one is tried
by itself.
"""

from __future__ import annotations

import csv
import importlib
import inspect
import io
import json
import math
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
from click.testing import CliRunner, Result
from toy_graph import ANA, BOB, CEM, CO, DEE, TOY, UNI, paper, snapshot, topic

import coterie
from coterie.api import Graph
from coterie.cli import root
from coterie.cli.selecting import NODES, selection_options
from coterie.graph import measures
from coterie.graph.measures import brokers, cohesion, communities, roles, routes, summary, tails
from coterie.graph.measures.published import beside
from coterie.graph.network import CollaborationNetwork, from_pairs, normalised, project
from coterie.graph.network.normalising import METHODS
from coterie.graph.snapshot import Snapshot

_CROWD = [f"Crowd Member{chr(97 + i)}" for i in range(7)]
WORLDS: dict[str, Any] = {
    "no papers": [],
    "papers without people": [paper("a", []), paper("b", [], "2020")],
    "one author": [paper("a", [ANA], "2020", topics=(topic("cs.CL"),), affiliations=(UNI,))],
    "two without links": [paper("a", [ANA], affiliations=(CO,)), paper("b", [BOB], "2021", affiliations=(UNI,))],
    "all above the cap": [paper("a", _CROWD, "2020")],
    "one pair": [paper("a", [ANA, BOB])],
    "two pairs": [paper("a", [ANA, BOB], "2020"), paper("b", [CEM, DEE], "2021", affiliations=(CO, UNI),
                                                        topics=(topic("cs.CL"), topic("cs.LG")))],
    "nobody selected": TOY,
}  # fmt: skip
NARROWED = {"nobody selected": ["--years", "1900"]}
NEVER_TRIED = {"format", "output", "open", "save_as", "no_cache", "store", "quiet", "debug", "refresh", "help"}
FORMATS = ("table", "json", "csv")
ALL_FORMATS = (*FORMATS, "jsonl", "tsv", "xlsx")
Variant = tuple[str, ...]


def commands() -> dict[str, click.Command]:
    context = click.Context(root.analyze)
    found = {name: root.analyze.get_command(context, name) for name in root.analyze.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def _shared() -> set[str]:
    """Options of the selection, which are tested with it."""

    def nothing() -> None: ...

    return {str(param.name) for param in click.command()(selection_options(nothing)).params}


def variants(command: click.Command) -> Iterator[Variant]:
    """No option; then each one alone, with every choice, or with its smallest and another value."""
    names = [param for param in command.params if isinstance(param, click.Argument)]
    base: Variant = tuple(ANA for param in names if param.required)
    yield base
    if any(not param.required for param in names):
        yield (*base, *(BOB for param in names if not param.required))
        yield (*base, *(ANA for param in names if not param.required))
        yield tuple("Zaphod Nobody" for _ in base)
    for param in command.params:
        if isinstance(param, click.Option) and param.name not in NEVER_TRIED | _shared():
            yield from ((*base, param.opts[0], *values) for values in _values(param))


def _values(option: click.Option) -> Iterator[Variant]:
    kind = option.type
    if option.is_flag:
        yield ()
    elif isinstance(kind, click.Choice):
        yield from ((str(choice),) for choice in kind.choices)
    elif isinstance(kind, click.IntRange):
        yield from ((str((kind.min or 0) + more),) for more in (0, 2))
    elif isinstance(kind, click.FloatRange):
        yield ("0.5",)
    else:
        yield ("names",)


CASES = [(name, variant) for name, command in commands().items() for variant in variants(command)]


@pytest.fixture(scope="module")
def worlds() -> dict[str, Snapshot]:
    return {name: snapshot(papers) for name, papers in WORLDS.items()}


@pytest.fixture
def run(worlds: dict[str, Snapshot], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    def runs(world: str, *args: str) -> Result:
        monkeypatch.setattr(Graph, "snapshot", lambda _: worlds[world])
        return CliRunner(env={"COLUMNS": "100"}).invoke(
            root.cli, ["--store", "nowhere.graph", "analyze", *args, *NARROWED.get(world, ())]
        )

    return runs


def test_every_command_is_tried() -> None:
    assert {name for name, _ in CASES} == set(root.ANALYSES)
    assert ("summary", ("--distribution", "degree")) in CASES
    assert ("path", (ANA, BOB)) in CASES


@pytest.mark.parametrize(
    ("name", "variant"), CASES, ids=lambda value: value if isinstance(value, str) else "_".join(value)
)
def test_a_result_or_one_clear_line(run: Callable[..., Result], name: str, variant: Variant) -> None:
    for number, world in enumerate(WORLDS):
        form = FORMATS[number % len(FORMATS)] if variant else None
        for asked in (form,) if form else ALL_FORMATS:
            check(run(world, name, *variant, "-f", asked), asked, f"{world}: {name} {' '.join(variant)} -f {asked}")


@pytest.mark.parametrize("nodes", NODES)
@pytest.mark.parametrize("name", commands())
def test_nodes_of_any_kind(run: Callable[..., Result], name: str, nodes: str) -> None:
    for world, more in (("no papers", ()), ("two pairs", ("--normalise", "association")), ("two pairs", ()),
                        ("papers without people", ("--counting", "newman"))):  # fmt: skip
        first = () if name != "path" else ("FR",)
        result = run(world, name, *first, "--nodes", nodes, *more, "-f", "json")
        check(result, "json", f"{world}: {name} --nodes {nodes}")
        if nodes != "authors" and result.exit_code == 0:
            assert not re.search(r"\b(people|persons?|anybody|nobody|co-authors?)\b", result.stderr), result.stderr


@pytest.mark.parametrize("name", commands())
@pytest.mark.parametrize("option", ["topic", "affiliation", "country", "venue", "author", "kind"])
def test_unknown_names_of_a_selection(run: Callable[..., Result], name: str, option: str) -> None:
    result = run("two pairs", name, *(() if name != "path" else (ANA,)), f"--{option}", "zz")
    check(result, "table", f"{name} --{option}")
    assert result.exit_code == 1
    assert "'zz'" in result.stderr


def check(result: Result, form: str, asked: str) -> None:
    """What a command gave out is defined, whole, and in its format; or it failed with a line that says why."""
    said = f"{asked}\n{result.stdout_bytes!r}\n{result.stderr}"
    assert "Traceback" not in said, said
    if result.exit_code:
        assert isinstance(result.exception, SystemExit), said
        assert result.exit_code in (1, 2), said
        assert "bug" not in result.stderr, said
        assert result.stdout_bytes == b"", said
        lines = [
            line for line in result.stderr.splitlines() if not line.startswith(("Usage:", "Try ", "hint:")) and line
        ]
        assert len(lines) == 1, said
        assert lines[0].lower().startswith("error: "), said
        return
    if form == "json":
        json.loads(result.stdout, parse_constant=lambda text: pytest.fail(f"{text} in {said}"))
    elif form == "jsonl":
        for line in result.stdout.splitlines():
            json.loads(line, parse_constant=lambda text: pytest.fail(f"{text} in {said}"))
    elif form == "xlsx":
        assert result.stdout_bytes.startswith(b"PK"), said
    elif form in ("csv", "tsv"):
        rows = list(csv.reader(io.StringIO(result.stdout), delimiter="," if form == "csv" else "\t"))
        assert rows, said
        assert len({len(row) for row in rows}) == 1, said
        assert not {"nan", "inf", "-inf"} & {cell.lower() for row in rows for cell in row}, said
    else:
        assert result.stdout.strip(), said
        assert not re.search(r"(?<![\w-])(nan|inf)(?!\w)", result.stdout, re.IGNORECASE), said


# -- the functions


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the measures that needs nothing but a network."""
    for found in pkgutil.iter_modules(measures.__path__):
        module = importlib.import_module(f"coterie.graph.measures.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                parameters = list(inspect.signature(function).parameters.values())
                needed = [parameter for parameter in parameters if parameter.default is parameter.empty]
                if [parameter.annotation for parameter in needed] == ["CollaborationNetwork"]:
                    yield f"{found.name}.{name}", function


NETWORKS: dict[str, Callable[[], CollaborationNetwork]] = {
    "nobody": lambda: from_pairs([], []),
    "one": lambda: from_pairs([], [], ids=["a"]),
    "two without links": lambda: from_pairs([], [], ids=["a", "b"]),
    "a pair": lambda: from_pairs(["a"], ["b"]),
    "two pairs": lambda: from_pairs(["a", "c"], ["b", "d"], [1, 1], newman=[1.0, 1.0], pair_share=[1.0, 1.0]),
    "two pairs, normalised": lambda: normalised(from_pairs(["a", "c"], ["b", "d"]), "salton"),
    "no papers": lambda: project(snapshot([])),
    "papers without people": lambda: project(snapshot(WORLDS["papers without people"])),
    "all above the cap": lambda: project(snapshot(WORLDS["all above the cap"])),
    "topics of two pairs": lambda: project(snapshot(WORLDS["two pairs"]), nodes="topics"),
}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    ("name", "function"), list(functions()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_functions(name: str, function: Callable[..., Any], network: str) -> None:
    given = NETWORKS[network]()
    found = function(given)
    if inspect.isgenerator(found):
        found = list(found)
    for part in ("rows", "as_dict", "notes"):
        if hasattr(found, part):
            defined(getattr(found, part)(), f"{name}: {part} of {network}")
    if isinstance(found, np.ndarray | list | dict | float):
        defined(found, f"{name} of {network}")


@pytest.mark.parametrize("network", NETWORKS)
def test_functions_that_need_more(network: str) -> None:
    given = NETWORKS[network]()
    groups = communities.communities(given)
    found = brokers.brokers(given, groups)
    defined(found.notes(), network)
    for by in brokers.RANKINGS:
        defined(found.rows(by=by), f"{network}: brokers by {by}")
        defined(found.removal(3, by), f"{network}: without the first by {by}")
    together = np.zeros(given.size, np.int64)
    for parts in (groups.of, together):
        defined([*roles.standing(given, parts), roles.brokerage(given, parts)], network)
        defined(communities.modularity(given, parts), network)
    for of in tails.OF if "papers" in given.attributes else ("degree",):
        defined(tails.tail_of(given, of, thorough=True).as_dict(), network)
        defined(tails.histogram(tails.figures_of(given, of)), network)
    defined(cohesion.rich_club(given.indptr, given.indices), network)
    defined(beside(summary.summarise(given).as_dict()), network)
    for method in METHODS:
        defined(normalised(given, method).weight(), f"{network}: {method}")
    for start in range(given.size):
        far = routes.distances_from(given, start)
        defined([far.rows(), far.histogram(), far.mean()], network)
        for end in range(given.size):
            for kind in routes.KINDS:
                ways = routes.routes(given, start, end, kind)
                defined(ways.rows(), network)
                assert (ways.steps is None) == (ways.describe() == "not connected")
    assert given.to_networkx().number_of_nodes() == given.size
    assert given.to_scipy().shape == (given.size, given.size)


def defined(value: Any, said: str) -> None:
    """No number in it is NaN or infinite."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            defined(part, said)
    elif isinstance(value, np.ndarray):
        assert np.isfinite(value.astype(float)).all(), said
    elif isinstance(value, float):
        assert math.isfinite(value), said


def test_a_store_without_papers(tmp_path: Path) -> None:
    """The same from end to end: a graph that knows one person, and no paper."""
    record = {"type": "person", "source": "page", "record_id": "ada", "name": "Ada Byron"}
    (tmp_path / "person.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    with coterie.open(tmp_path / "g.graph") as graph:
        graph.load(tmp_path / "person.jsonl")
    for name, command in commands().items():
        base = next(variants(command))
        for _ in range(2):
            result = CliRunner().invoke(root.cli, ["--store", str(tmp_path / "g.graph"), "analyze", name, *base])
            check(result, "table", name)
