SELECT po.b, count(DISTINCT m.a) FROM is_part_of po JOIN is_located_in l ON l.b=po.a JOIN has_member m ON m.b=l.a GROUP BY po.b
