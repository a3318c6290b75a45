SELECT count(*) FROM has_tag tag
JOIN has_creator made ON made.a = tag.a
LEFT JOIN reply_of reply ON reply.b = tag.a
LEFT JOIN likes ON likes.b = tag.a
