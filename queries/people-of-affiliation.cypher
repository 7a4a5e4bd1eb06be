// name: people-of-affiliation
// doc: People with papers from an organisation (the paper's own affiliation counts for all its authors).
// params:
//   affiliation: affiliation — name or id of the organisation
//   limit: int = 50 — rows at most
MATCH (a:Author)-[:AUTHORED]->(p:Paper)-[:FROM]->(o:Affiliation)
WHERE o.id = $affiliation OR o.name = $affiliation
WITH a, count(DISTINCT p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year
RETURN a.name AS author, papers, first_year, last_year, a.id AS id
ORDER BY papers DESC, author, id
LIMIT $limit
