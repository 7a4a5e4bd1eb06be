// name: joint-papers
// doc: The papers that two people wrote together, newest first.
// params:
//   person: author — name or id of the one
//   other: author — name or id of the other
MATCH (a:Author)-[:AUTHORED]->(p:Paper)<-[:AUTHORED]-(b:Author)
WHERE (a.id = $person OR a.name = $person) AND (b.id = $other OR b.name = $other) AND a.id <> b.id
WITH DISTINCT p
RETURN p.title AS title, p.date AS date, p.author_count AS authors, p.id AS id
ORDER BY coalesce(date, '') DESC, title, id
