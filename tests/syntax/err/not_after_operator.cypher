RETURN true = NOT false
