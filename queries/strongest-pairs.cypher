// name: strongest-pairs
// doc: The pairs of people with the most joint papers (as far as the lists of authors go: see incomplete-lists).
// params:
//   limit: int = 10 — rows at most
MATCH (a:Author)-[c:COAUTHORED]->(b:Author)
WITH CASE WHEN a.name <= b.name THEN a ELSE b END AS one, CASE WHEN a.name <= b.name THEN b ELSE a END AS other, c
RETURN one.name AS author, other.name AS coauthor, c.papers AS papers, c.newman AS newman,
       c.first_year AS first_year, c.last_year AS last_year, one.id AS author_id, other.id AS coauthor_id
ORDER BY papers DESC, newman DESC, author, coauthor, author_id, coauthor_id
LIMIT $limit
