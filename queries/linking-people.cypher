// name: linking-people
// doc: People whose papers come from several organisations: those who may link them.
// params:
//   at_least: int = 2 — organisations at least
//   limit: int = 20 — rows at most
MATCH (a:Author)-[:AUTHORED]->(p:Paper)-[:FROM]->(o:Affiliation)
WITH a, o.name AS name, count(DISTINCT p) AS papers
ORDER BY name
WITH a, collect(name) AS affiliations, sum(papers) AS affiliated_papers
WHERE size(affiliations) >= $at_least
RETURN a.name AS author, size(affiliations) AS organisations, affiliations, affiliated_papers, a.id AS id
ORDER BY organisations DESC, affiliated_papers DESC, author, id
LIMIT $limit
