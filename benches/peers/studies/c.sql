WITH RECURSIVE needs(name, steps) AS (
    SELECT 'technology-00003', 0
    UNION SELECT edge.a, steps + 1 FROM needs JOIN depends_on edge ON edge.b = needs.name WHERE steps < 3
)
SELECT count(DISTINCT a) FROM uses WHERE b IN (SELECT name FROM needs)
