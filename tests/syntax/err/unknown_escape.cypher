RETURN 'C:\data'
