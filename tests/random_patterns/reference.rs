//! The reference: every assignment is tried, and nothing is clever.

use super::model::{Arrow, Chain, Clause, Condition, NodePattern, Query, RelPattern, World};
use std::collections::BTreeMap;

/// What a variable stands for; a missing one is not bound, `None` is null.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub(super) nodes: BTreeMap<usize, Option<usize>>,
    /// One relationship, or those of a walk.
    pub(super) rels: BTreeMap<usize, Option<Vec<usize>>>,
}

/// The rows of a query as sorted text.
pub(super) fn answer(world: &World, query: &Query) -> Vec<String> {
    let mut shown: Vec<String> = rows(world, query).iter().map(|row| show(query, row)).collect();
    shown.sort();
    shown
}

/// The rows of a query.
pub(super) fn rows(world: &World, query: &Query) -> Vec<Row> {
    let mut rows = vec![Row::default()];
    for clause in &query.clauses {
        rows = rows.iter().flat_map(|row| matches(world, clause, row)).collect();
    }
    rows
}

fn show(query: &Query, row: &Row) -> String {
    let number = |id: &usize| id.to_string();
    let null = || "null".to_owned();
    let nodes = query.nodes().into_iter().map(|node| row.nodes[&node].as_ref().map_or_else(null, number));
    let rels = query.rels().into_iter().map(|(rel, walk)| match &row.rels[&rel] {
        None => null(),
        Some(ids) if walk => format!("[{}]", ids.iter().map(number).collect::<Vec<_>>().join(", ")),
        Some(ids) => number(&ids[0]),
    });
    nodes.chain(rels).collect::<Vec<_>>().join(" | ")
}

/// The row with every match of the clause, or with nulls when it is optional and there is none.
fn matches(world: &World, clause: &Clause, row: &Row) -> Vec<Row> {
    let nodes: Vec<&NodePattern> = clause.chains.iter().flat_map(Chain::nodes).collect();
    let mut rels: Vec<(&RelPattern, usize, usize)> = Vec::new();
    for chain in &clause.chains {
        let mut left = chain.start.variable;
        for (rel, right) in &chain.steps {
            rels.push((rel, left, right.variable));
            left = right.variable;
        }
    }
    let mut found = Vec::new();
    assign_nodes(world, &nodes, row.clone(), &mut |row| {
        assign_rels(world, &rels, row, &mut Vec::new(), &mut |row| {
            if clause.condition.as_ref().is_none_or(|condition| truth(world, condition, &row) == Some(true)) {
                found.push(row);
            }
        });
    });
    if found.is_empty() && clause.optional {
        let mut row = row.clone();
        for node in nodes {
            row.nodes.entry(node.variable).or_insert(None);
        }
        for (rel, _, _) in rels {
            row.rels.entry(rel.variable).or_insert(None);
        }
        found.push(row);
    }
    found
}

/// Every way to give nodes to the patterns.
fn assign_nodes(world: &World, patterns: &[&NodePattern], row: Row, then: &mut dyn FnMut(Row)) {
    let Some((pattern, rest)) = patterns.split_first() else {
        return then(row);
    };
    let candidates: Vec<usize> = match row.nodes.get(&pattern.variable) {
        None => (0..world.nodes.len()).collect(),
        Some(known) => known.iter().copied().collect(),
    };
    for id in candidates {
        let node = &world.nodes[id];
        let labeled = pattern.labels.iter().all(|label| node.labels.contains(label));
        if labeled && (pattern.p.is_none() || node.p == pattern.p) {
            let mut row = row.clone();
            row.nodes.insert(pattern.variable, Some(id));
            assign_nodes(world, rest, row, then);
        }
    }
}

/// Every way to give relationships to the patterns, none twice.
fn assign_rels(
    world: &World,
    patterns: &[(&RelPattern, usize, usize)],
    row: Row,
    used: &mut Vec<usize>,
    then: &mut dyn FnMut(Row),
) {
    let Some(((pattern, left, right), rest)) = patterns.split_first() else {
        return then(row);
    };
    let (Some(left), Some(right)) = (row.nodes[left], row.nodes[right]) else { return };
    let mut walks = Vec::new();
    let (least, most) = pattern.length.unwrap_or((1, 1));
    extend(world, pattern, left, right, (least, most), &mut Vec::new(), &mut walks);
    for walk in walks {
        let fits = match row.rels.get(&pattern.variable) {
            None => true,
            Some(known) => known.as_ref() == Some(&walk),
        };
        if fits && !walk.iter().any(|rel| used.contains(rel)) {
            let mut row = row.clone();
            row.rels.insert(pattern.variable, Some(walk.clone()));
            let before = used.len();
            used.extend(walk);
            assign_rels(world, rest, row, used, then);
            used.truncate(before);
        }
    }
}

/// Every walk from `at` to `goal` without a relationship twice, within the bounds.
fn extend(
    world: &World,
    pattern: &RelPattern,
    at: usize,
    goal: usize,
    (least, most): (usize, usize),
    walk: &mut Vec<usize>,
    walks: &mut Vec<Vec<usize>>,
) {
    if at == goal && walk.len() >= least {
        walks.push(walk.clone());
    }
    if walk.len() == most {
        return;
    }
    for (id, rel) in world.rels.iter().enumerate() {
        let typed = pattern.kinds.is_empty() || pattern.kinds.contains(&rel.kind);
        if walk.contains(&id) || !typed || (pattern.p.is_some() && rel.p != pattern.p) {
            continue;
        }
        let mut next = Vec::new();
        if rel.start == at && pattern.arrow != Arrow::Left {
            next.push(rel.end);
        }
        // Seen from its only node, a loop goes both ways and is still one.
        if rel.end == at && pattern.arrow != Arrow::Right && !(pattern.arrow == Arrow::Both && rel.start == at) {
            next.push(rel.start);
        }
        for node in next {
            walk.push(id);
            extend(world, pattern, node, goal, (least, most), walk, walks);
            walk.pop();
        }
    }
}

/// Three-valued logic; a property of null is null.
fn truth(world: &World, condition: &Condition, row: &Row) -> Option<bool> {
    let p = |node: &usize| row.nodes[node].and_then(|id| world.nodes[id].p);
    match condition {
        Condition::Equals(node, value) => p(node).map(|p| p == *value),
        Condition::Greater(node, value) => p(node).map(|p| p > *value),
        Condition::Same(a, b) => Some(p(a)? == p(b)?),
        Condition::IsNull(node) => Some(p(node).is_none()),
        Condition::Differ(a, b) => Some(row.nodes[a]? != row.nodes[b]?),
        Condition::Pattern(chain) => {
            let clause = Clause { optional: false, chains: vec![chain.clone()], condition: None };
            Some(!matches(world, &clause, row).is_empty())
        }
        Condition::Not(inner) => truth(world, inner, row).map(|truth| !truth),
        Condition::And(a, b) => match (truth(world, a, row), truth(world, b, row)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Condition::Or(a, b) => match (truth(world, a, row), truth(world, b, row)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
    }
}
