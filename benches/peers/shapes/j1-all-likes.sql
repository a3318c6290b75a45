SELECT a, b FROM likes_post
