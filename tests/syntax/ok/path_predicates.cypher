MATCH (a), (b) WHERE (a)-->(b) AND NOT (a)-[:R*..2]-({x: 1})<--() OR exists((b)<--(a)) RETURN (a)--(b);
