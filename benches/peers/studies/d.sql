WITH RECURSIVE edge AS (
    SELECT a, b FROM uses UNION ALL SELECT b, a FROM uses UNION ALL SELECT a, b FROM depends_on UNION ALL SELECT b, a FROM depends_on
), reached(name, steps) AS (
    SELECT 'company-0000007', 0
    UNION SELECT edge.b, steps + 1 FROM reached JOIN edge ON edge.a = reached.name WHERE steps < 6
)
SELECT min(steps) FROM reached WHERE name = 'company-0000900'
