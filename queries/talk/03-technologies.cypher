// title: Who uses what, and who still does?
// show: matrix, rows technology, columns company, value in use today
MATCH (company:Company)-[use:USES]->(technology:Technology)
WITH technology, company, any(current IN collect(use.current) WHERE current) AS today
WITH technology, collect({company: company, today: today}) AS users
WHERE size(users) >= 3
UNWIND users AS user
RETURN technology, user.company AS company, user.today AS `in use today`
ORDER BY technology.name, company.name
