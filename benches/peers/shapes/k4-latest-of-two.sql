(SELECT a, b FROM likes_post ORDER BY b DESC, a LIMIT 10) UNION ALL (SELECT a, b FROM likes_comment ORDER BY b DESC, a LIMIT 10)
