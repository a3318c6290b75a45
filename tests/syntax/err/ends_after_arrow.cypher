MATCH (a)-->
