RETURN '', 'it\'s', "a 'b'", 'a "b"', '\\ \b\f\n\r\t \u00e9 \U0001F600', 'two
lines // no comment', '/* neither */';
