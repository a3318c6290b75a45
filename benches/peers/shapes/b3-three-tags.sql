SELECT count(*) FROM post_has_tag x JOIN post_has_tag y ON x.a=y.a JOIN post_has_tag z ON z.a=x.a WHERE x.b<>y.b AND y.b<>z.b AND x.b<>z.b
