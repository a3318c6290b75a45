//! The pattern of a count as a graph of variables, and what may be simplified in it.

use super::Step;
use crate::graph::{Direction, KeyId, LabelId, TypeId, View};
use crate::ir::{Arrow, Expr, Slot};

/// How the relationships between two variables enter the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A row for each of them.
    Rows,
    /// A row when there is one.
    Related,
    /// The variable at the right is only looked for: a row when there is one.
    Exists,
    /// The variable at the right is only looked for: a row when there is none.
    Missing,
    /// The variable at the right may be missing: a row for each of them, or one when there is none.
    Optional,
}

/// A node variable.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its slot, and those of the variables that it was found to be the same as.
    pub(super) slots: Vec<Slot>,
    pub(super) labels: Vec<LabelId>,
    pub(super) conditions: Vec<Expr>,
    /// How often a match with a node counts; it stands beside a condition, so that no other variable is like this one.
    pub(super) weight: Option<Expr>,
    /// It belongs to something optional or only looked for, so that rows can't begin with it.
    pub(super) inner: bool,
}

/// Relationships between two variables. The arrow points right, unless it points both ways or the kind fixes the sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) types: Vec<TypeId>,
    pub(super) both: bool,
    /// The arrow points left; for those kinds whose sides are fixed.
    pub(super) back: bool,
    pub(super) kind: Kind,
    /// A number of its own, by which conditions name it.
    pub(super) id: usize,
    /// The steps from left to right, where this stands for a path of which each node has at most one.
    pub(super) path: Vec<Step>,
}

impl Edge {
    /// The other end.
    pub(super) fn other(&self, node: usize) -> usize {
        if self.left == node { self.right } else { self.left }
    }

    pub(super) fn touches(&self, node: usize) -> bool {
        self.left == node || self.right == node
    }

    /// The arrow seen from one end.
    pub(super) fn arrow_from(&self, node: usize) -> Arrow {
        match (self.both, (self.left == node) != self.back) {
            (true, _) => Arrow::Both,
            (false, true) => Arrow::Right,
            (false, false) => Arrow::Left,
        }
    }

    pub(super) fn ends(&self) -> (usize, usize) {
        (self.left.min(self.right), self.left.max(self.right))
    }

    /// Whether it asks for the same relationships as another one.
    fn is_like(&self, other: &Self) -> bool {
        let same = (self.left, self.right, self.back) == (other.left, other.right, other.back);
        let turned = (self.left, self.right, self.back) == (other.right, other.left, !other.back);
        self.types == other.types
            && self.path == other.path
            && self.both == other.both
            && (same || turned || self.both && self.ends() == other.ends())
    }

    /// Lets the arrow point right where the sides are free.
    pub(super) fn put_in_order(&mut self) {
        let free = matches!(self.kind, Kind::Rows | Kind::Related);
        if free && (self.back || self.both && self.left > self.right) {
            std::mem::swap(&mut self.left, &mut self.right);
            self.back = !self.back && !self.both;
        }
    }
}

/// A pattern whose matches are counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// The variables; one that was found to be the same as another is gone.
    pub(super) nodes: Vec<Option<Node>>,
    pub(super) edges: Vec<Edge>,
    /// Pairs of variables that are different nodes, the smaller first.
    pub(super) unequal: Vec<(usize, usize)>,
    /// Pairs of edges, by their numbers, that are different relationships.
    pub(super) differ: Vec<(usize, usize)>,
    /// Relationships that may not be there.
    pub(super) absent: Vec<Edge>,
    /// Pairs of variables of which the first comes before the second in an order of all nodes, by this property.
    pub(super) ordered: Vec<(usize, usize, KeyId)>,
    /// Variables of groups of which the first must stand for a node with a smaller id.
    pub(super) rising: Option<(usize, usize)>,
    /// For each variable the one that it became.
    pub(super) became: Vec<usize>,
}

/// What is known of the graph.
#[derive(Clone, Copy)]
pub(super) struct Known<'g> {
    pub(super) view: View<'g>,
}

