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


def collective_key(written: str) -> str:
    """The key of a collective's name: folded, without article and introduction.

    >>> collective_key("on behalf of the ATLAS Collaboration:")
    'atlas collaboration'
    """
    folded = fold_name(unlatex(written))
    return re.sub(r"^(?:on behalf of |for )?(?:the )?", "", folded) or folded or written


def is_collective(written: str) -> bool:
    """Whether a name is that of a collaboration, consortium, group or institution (not: someone on its behalf).

    >>> is_collective("ATLAS Collaboration:"), is_collective("Consortia Team"), is_collective("Ada Lovelace")
    (True, True, False)
    """
    name = without_behalf(written)
    return bool(_COLLECTIVE.search(fold_name(name)) or _THE.match(name))
