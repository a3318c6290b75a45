//! Variables that may change places.
//!
//! A triangle of friends is found six times, once for each order of its corners. When any two variables may change places
//! without the pattern becoming another one, it is enough to find the matches in which their nodes come in increasing
//! order: each stands for as many as there are orders. What hangs on the variables may differ for one of them, since the
//! sum over all orders is then that over who takes its place.

use super::shape::{Edge, Kind, Known, Shape, Unfit};
use crate::graph::{LabelId, TypeId};
use crate::ir::Arrow;

/// Variables that may change places with each other, and the one among them on which something else hangs or of which
/// something else is asked than of the others.
pub(super) struct Exchange {
    pub(super) variables: Vec<usize>,
    pub(super) odd: Option<usize>,
    /// The type by which any two of them are related in either direction, if there is one: their nodes are then bound in
    /// the order of their degrees, in which a relationship is listed at one end alone.
    pub(super) related: Option<TypeId>,
}

impl Exchange {
    /// What the variables but the odd one have in common, as one of them.
    pub(super) fn usual(&self) -> usize {
        let usual = self.variables.iter().find(|node| Some(**node) != self.odd);
        *usual.expect("there are at least two variables")
    }
}

/// The most variables of the core that may change places; none when there aren't two.
pub(super) fn exchange(shape: &Shape, core: &[usize], groups: &[usize], known: Known<'_>) -> Option<Exchange> {
    let free: Vec<usize> = core.iter().copied().filter(|node| !groups.contains(node)).collect();
    let mut best: Option<Exchange> = None;
    for (at, first) in free.iter().enumerate() {
        let others = free[at + 1..].iter().copied();
        let class: Vec<usize> = std::iter::once(*first)
            .chain(others.filter(|other| swappable(shape, core, *first, *other, known)))
            .collect();
        // Two that may change places with a third may with each other, unless they could be one node.
        let apart = |a: &usize| class.iter().all(|b| a == b || shape.apart(*a, *b, known));
        if class.len() < 2 || !class.iter().all(apart) {
            continue;
        }
        let found = alike(shape, core, &class);
        if best.as_ref().is_none_or(|best| found.variables.len() > best.variables.len()) {
            best = Some(found);
        }
    }
    best.filter(|best| best.variables.len() > 1)
}

/// The variables that have to be in an order, in that order, which are different nodes then. A pattern that is the same when
/// they change places has as many matches for each of their orders.
///
/// # Errors
/// When there is no one order, or the pattern is not the same for each.
pub(super) fn in_a_row(shape: &mut Shape) -> Result<Vec<usize>, Unfit> {
    let mut before: Vec<(usize, usize)> = shape.ordered.iter().map(|(a, b, _)| (*a, *b)).collect();
    let mut row: Vec<usize> = before.iter().flat_map(|(a, b)| [*a, *b]).collect();
    row.sort_unstable();
    row.dedup();
    // What comes before what is known by way of a third.
    for via in &row {
        for (a, b) in pairs(&row) {
            if before.contains(&(a, *via)) && before.contains(&(*via, b)) && !before.contains(&(a, b)) {
                before.push((a, b));
            }
        }
    }
    let one_key = shape.ordered.windows(2).all(|pair| pair[0].2 == pair[1].2);
    let settled = pairs(&row).all(|(a, b)| before.contains(&(a, b)) != before.contains(&(b, a)));
    row.sort_by_key(|node| before.iter().filter(|(_, later)| later == node).count());
    let new: Vec<(usize, usize)> = pairs(&row).filter(|(a, b)| a < b && !shape.unequal.contains(&(*a, *b))).collect();
    shape.unequal.extend(new);
    let alike = row.windows(2).all(|pair| is_symmetric(shape, pair[0], pair[1]));
    if one_key && settled && alike { Ok(row) } else { Err(Unfit) }
}

/// Each of some variables with each other.
fn pairs(row: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    row.iter().flat_map(|a| row.iter().map(|b| (*a, *b))).filter(|(a, b)| a != b)
}

/// Whether a pattern is the same when two of its variables change places.
fn is_symmetric(shape: &Shape, a: usize, b: usize) -> bool {
    let all: Vec<usize> = shape.alive().collect();
    let free = |node: usize| shape.node(node).conditions.is_empty() && !shape.node(node).inner;
    // Which relationships are different ones is the same too when those of each type are.
    let same = |one: &Edge, other: &Edge| one.types == other.types;
    let typed = shape.edges.iter().all(|one| {
        let differing = |other: &Edge| {
            let pair = (one.id.min(other.id), one.id.max(other.id));
            shape.differ.contains(&pair)
        };
        shape.edges.iter().all(|other| one.id == other.id || differing(other) == same(one, other))
    });
    free(a) && free(b) && (typed || shape.differ.is_empty()) && unchanged(shape, &all, a, b)
}

