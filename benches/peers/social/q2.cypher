MATCH (a:Person)-[:KNOWS]-(b:Person),
      (a)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Post)-[:HAS_CREATOR]->(b)
RETURN count(*)
