// name: coauthors
// doc: The co-authors of a person, most joint papers first (as far as the lists of authors go: see incomplete-lists).
// params:
//   person: author — name or id of the person
//   limit: int = 20 — rows at most
MATCH (a:Author)-[c:COAUTHORED]-(b:Author)
WHERE a.id = $person OR a.name = $person
RETURN b.name AS coauthor, c.papers AS papers, c.newman AS newman, c.first_year AS first_year,
       c.last_year AS last_year, b.id AS id
ORDER BY papers DESC, newman DESC, coauthor, id
LIMIT $limit
