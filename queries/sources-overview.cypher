// name: sources-overview
// doc: What was loaded: files, their loader, how many records, and how many papers these describe.
// params: none
MATCH (l:Load)
OPTIONAL MATCH (r:Record)-[:LOADED_BY]->(l)
OPTIONAL MATCH (r)-[:DESCRIBES]->(p:Paper)
WITH l, count(DISTINCT r) AS records, count(DISTINCT p) AS papers
RETURN l.file AS file, l.loader AS loader, records, papers, l.rejected AS rejected, l.id AS id
ORDER BY file, id
