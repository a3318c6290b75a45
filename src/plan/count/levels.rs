//! A pattern → the order in which its variables are enumerated, and what is summed away at each.

use super::super::lookup::compared;
use super::cost;
use super::expand::expand;
use super::order::Met;
use super::shape::{Edge, Kind, Known, Shape, Unfit};
use super::shorten::shortened;
use super::symmetry::exchange;
use super::{Branch, Closing, Hop, Level, Look, NodeSum, Part, Reduce, Source, Step, Term, Test};
use crate::graph::{LabelId, TypeId};
use crate::ir::Arrow;

/// More variables than this are not enumerated in the best order, which takes time exponential in their number.
const MOST: usize = 12;

/// The sum of products that counts the matches of a pattern, with some variables kept as groups.
pub(super) fn terms(shape: Shape, groups: &[usize], known: Known<'_>) -> Result<Vec<Term>, Unfit> {
    let signed = expand(shape, groups, known)?;
    signed.iter().map(|(factor, shape)| Planner { shape, known }.term(*factor, groups)).collect()
}

pub(super) struct Planner<'a> {
    pub(super) shape: &'a Shape,
    pub(super) known: Known<'a>,
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
        let cheapest = |parts: Vec<Part>| parts.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost)).ok_or(Unfit);
        if core.is_empty() {
            // A tree: any variable may be the one at which everything else is summed up.
            let roots = component.iter().copied().filter(|node| !self.shape.node(*node).inner);
            return cheapest(roots.filter_map(|root| self.enumerate(&[root], groups).ok()).collect());
        }
        let mut parts: Vec<Part> = self.enumerate(&core, groups).ok().into_iter().collect();
        if let Some(short) = shortened(self.shape, pinned, self.known) {
            let planner = Planner { shape: &short, known: self.known };
            let core: Vec<usize> = core.into_iter().filter(|node| short.nodes[*node].is_some()).collect();
            parts.extend(planner.enumerate(&core, groups));
        }
        cheapest(parts)
    }

    fn enumerate(&self, core: &[usize], groups: &[usize]) -> Result<Part, Unfit> {
        if core.len() > MOST || core.iter().any(|node| self.shape.node(*node).inner) {
            return Err(Unfit);
        }
        let exchange = exchange(self.shape, core, groups, self.known);
        let (order, mut cost) = self.order(core, groups).ok_or(Unfit)?;
        let mut levels: Vec<Level> = Vec::new();
        let mut exchanged: Vec<usize> = Vec::new();
        for (at, node) in order.iter().copied().enumerate() {
            let visits = self.matches(&order[..=at]);
            let mut level = self.level(node, &order[..at], core, visits, &mut cost)?;
            if let Some(exchange) = exchange.as_ref().filter(|each| each.variables.contains(&node)) {
                let from = self.source(node, &order[..at]).map(|(edge, from)| (edge, order[from]));
                let asked = Asked { visits, scanned: at == 0, from };
                level.node = self.node(exchange.usual(), None, core, asked, &mut cost)?;
                level.odd = exchange.odd.map(|odd| self.node(odd, None, core, asked, &mut cost)).transpose()?;
                level.above = exchanged.last().copied();
                if let Some(kind) = exchange.related {
                    put_in_order(&mut level, &exchanged, kind);
                }
                exchanged.push(at);
            }
            if let Some((smaller, _)) = self.shape.rising.filter(|(_, larger)| *larger == node)
                && let Some(above) = order[..at].iter().position(|each| *each == smaller)
            {
                level.above = Some(above);
                level.unequal.retain(|each| *each != above);
            }
            for sum in [Some(&mut level.node), level.odd.as_mut()].into_iter().flatten() {
                sum.table &= at > 0;
            }
            levels.push(level);
        }
        self.need(&mut levels, &order);
        let exchanged = exchanged.len().max(1);
        let orders: f64 = (1..=exchanged).map(|each| each as f64).product();
        let place = |node: usize| order.iter().position(|each| *each == node);
        let groups = groups.iter().enumerate().filter_map(|(group, node)| Some((place(*node)?, group))).collect();
        Ok(Part { levels, groups, exchanged, cost: cost / orders })
    }

    fn level(
        &self,
        node: usize,
        before: &[usize],
        core: &[usize],
        visits: f64,
        cost: &mut f64,
    ) -> Result<Level, Unfit> {
        let source = self.source(node, before);
        if matches!(source, Some((edge, _)) if !matches!(edge.kind, Kind::Rows | Kind::Related)) {
            return Err(Unfit);
        }
        let once = matches!(source, Some((edge, _)) if edge.kind == Kind::Related && !self.known.simple(edge));
        let from = source.map(|(edge, from)| (edge, before[from]));
        let fan_out = from.map_or(1.0, |(edge, from)| self.fan_out(edge, from));
        let candidates = if before.is_empty() { 1.0 } else { self.matches(before) * fan_out };
        let asked = Asked { visits, scanned: before.is_empty(), from };
        Ok(Level {
            node: self.node(node, None, core, asked, cost)?,
            odd: None,
            source: source.map_or(Source::Scan, |(edge, from)| Source::Hop {
                from,
                hop: self.hop(edge, before[from]),
                once,
            }),
            closings: self.closings(node, before, from, candidates)?,
            unequal: self.unequal(node, before),
            above: None,
        })
    }

    fn closings(
        &self,
        node: usize,
        before: &[usize],
        source: Option<(&Edge, usize)>,
        candidates: f64,
    ) -> Result<Vec<Closing>, Unfit> {
        let together = source.is_some_and(|(edge, from)| self.known.single(self.shape, edge, from));
        let mut closings = Vec::new();
        for edge in self.shape.edges.iter().chain(&self.shape.absent).filter(|edge| edge.touches(node)) {
            let Some(level) = before.iter().position(|each| *each == edge.other(node)) else { continue };
            if source.is_some_and(|(source, _)| edge.id == source.id) {
                continue;
            }
            let absent = self.shape.absent.iter().any(|each| each.id == edge.id);
            let test = match edge.kind {
                _ if absent => Test::None,
                Kind::Rows => Test::Rows,
                Kind::Related => Test::Some,
                Kind::Exists | Kind::Missing | Kind::Optional => return Err(Unfit),
            };
            // Where a node leads to at most one other, that one is compared instead of searching a list.
            let turned = self.known.single(self.shape, edge, node);
            let hop = self.hop(edge, if turned { node } else { edge.other(node) });
            let owners = self.matches(&before[..=level]);
            let first = level == 0;
            let met = Met { owners, candidates, near: first, first, together };
            let (look, _) = self.look(edge, test, edge.other(node), met);
            closings.push(Closing { level, hop, turned, test, look });
        }
        // What is decided soonest comes first.
        closings.sort_by_key(|closing| (closing.turned, closing.look != Look::Pairs));
        Ok(closings)
    }

    fn unequal(&self, node: usize, before: &[usize]) -> Vec<usize> {
        let pairs = self.shape.unequal.iter();
        let others = pairs.filter_map(|(a, b)| if *a == node { Some(*b) } else { (*b == node).then_some(*a) });
        others.filter_map(|other| before.iter().position(|each| *each == other)).collect()
    }

    fn hop(&self, edge: &Edge, from: usize) -> Hop {
        let steps = if edge.path.is_empty() {
            vec![Step { types: edge.types.clone(), arrow: edge.arrow_from(from), labels: Vec::new() }]
        } else {
            edge.path.clone()
        };
        let (simple, single) = (self.known.simple(edge), self.known.single(self.shape, edge, from));
        Hop { steps, simple, single, later: false }
    }

    /// A variable with everything that hangs on it and is not in the core.
    fn node(
        &self,
        node: usize,
        parent: Option<&Edge>,
        core: &[usize],
        asked: Asked<'_>,
        cost: &mut f64,
    ) -> Result<NodeSum, Unfit> {
        let size = self.size(node);
        let known = self.shape.node(node);
        let edges = self.shape.edges.iter().filter(|edge| {
            let other = edge.other(node);
            edge.touches(node) && !core.contains(&other) && parent.is_none_or(|parent| parent.id != edge.id)
        });
        let edges: Vec<&Edge> = edges.collect();
        let mut label = self.known.label(known);
        if let (None, Some((edge, from)), false) = (label, asked.from, known.conditions.is_empty()) {
            // The conditions are asked of as few nodes as can be met.
            let all = self.known.view.names().labels.ids();
            let met = all.filter(|each| self.known.leads_to(edge, from, &self.shape.node(from).labels, *each));
            label = met.min_by_key(|each| self.known.view.nodes_with(*each).len());
        }
        let mut tests: Vec<LabelId> = known.labels.clone();
        tests.retain(|each| match asked.from {
            Some((edge, from)) => !self.known.leads_to(edge, from, &self.shape.node(from).labels, *each),
            // A scan looks at the nodes of its label, which needs no test.
            None => Some(*each) != label,
        });
        tests.sort_unstable();
        tests.dedup();
        let table = asked.from.is_some() && !edges.is_empty() && asked.visits > size;
        let (visits, scanned) = if table { (size, true) } else { (asked.visits, asked.scanned) };
        let mut branches = Vec::new();
        for edge in edges {
            let mut own = 0.0;
            let branch = self.branch(edge, node, core, visits, scanned, &mut own)?;
            if !self.is_sure(&branch, node) {
                branches.push((own, branch));
                *cost += own;
            }
        }
        // What is found soonest comes first, so that the others are asked for fewer nodes.
        branches.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let branches: Vec<Branch> = branches.into_iter().map(|(_, branch)| branch).collect();
        let table = table && !branches.is_empty();
        if table {
            *cost += size;
        }
        let conditions = known.conditions.clone();
        let lookup = conditions.iter().find_map(|condition| compared(condition, &known.slots));
        let lookup = lookup.map(|(key, value)| (key, value.clone()));
        let (slots, weight) = (known.slots.clone(), known.weight.clone());
        Ok(NodeSum { slots, label, tests, conditions, weight, lookup, branches, table })
    }

    fn branch(
        &self,
        edge: &Edge,
        from: usize,
        core: &[usize],
        visits: f64,
        scanned: bool,
        cost: &mut f64,
    ) -> Result<Branch, Unfit> {
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
        let hop = self.hop(edge, from);
        // Who goes through nodes in order and takes the one neighbor of each often finds these in order too.
        let asked = Asked { visits: visits * fan_out, scanned: scanned && hop.single, from: Some((edge, from)) };
        let node = self.node(to, Some(edge), core, asked, cost)?;
        // A neighbor of which nothing more is asked is counted without being looked at.
        let bare = node.is_bare();
        let near = if asked.scanned { 1.0 } else { cost::touch(self.size(to)) };
        *cost += visits * if scanned { 1.0 } else { cost::touch(self.size(from)) };
        *cost += visits * fan_out * if bare { 0.0 } else { near };
        Ok(Branch { hop, reduce, node })
    }

    /// Whether a branch has the number one for every node: there is just one neighbor, of which nothing is asked.
    fn is_sure(&self, branch: &Branch, from: usize) -> bool {
        let Branch { hop, reduce, node } = branch;
        if !node.is_bare() {
            return false;
        }
        match reduce {
            Reduce::Sum | Reduce::SumDistinct => hop.single && self.degree_at_least_one(hop, from),
            Reduce::Exists => self.degree_at_least_one(hop, from),
            Reduce::AtLeastOne => hop.single,
            Reduce::Missing => false,
        }
    }

    /// Whether every node that a variable may stand for has a neighbor by a hop of one step.
    fn degree_at_least_one(&self, hop: &Hop, node: usize) -> bool {
        let [step] = hop.steps.as_slice() else { return false };
        let labels = &self.shape.node(node).labels;
        step.types.iter().any(|kind| {
            step.arrow.directions().iter().any(|direction| {
                labels.iter().any(|label| self.known.view.end_facts(*label, *kind, *direction).least > 0)
            })
        })
    }

    /// Asks of each level that what leads on from it can be there at all, so that nothing is done for a node that has no
    /// such neighbor.
    fn need(&self, levels: &mut [Level], order: &[usize]) {
        for at in 1..levels.len() {
            let slots = levels[at].node.slots.clone();
            for (level, hop) in self.needs(levels, at, order) {
                for sum in [Some(&mut levels[level].node), levels[level].odd.as_mut()].into_iter().flatten() {
                    let counted = |branch: &Branch| {
                        branch.hop.steps == hop.steps && !matches!(branch.reduce, Reduce::AtLeastOne | Reduce::Missing)
                    };
                    if !sum.branches.iter().any(counted) {
                        let node = NodeSum::bare(slots.clone());
                        sum.branches.insert(0, Branch { hop: hop.clone(), reduce: Reduce::Exists, node });
                    }
                }
            }
        }
    }

    /// The hops that a level needs from levels before it, and that many a node there does not have.
    fn needs(&self, levels: &[Level], at: usize, order: &[usize]) -> Vec<(usize, Hop)> {
        let source = match &levels[at].source {
            Source::Hop { from, hop, .. } => Some((*from, hop)),
            Source::Scan => None,
        };
        let closings = levels[at].closings.iter().filter(|each| !each.turned && each.test != Test::None);
        let hops = source.into_iter().chain(closings.map(|each| (each.level, &each.hop)));
        let missing = |(from, hop): &(usize, &Hop)| match hop.steps.as_slice() {
            // To find an empty list at the end costs no more than to ask for it.
            [_] if hop.later => at + 1 < levels.len() || from + 1 < at,
            [step] => !self.few_lack(step, order[*from]),
            _ => false,
        };
        hops.filter(missing).map(|(from, hop)| (from, hop.clone())).collect()
    }

    /// Whether all but a few of the nodes that a variable may stand for have a neighbor by a step.
    fn few_lack(&self, step: &Step, node: usize) -> bool {
        self.shape.node(node).labels.iter().any(|label| {
            let nodes = self.known.view.nodes_with(*label).len();
            step.types.iter().any(|kind| {
                step.arrow.directions().iter().any(|direction| {
                    let without = self.known.view.end_facts(*label, *kind, *direction).without;
                    without as usize * FEW <= nodes
                })
            })
        })
    }
}

