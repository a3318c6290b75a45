MATCH (:Tag)<-[:HAS_TAG]-(m:Message)-[:HAS_CREATOR]->(:Person)
OPTIONAL MATCH (m)<-[:LIKES]-(:Person)
OPTIONAL MATCH (m)<-[:REPLY_OF]-(:Comment)
RETURN count(*)