impl Known<'_> {
    pub(super) fn loop_free(self, types: &[TypeId]) -> bool {
        types.iter().all(|each| !self.view.type_facts(*each).loops)
    }

    /// The label of a variable with the fewest nodes.
    pub(super) fn label(self, node: &Node) -> Option<LabelId> {
        node.labels.iter().copied().min_by_key(|label| self.view.nodes_with(*label).len())
    }

    /// Whether each node that a variable stands for has a value of a property, and no two have the same.
    pub(super) fn tells_apart(self, node: &Node, key: KeyId) -> bool {
        node.labels.iter().any(|label| self.view.tells_apart(*label, key))
    }

    /// Whether an edge leads from each node that one of its variables stands for to at most one.
    pub(super) fn single(self, shape: &Shape, edge: &Edge, from: usize) -> bool {
        if !edge.path.is_empty() {
            return edge.left == from;
        }
        let ([kind], [direction]) = (edge.types.as_slice(), edge.arrow_from(from).directions()) else { return false };
        let labels = &shape.node(from).labels;
        labels.iter().any(|label| self.view.end_facts(*label, *kind, *direction).most <= 1)
    }

    /// Whether every neighbor that an edge leads to from a variable with these labels has the label.
    pub(super) fn leads_to(self, edge: &Edge, from: usize, labels: &[LabelId], label: LabelId) -> bool {
        edge.arrow_from(from).directions().iter().all(|direction| {
            let far = if *direction == Direction::Out { Direction::In } else { Direction::Out };
            edge.types.iter().all(|kind| {
                // A path begins at other nodes than its last step does.
                let labels = if edge.path.is_empty() { labels } else { &[] };
                self.view.end_facts(label, *kind, far).only
                    || labels.iter().any(|from| self.view.leads_to(*from, *kind, *direction, label))
            })
        })
    }

    /// Whether two nodes are related at most once.
    pub(super) fn simple(self, edge: &Edge) -> bool {
        if !edge.path.is_empty() {
            return true;
        }
        match edge.types.as_slice() {
            [kind] => {
                let facts = self.view.type_facts(*kind);
                !facts.parallel && !(edge.both && (facts.mutual || facts.loops))
            }
            types => types.is_empty(),
        }
    }
}

/// The pattern can't be counted this way.
pub(super) struct Unfit;

