// name: stated-figures
// doc: What sources state of people (h-index, papers, citations) beside the papers counted here.
// params: none
MATCH (a:Author)
WHERE a.stated_source IS NOT NULL
RETURN a.name AS author, a.stated_h_index AS stated_h_index, a.stated_papers AS stated_papers, a.paper_count AS papers,
       a.stated_citations AS stated_citations, a.stated_source AS source, a.id AS id
ORDER BY coalesce(stated_h_index, -1) DESC, author, id
