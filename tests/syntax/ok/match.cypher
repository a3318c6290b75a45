MATCH (n) RETURN n;
MATCH (n:Company:Listed {name: 'Uber', `odd key`: 1}) RETURN n;
MATCH (:Company), ( $props ) RETURN 1;
