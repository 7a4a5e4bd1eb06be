// name: possible-coauthors
// doc: People who share co-authors with a person but have not yet written with them.
// params:
//   person: author — name or id of the person
//   limit: int = 10 — rows at most
MATCH (a:Author)-[:COAUTHORED]-(m:Author)-[:COAUTHORED]-(b:Author)
WHERE (a.id = $person OR a.name = $person) AND a.id <> b.id AND NOT (a)-[:COAUTHORED]-(b)
WITH b, count(DISTINCT m) AS shared
RETURN b.name AS author, shared AS shared_coauthors, b.id AS id
ORDER BY shared_coauthors DESC, author, id
LIMIT $limit
