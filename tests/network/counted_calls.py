"""A plugin of pytest that counts how often networkx's functions are answered by our backend, and how often refused.

It writes both, by function, as JSON to the file that ``COUNTED_CALLS`` names."""

from __future__ import annotations

import functools
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from coterie.graph.network.backend import FUNCTIONS, dispatch

ANSWERED: Counter[str] = Counter()
REFUSED: Counter[str] = Counter()


def _counted(name: str, function: Any) -> Any:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            found = function(*args, **kwargs)
        except NotImplementedError:
            REFUSED[name] += 1
            raise
        ANSWERED[name] += 1
        return found

    return call


for _name in FUNCTIONS:
    setattr(dispatch, _name, _counted(_name, getattr(dispatch, _name)))


def pytest_sessionfinish() -> None:
    """Write the counts."""
    Path(os.environ["COUNTED_CALLS"]).write_text(json.dumps({"answered": ANSWERED, "refused": REFUSED}))
