// title: Who uses what, and who still does?
// about: A filled mark is in use today, a hollow one was given up.
// param least: INTEGER = 2 -- the least number of companies
// show: matrix, rows technology, columns company, value in use today, group by field
MATCH (company:Company)-[use:USES]->(technology:Technology)-[:IN_CATEGORY]->(category:Category {taxonomy: 'fine'})
WITH technology, split(category.path, '/')[0] AS field, company, any(current IN collect(use.current) WHERE current) AS today
WITH technology, field, collect({company: company, today: today}) AS users
WHERE size(users) >= $least
UNWIND users AS user
RETURN technology, user.company AS company, user.today AS `in use today`, field
ORDER BY field, technology.name, company.name
