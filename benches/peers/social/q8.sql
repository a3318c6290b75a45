SELECT count(*) FROM has_tag s
JOIN reply_of reply ON reply.b = s.a
JOIN comment_has_tag t ON t.a = reply.a
LEFT JOIN comment_has_tag own ON own.a = reply.a AND own.b = s.b
WHERE s.b <> t.b AND own.a IS NULL
