MATCH ( a ) - [ r : T ] - > ( b ) < - - ( c ) RETURN 1;
