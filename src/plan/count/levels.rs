//! A pattern → the order in which its variables are enumerated, and what is summed away at each.

use super::expand::expand;
use super::shape::{Edge, Kind, Known, Shape, Unfit};
use super::{Branch, Closing, Hop, Level, NodeSum, Part, Reduce, Source, Term, Test};
use crate::graph::{Direction, LabelId};
use crate::ir::Arrow;

/// More variables than this are not enumerated in the best order, which takes time exponential in their number.
const MOST: usize = 12;

/// Of the nodes with a label, the share that a condition is taken to leave.
const CONDITION_SHARE: f64 = 0.1;

/// The sum of products that counts the matches of a pattern, with some variables kept as groups.
pub(super) fn terms(shape: Shape, groups: &[usize], known: Known<'_>) -> Result<Vec<Term>, Unfit> {
    let signed = expand(shape, groups, known)?;
    signed.iter().map(|(factor, shape)| Planner { shape, known }.term(*factor, groups)).collect()
}

struct Planner<'a> {
    shape: &'a Shape,
    known: Known<'a>,
}

impl Planner<'_> {
    fn term(&self, factor: i64, groups: &[usize]) -> Result<Term, Unfit> {
        let groups: Vec<usize> = groups.iter().map(|node| self.shape.became[*node]).collect();
        let mut parts = Vec::new();
        for component in self.components() {
            let pinned: Vec<usize> = component.iter().copied().filter(|node| groups.contains(node)).collect();
            parts.push(self.part(&component, &pinned, &groups)?);
        }
        // Groups that are named by nodes of several parts would have to be multiplied out.
        if parts.iter().filter(|part: &&Part| !part.groups.is_empty()).count() > 1 {
            return Err(Unfit);
        }
        Ok(Term { factor, parts })
    }

    /// The variables that are connected with each other.
    fn components(&self) -> Vec<Vec<usize>> {
        let mut components: Vec<Vec<usize>> = Vec::new();
        for node in self.shape.alive() {
            if components.iter().any(|component| component.contains(&node)) {
                continue;
            }
            let mut component = vec![node];
            let mut at = 0;
            while let Some(next) = component.get(at).copied() {
                at += 1;
                for edge in self.shape.edges.iter().filter(|edge| edge.touches(next)) {
                    if !component.contains(&edge.other(next)) {
                        component.push(edge.other(next));
                    }
                }
            }
            components.push(component);
        }
        components
    }

    fn part(&self, component: &[usize], pinned: &[usize], groups: &[usize]) -> Result<Part, Unfit> {
        let core = self.shape.core(pinned);
        let core: Vec<usize> = component.iter().copied().filter(|node| core[*node]).collect();
        if !core.is_empty() {
            return self.enumerate(&core, groups);
        }
        // A tree: any variable may be the one at which everything else is summed up.
        let roots = component.iter().copied().filter(|node| !self.shape.node(*node).inner);
        let parts: Vec<Part> = roots.filter_map(|root| self.enumerate(&[root], groups).ok()).collect();
        parts.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost)).ok_or(Unfit)
    }

    fn enumerate(&self, core: &[usize], groups: &[usize]) -> Result<Part, Unfit> {
        if core.len() > MOST || core.iter().any(|node| self.shape.node(*node).inner) {
            return Err(Unfit);
        }
        let (order, mut cost) = self.order(core);
        let mut levels: Vec<Level> = Vec::new();
        let mut visits = 1.0;
        for (at, node) in order.iter().copied().enumerate() {
            visits = self.matches(&order[..=at]);
            let before = &order[..at];
            let source = self.source(node, before);
            let mut sum =
                self.node(node, None, core, visits, source.map(|(edge, from)| (edge, order[from])), &mut cost)?;
            if matches!(source, Some((edge, _)) if !matches!(edge.kind, Kind::Rows | Kind::Related)) {
                return Err(Unfit);
            }
            let once = matches!(source, Some((edge, _)) if edge.kind == Kind::Related && !self.known.simple(edge));
            sum.table &= at > 0;
            levels.push(Level {
                node: sum,
                source: source.map_or(Source::Scan, |(edge, from)| Source::Hop {
                    from,
                    hop: self.hop(edge, order[from]),
                    once,
                }),
                closings: self.closings(node, before, source.map(|(edge, _)| edge.id))?,
                unequal: self.unequal(node, before),
            });
        }
        let place = |node: usize| order.iter().position(|each| *each == node);
        let groups = groups.iter().enumerate().filter_map(|(group, node)| Some((place(*node)?, group))).collect();
        Ok(Part { levels, groups, cost: cost + visits })
    }

    /// The relationship from which the candidates of a level come: that which leads to the fewest; of equals the last.
    fn source(&self, node: usize, before: &[usize]) -> Option<(&Edge, usize)> {
        let edges = self.shape.edges.iter().filter(|edge| edge.touches(node));
        let known = edges.filter_map(|edge| {
            let from = before.iter().position(|each| *each == edge.other(node))?;
            Some((edge, from))
        });
        known.min_by(|(a, i), (b, j)| {
            let (one, other) = (self.fan_out(a, before[*i]), self.fan_out(b, before[*j]));
            one.total_cmp(&other).then(j.cmp(i))
        })
    }

    fn closings(&self, node: usize, before: &[usize], source: Option<usize>) -> Result<Vec<Closing>, Unfit> {
        let mut closings = Vec::new();
        for edge in self.shape.edges.iter().chain(&self.shape.absent).filter(|edge| edge.touches(node)) {
            let Some(level) = before.iter().position(|each| *each == edge.other(node)) else { continue };
            if Some(edge.id) == source {
                continue;
            }
            let absent = self.shape.absent.iter().any(|each| each.id == edge.id);
            let test = match edge.kind {
                _ if absent => Test::None,
                Kind::Rows => Test::Rows,
                Kind::Related => Test::Some,
                Kind::Exists | Kind::Missing | Kind::Optional => return Err(Unfit),
            };
            closings.push(Closing { level, hop: self.hop(edge, edge.other(node)), test });
        }
        Ok(closings)
    }

    fn unequal(&self, node: usize, before: &[usize]) -> Vec<usize> {
        let pairs = self.shape.unequal.iter();
        let others = pairs.filter_map(|(a, b)| if *a == node { Some(*b) } else { (*b == node).then_some(*a) });
        others.filter_map(|other| before.iter().position(|each| *each == other)).collect()
    }

    fn hop(&self, edge: &Edge, from: usize) -> Hop {
        Hop { types: edge.types.clone(), arrow: edge.arrow_from(from), simple: self.known.simple(edge) }
    }

    /// A variable with everything that hangs on it and is not in the core. `visits` says how often it is asked for.
    fn node(
        &self,
        node: usize,
        parent: Option<&Edge>,
        core: &[usize],
        visits: f64,
        from: Option<(&Edge, usize)>,
        cost: &mut f64,
    ) -> Result<NodeSum, Unfit> {
        let size = self.size(node);
        let known = self.shape.node(node);
        let edges = self.shape.edges.iter().filter(|edge| {
            let other = edge.other(node);
            edge.touches(node) && !core.contains(&other) && parent.is_none_or(|parent| parent.id != edge.id)
        });
        let label = known.labels.iter().copied().min_by_key(|label| self.known.view.nodes_with(*label).len());
        let mut tests: Vec<LabelId> = known.labels.clone();
        tests.retain(|each| match from {
            Some((edge, from)) => !self.leads_to(edge, from, *each),
            // A scan looks at the nodes of its label, which needs no test.
            None => Some(*each) != label,
        });
        tests.sort_unstable();
        tests.dedup();
        let mut each_cost = 0.0;
        let mut branches = Vec::new();
        for edge in edges {
            branches.push(self.branch(edge, node, core, visits.min(size), &mut each_cost)?);
        }
        let table = from.is_some() && !branches.is_empty() && visits > size;
        *cost += each_cost + if table { size } else { 0.0 };
        let conditions = known.conditions.clone();
        Ok(NodeSum { slots: known.slots.clone(), label, tests, conditions, branches, table })
    }

    fn branch(&self, edge: &Edge, from: usize, core: &[usize], visits: f64, cost: &mut f64) -> Result<Branch, Unfit> {
        let to = edge.other(from);
        let inner = self.shape.node(to).inner;
        let reduce = match edge.kind {
            // What hangs on something optional is inner too; rows can't be counted from the inner side.
            Kind::Rows if inner && !self.shape.node(from).inner => return Err(Unfit),
            Kind::Rows => Reduce::Sum,
            Kind::Related => Reduce::SumDistinct,
            Kind::Exists | Kind::Missing | Kind::Optional if edge.left != from => return Err(Unfit),
            Kind::Exists => Reduce::Exists,
            Kind::Missing => Reduce::Missing,
            Kind::Optional => Reduce::AtLeastOne,
        };
        let fan_out = self.fan_out(edge, from);
        let node = self.node(to, Some(edge), core, visits * fan_out, Some((edge, from)), cost)?;
        // A neighbor of which nothing more is asked is counted without being looked at.
        let bare = node.branches.is_empty() && node.tests.is_empty() && node.conditions.is_empty();
        *cost += if bare { visits * 0.2 } else { visits * (0.5 + fan_out) };
        Ok(Branch { hop: self.hop(edge, from), reduce, node })
    }

    /// Whether every neighbor that an edge leads to has the label.
    fn leads_to(&self, edge: &Edge, from: usize, label: LabelId) -> bool {
        directions(edge.arrow_from(from)).iter().all(|direction| {
            let far = if *direction == Direction::Out { Direction::In } else { Direction::Out };
            edge.types.iter().all(|kind| self.known.view.end_facts(label, *kind, far).only)
        })
    }

    /// How many nodes a variable may stand for.
    fn size(&self, node: usize) -> f64 {
        let known = self.shape.node(node);
        let labels = known.labels.iter().map(|label| self.known.view.nodes_with(*label).len() as f64);
        let all = labels.fold(self.known.view.node_count() as f64, f64::min);
        (all * CONDITION_SHARE.powi(known.conditions.len() as i32)).max(1.0)
    }

    /// To how many neighbors an edge leads from one node.
    fn fan_out(&self, edge: &Edge, from: usize) -> f64 {
        let known = self.shape.node(from);
        let label = known.labels.iter().copied().min_by_key(|label| self.known.view.nodes_with(*label).len());
        let view = self.known.view;
        let mut total = 0;
        for direction in directions(edge.arrow_from(from)) {
            for kind in &edge.types {
                total += label.map_or_else(
                    || view.rel_count(Some(*kind)),
                    |label| view.end_facts(label, *kind, *direction).total,
                );
            }
        }
        let nodes = label.map_or(view.node_count(), |label| view.nodes_with(label).len() as u64);
        let to = edge.other(from);
        total as f64 / nodes.max(1) as f64 * CONDITION_SHARE.powi(self.shape.node(to).conditions.len() as i32)
    }

    /// How many matches these variables have, taken as independent.
    fn matches(&self, nodes: &[usize]) -> f64 {
        let sizes: f64 = nodes.iter().map(|node| self.size(*node)).product();
        let inside = |edge: &&Edge| nodes.contains(&edge.left) && nodes.contains(&edge.right);
        let edges = self.shape.edges.iter().filter(inside);
        let shares = edges.map(|edge| self.fan_out(edge, edge.left) / self.size(edge.right));
        sizes * shares.product::<f64>()
    }

    /// The order with the least cost, by dynamic programming over sets of variables, and that cost.
    fn order(&self, core: &[usize]) -> (Vec<usize>, f64) {
        let full = (1usize << core.len()) - 1;
        let members =
            |set: usize| core.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1).map(|(_, node)| *node);
        let matches: Vec<f64> = (0..=full).map(|set| self.matches(&members(set).collect::<Vec<usize>>())).collect();
        let mut best: Vec<Option<(f64, Vec<usize>)>> = vec![None; full + 1];
        best[0] = Some((0.0, Vec::new()));
        for set in 0..full {
            let Some((cost, order)) = best[set].clone() else { continue };
            for (at, node) in core.iter().copied().enumerate().filter(|(at, _)| set >> at & 1 == 0) {
                let fan_out = match self.source(node, &order) {
                    Some((edge, from)) => self.fan_out(edge, order[from]),
                    None if set == 0 => self.size(node),
                    None => continue,
                };
                let cost = cost + matches[set] * (1.0 + fan_out);
                let next = &mut best[set | 1 << at];
                if next.as_ref().is_none_or(|known| cost < known.0) {
                    *next = Some((cost, [order.as_slice(), &[node]].concat()));
                }
            }
        }
        let (cost, order) = best[full].take().expect("the variables are connected");
        (order, cost)
    }
}

/// The directions of an arrow.
fn directions(arrow: Arrow) -> &'static [Direction] {
    match arrow {
        Arrow::Right => &[Direction::Out],
        Arrow::Left => &[Direction::In],
        Arrow::Both => &[Direction::Out, Direction::In],
    }
}
