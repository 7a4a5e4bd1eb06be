// name: records-of-paper
// doc: The records a paper is made of, and the files that brought them.
// params:
//   paper: paper — title or id of the paper
MATCH (r:Record)-[:DESCRIBES]->(p:Paper)
WHERE p.id = $paper OR p.title = $paper
OPTIONAL MATCH (r)-[:LOADED_BY]->(l:Load)
RETURN p.id AS paper, r.source AS source, r.id AS record, r.updated AS updated, l.file AS file, l.id AS load
ORDER BY paper, record, file, load
