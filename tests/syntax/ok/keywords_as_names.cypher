MATCH (n:ON:Match)-[:IN]->(m {order: 1}) RETURN n.where, {return: 1}.return, m.end;
