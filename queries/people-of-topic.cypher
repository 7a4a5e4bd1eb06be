// name: people-of-topic
// doc: The people with the most papers about a topic.
// params:
//   topic: topic — name or id of the topic
//   limit: int = 20 — rows at most
MATCH (a:Author)-[:AUTHORED]->(p:Paper)-[:ABOUT]->(t:Topic)
WHERE t.id = $topic OR t.name = $topic
WITH a, count(DISTINCT p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year
RETURN a.name AS author, papers, first_year, last_year, a.id AS id
ORDER BY papers DESC, author, id
LIMIT $limit
