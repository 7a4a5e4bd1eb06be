// name: recent-papers
// doc: The newest papers, with their first authors.
// params:
//   limit: int = 20 — rows at most
MATCH (p:Paper)
WHERE p.date IS NOT NULL
WITH p
ORDER BY p.date DESC, p.title, p.id
LIMIT $limit
OPTIONAL MATCH (a:Author)-[r:AUTHORED]->(p)
WHERE r.position <= 3
WITH p, r, a
ORDER BY r.position, a.name
WITH p, collect(a.name) AS first_authors
RETURN p.title AS title, p.date AS date, first_authors, p.author_count AS authors, p.id AS id
ORDER BY date DESC, title, id
