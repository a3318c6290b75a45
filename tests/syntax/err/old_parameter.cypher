RETURN {limit}
