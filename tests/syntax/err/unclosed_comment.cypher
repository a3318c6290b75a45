MATCH (n) /* all of them
RETURN n
