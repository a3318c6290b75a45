// first
MATCH (n) /* in between; */ RETURN n // last ;
;
/* alone */
RETURN 1 /* a */ / /* b */ 2 AS half // end
