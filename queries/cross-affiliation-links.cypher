// name: cross-affiliation-links
// doc: Pairs of organisations that stand on the same papers, most papers first.
// params:
//   limit: int = 20 — rows at most
MATCH (one:Affiliation)<-[:FROM]-(p:Paper)-[:FROM]->(other:Affiliation)
WHERE one.id < other.id
WITH one, other, count(DISTINCT p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year
RETURN one.name AS affiliation, other.name AS partner, papers, first_year, last_year,
       one.id AS affiliation_id, other.id AS partner_id
ORDER BY papers DESC, affiliation, partner, affiliation_id, partner_id
LIMIT $limit