impl Shape {
    pub(super) fn add_node(&mut self, slot: Slot, inner: bool) -> usize {
        self.nodes.push(Some(Node {
            slots: vec![slot],
            labels: Vec::new(),
            conditions: Vec::new(),
            weight: None,
            inner,
        }));
        self.became.push(self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    pub(super) fn node(&self, index: usize) -> &Node {
        self.nodes[index].as_ref().expect("a variable that became another is not asked for")
    }

    pub(super) fn alive(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(|index| self.nodes[*index].is_some())
    }

    fn has_unequal(&self, a: usize, b: usize) -> bool {
        self.unequal.contains(&(a.min(b), a.max(b)))
    }

    /// Whether two variables are never one node.
    pub(super) fn apart(&self, a: usize, b: usize, known: Known<'_>) -> bool {
        a != b && (self.has_unequal(a, b) || self.kept_apart(a, b, known))
    }

    /// Whether a relationship that is no loop keeps two variables apart.
    fn kept_apart(&self, a: usize, b: usize, known: Known<'_>) -> bool {
        self.edges.iter().any(|edge| {
            !matches!(edge.kind, Kind::Optional | Kind::Missing)
                && edge.ends() == (a.min(b), a.max(b))
                && known.loop_free(&edge.types)
        })
    }

    /// The ways in which two edges could be one relationship, each as the pairs of variables that would be one node.
    pub(super) fn alignments(&self, first: &Edge, second: &Edge, known: Known<'_>) -> Vec<[(usize, usize); 2]> {
        let ends = |edge: &Edge| if edge.back { (edge.right, edge.left) } else { (edge.left, edge.right) };
        let ((a, b), (c, d)) = (ends(first), ends(second));
        let mut ways = vec![[(a, c), (b, d)]];
        if first.both || second.both {
            ways.push([(a, d), (b, c)]);
        }
        ways.retain(|way| way.iter().all(|(x, y)| !self.apart(*x, *y, known)));
        ways
    }

    /// The pattern in which two variables are one node; none when it has no match.
    pub(super) fn merged(&self, a: usize, b: usize, known: Known<'_>) -> Result<Option<Self>, Unfit> {
        if a == b {
            return Ok(Some(self.clone()));
        }
        if self.has_unequal(a, b) {
            return Ok(None);
        }
        let (keep, gone) = (a.min(b), a.max(b));
        let mut shape = self.clone();
        let node = shape.nodes[gone].take().expect("a variable is merged once");
        let kept = shape.nodes[keep].as_mut().expect("a variable is merged once");
        kept.slots.extend(node.slots);
        kept.labels.extend(node.labels);
        kept.conditions.extend(node.conditions);
        kept.weight = kept.weight.take().or(node.weight);
        let rename = |node: &mut usize| *node = if *node == gone { keep } else { *node };
        shape.became.iter_mut().for_each(rename);
        for edge in shape.edges.iter_mut().chain(&mut shape.absent) {
            rename(&mut edge.left);
            rename(&mut edge.right);
            edge.put_in_order();
        }
        for (x, y) in &mut shape.unequal {
            rename(x);
            rename(y);
            (*x, *y) = ((*x).min(*y), (*x).max(*y));
        }
        if let Some((x, y)) = &mut shape.rising {
            rename(x);
            rename(y);
        }
        if shape.edges.iter().any(|edge| edge.left == edge.right && known.loop_free(&edge.types)) {
            return Ok(None);
        }
        let mut all = shape.edges.iter().chain(&shape.absent);
        if all.any(|edge| edge.left == edge.right && !known.loop_free(&edge.types)) {
            return Err(Unfit);
        }
        shape.absent.retain(|edge| edge.left != edge.right);
        Ok(Some(shape))
    }

    /// Leaves out what holds anyway. Every pair of `differ` must have been dealt with.
    pub(super) fn simplify(&mut self, known: Known<'_>) {
        let mut at = 0;
        while at < self.edges.len() {
            let edge = &self.edges[at];
            let covered = |other: &Edge| {
                edge.id != other.id
                    && edge.is_like(other)
                    && match (edge.kind, other.kind) {
                        (Kind::Related, Kind::Rows) => true,
                        (Kind::Related, Kind::Related) => edge.id > other.id,
                        (Kind::Rows, Kind::Rows) => edge.id > other.id && known.simple(edge),
                        _ => false,
                    }
            };
            if self.edges.iter().any(covered) {
                self.edges.remove(at);
            } else {
                at += 1;
            }
        }
        for edge in &mut self.edges {
            if edge.kind == Kind::Related && known.simple(edge) {
                edge.kind = Kind::Rows;
            }
        }
        self.unequal.sort_unstable();
        self.unequal.dedup();
        let kept: Vec<bool> = self.unequal.iter().map(|(a, b)| !self.kept_apart(*a, *b, known)).collect();
        let mut kept = kept.into_iter();
        self.unequal.retain(|_| kept.next().unwrap_or(true));
    }

    /// The variables that are left when those with a single edge are taken away one after the other, but for these.
    pub(super) fn core(&self, pinned: &[usize]) -> Vec<bool> {
        let mut left: Vec<bool> = self.nodes.iter().map(Option::is_some).collect();
        while let Some(leaf) = self.leaf(&left, pinned) {
            left[leaf] = false;
        }
        left
    }

    /// A variable among those left that may be summed away: it has one edge or none.
    fn leaf(&self, left: &[bool], pinned: &[usize]) -> Option<usize> {
        let degree = |node: usize| {
            let live = |edge: &&Edge| edge.touches(node) && left[edge.left] && left[edge.right];
            self.edges.iter().filter(live).count()
        };
        self.alive().find(|node| left[*node] && !pinned.contains(node) && degree(*node) <= 1)
    }

    /// What tells this pattern from others that come from the same one.
    pub(super) fn key(&self) -> impl Ord + use<> {
        let mut edges: Vec<Edge> = self.edges.iter().cloned().map(|edge| Edge { id: 0, ..edge }).collect();
        let mut absent: Vec<Edge> = self.absent.iter().cloned().map(|edge| Edge { id: 0, ..edge }).collect();
        edges.sort_unstable();
        absent.sort_unstable();
        (self.became.clone(), edges, absent, self.unequal.clone())
    }
}
