// the first line
MATCH (n) /* and
more */ RETUR n
