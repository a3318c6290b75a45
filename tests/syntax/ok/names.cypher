MATCH (größe:Ж)-[`a``b`:`x y`]->(_n1) RETURN größe.`1`, `a``b`;
