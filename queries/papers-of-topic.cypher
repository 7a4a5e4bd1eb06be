// name: papers-of-topic
// doc: The papers about a topic, newest first.
// params:
//   topic: topic — name or id of the topic
//   limit: int = 50 — rows at most
MATCH (p:Paper)-[r:ABOUT]->(t:Topic)
WHERE t.id = $topic OR t.name = $topic
WITH DISTINCT p, coalesce(r.primary, false) AS main
RETURN p.title AS title, p.date AS date, main AS primary, p.id AS id
ORDER BY coalesce(date, '') DESC, title, id
LIMIT $limit
