// name: most-prolific
// doc: The people with the most papers, and with how many people they wrote them.
// params:
//   limit: int = 10 — rows at most
MATCH (a:Author)
WHERE a.paper_count > 0
OPTIONAL MATCH (a)-[c:COAUTHORED]-(:Author)
WITH a, count(c) AS coauthors
RETURN a.name AS author, a.paper_count AS papers, coauthors, a.first_year AS first_year, a.last_year AS last_year,
       a.id AS id
ORDER BY papers DESC, coauthors DESC, author, id
LIMIT $limit
