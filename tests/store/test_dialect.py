# ruff: noqa: E501 (one statement a line reads better)
"""The Cypher that Coterie and its users may write: the same text gives the same rows on every store."""

from __future__ import annotations

from typing import Any

from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.store import Store

# ada, bob and cyd wrote p1; ada and bob p2; cyd and dee p3; eve p4, alone.
WROTE = {"p1": ["ada", "bob", "cyd"], "p2": ["ada", "bob"], "p3": ["cyd", "dee"], "p4": ["eve"]}
YEARS = {"p1": 2019, "p2": 2020, "p3": 2021, "p4": 2021}
PAIRS = [("ada", "bob", 2), ("ada", "cyd", 1), ("bob", "cyd", 1), ("cyd", "dee", 1)]


def graph() -> Changes:
    return Changes(
        create_nodes=[
            NodeRows("Author", [{"id": i, "name": i.title() + " O'Neil", "names": [i, i[0]]} for i in
                                ("ada", "bob", "cyd", "dee", "eve")]),
            NodeRows("Paper", [{"id": p, "title": f"Paper {p}", "year": y, "date": f"{y}-02-03"} for p, y in YEARS.items()]),
            NodeRows("Topic", [{"id": "t1", "name": "Graphs"}, {"id": "t2", "name": "Trees"}]),
        ],
        create_rels=[
            RelRows("AUTHORED", [(a, p, {"mention": f"{p}#{i}", "position": i}) for p, authors in WROTE.items()
                                 for i, a in enumerate(authors, 1)]),
            RelRows("COAUTHORED", [(a, b, {"papers": n, "newman": n / 2}) for a, b, n in PAIRS]),
            RelRows("ABOUT", [("p1", "t1", {"primary": True}), ("p2", "t1", {}), ("p3", "t2", {})]),
        ],
    )  # fmt: skip


