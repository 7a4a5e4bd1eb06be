// name: largest-teams
// doc: The papers with the most authors: as stated where a source says how many, else as listed.
// params:
//   limit: int = 10 — rows at most
MATCH (p:Paper)
OPTIONAL MATCH (p)<-[r:AUTHORED]-(:Author)
WITH p, count(r) AS listed
WITH p, listed, CASE WHEN coalesce(p.author_count, 0) > listed THEN p.author_count ELSE listed END AS authors
WHERE authors > 0
RETURN p.title AS title, authors, listed, p.authors_complete AS complete, p.date AS date, p.id AS id
ORDER BY authors DESC, listed DESC, title, id
LIMIT $limit
