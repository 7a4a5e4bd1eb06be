// name: papers-of-affiliation
// doc: The papers from an organisation, newest first.
// params:
//   affiliation: affiliation — name or id of the organisation
//   limit: int = 50 — rows at most
MATCH (p:Paper)-[:FROM]->(o:Affiliation)
WHERE o.id = $affiliation OR o.name = $affiliation
WITH DISTINCT p
RETURN p.title AS title, p.date AS date, p.author_count AS authors, p.id AS id
ORDER BY coalesce(date, '') DESC, title, id
LIMIT $limit
