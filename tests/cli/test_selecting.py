"""The Selection as options, and saved selections."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import coterie
from coterie import seeds
from coterie.cli.options import command
from coterie.cli.selecting import Chosen, lines_of, selection_options, years_of
from coterie.graph.assembly import selections
from coterie.graph.assembly.check import check
from coterie.graph.model.errors import NotFound


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019:2021", (2019, 2021)),
        ("2019:", (2019, None)),
        (":2021", (None, 2021)),
        ("2020", (2020, 2020)),
        (None, None),
    ],
)
def test_years(text: str | None, years: object) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize("text", [":", "2021:2019", "a:b", "2019-2021"])
def test_years_that_are_none(text: str) -> None:
    with pytest.raises(click.BadParameter):
        years_of(text)


def test_lines_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "people.txt").write_bytes("\ufeffAda Byron\r\n\n  Bob  \n".encode())
    assert lines_of(str(tmp_path / "people.txt")) == ("Ada Byron", "Bob")
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    with pytest.raises(click.BadParameter, match="holds no line"):
        lines_of(str(tmp_path / "empty.txt"))


def test_every_option_reaches_its_field(tmp_path: Path) -> None:
    seen: list[Chosen] = []

    @command("try")
    @selection_options
    def trial(session: object, chosen: Chosen) -> None:
        seen.append(chosen)

    (tmp_path / "list").write_text("one\ntwo\n", "utf-8")
    args = ["--years", "2020:", "--kind", "article", "--topic", "a", "--topic", "b", "--affiliation", "c", "--country",
            "CN", "--venue", "d", "--author", "e", "--radius", "2", "--people", str(tmp_path / "list"), "--papers",
            str(tmp_path / "list"), "--min-papers", "3", "--min-joint", "4", "--cap", "50", "--counting", "newman",
            "--nodes", "topics", "--select", "s", "--save-select", "t"]  # fmt: skip
    assert CliRunner().invoke(trial, args, catch_exceptions=False).exit_code == 0
    fields = {
        "years": (2020, None), "kinds": ("article",), "topics": ("a", "b"), "affiliations": ("c",),
        "countries": ("CN",),
        "venues": ("d",), "authors": ("e",), "radius": 2, "people": ("one", "two"), "papers": ("one", "two"),
        "min_papers": 3, "min_joint": 4, "cap": 50, "counting": "newman",
    }  # fmt: skip
    assert seen == [Chosen(fields, "topics", "s", "t")]
    assert set(fields) == set(coterie.Selection.__dataclass_fields__), "an option for every field"
    CliRunner().invoke(trial, [])
    assert seen[1] == Chosen({})


def test_a_saved_selection_outlives_loads_and_changes_nothing_else(store_target: str, tmp_path: Path) -> None:
    chosen, other = coterie.Selection(years=(2020, None)), coterie.Selection(min_joint=2)
    lines = seeds.path().read_text("utf-8").splitlines(keepends=True)
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file, part in zip(files, (lines[5:8], lines[8:10]), strict=True):
        file.write_text("".join(part), "utf-8")
    with coterie.open(store_target) as graph:
        graph.load(files[0])
        generation = graph.store().generation()
        selections.save(graph.store(), "recent", other)
        selections.save(graph.store(), "recent", chosen)
        selections.save(graph.store(), "tight", other)
        assert graph.store().generation() == generation
        assert selections.saved(graph.store()) == {"recent": chosen, "tight": other}
        assert check(graph.store()).ok
        graph.load(files[1])
        assert selections.selection(graph.store(), "recent") == chosen
        with pytest.raises(NotFound, match="nearest: tight"):
            selections.selection(graph.store(), "tigt")
