"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_data(*parts: str) -> Path:
    """A path below the shared data; skips the test, saying so, where it is absent."""
    base = Path(os.environ.get("COTERIE_SHARED", ROOT / ".." / "shared"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data absent: {'/'.join(parts)} (set COTERIE_SHARED)")
    return path.resolve()
