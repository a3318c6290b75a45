RETURN {'first name': 1}
