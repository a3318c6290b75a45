match (n) WHERE not n.x oPtIoNaL Match (m) return Distinct n order by n.x desc skip 1 limit 2;
