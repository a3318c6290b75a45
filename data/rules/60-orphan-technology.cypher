// title: A technology that nothing refers to
// about: No platform, pattern, advice or other technology names it, and the table of the collection lacks it.
// severity: warning
MATCH (technology:Technology)
WHERE NOT EXISTS { ()-->(technology) }
  AND NOT EXISTS {
    (technology)-[:MANAGED_VERSION_OF|BUILT_ON|DEPENDS_ON|PART_OF|FORK_OF|COMPATIBLE_WITH|SUCCESSOR_OF]->(:Technology)
  }
  AND NOT EXISTS { (technology)-[:IN_CATEGORY]->(:Category {taxonomy: 'seed'}) }
RETURN 'Nothing refers to the technology ' + technology.name + '.' AS finding, technology
