// name: doubtful-namesakes
// doc: Different people written with the same name (capitals, points and hyphens aside): one person, or two?
// params:
//   limit: int = 50 — rows at most
MATCH (a:Author)
UNWIND a.names AS written
WITH DISTINCT trim(replace(replace(replace(toLower(written), '.', ''), '-', ' '), '  ', ' ')) AS name, a
ORDER BY name, a.id
WITH name, collect(a.id) AS ids, collect(a.paper_count) AS papers
WHERE size(ids) > 1
RETURN name, size(ids) AS people, papers, ids
ORDER BY people DESC, name
LIMIT $limit
