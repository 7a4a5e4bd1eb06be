// name: common-coauthors
// doc: People who wrote with both of two people.
// params:
//   person: author — name or id of the one
//   other: author — name or id of the other
MATCH (a:Author)-[c:COAUTHORED]-(m:Author)-[d:COAUTHORED]-(b:Author)
WHERE (a.id = $person OR a.name = $person) AND (b.id = $other OR b.name = $other) AND a.id <> b.id
RETURN m.name AS coauthor, c.papers AS papers_with_person, d.papers AS papers_with_other, m.id AS id
ORDER BY papers_with_person + papers_with_other DESC, coauthor, id
