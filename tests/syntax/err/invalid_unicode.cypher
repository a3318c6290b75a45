RETURN 'caf\u00G9', 'x\uD800'
