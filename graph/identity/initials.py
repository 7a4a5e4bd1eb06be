"""Identity by last name and first initial (``--identity initial``): identifiers first, as by names.

The coarse key of older bibliometrics (Milojević, J. Informetrics 7, 2013): it lumps namesakes, which shows how far a
figure depends on who is taken to be who.
"""

from __future__ import annotations

from coterie.graph.identity.names import Folding
from coterie.graph.names.people import initials_key


def _key(written: str, given: str | None, family: str | None, suffix: str | None) -> str:
    """Suffixes and the particles of a family name are no part of the key; the text itself is where nothing folds to
    letters."""
    return initials_key(f"{family}, {given}" if given and family else written) or written


INITIALS = Folding("initial", _key, "same last name and first initial")
"""Last name and first initial, folded."""
