// name: papers-by-year
// doc: Papers in each year, with how many of them name all their authors, and how many publish code.
// params: none
MATCH (p:Paper)
WITH p.year AS year, count(*) AS papers,
     sum(CASE WHEN p.authors_complete THEN 1 ELSE 0 END) AS complete_lists,
     sum(CASE WHEN p.has_code THEN 1 ELSE 0 END) AS with_code
RETURN year, papers, complete_lists, with_code
ORDER BY coalesce(year, 9999)
