SELECT count(*) FROM is_part_of country
JOIN is_located_in city ON city.b = country.a
JOIN has_member member ON member.b = city.a
JOIN container_of post ON post.a = member.a
JOIN reply_of_post reply ON reply.b = post.b
JOIN comment_has_tag tag ON tag.a = reply.a
JOIN has_type class ON class.a = tag.b
