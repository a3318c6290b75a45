MATCH (p:Post)
OPTIONAL MATCH (p)<-[:REPLY_OF]-(c:Comment)
WITH p, count(c) AS n
RETURN count(*), sum(n), max(n)
