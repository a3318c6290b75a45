// title: A theme that nothing is about
// severity: warning
MATCH (theme:Theme)
WHERE NOT EXISTS { ()-[:ON]->(theme) }
RETURN 'No lesson and no factor is about the theme ' + theme.title + '.' AS finding, theme
