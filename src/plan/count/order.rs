//! The order in which the variables of circles are enumerated: that in which the fewest and nearest nodes are looked at.

use super::levels::Planner;
use super::shape::Edge;
use super::{Look, Test, cost};

/// Of the nodes with a label, the share that a condition is taken to leave.
const CONDITION_SHARE: f64 = 0.1;

impl Planner<'_> {
    /// The relationship from which the candidates of a level come: that which leads to the fewest; of equals the last.
    pub(super) fn source(&self, node: usize, before: &[usize]) -> Option<(&Edge, usize)> {
        // A path can only be followed from its left to its right.
        let edges =
            self.shape.edges.iter().filter(|edge| edge.touches(node) && (edge.path.is_empty() || edge.right == node));
        let known = edges.filter_map(|edge| {
            let from = before.iter().position(|each| *each == edge.other(node))?;
            Some((edge, from))
        });
        known.min_by(|(a, i), (b, j)| {
            let (one, other) = (self.fan_out(a, before[*i]), self.fan_out(b, before[*j]));
            one.total_cmp(&other).then(j.cmp(i))
        })
    }

    /// How it is found out whether a node is related to one bound before, and about what this costs for each.
    pub(super) fn look(&self, edge: &Edge, test: Test, other: usize, met: Met) -> (Look, f64) {
        let length = self.length(edge, other);
        let reach = if met.near { 1.0 } else { cost::touch(self.size(other)) };
        let search = (Look::Search, reach + cost::search(length));
        // Neither marks nor pairs can tell how often something is there.
        if test == Test::Rows && !self.known.simple(edge) {
            return search;
        }
        let share = (met.owners / met.candidates.max(1.0)).min(1.0);
        let marked = if met.first { self.fan_out(edge, other) } else { length };
        let marks = (Look::Marks, cost::MARKED + share * (reach + 2.0 * marked));
        let paired = edge.path.is_empty() && edge.types.len() == 1 && self.known.view.has_pairs(edge.types[0]);
        let pairs = paired.then(|| cost::pair(self.known.view.rel_count(Some(edge.types[0])) as f64, met.together));
        let all = [Some(marks), Some(search), pairs.map(|cost| (Look::Pairs, cost))];
        all.into_iter().flatten().min_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or(search)
    }

    /// How many nodes a variable may stand for.
    pub(super) fn size(&self, node: usize) -> f64 {
        let known = self.shape.node(node);
        let labels = known.labels.iter().map(|label| self.known.view.nodes_with(*label).len() as f64);
        let all = labels.fold(self.known.view.node_count() as f64, f64::min);
        (all * CONDITION_SHARE.powi(known.conditions.len() as i32)).max(1.0)
    }

    /// To how many neighbors an edge leads from one node.
    pub(super) fn fan_out(&self, edge: &Edge, from: usize) -> f64 {
        let selected = CONDITION_SHARE.powi(self.shape.node(edge.other(from)).conditions.len() as i32);
        if !edge.path.is_empty() {
            // A path leads from left to right to one.
            return selected * if edge.left == from { 1.0 } else { self.size(edge.left) / self.size(from) };
        }
        let label = self.known.label(self.shape.node(from));
        let view = self.known.view;
        let mut total = 0;
        for direction in edge.arrow_from(from).directions() {
            for kind in &edge.types {
                total += label.map_or_else(
                    || view.rel_count(Some(*kind)),
                    |label| view.end_facts(label, *kind, *direction).total,
                );
            }
        }
        let nodes = label.map_or(view.node_count(), |label| view.nodes_with(label).len() as u64);
        total as f64 / nodes.max(1) as f64 * selected
    }

    /// How long a list of neighbors is when it is met by way of a neighbor: those of which many are neighbors are met
    /// more often than others.
    fn length(&self, edge: &Edge, from: usize) -> f64 {
        let mean = self.fan_out(edge, from);
        let Some(label) = self.known.label(self.shape.node(from)) else { return mean };
        let pairs =
            edge.types.iter().flat_map(|kind| edge.arrow_from(from).directions().iter().map(|way| (*kind, *way)));
        let most: u32 = pairs.map(|(kind, way)| self.known.view.end_facts(label, kind, way).most).sum();
        (mean * f64::from(most)).sqrt()
    }

    /// How many matches these variables have, taken as independent.
    pub(super) fn matches(&self, nodes: &[usize]) -> f64 {
        let sizes: f64 = nodes.iter().map(|node| self.size(*node)).product();
        let inside = |edge: &&Edge| nodes.contains(&edge.left) && nodes.contains(&edge.right);
        let edges = self.shape.edges.iter().filter(inside);
        let shares = edges.map(|edge| self.fan_out(edge, edge.left) / self.size(edge.right));
        sizes * shares.product::<f64>()
    }

    /// The order with the least cost, and that cost; none when no order reaches every variable from one before. Groups named by
    /// two variables are best found where one of these comes first.
    pub(super) fn order(&self, core: &[usize], groups: &[usize]) -> Option<(Vec<usize>, f64)> {
        let best = self.best(core, core)?;
        // Of two in order the smaller one is best bound first, since the lists of the other are then cut off.
        let smaller = self.shape.rising.map(|(smaller, _)| [smaller]);
        let first = smaller.as_ref().map_or(groups, |smaller| smaller.as_slice());
        if groups.len() < 2 || first.contains(&best.0[0]) {
            return Some(best);
        }
        let apart = best.1 + self.matches(core) * cost::APART;
        match self.best(core, first) {
            Some(clustered) if clustered.1 <= apart => Some(clustered),
            _ => Some((best.0, apart)),
        }
    }

    /// The order with the least cost that begins with one of some variables, by dynamic programming over sets of variables.
    fn best(&self, core: &[usize], first: &[usize]) -> Option<(Vec<usize>, f64)> {
        let full = (1usize << core.len()) - 1;
        let members =
            |set: usize| core.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1).map(|(_, node)| *node);
        let matches: Vec<f64> = (0..=full).map(|set| self.matches(&members(set).collect::<Vec<usize>>())).collect();
        let mut best: Vec<Option<Partial>> = vec![None; full + 1];
        best[0] = Some(Partial::default());
        for set in 0..full {
            let Some(known) = best[set].clone() else { continue };
            for (at, node) in core.iter().copied().enumerate().filter(|(at, _)| set >> at & 1 == 0) {
                if set == 0 && !first.contains(&node) {
                    continue;
                }
                let Some(next) = self.next(&known, node, matches[set]) else { continue };
                let place = &mut best[set | 1 << at];
                if place.as_ref().is_none_or(|known| next.cost < known.cost) {
                    *place = Some(next);
                }
            }
        }
        best[full].take().map(|best| (best.order, best.cost))
    }

    /// An order with one more variable; none when nothing leads to it.
    fn next(&self, known: &Partial, node: usize, rows: f64) -> Option<Partial> {
        let before = &known.order;
        let mut next = known.clone();
        next.order.push(node);
        let Some((edge, from)) = self.source(node, before) else {
            next.cost = self.size(node);
            next.scanned.push(true);
            next.rows.push(rows);
            return before.is_empty().then_some(next);
        };
        let from_node = before[from];
        let single = self.known.single(self.shape, edge, from_node);
        let scanned = known.scanned[from];
        // Rows that come from a scan by single steps are in its order.
        next.scanned.push(scanned && single);
        let candidates = rows * self.fan_out(edge, from_node);
        let reach = if scanned { 1.0 } else { cost::touch(self.size(from_node)) };
        next.cost += rows * reach * edge.path.len().max(1) as f64;
        next.rows.push(rows);
        let mut each = if single { 0.0 } else { cost::CANDIDATE };
        for closing in
            self.shape.edges.iter().chain(&self.shape.absent).filter(|each| each.touches(node) && each.id != edge.id)
        {
            let Some(level) = before.iter().position(|each| *each == closing.other(node)) else { continue };
            each += if self.known.single(self.shape, closing, node) {
                if scanned && single { 1.0 } else { cost::touch(self.size(node)) }
            } else {
                let owners = known.rows.get(level + 1).copied().unwrap_or(rows);
                let absent = self.shape.absent.iter().any(|each| each.id == closing.id);
                let test = if absent { Test::None } else { Test::Rows };
                let (near, first) = (known.scanned[level], level == 0);
                let met = Met { owners, candidates, near, first, together: single };
                self.look(closing, test, closing.other(node), met).1
            };
        }
        next.cost += candidates * each;
        Some(next)
    }
}

/// The beginning of an order.
#[derive(Clone, Default)]
struct Partial {
    order: Vec<usize>,
    cost: f64,
    /// Whether the nodes of each variable are met in the order of their ids, or nearly so.
    scanned: Vec<bool>,
    /// How many matches the variables before each one have.
    rows: Vec<f64>,
}

/// How often a closing is looked for.
#[derive(Clone, Copy)]
pub(super) struct Met {
    /// The rows up to the other end, which are as many as its node changes.
    pub(super) owners: f64,
    /// The nodes that are looked at.
    pub(super) candidates: f64,
    /// The other end is met in the order of its ids, or nearly so.
    pub(super) near: bool,
    /// The other end is where rows begin: each of its nodes is met, once.
    pub(super) first: bool,
    /// Each row leads to one node at most, so that a block of them is looked at together.
    pub(super) together: bool,
}
