RETURN f(), count(*), cOuNt( * ), count(DISTINCT a), max(a, b), date.truncate('day', d), date({year: 1}), `my`.`fn`(1), size((a)-->(b));
