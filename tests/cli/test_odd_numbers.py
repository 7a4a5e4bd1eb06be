"""Numbers that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from coterie.cli import root


@pytest.mark.parametrize("number", ["nan", "inf", "1e308", "0"])
@pytest.mark.parametrize("command", [("communities", "--resolution"), ("brokers", "--resolution"),
                                     ("communities", "--overlap"), ("centrality", "--epsilon"),
                                     ("centrality", "--delta")])  # fmt: skip
def test_they_are_refused(tmp_path: Path, command: tuple[str, str], number: str) -> None:
    name, option = command
    result = CliRunner().invoke(root.cli, ["--store", str(tmp_path / "g"), "analyze", name, option, number])
    assert result.exit_code == 2
    assert option in result.output
