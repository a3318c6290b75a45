MATCH (n) WHERE n.größe = '😀' RETRUN n
