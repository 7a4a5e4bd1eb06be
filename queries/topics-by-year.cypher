// name: topics-by-year
// doc: How many papers each topic has in each year.
// params: none
MATCH (p:Paper)-[:ABOUT]->(t:Topic)
WHERE p.year IS NOT NULL
WITH t, p.year AS year, count(DISTINCT p) AS papers
RETURN t.name AS topic, year, papers, t.id AS id
ORDER BY topic, id, year
