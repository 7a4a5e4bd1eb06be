// name: new-collaborations
// doc: Pairs of people whose first joint paper is of a given year or later.
// params:
//   since: int — first year
//   limit: int = 50 — rows at most
MATCH (a:Author)-[c:COAUTHORED]->(b:Author)
WHERE c.first_year >= $since
WITH CASE WHEN a.name <= b.name THEN a ELSE b END AS one, CASE WHEN a.name <= b.name THEN b ELSE a END AS other, c
RETURN one.name AS author, other.name AS coauthor, c.first_year AS since, c.papers AS papers,
       one.id AS author_id, other.id AS coauthor_id
ORDER BY since DESC, papers DESC, author, coauthor, author_id, coauthor_id
LIMIT $limit
