// name: papers-with-code
// doc: Papers that publish code, highest score first.
// params:
//   limit: int = 50 — rows at most
MATCH (p:Paper)
WHERE p.has_code
RETURN p.title AS title, p.date AS date, p.score AS score, p.url AS url, p.id AS id
ORDER BY coalesce(score, -1.0) DESC, title, id
LIMIT $limit
