"""Explaining a graph: why an author is one person, why two are two, why records are one paper."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from coterie.graph.assembly.accounts import Account
from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.corrections import overrides_of
from coterie.graph.assembly.identities import person_records, world_of
from coterie.graph.assembly.merging import strength, vetoes
from coterie.graph.assembly.rulings import Rulings
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.identity.describing import Side, Work
from coterie.graph.identity.evidence.deciding import VETO
from coterie.graph.identity.explaining import Explainer, Explanation, Reason
from coterie.graph.identity.overrides import constraints, is_mention_key
from coterie.graph.identity.reviewing import DIFFERENT, SAME
from coterie.graph.model.errors import IdentityError, NotFound
from coterie.graph.model.records import PaperRecord
from coterie.graph.model.schema import ID_SCHEMES
from coterie.graph.model.tables import ABSENT
from coterie.graph.names.titles import title_key
from coterie.graph.snapshot import Snapshot
from coterie.graph.snapshot.lookup import find
from coterie.graph.store import Store

RULES = {
    5: "a correction says that they are one", 4: "the same identifier", 3: "equal titles, equal complete author lists",
    2: "equal titles, author lists that agree, years within one",
    1: "similar titles, equal complete author lists, years within one",
}  # fmt: skip
"""What joins two records, by its strength."""


def explain_authors(snapshot: Snapshot, store: Callable[[], Store], one: str, two: str | None = None) -> Explanation:
    """Why author ``one`` is one person, or why ``one`` and ``two`` are one or two; each is what finds an author, or
    the key of a mention (``source:record#index``). ``store`` is opened only where person records must be read.

    Raises NotFound, AmbiguousName, IdentityError (two names of one author who cannot be told apart), StoreError.
    """
    with undisturbed():
        links, settings = snapshot.rel("AUTHORED"), snapshot.settings
        rows = [_mentions(snapshot, text) for text in (one, two) if text is not None]
        if two is not None and np.array_equal(rows[0], rows[1]):
            raise IdentityError(f"{one!r} and {two!r} are the same author", hint="why it is one person: give one of "
                                "them; why two mentions are its: give their keys (source:record#index)")  # fmt: skip
        world = world_of(snapshot.tables, person_records(snapshot, store))
        said = constraints(overrides_of(snapshot.tables), world.mentions)
        explainer = Explainer(world, links["start"], snapshot.node("Author")["id"], settings.identity,
                              settings.weights, links["keys"], said)  # fmt: skip
        return explainer.author(rows[0]) if two is None else explainer.pair(rows[0], rows[1])


def _mentions(snapshot: Snapshot, text: str) -> Ints:
    """The mentions of the author, or the one mention, that ``text`` means. A former id that was made of a mention means
    that mention."""
    links = snapshot.rel("AUTHORED")
    if is_mention_key(text):
        found = np.flatnonzero(links["mention"] == text)
        if len(found):
            return found.astype(np.int64)
    row = find(snapshot, "author", text)
    rows = np.flatnonzero(links["start"] == row).astype(np.int64)
    if not len(rows):
        raise NotFound("mention of this author", text)
    author = snapshot.node("Author")
    if text != author["id"][row] and text in (author["former_ids"][row] or ()):
        keys = links["mention"][rows].tolist()
        of_text = [hashlib.sha256(key.encode()).hexdigest()[:12] == text.rpartition("-")[2] for key in keys]
        return rows[of_text] if any(of_text) else rows
    return rows


def explain_paper(snapshot: Snapshot, store: Callable[[], Store], name: str) -> Explanation:
    """Why the records of a paper are one: the rule that joined each to the ones before it; and the other paper that
    shares an identifier or the title with it, with what tells them apart. Raises NotFound, AmbiguousName, StoreError.
    """
    with undisturbed():
        row = find(snapshot, "paper", name)
        table = snapshot.node("Paper")
        accounts = _accounts(snapshot, store, row)
        rulings = Rulings.of(overrides_of(snapshot.tables))
        merges = [
            Reason(SAME, "records", _side(snapshot, row, [a]), _side(snapshot, row, [b]), ((rule, value),))
            for a, b, rule, value in _joined(accounts, rulings)
        ]
        other = _nearest(snapshot, row)
        nearest = None if other is None else _apart(snapshot, store, rulings, row, other, accounts)
        who = ((table["id"][row], table["title"][row] or ""),)
        side = _side(snapshot, row, accounts)
        return Explanation("papers", snapshot.settings.identity, who, tuple(merges), nearest, len(accounts), side)


def _accounts(snapshot: Snapshot, store: Callable[[], Store], row: int) -> list[Account]:
    """The records of a paper, by key."""
    rel = snapshot.rel("DESCRIBES:Paper")
    ids = snapshot.texts("Record", "id", rel["start"][np.flatnonzero(rel["end"] == row)]).tolist()
    corpus = Corpus()
    corpus.supply(store().records(ids))
    records = [record for record in corpus.effective() if isinstance(record, PaperRecord)]
    return sorted((Account(record) for record in records), key=lambda account: account.key)


def _joined(accounts: list[Account], rulings: Rulings) -> Iterator[tuple[Account, Account, str, float]]:
    """The pairs that join the records of a paper, the strongest first, with the rule of each."""
    said = set(rulings.same(accounts))
    pairs = sorted(
        (-(5 if (i, j) in said else strength(accounts[i], accounts[j])), i, j)
        for i, j in combinations(range(len(accounts)), 2)
    )
    of = list(range(len(accounts)))
    for weight, i, j in pairs:
        if weight and of[i] != of[j]:
            of = [of[i] if group == of[j] else group for group in of]
            yield accounts[i], accounts[j], _told(accounts[i], accounts[j], -weight), VETO


def _told(a: Account, b: Account, weight: int) -> str:
    shared = sorted(f"{scheme}:{value}" for scheme, value in a.ids.items() if b.ids.get(scheme) == value)
    return f"{RULES[weight]}: {', '.join(shared)}" if weight == 4 else RULES[weight]


def _nearest(snapshot: Snapshot, row: int) -> int | None:
    """Another paper with an identifier of this one, else with its title."""
    table = snapshot.node("Paper")
    for name in ID_SCHEMES.values():
        value = table[name][row]
        if value:
            found = np.setdiff1d(np.flatnonzero(table[name] == value), [row])
            if len(found):
                return int(found[0])
    title = title_key(table["title"][row] or "")
    same = [i for i, other in enumerate(table["title"].tolist()) if i != row and other and title_key(other) == title]
    return same[0] if title and same else None


def _apart(snapshot: Snapshot, store: Callable[[], Store], rulings: Rulings, row: int, other: int,
           accounts: list[Account]) -> Reason:  # fmt: skip
    beside = _accounts(snapshot, store, other)
    a, b = max(((a, b) for a in accounts for b in beside), key=lambda pair: strength(*pair))
    terms = [(_told(a, b, strength(a, b)), VETO)] if strength(a, b) else []
    told = sorted({text for one in accounts for two in beside for text in vetoes(one, two)})
    if _ruled_apart(rulings, accounts, beside):
        told.append("a correction says that they are different")
    if not strength(a, b):
        told.append("no identifier shared, and years or author lists that do not agree")
    each = (VETO * len(terms) + VETO) / max(len(told), 1)
    terms += [(text, -each) for text in told or ("joined to other records that do not agree",)]
    return Reason(DIFFERENT, "records", _side(snapshot, row, accounts), _side(snapshot, other, beside), tuple(terms))


def _ruled_apart(rulings: Rulings, one: list[Account], two: list[Account]) -> bool:
    facts = rulings.facts([*one, *two])
    mine = {name for at, found in facts.items() if at < len(one) for name in found}
    return any(name in mine for at, found in facts.items() if at >= len(one) for name in found)


def _side(snapshot: Snapshot, row: int, accounts: list[Account]) -> Side:
    table = snapshot.node("Paper")
    year = int(table["year"][row])
    known = None if year == ABSENT else year
    said = {account.key: account.record.title or "" for account in accounts}
    ident, venue = table["id"][row], table["venue"][row] or ""
    works = tuple(Work(ident, title, known, venue) for title in dict.fromkeys(said.values()))
    names = tuple(dict.fromkeys(m.written for account in accounts for m in account.record.mentions))
    ids = tuple(sorted({f"{scheme}:{value}" for account in accounts for scheme, value in account.ids.items()}))
    return Side(said, table["id"][row], names[:8], works, len(said), (known, known) if known else None,
                coauthor_count=len(names), ids=ids)  # fmt: skip
