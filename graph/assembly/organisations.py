"""Which organisation a reference names, as far as the loaded records of organisations (a dump of ROR) tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coterie.graph.model.ragged import digest
from coterie.graph.model.records import AffiliationRecord, AffiliationRef
from coterie.graph.names.affiliations import affiliation_key, needs_place
from coterie.graph.names.countries import country_of_affiliation
from coterie.graph.names.fold import slug
from coterie.graph.names.identifiers import normalise

_SHORT = 6
"""Letters of a word that may be anybody's acronym."""

Wider = tuple[str, str | None]
"""An affiliation that another is part of: its id, and its name where that is all that is said of it."""


class Organisations:
    """The organisations of ``records`` by what they are called. What a reference names does not depend on the order of
    the records, nor on other references."""

    def __init__(self, records: Iterable[AffiliationRecord] = ()) -> None:
        self._by_key: dict[str, dict[str, str | None]] = {}
        self._known: dict[AffiliationRef, str] = {}
        for record in records:
            ror = _ror(record)
            for key in name_keys(record) if ror else ():
                self._by_key.setdefault(key, {})[f"ror:{ror}"] = record.country

    def ident(self, ref: AffiliationRef) -> str:
        """Id of the Affiliation node of ``ref``: ``ror:…`` where it has a ROR id or its name is that of exactly one
        organisation, else the source's own id, else the slug of the name's key."""
        known = self._known.get(ref)
        if known is None:
            ror = _ror(ref)
            known = f"ror:{ror}" if ror else self._named(ref) or ref.id or slug(key_of(ref) or ref.name)
            self._known[ref] = known
        return known

    def _named(self, ref: AffiliationRef) -> str | None:
        """The one organisation of this name, in the country where one is stated; None where several or none are.

        Short words and names of many organisations count only with a country.
        """
        found = self._by_key.get(key_of(ref))
        if not found:
            return None
        country = ref.country or country_of_affiliation(ref.name)
        agreeing = [ident for ident, where in found.items() if not country or not where or where == country]
        if len(agreeing) != 1:
            return None
        if _acronym(key_of(ref)) or needs_place(ref.name):
            return agreeing[0] if country and found[agreeing[0]] else None
        return agreeing[0]

    def of(self, record: AffiliationRecord) -> str:
        """Id of the organisation that ``record`` describes."""
        return self.ident(as_ref(record))

    def wider(self, record: AffiliationRecord) -> list[Wider]:
        """What the organisation of ``record`` is part of. ``part_of`` holds ROR ids, other ids (``scheme:…``) and
        names."""
        return [
            (f"ror:{ror}", None) if (ror := normalise("ror", text))
            else (text, None) if ":" in text else (self.ident(AffiliationRef(name=text)), text)
            for text in record.part_of
        ]  # fmt: skip


def as_ref(record: AffiliationRecord) -> AffiliationRef:
    """How a paper would refer to the organisation of ``record``."""
    return AffiliationRef(name=record.name, id=record.id, ror=record.ror, country=record.country, city=record.city)


def key_of(ref: AffiliationRef) -> str:
    """The key of the name of ``ref``, its country and city considered."""
    return affiliation_key(ref.name, ref.country, ref.city)


def name_keys(record: AffiliationRecord) -> set[str]:
    """Every key under which a reference may name the organisation of ``record``."""
    found = {affiliation_key(name) for name in (record.name, *record.names)}
    for name in (record.name, *record.names):
        if (record.country or record.city) and needs_place(name):
            found |= {affiliation_key(name, record.country), affiliation_key(name, record.country, record.city)}
    found.discard("")
    return found


def ties_of_ref(ref: AffiliationRef) -> Iterator[int]:
    """What ties a reference to the records that may tell what it names."""
    ror = _ror(ref)
    yield id_tie(f"ror:{ror}" if ror else ref.id or "")
    yield name_tie(key_of(ref))


def ties_of_record(record: AffiliationRecord) -> set[int]:
    """What ties a record to references and other records: its ids and names, and names that it says it is part of."""
    found = {*ties_of_ref(as_ref(record)), *map(name_tie, name_keys(record))}
    found.update(digest("affiliation above", key_of(AffiliationRef(name=text))) for text in record.part_of
                 if ":" not in text and not normalise("ror", text))  # fmt: skip
    return found


def id_tie(ident: str) -> int:
    """The tie of the affiliation ``ident``."""
    return digest("affiliation", ident)


def name_tie(key: str) -> int:
    """The tie of the organisations called ``key``."""
    return digest("affiliation name", key)


def above_tie(key: str) -> int:
    """The tie of the organisations that are part of one called ``key``."""
    return digest("affiliation above", key)


def _acronym(key: str) -> bool:
    return len(key) <= _SHORT and " " not in key


def _ror(one: AffiliationRef | AffiliationRecord) -> str | None:
    return normalise("ror", one.ror) if one.ror else None
