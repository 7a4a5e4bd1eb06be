// name: single-author-papers
// doc: Papers known to have one author.
// params:
//   limit: int = 50 — rows at most
MATCH (a:Author)-[r:AUTHORED]->(p:Paper)
WHERE p.author_count = 1 AND coalesce(r.role, 'author') = 'author'
RETURN p.title AS title, p.date AS date, a.name AS author, p.id AS id
ORDER BY coalesce(date, '') DESC, title, id
LIMIT $limit