/// Lets the hops of a level from the levels with which it may change places see to the order of their nodes.
fn put_in_order(level: &mut Level, exchanged: &[usize], kind: TypeId) {
    let sorts = |hop: &Hop| matches!(hop.steps.as_slice(), [step] if step.arrow == Arrow::Both && step.types == [kind]);
    let source = match &mut level.source {
        Source::Hop { from, hop, .. } => Some((*from, hop)),
        Source::Scan => None,
    };
    let asked = level.closings.iter_mut().filter(|closing| !closing.turned && closing.test != Test::None);
    let closings = asked.filter(|closing| exchanged.contains(&closing.level) && sorts(&closing.hop)).map(|closing| {
        // Pairs don't know of the order.
        if closing.look == Look::Pairs {
            closing.look = Look::Marks;
        }
        (closing.level, &mut closing.hop)
    });
    let source = source.filter(|(from, hop)| exchanged.contains(from) && sorts(hop));
    for (from, hop) in source.into_iter().chain(closings) {
        hop.later = true;
        if level.above == Some(from) {
            level.above = None;
        }
    }
}

/// One node in so many is not worth to be asked for.
const FEW: usize = 8;

/// How often a variable is asked for, and from where.
#[derive(Clone, Copy)]
struct Asked<'a> {
    visits: f64,
    /// In the order of the nodes' ids, or nearly so.
    scanned: bool,
    from: Option<(&'a Edge, usize)>,
}
