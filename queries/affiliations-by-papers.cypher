// name: affiliations-by-papers
// doc: The organisations with the most papers, and how many people wrote them.
// params:
//   limit: int = 20 — rows at most
MATCH (p:Paper)-[:FROM]->(o:Affiliation)
OPTIONAL MATCH (a:Author)-[:AUTHORED]->(p)
WITH o, count(DISTINCT p) AS papers, count(DISTINCT a) AS people
RETURN o.name AS affiliation, papers, people, o.country AS country, o.id AS id
ORDER BY papers DESC, affiliation, id
LIMIT $limit
