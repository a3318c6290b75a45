MATCH (n) RETURN count(n AS many