READING: list[tuple[str, dict[str, Any], list[list[Any]]]] = [
    # matching
    ("MATCH (a:Author {id: $id}) RETURN a.name", {"id": "ada"}, [["Ada O'Neil"]]),
    ("MATCH (a:Author WHERE a.id > 'c') RETURN a.id ORDER BY a.id", {}, [["cyd"], ["dee"], ["eve"]]),
    ("MATCH (n:Author|Topic) RETURN count(n)", {}, [[7]]),
    ("MATCH (n {id: 't1'}) RETURN labels(n), n.name", {}, [[["Topic"], "Graphs"]]),
    ("MATCH (a:Author {id: 'ada'})--(x) RETURN count(*)", {}, [[4]]),
    ("MATCH (a:Author {id: 'cyd'})-[r:AUTHORED|COAUTHORED]-() RETURN type(r) AS t, count(*) ORDER BY t", {},
     [["AUTHORED", 2], ["COAUTHORED", 3]]),
    ("MATCH (a:Author)-[r:COAUTHORED WHERE r.papers > 1]-(b) RETURN a.id, b.id ORDER BY a.id", {},
     [["ada", "bob"], ["bob", "ada"]]),
    ("MATCH (a:Nobody) RETURN count(a)", {}, [[0]]),
    ("MATCH (a:Author {id: 'ada'}) RETURN a.nothing", {}, [[None]]),
    ("MATCH (a:Author {id: 'ada'}) OPTIONAL MATCH (a)-[:AFFILIATED_WITH]->(f) RETURN a.id, f.name", {}, [["ada", None]]),
    ("MATCH (a:Author) WHERE NOT (a)-[:COAUTHORED]-() RETURN a.id", {}, [["eve"]]),
    ("MATCH (a:Author) WHERE EXISTS { (a)-[:AUTHORED]->(:Paper {year: 2021}) } RETURN a.id ORDER BY a.id", {},
     [["cyd"], ["dee"], ["eve"]]),
    ("MATCH (a:Author) WHERE COUNT { (a)-[:AUTHORED]->() } = 2 RETURN a.id ORDER BY a.id", {}, [["ada"], ["bob"], ["cyd"]]),
    ("MATCH (a:Author) RETURN a.id AS id, COUNT { (a)-[:COAUTHORED]-() } AS d ORDER BY d DESC, id LIMIT 2", {},
     [["cyd", 3], ["ada", 2]]),
    ("MATCH (a:Author {id: 'ada'})-[:COAUTHORED]-(c)-[:COAUTHORED]-(d) WHERE d <> a AND NOT (a)-[:COAUTHORED]-(d) "
     "RETURN d.id, count(*)", {}, [["dee", 1]]),
    ("MATCH (`a b`:`Author` {id: 'eve'}) RETURN `a b`.`name` AS `the name`", {}, [["Eve O'Neil"]]),
    # paths
    ("MATCH (:Author {id: 'ada'})-[:COAUTHORED*1..2]-(b) RETURN DISTINCT b.id ORDER BY b.id", {}, [["bob"], ["cyd"], ["dee"]]),
    ("MATCH (:Author {id: 'ada'})-[:COAUTHORED]-{1,2}(b:Author) RETURN count(DISTINCT b)", {}, [[3]]),
    ("MATCH p = (:Author {id: 'ada'})-[:COAUTHORED*1..2]-() RETURN length(p) AS n, count(*) ORDER BY n", {}, [[1, 2], [2, 3]]),
    ("MATCH (a:Author {id: 'ada'}), (b:Author {id: 'dee'}) MATCH p = shortestPath((a)-[:COAUTHORED*..6]-(b)) "
     "RETURN length(p), [n IN nodes(p) | n.id], [r IN relationships(p) | r.papers]", {}, [[2, ["ada", "cyd", "dee"], [1, 1]]]),
    ("MATCH (a:Author {id: 'ada'}), (b:Author {id: 'eve'}) OPTIONAL MATCH p = shortestPath((a)-[:COAUTHORED*..6]-(b)) "
     "RETURN length(p)", {}, [[None]]),
    ("MATCH (a:Author {id: 'ada'}), (b:Author {id: 'cyd'}) MATCH p = allShortestPaths((a)-[:AUTHORED*..6]-(b)) "
     "RETURN count(p), min(length(p))", {}, [[1, 2]]),
    ("MATCH (:Author {id: 'ada'})-[rs:COAUTHORED*1..2]-(b) WHERE all(r IN rs WHERE r.papers = 1) RETURN b.id ORDER BY b.id", {},
     [["bob"], ["cyd"], ["dee"]]),
    ("MATCH (:Author {id: 'ada'})-[r:AUTHORED]->() RETURN DISTINCT startNode(r).id, endNode(r).year ORDER BY endNode(r).year", {},
     [["ada", 2019], ["ada", 2020]]),
    # aggregation
    ("MATCH (a:Author)-[:AUTHORED]->(p) WITH a, count(p) AS n WHERE n > 1 RETURN a.id, n ORDER BY n DESC, a.id SKIP $s LIMIT $l",
     {"s": 1, "l": 5}, [["bob", 2], ["cyd", 2]]),
    ("MATCH (p:Paper {id: 'p1'})<-[r:AUTHORED]-(a) WITH p, a, r ORDER BY r.position "
     "RETURN collect(a.id), collect({id: a.id, at: r.position})[0..1]", {}, [[["ada", "bob", "cyd"], [{"id": "ada", "at": 1}]]]),
    ("MATCH (p:Paper) RETURN p.year AS y, count(*), min(p.id), max(p.id) ORDER BY y", {},
     [[2019, 1, "p1", "p1"], [2020, 1, "p2", "p2"], [2021, 2, "p3", "p4"]]),
    ("MATCH (a:Author {id: 'zzz'}) RETURN count(*), collect(a.id), max(a.paper_count), sum(a.paper_count)", {}, [[0, [], None, 0]]),
    ("MATCH (a:Author)-[:AUTHORED]->(p) RETURN count(*), count(DISTINCT a), sum(DISTINCT p.year), round(avg(p.year), 3)", {},
     [[8, 5, 6060, 2020.0]]),
    ("MATCH (p:Paper) RETURN percentileCont(p.year, 0.5), percentileDisc(p.year, 0.5), round(stDev(p.year), 3)", {},
     [[2020.5, 2020, 0.957]]),
    ("UNWIND [3, null, 1] AS x RETURN x ORDER BY x", {}, [[1], [3], [None]]),
    ("UNWIND range(1, 4) AS x WITH collect(x * x) AS xs RETURN xs, reduce(s = 0, x IN xs | s + x)", {}, [[[1, 4, 9, 16], 30]]),
    # subqueries
    ("MATCH (a:Author) CALL (a) { MATCH (a)-[:AUTHORED]->(p) RETURN max(p.year) AS last } RETURN a.id, last ORDER BY a.id LIMIT 2", {},
     [["ada", 2020], ["bob", 2020]]),
    ("CALL { MATCH (a:Author) RETURN a.id AS x UNION ALL MATCH (t:Topic) RETURN t.id AS x } RETURN count(x), min(x)", {}, [[7, "ada"]]),
    ("MATCH (a:Author {id: 'ada'}) RETURN a.id AS x UNION MATCH (t:Topic {id: 't1'}) RETURN t.id AS x", {}, [["ada"], ["t1"]]),
    ("MATCH (a:Author {id: 'ada'}) RETURN size([(a)-[:AUTHORED]->(p) WHERE p.year > 2019 | p.title])", {}, [[1]]),
    ("MATCH (t:Topic) OPTIONAL MATCH (t)<-[:ABOUT]-(p:Paper) RETURN t.id, count(p) ORDER BY t.id", {}, [["t1", 2], ["t2", 1]]),
    # values
    ("MATCH (a:Author {id: 'ada'}) RETURN a {.id, n: size(a.names)}, properties(a)", {},
     [[{"id": "ada", "n": 2}, {"id": "ada", "name": "Ada O'Neil", "names": ["ada", "a"]}]]),
    ("MATCH (a:Author {id: 'ada'}) RETURN a[$key], 'a' IN a.names, a.names[0], a.names[-1]", {"key": "id"}, [["ada", True, "ada", "a"]]),
    ("MATCH (a:Author) WHERE a.id IN $ids RETURN a.id ORDER BY a.id", {"ids": ["eve", "ada", "none"]}, [["ada"], ["eve"]]),
    ("MATCH (a:Author) WHERE toLower(a.name) STARTS WITH 'a' OR a.name CONTAINS 'ee' OR a.name ENDS WITH 'x' RETURN a.id ORDER BY a.id", {},
     [["ada"], ["dee"]]),
    ("MATCH (a:Author) WHERE a.name =~ '(?i)^[ab].*NEIL' RETURN count(a)", {}, [[2]]),
    ("RETURN split('a,b', ','), substring('hello', 1, 3), replace('abab', 'b', 'c'), trim(' x '), left('hello', 2), size('abc')", {},
     [[["a", "b"], "ell", "acac", "x", "he", 3]]),
    ("RETURN toString(5), toInteger('7'), toFloat('1.5'), toUpper('é'), reverse('abc'), 'it\\'s', \"q\"", {},
     [["5", 7, 1.5, "É", "cba", "it's", "q"]]),
    ("RETURN 7 / 2, 7 % 3, 7 / 2.0, 2 ^ 3, abs(-1), round(2.5), ceil(1.2), sign(-3)", {}, [[3, 1, 3.5, 8.0, 1, 3.0, 2.0, -1]]),
    ("RETURN null = null, null IS NULL, null OR true, coalesce(null, 1), $x IS NULL", {"x": None}, [[None, True, True, 1, True]]),
    ("RETURN [x IN $xs WHERE x > 1 | x * 2], any(x IN $xs WHERE x > 2), none(x IN $xs WHERE x > 2), single(x IN $xs WHERE x = 1)",
     {"xs": [1, 2, 3]}, [[[4, 6], True, False, True]]),
    ("RETURN CASE WHEN $y < 2000 THEN 'old' ELSE 'new' END, CASE $y WHEN 2020 THEN 1 ELSE 0 END", {"y": 2020}, [["new", 1]]),
    ("RETURN head([1, 2]), last([1, 2]), tail([1, 2, 3]), [1, 2] + [3], [1, 2, 3][1..], range(0, 6, 3)", {},
     [[1, 2, [2, 3], [1, 2, 3], [2, 3], [0, 3, 6]]]),
    ("RETURN date('2020-01-31') + duration({months: 1}), date('2020-03-01').month, date($d) > date('2020-01-01')", {"d": "2021-01-01"},
     [["2020-02-29", 3, True]]),
    ("MATCH (p:Paper) WHERE p.date >= '2020' RETURN count(p)", {}, [[3]]),
    ("// a comment\nRETURN 1 /* block */ AS x // end", {}, [[1]]),
    # procedures
    ("CALL db.labels() YIELD label WHERE label IN ['Author', 'Paper'] RETURN label ORDER BY label", {}, [["Author"], ["Paper"]]),
    ("CALL db.relationshipTypes() YIELD relationshipType AS t WHERE t = 'ABOUT' RETURN t", {}, [["ABOUT"]]),
]  # fmt: skip

