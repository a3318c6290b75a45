//! Small random graphs and queries.

use super::model::{Arrow, Chain, Clause, Condition, Node, NodePattern, Query, Rel, RelPattern, UNNAMED, World};

/// A xorshift generator.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    /// True in so many of a hundred times.
    pub(super) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    pub(super) fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    fn p(&mut self, share: usize) -> Option<i64> {
        self.percent(share).then(|| self.below(3) as i64)
    }

    fn arrow(&mut self) -> Arrow {
        self.pick(&[Arrow::Right, Arrow::Left, Arrow::Both])
    }
}

const KINDS: [&str; 2] = ["R", "S"];

/// Up to five nodes and seven relationships, loops and parallel ones among them.
pub(super) fn world(random: &mut Random) -> World {
    let count = 1 + random.below(5);
    let labels: [&[&'static str]; 4] = [&[], &["A"], &["B"], &["A", "B"]];
    let nodes = (0..count).map(|_| Node { labels: random.pick(&labels).to_vec(), p: random.p(70) }).collect();
    let rels = (0..random.below(8))
        .map(|_| Rel {
            start: random.below(count),
            end: random.below(count),
            kind: random.pick(&KINDS),
            p: random.p(60),
        })
        .collect();
    World { nodes, rels }
}

/// What a query has used so far.
struct Names {
    nodes: usize,
    /// The number of each relationship variable that is no walk, of clauses before this one.
    known_rels: Vec<usize>,
    rels: usize,
}

/// A MATCH, often followed by a MATCH or OPTIONAL MATCH that goes on from it.
pub(super) fn query(random: &mut Random) -> Query {
    let mut names = Names { nodes: 0, known_rels: Vec::new(), rels: 0 };
    let optional = random.percent(20);
    let mut clauses = vec![clause(random, &mut names, optional)];
    if random.percent(60) {
        let optional = random.percent(60);
        clauses.push(clause(random, &mut names, optional));
    }
    Query { clauses }
}

fn clause(random: &mut Random, names: &mut Names, optional: bool) -> Clause {
    let chains = if random.percent(25) { 2 } else { 1 };
    let before = names.rels;
    let mut used = Vec::new();
    let chains: Vec<Chain> = (0..chains).map(|_| chain(random, names, &mut used)).collect();
    let condition = random.percent(40).then(|| condition(random, names.nodes, 2));
    let steps = chains.iter().flat_map(|chain| &chain.steps);
    let single = steps.filter(|(rel, _)| rel.length.is_none() && rel.variable >= before);
    names.known_rels.extend(single.map(|(rel, _)| rel.variable));
    Clause { optional, chains, condition }
}

fn chain(random: &mut Random, names: &mut Names, used: &mut Vec<usize>) -> Chain {
    let steps = random.pick(&[0, 1, 1, 1, 2, 2]);
    let start = node(random, names);
    let steps = (0..steps).map(|_| (rel(random, names, used), node(random, names))).collect();
    Chain { start, steps }
}

/// A new variable, or one that is there already.
fn node(random: &mut Random, names: &mut Names) -> NodePattern {
    let variable = if names.nodes > 3 || (names.nodes > 0 && random.percent(35)) {
        random.below(names.nodes)
    } else {
        names.nodes += 1;
        names.nodes - 1
    };
    let labels: Vec<&'static str> = if random.percent(18) { vec![random.pick(&["A", "B"])] } else { Vec::new() };
    NodePattern { variable, labels, p: random.p(6) }
}

/// A new variable, or, rarely, one of a clause before.
fn rel(random: &mut Random, names: &mut Names, used: &mut Vec<usize>) -> RelPattern {
    let kinds: [&[&'static str]; 6] = [&[], &[], &["R"], &["S"], &["S", "R"], &["R", "R"]];
    let (kinds, arrow, p) = (random.pick(&kinds).to_vec(), random.arrow(), random.p(6));
    let again: Vec<usize> = names.known_rels.iter().copied().filter(|rel| !used.contains(rel)).collect();
    if !again.is_empty() && random.percent(20) {
        let variable = random.pick(&again);
        used.push(variable);
        return RelPattern { variable, kinds, arrow, length: None, p };
    }
    names.rels += 1;
    let length = random.percent(30).then(|| {
        let min = random.below(3);
        (min, min + random.below(4 - min))
    });
    RelPattern { variable: names.rels - 1, kinds, arrow, length, p }
}

fn condition(random: &mut Random, nodes: usize, depth: usize) -> Condition {
    let node = random.below(nodes);
    if depth > 0 && random.percent(45) {
        let mut inner = || Box::new(condition(random, nodes, depth - 1));
        let (a, b) = (inner(), inner());
        return match random.below(3) {
            0 => Condition::Not(a),
            1 => Condition::And(a, b),
            _ => Condition::Or(a, b),
        };
    }
    match random.below(7) {
        4 => Condition::Differ(node, random.below(nodes)),
        5 | 6 => Condition::Pattern(predicate(random, nodes)),
        0 => Condition::Equals(node, random.below(3) as i64),
        1 => Condition::Greater(node, random.below(2) as i64),
        2 => Condition::Same(node, random.below(nodes)),
        _ => Condition::IsNull(node),
    }
}

/// A pattern from a node that is known to others that may be.
fn predicate(random: &mut Random, nodes: usize) -> Chain {
    let start = NodePattern { variable: random.below(nodes), labels: Vec::new(), p: None };
    let steps = (0..random.pick(&[1, 1, 1, 2])).map(|step| {
        let kinds: [&[&'static str]; 3] = [&[], &["R"], &["S"]];
        let rel = RelPattern {
            variable: UNNAMED + step,
            kinds: random.pick(&kinds).to_vec(),
            arrow: random.arrow(),
            length: random.percent(10).then_some((0, 2)),
            p: random.p(6),
        };
        let variable = if random.percent(30) { random.below(nodes) } else { UNNAMED + step };
        let labels = if random.percent(25) { vec!["A"] } else { Vec::new() };
        (rel, NodePattern { variable, labels, p: random.p(10) })
    });
    Chain { start, steps: steps.collect() }
}
