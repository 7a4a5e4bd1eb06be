// name: shortest-path
// doc: One shortest chain of co-authors between two people, at most ten steps.
// params:
//   person: author — name or id of the one
//   other: author — name or id of the other
MATCH (a:Author), (b:Author)
WHERE (a.id = $person OR a.name = $person) AND (b.id = $other OR b.name = $other) AND a.id <> b.id
MATCH path = allShortestPaths((a)-[:COAUTHORED*..10]-(b))
WITH [n IN nodes(path) | n.name] AS people, [n IN nodes(path) | n.id] AS ids, length(path) AS steps
RETURN steps, people, ids
ORDER BY steps, people, ids
LIMIT 1
