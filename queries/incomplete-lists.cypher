// name: incomplete-lists
// doc: Papers whose list of authors ends early or is missing: what figures of people cannot know.
// params:
//   limit: int = 50 — rows at most
MATCH (p:Paper)
WHERE coalesce(p.authors_complete, false) = false
OPTIONAL MATCH (p)<-[r:AUTHORED]-(:Author)
WITH p, count(r) AS listed
RETURN p.title AS title, listed, p.author_count AS stated, p.date AS date, p.id AS id
ORDER BY coalesce(stated, 0) - listed DESC, title, id
LIMIT $limit
