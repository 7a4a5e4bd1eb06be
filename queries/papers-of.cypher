// name: papers-of
// doc: The papers of a person, newest first.
// params:
//   person: author — name or id of the person
//   limit: int = 100 — rows at most
MATCH (a:Author)-[:AUTHORED]->(p:Paper)
WHERE a.id = $person OR a.name = $person
WITH DISTINCT p
RETURN p.title AS title, p.date AS date, p.venue AS venue, p.author_count AS authors, p.id AS id
ORDER BY coalesce(date, '') DESC, title, id
LIMIT $limit
