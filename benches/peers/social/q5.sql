SELECT count(*) FROM has_tag s
JOIN reply_of reply ON reply.b = s.a
JOIN comment_has_tag t ON t.a = reply.a
WHERE s.b <> t.b
