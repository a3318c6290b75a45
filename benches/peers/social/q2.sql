SELECT count(*) FROM knows
JOIN comment_has_creator comment ON comment.b = knows.a
JOIN reply_of_post reply ON reply.a = comment.a
JOIN post_has_creator post ON post.a = reply.b AND post.b = knows.b
