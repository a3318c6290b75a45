// title: Which companies share a stream processor?
// about: Groups companies by the technology of one category that they use or used. The taxonomy decides what counts:
// about: by the fine one Kafka is a broker, by the collection's own table it stands in the row "Stream".
// param taxonomy: STRING = 'fine' -- fine, or seed for the collection's own table
// param category: STRING = 'processing/stream' -- a path in that taxonomy; `casegraph run categories` lists them
// param current_only: BOOLEAN = false -- leave out what a company has given up
// param count_managed: BOOLEAN = false -- a managed version counts as the technology that it runs
// show: graph, left-to-right, connect USES|USES_VIA
MATCH (company:Company)-[use:USES|USES_VIA]->(technology:Technology)
      -[:IN_CATEGORY]->(:Category {taxonomy: $taxonomy, path: $category})
WHERE (use.current OR NOT $current_only) AND (type(use) = 'USES' OR $count_managed)
WITH technology, company, use ORDER BY company.name
WITH technology,
     collect(DISTINCT company) AS companies,
     collect(DISTINCT CASE WHEN use.current THEN company.name END) AS today
WHERE size(companies) > 1
RETURN technology, companies, today
ORDER BY size(companies) DESC, technology.name
