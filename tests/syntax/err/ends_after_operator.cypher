RETURN 1 + // and what?
