MATCH (n) RETURN order.total