/// Of variables that may change places those on which the same hangs, and one more.
fn alike(shape: &Shape, core: &[usize], class: &[usize]) -> Exchange {
    let hanging: Vec<Option<Vec<Hanging>>> = class.iter().map(|node| hanging(shape, *node, None, core)).collect();
    let same = |at: usize| -> Vec<usize> {
        let like = |other: &usize| *other == at || hanging[at].is_some() && hanging[at] == hanging[*other];
        (0..class.len()).filter(like).collect()
    };
    let usual = (0..class.len()).map(same).max_by_key(Vec::len).unwrap_or_default();
    let odd = (0..class.len()).find(|at| !usual.contains(at)).map(|at| class[at]);
    let variables = class.iter().enumerate().filter(|(at, node)| usual.contains(at) || odd == Some(**node));
    let variables: Vec<usize> = variables.map(|(_, node)| *node).collect();
    let related = match variables.as_slice() {
        [a, b, ..] => {
            shape.edges.iter().find_map(|edge| both_ways(edge).filter(|_| edge.ends() == (*a.min(b), *a.max(b))))
        }
        _ => None,
    };
    Exchange { variables, odd, related }
}

/// The one type by which an edge relates two variables in either direction.
fn both_ways(edge: &Edge) -> Option<TypeId> {
    let plain = edge.both && edge.path.is_empty() && matches!(edge.kind, Kind::Rows | Kind::Related);
    edge.types.first().copied().filter(|_| plain && edge.types.len() == 1)
}

/// Whether the core is the same when two of its variables change places, but for what hangs on them.
fn swappable(shape: &Shape, core: &[usize], a: usize, b: usize, known: Known<'_>) -> bool {
    shape.apart(a, b, known) && unchanged(shape, core, a, b)
}

/// Whether the same is asked when two variables change places, looking at some variables only.
fn unchanged(shape: &Shape, core: &[usize], a: usize, b: usize) -> bool {
    if labels(shape, a) != labels(shape, b) {
        return false;
    }
    let swap = |node: usize| match node {
        _ if node == a => b,
        _ if node == b => a,
        _ => node,
    };
    let inside = |edge: &&Edge| core.contains(&edge.left) && core.contains(&edge.right);
    let keys = |edges: &[Edge], turn: &dyn Fn(usize) -> usize| {
        let mut keys: Vec<Edge> = edges.iter().filter(inside).map(|edge| key(edge, turn)).collect();
        keys.sort_unstable();
        keys
    };
    let pairs = |turn: &dyn Fn(usize) -> usize| {
        let ordered = |(x, y): &(usize, usize)| (turn(*x).min(turn(*y)), turn(*x).max(turn(*y)));
        let mut pairs: Vec<(usize, usize)> = shape.unequal.iter().map(ordered).collect();
        pairs.sort_unstable();
        pairs
    };
    let stay = |node: usize| node;
    keys(&shape.edges, &stay) == keys(&shape.edges, &swap)
        && keys(&shape.absent, &stay) == keys(&shape.absent, &swap)
        && pairs(&stay) == pairs(&swap)
}

/// An edge with its variables renamed, without what tells it from an edge that asks for the same.
fn key(edge: &Edge, turn: &dyn Fn(usize) -> usize) -> Edge {
    let mut key = Edge { left: turn(edge.left), right: turn(edge.right), id: 0, ..edge.clone() };
    key.put_in_order();
    key
}

/// What hangs on a variable by one edge.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hanging {
    types: Vec<TypeId>,
    arrow: Arrow,
    kind: Kind,
    labels: Vec<LabelId>,
    below: Vec<Hanging>,
}

/// All that hangs on a variable, in order; none when there are conditions, which are not compared.
fn hanging(shape: &Shape, node: usize, parent: Option<usize>, core: &[usize]) -> Option<Vec<Hanging>> {
    if !shape.node(node).conditions.is_empty() {
        return None;
    }
    let below = |edge: &&Edge| edge.touches(node) && Some(edge.id) != parent && !core.contains(&edge.other(node));
    let mut all = Vec::new();
    for edge in shape.edges.iter().filter(below) {
        let other = edge.other(node);
        let below = hanging(shape, other, Some(edge.id), core)?;
        let (types, arrow, labels) = (edge.types.clone(), edge.arrow_from(node), labels(shape, other));
        all.push(Hanging { types, arrow, kind: edge.kind, labels, below });
    }
    all.sort_unstable();
    Some(all)
}

fn labels(shape: &Shape, node: usize) -> Vec<LabelId> {
    let mut labels = shape.node(node).labels.clone();
    labels.sort_unstable();
    labels.dedup();
    labels
}
