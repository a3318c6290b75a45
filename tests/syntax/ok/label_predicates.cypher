MATCH (n) WHERE n:A AND n:B:C OR NOT n:D RETURN (n:Foo), n :A, n.x:B;
