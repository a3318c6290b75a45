MATCH (n) WHERE n.name = “Uber” RETURN n
