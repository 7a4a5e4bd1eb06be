"""The records of organisations that a change of papers and people needs, fetched as they are needed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from coterie.graph.assembly.affiliating import Stated
from coterie.graph.assembly.organisations import Organisations, above_tie, id_tie, name_keys, name_tie, ties_of_ref
from coterie.graph.assembly.part.accounts import Accounts
from coterie.graph.model.ragged import Index
from coterie.graph.model.records import AffiliationRecord, AffiliationRef


class Known:
    """Records of organisations. What is asked of them is answered as all records would answer it: those that could
    have a say are fetched first."""

    def __init__(self, accounts: Accounts, refs: Iterable[AffiliationRef]) -> None:
        self._accounts = accounts
        self._rows = accounts.held.of_kind("affiliation")
        self._index = Index(accounts.keys[self._rows]) if len(self._rows) else None
        self._have = np.zeros(len(self._rows), bool)
        self._records: list[AffiliationRecord] = []
        self._organisations = Organisations()
        self._bring(tie for ref in refs for tie in ties_of_ref(ref))

    def ident(self, ref: AffiliationRef) -> str:
        """Id of the Affiliation node of ``ref``, one of the references given or read of a record fetched."""
        return self._organisations.ident(ref)

    def stated(self, ids: Iterable[str]) -> Stated:
        """What all records state of the affiliations ``ids``: their fields and names, and what they are part of."""
        wanted = set(ids)
        size = -1
        while size != len(self._records):
            size = len(self._records)
            found = Stated(self._records, self._organisations)
            keys = {ident.replace("-", " ") for ident in wanted if ":" not in ident}
            keys |= {key for ident in wanted for record in found.records.get(ident, ()) for key in name_keys(record)}
            self._bring([*map(id_tie, wanted), *map(name_tie, keys), *map(above_tie, keys)])
            self._bring(tie for record in self._records for text in record.part_of
                        for tie in ties_of_ref(AffiliationRef(name=text)))  # fmt: skip
        return found

    def with_wider(self, ids: Iterable[str]) -> set[str]:
        """``ids``, all that these are part of, and what that is part of."""
        found, more = set[str](), set(ids)
        while more - found:
            found |= more
            more = self.stated(found).with_wider(found)
        return found

    def _bring(self, ties: Iterable[int]) -> None:
        """Fetch the records that have one of ``ties``."""
        if self._index is None:
            return
        self._index.reach(np.unique(np.fromiter(ties, np.int64)))
        fresh = self._index.found & ~self._have
        if not fresh.any():
            return
        self._have |= fresh
        held = self._accounts.held
        keys = {held.key(row) for row in self._rows[fresh].tolist()}
        self._accounts.supply(self._accounts.rows(keys))
        self._records += self._accounts.of(keys, "after")
        self._organisations = Organisations(self._records)
