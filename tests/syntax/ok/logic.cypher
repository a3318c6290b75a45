RETURN a OR b XOR c AND NOT d, a AND b AND c, (a AND b) AND c, a OR (b OR c), NOT NOT a;
