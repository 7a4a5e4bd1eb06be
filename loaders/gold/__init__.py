"""Gold sets: papers and mentions of which it is known who they are."""

from __future__ import annotations

from coterie.loaders.gold.base import ALL, HOMONYMS, GoldSet, Label
from coterie.loaders.gold.reading import read_gold

__all__ = ["ALL", "HOMONYMS", "GoldSet", "Label", "read_gold"]