WRITING: list[tuple[str, dict[str, Any], list[list[Any]]]] = [
    ("MERGE (t:Topic {id: 'x'}) ON CREATE SET t.name = 'new' ON MATCH SET t.name = 'old' RETURN t.name", {}, [["new"]]),
    ("MERGE (t:Topic {id: 'x'}) ON CREATE SET t.name = 'new' ON MATCH SET t.name = 'old' RETURN t.name", {}, [["old"]]),
    ("UNWIND $rows AS row MERGE (t:Topic {id: row.id}) SET t += row.props RETURN t.id, t.name, t.scheme",
     {"rows": [{"id": "x", "props": {"name": None, "scheme": "s"}}, {"id": "y", "props": {"name": "Y"}}]},
     [["x", None, "s"], ["y", "Y", None]]),
    ("MATCH (a:Topic {id: 'x'}), (b:Topic {id: 'y'}) MERGE (a)-[r:PART_OF]->(b) RETURN type(r)", {}, [["PART_OF"]]),
    ("MATCH (a:Topic {id: 'y'}), (b:Topic {id: 'x'}) MERGE (a)-[r:PART_OF]-(b) RETURN startNode(r).id", {}, [["x"]]),
    ("CREATE (t:Topic $props) RETURN t.name", {"props": {"id": "z", "name": "Z"}}, [["Z"]]),
    ("MATCH (t:Topic {id: 'z'}) SET t:Vip, t.tags = ['a', 'b'] RETURN labels(t), t.tags", {}, [[["Topic", "Vip"], ["a", "b"]]]),
    ("MATCH (t:Topic {id: 'z'}) REMOVE t.tags RETURN t.tags", {}, [[None]]),
    ("FOREACH (id IN ['f1', 'f2'] | MERGE (t:Topic {id: id}))", {}, []),
    ("MATCH (t:Topic) WHERE t.id STARTS WITH 'f' DETACH DELETE t RETURN count(*)", {}, [[2]]),
    ("MATCH (:Topic {id: 'x'})-[r:PART_OF]->() DELETE r RETURN count(*)", {}, [[1]]),
    ("MATCH (t:Topic) WHERE t.id IN ['x', 'y', 'z'] DETACH DELETE t", {}, []),
    ("MATCH (t:Topic) RETURN t.id ORDER BY t.id", {}, [["t1"], ["t2"]]),
]  # fmt: skip


def test_the_same_text_gives_the_same_rows(store: Store) -> None:
    store.apply(graph(), {})
    wrong = []
    for write, statements in ((False, READING), (True, WRITING)):
        for text, params, rows in statements:
            found = store.query(text, params, write=write).rows
            if found != rows:
                wrong.append(f"{text}\n   wanted {rows}\n   found  {found}")
    assert not wrong, "\n".join(wrong)
