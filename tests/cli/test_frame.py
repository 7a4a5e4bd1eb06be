"""The frame of the command line: help, lazy imports, errors in one line, exit codes, documents that are current."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from types import ModuleType

import click
import pytest
from click.testing import CliRunner
from support import ROOT

import coterie
from coterie.cli import group, root
from coterie.cli.options import Session
from coterie.graph.model.errors import CoterieError, NotFound, QueryError, StoreError

HEAVY = ("numpy", "scipy", "networkx", "neo4j", "arcadedb", "rich", "msgspec", "lxml", "pyvis")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coterie_docs", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS = _generator()
COMMANDS = {" ".join(path): command for path, command in DOCS.commands()}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    result = CliRunner().invoke(root.cli, [*name.split(), "--help"])
    assert result.exit_code == 0, result.output
    command = COMMANDS[name]
    assert command.help
    assert command.help.split("\n")[0].rstrip().endswith((".", ":")) or "\n" in command.help
    for param in command.params:
        assert isinstance(param, click.Argument) or param.help, f"{name}: {param.name} has no help"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["cli.md", "queries.md", "model.md", "loaders.md", "networkx.md"])
def test_generated_documents_are_current(name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == DOCS.documents()[name], f"run python docs/generate.py (docs/{name} is stale)"


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"\n## coterie {name}\n" in text


@pytest.mark.parametrize("code", ["import coterie", "import coterie.cli; coterie.cli.main(['--help'])",
                                  "import coterie.cli; coterie.cli.main(['store', '--help'])",
                                  "import coterie.cli; coterie.cli.main(['queries'])"])  # fmt: skip
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    script = f"try:\n    {code}\nexcept SystemExit as e:\n    assert not e.code\nimport sys\n" + (
        f"sys.exit(' '.join(m for m in {HEAVY!r} if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_door_gives_what_it_names() -> None:
    for name in coterie.__all__:
        assert getattr(coterie, name) is not None
    assert set(coterie._HOME) <= set(coterie.__all__)
    assert "open" in dir(coterie)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        coterie.nothing  # noqa: B018


def _failing(error: BaseException) -> click.Group:
    def fail() -> None:
        raise error

    made = group.RootGroup("coterie", params=root.cli.params, table={"fail": ("x:y", "")})
    made.get_command = lambda ctx, name: click.Command("fail", callback=fail)  # type: ignore[method-assign]
    return made


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            StoreError("no server\nat x", reason="unreachable", hint="start it"),
            1,
            "error: no server at x\nhint: start it\n",
        ),
        (NotFound("author", "Ada", nearest=["Ida"]), 1, "error: no author is called 'Ada'; nearest: Ida\n"),
        (QueryError("line 1", kind="syntax", caret="RETRN 1\n^"), 1, "error: line 1\nRETRN 1\n^\n"),
        (OSError(28, "No space left on device", "x.csv"), 1, "error: No space left on device: x.csv\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_an_error_is_one_line_and_a_code(error: BaseException, code: int, said: str) -> None:
    result = CliRunner().invoke(_failing(error), ["fail"])
    assert (result.exit_code, result.stderr, result.stdout) == (code, said, "")


def test_the_unexpected_is_called_a_bug_and_debug_shows_where() -> None:
    result = CliRunner().invoke(_failing(ZeroDivisionError("oops")), ["fail"])
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ZeroDivisionError: oops (this is a bug")
    assert "--debug" in result.stderr
    assert "Traceback" not in result.stderr
    debugged = CliRunner().invoke(_failing(CoterieError("oops")), ["--debug", "fail"])
    assert "Traceback" in debugged.stderr
    assert debugged.stderr.endswith("error: oops\n")


@pytest.mark.parametrize("args", [["qury"], ["load"], ["query", "x", "--format", "xml"], ["store", "nothing"],
                                  ["analyze", "summary", "--years", "late"], ["query", "RETURN 1", "-p", "x"],
                                  ["sources", "--open"]])  # fmt: skip
def test_wrong_usage_exits_with_two(args: list[str]) -> None:
    result = CliRunner().invoke(root.cli, args)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output


def test_a_mistyped_command_tells_the_nearest() -> None:
    assert "query" in CliRunner().invoke(root.cli, ["qury"]).stderr


@pytest.mark.parametrize(("before", "after", "environment", "target"), [
    ([], [], {}, "coterie.graph"), (["--store", "a"], [], {}, "a"), ([], ["--store", "b"], {}, "b"),
    (["--store", "a"], ["--store", "b"], {"COTERIE_STORE": "c"}, "b"), ([], [], {"COTERIE_STORE": "c"}, "c"),
    (["--store", "a"], [], {"COTERIE_STORE": "c"}, "a"),
])  # fmt: skip
def test_the_store_may_be_named_anywhere(
    before: list[str], after: list[str], environment: dict[str, str], target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Session] = []
    monkeypatch.setattr("coterie.cli.tools._store", lambda session: seen.append(session) or ("", "", ""))  # type: ignore[func-returns-value]
    CliRunner(env={"COTERIE_STORE": None, **environment}).invoke(root.cli, [*before, "doctor", *after])
    assert [session.target for session in seen] == [target]


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "coterie", "queries", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")
