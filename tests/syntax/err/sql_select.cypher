SELECT name FROM Company
