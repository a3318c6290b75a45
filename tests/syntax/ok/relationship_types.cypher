MATCH ()-[r:A|B|:C]->()-[:`my type`]-()-[s {since: 2020}]-()-[$props]-() RETURN r;
