MATCH (order:Order) RETURN order.total
