"""Every named query gives exactly its rows, on every store."""

from __future__ import annotations

from typing import Any

from queries_toy import toy

from coterie.graph.store import Store, connect
from coterie.queries.catalogue import catalogue

EXPECTED: dict[str, tuple[dict[str, Any], list[list[Any]]]] = {
    "affiliations-by-papers": ({}, [
        ["Microsoft", 2, 3, "US", "ms"], ["Peking University", 2, 4, "CN", "pku"], ["NVIDIA", 1, 2, None, "nv"]]),
    "coauthors": ({"person": "Ada Byron"}, [
        ["Bob Stone", 2, 1.5, 2020, 2021, "bob"], ["Cyd Ray", 1, 0.5, 2021, 2021, "cyd"]]),
    "common-coauthors": ({"person": "ada", "other": "Bob Stone"}, [["Cyd Ray", 1, 1, "cyd"]]),
    "cross-affiliation-links": ({}, [
        ["Microsoft", "Peking University", 1, 2020, 2020, "ms", "pku"],
        ["NVIDIA", "Peking University", 1, 2021, 2021, "nv", "pku"]]),
    "doubtful-namesakes": ({}, [["ada byron", 2, [2, 1], ["ada", "ada2"]]]),
    "incomplete-lists": ({}, [["Epsilon", 0, 8, "2022-05-06", "p5"], ["Beta", 3, None, "2021", "p2"]]),
    "joint-papers": ({"person": "Bob Stone", "other": "ada"}, [
        ["Beta", "2021", None, "p2"], ["Alpha", "2020-01-05", 2, "p1"]]),
    "largest-teams": ({"limit": 3}, [
        ["Epsilon", 8, 0, False, "2022-05-06", "p5"], ["Beta", 3, 3, False, "2021", "p2"],
        ["Alpha", 2, 2, True, "2020-01-05", "p1"]]),
    "linking-people": ({}, [
        ["Cyd Ray", 3, ["Microsoft", "NVIDIA", "Peking University"], 3, "cyd"],
        ["Ada Byron", 2, ["Microsoft", "Peking University"], 3, "ada"],
        ["Bob Stone", 2, ["Microsoft", "Peking University"], 3, "bob"],
        ["Dan Lee", 2, ["NVIDIA", "Peking University"], 2, "dan"]]),
    "most-prolific": ({"limit": 4}, [
        ["Cyd Ray", 2, 3, 2021, 2021, "cyd"], ["Ada Byron", 2, 2, 2020, 2021, "ada"],
        ["Bob Stone", 2, 2, 2020, 2021, "bob"], ["Dan Lee", 1, 1, 2021, 2021, "dan"]]),
    "new-collaborations": ({"since": 2021, "limit": 2}, [
        ["Ada Byron", "Cyd Ray", 2021, 1, "ada", "cyd"], ["Bob Stone", "Cyd Ray", 2021, 1, "bob", "cyd"]]),
    "papers-by-year": ({}, [[2020, 1, 1, 1], [2021, 2, 1, 1], [2022, 2, 1, 0], [None, 1, 1, 0]]),
    "papers-of": ({"person": "ada"}, [
        ["Beta", "2021", None, None, "p2"], ["Alpha", "2020-01-05", "V", 2, "p1"]]),
    "papers-of-affiliation": ({"affiliation": "Peking University"}, [
        ["Gamma", "2021-03", 2, "p3"], ["Alpha", "2020-01-05", 2, "p1"]]),
    "papers-of-topic": ({"topic": "Machine Learning"}, [
        ["Gamma", "2021-03", True, "p3"], ["Beta", "2021", False, "p2"]]),
    "papers-with-code": ({}, [
        ["Alpha", "2020-01-05", 5.5, "https://x.org/1", "p1"], ["Gamma", "2021-03", None, None, "p3"]]),
    "people-of-affiliation": ({"affiliation": "nv"}, [
        ["Cyd Ray", 1, 2021, 2021, "cyd"], ["Dan Lee", 1, 2021, 2021, "dan"]]),
    "people-of-topic": ({"topic": "arxiv:cs.CL"}, [
        ["Ada Byron", 2, 2020, 2021, "ada"], ["Bob Stone", 2, 2020, 2021, "bob"], ["Cyd Ray", 1, 2021, 2021, "cyd"]]),
    "possible-coauthors": ({"person": "Dan Lee"}, [["Ada Byron", 1, "ada"], ["Bob Stone", 1, "bob"]]),
    "recent-papers": ({"limit": 3}, [
        ["Epsilon", "2022-05-06", [], 8, "p5"], ["Zeta", "2022", ["ADA BYRON"], 1, "p6"],
        ["Gamma", "2021-03", ["Cyd Ray", "Dan Lee"], 2, "p3"]]),
    "records-of-paper": ({"paper": "Alpha"}, [
        ["p1", "s", "s:1@v", None, "a.txt", "l1"], ["p1", "s", "s:7@v", None, "b.txt", "l2"]]),
    "shortest-path": ({"person": "dan", "other": "ada"}, [
        [2, ["Dan Lee", "Cyd Ray", "Ada Byron"], ["dan", "cyd", "ada"]]]),
    "single-author-papers": ({}, [["Zeta", "2022", "ADA BYRON", "p6"], ["Delta", None, "Eve Ng", "p4"]]),
    "sources-overview": ({}, [["a.txt", "pages", 4, 4, 1, "l1"], ["b.txt", "records", 3, 3, 0, "l2"]]),
    "stated-figures": ({}, [["Ada Byron", 9, 16, 2, None, "page", "ada"]]),
    "strongest-pairs": ({"limit": 2}, [
        ["Ada Byron", "Bob Stone", 2, 1.5, 2020, 2021, "ada", "bob"],
        ["Cyd Ray", "Dan Lee", 1, 1.0, 2021, 2021, "cyd", "dan"]]),
    "topics-by-year": ({}, [
        ["Computation and Language", 2020, 1, "arxiv:cs.CL"], ["Computation and Language", 2021, 1, "arxiv:cs.CL"],
        ["Machine Learning", 2021, 2, "arxiv:cs.LG"]]),
}  # fmt: skip


def test_every_query_is_tested() -> None:
    assert set(EXPECTED) == set(catalogue())


def _rows(store: Store, **limit: int) -> dict[str, list[list[Any]]]:
    """Rows of each query, or of those that take all of ``limit``."""
    known = [q for q in catalogue().values() if set(limit) <= {p.name for p in q.params}]
    return {q.name: store.query(q.text, q.bind({**EXPECTED[q.name][0], **limit})).rows for q in known}


def test_rows_are_exact_on_every_store(store: Store) -> None:
    store.apply(toy(), {})
    assert _rows(store) == {name: rows for name, (_, rows) in EXPECTED.items()}


def test_an_empty_graph_has_no_rows_and_a_limit_cuts_at_the_end(embedded_target: str) -> None:
    with connect(embedded_target, create=True) as store:
        store.ensure_schema()
        assert not any(_rows(store).values())
        store.apply(toy(), {})
        cut = _rows(store, limit=1)
        assert len(cut) > 10
        assert cut == {name: EXPECTED[name][1][:1] for name in cut}
