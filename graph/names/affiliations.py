"""Ids of affiliations."""

from __future__ import annotations

from coterie.graph.model.records import AffiliationRef
from coterie.graph.names.fold import slug
from coterie.graph.names.identifiers import normalise


def affiliation_id(ref: AffiliationRef) -> str:
    """``ror:…`` where it has a ROR id, else the source's own id, else the slug of its name.

    >>> affiliation_id(AffiliationRef(name="Université de Paris"))
    'universite-de-paris'
    """
    ror = normalise("ror", ref.ror) if ref.ror else None
    if ror:
        return f"ror:{ror}"
    return ref.id or slug(ref.name)
