SELECT b, a FROM reply_of_post ORDER BY b DESC, a LIMIT 20
