"""Collectives: collaborations, consortia, groups and institutions that stand among authors."""

from __future__ import annotations

import re

from coterie.graph.names.fold import fold_name, unlatex
from coterie.graph.names.parsing import without_behalf

_COLLECTIVE = re.compile(
    r"\b(?:collaborations?|collab|consortium|consortia|consorcio|working group|study group|research group|task force|"
    r"committee|investigators|team|initiative|alliance|network|society|association|universit\w+|institut\w*|"
    r"laborator\w+|project|community|council|organi[sz]ation|foundation|department|observatory|academy|ministry|"
    r"data group|focus group|group members|members of)\b|^(?:on behalf of|for the) |\b\w\w+ \w\w+ group$"
)
_THE = re.compile(r"the \S|The .*(?:[A-Z]\S*[A-Z]|\d)")
_PARTS = (
    "collab", "consor", "group", "force", "committee", "investig", "team", "initiat", "alliance", "network", "society",
    "associat", "universit", "institut", "laborator", "project", "communit", "council", "organi", "foundation",
    "department", "observator", "academy", "ministry", "members", "behalf",
)  # fmt: skip
"""Letters of which at least one stands in every name that ``_COLLECTIVE`` finds; kept in step by a test."""


def collective_key(written: str) -> str:
    """The key of a collective's name: folded, without article and introduction.

    >>> collective_key("on behalf of the ATLAS Collaboration:")
    'atlas collaboration'
    """
    folded = fold_name(unlatex(written))
    return re.sub(r"^(?:on behalf of |for )?(?:the )?", "", folded) or folded or written


def may_hold_collective(text: str) -> bool:
    """Whether ``text``, one name or a list of them, can hold a collective's name at all: a quick look, by which a list
    of people is passed without asking :func:`is_collective` for each."""
    low = text.lower()
    if not low.isascii() or "the " in low:
        return True
    for part in _PARTS:  # noqa: SIM110 (any() with a generator takes twice the time)
        if part in low:
            return True
    return False


def is_collective(written: str) -> bool:
    """Whether a name is that of a collaboration, consortium, group or institution (not: someone on its behalf).

    >>> is_collective("ATLAS Collaboration:"), is_collective("Consortia Team"), is_collective("Ada Lovelace")
    (True, True, False)
    """
    if not may_hold_collective(written):
        return False
    name = without_behalf(written)
    return bool(_COLLECTIVE.search(fold_name(name)) or _THE.match(name))
