//! MATCH clauses → the pattern of a count, if all that they ask can be counted without rows.

use super::shape::{Edge, Kind, Known, Node, Shape, Unfit};
use crate::graph::KeyId;
use crate::ir::{self, Arrow, CompareOp, Expr, ExprKind, Slot};
use crate::plan::order::equality;
use rustc_hash::FxHashMap;

/// Reads clauses one after the other.
pub(super) struct Reader<'a> {
    subqueries: &'a [ir::Subquery],
    known: Known<'a>,
    pub(super) shape: Shape,
    pub(super) nodes: FxHashMap<Slot, usize>,
    /// The relationships and paths that every row has.
    pub(super) always: Vec<Slot>,
    /// The variables that keys of groups read.
    grouped: Vec<Slot>,
    /// The conditions that compare two of these, of which each group is asked instead of each row.
    pub(super) of_groups: Vec<Expr>,
    /// Which of these is fulfilled where ids rise.
    pub(super) rising: Option<usize>,
    edges: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(subqueries: &'a [ir::Subquery], known: Known<'a>, grouping: &ir::Grouping) -> Self {
        let mut grouped = Vec::new();
        grouping.keys.iter().for_each(|(key, _)| key.slots(subqueries, &mut |slot| grouped.push(slot)));
        Self {
            subqueries,
            known,
            shape: Shape::default(),
            nodes: FxHashMap::default(),
            always: Vec::new(),
            grouped,
            of_groups: Vec::new(),
            rising: None,
            edges: 0,
        }
    }

    pub(super) fn clause(&mut self, clause: &ir::Clause) -> Result<(), Unfit> {
        let ir::Clause::Match(found) = clause else { return Err(Unfit) };
        if found.optional {
            return self.hanging(found, Kind::Optional);
        }
        if !found.pattern.selections.is_empty() {
            return Err(Unfit);
        }
        for node in &found.pattern.nodes {
            self.node(node, false)?;
        }
        let mut edges = Vec::new();
        for rel in &found.pattern.rels {
            edges.push(self.edge(rel, &found.pattern)?);
            self.always.push(rel.slot);
        }
        self.always.extend(found.pattern.paths.iter().map(|path| path.slot));
        self.differ(&edges);
        self.shape.edges.extend(edges);
        for condition in &found.conditions {
            self.condition(condition)?;
        }
        Ok(())
    }

    fn node(&mut self, node: &ir::NodeVar, inner: bool) -> Result<usize, Unfit> {
        let index = match self.nodes.get(&node.slot) {
            Some(index) => *index,
            None if node.bound => return Err(Unfit),
            None => {
                let index = self.shape.add_node(node.slot, inner);
                self.nodes.insert(node.slot, index);
                index
            }
        };
        let conditions: Vec<Expr> =
            node.properties.iter().map(|(key, value)| equality(node.slot, *key, value)).collect();
        if self.shape.node(index).inner != inner || conditions.iter().any(|each| self.owner(each) != Some(index)) {
            return Err(Unfit);
        }
        let known = self.node_mut(index);
        known.labels.extend(&node.labels);
        known.conditions.extend(conditions);
        Ok(index)
    }

    fn node_mut(&mut self, index: usize) -> &mut Node {
        self.shape.nodes[index].as_mut().expect("no variable has become another yet")
    }

    fn edge(&mut self, rel: &ir::RelVar, pattern: &ir::Pattern) -> Result<Edge, Unfit> {
        if rel.bound || rel.length.is_some() || !rel.properties.is_empty() {
            return Err(Unfit);
        }
        let place = |index: usize| self.nodes.get(&pattern.nodes[index].slot).copied().ok_or(Unfit);
        let (mut left, mut right) = (place(rel.left)?, place(rel.right)?);
        if rel.arrow == Arrow::Left {
            std::mem::swap(&mut left, &mut right);
        }
        let mut types = rel.types.clone();
        if types.is_empty() {
            types = self.known.view.names().types.ids().collect();
        }
        types.sort_unstable();
        types.dedup();
        let both = rel.arrow == Arrow::Both;
        // A loop is met from both sides, and is one relationship; a pattern from a node to itself is one too.
        if left == right || both && !self.known.loop_free(&types) {
            return Err(Unfit);
        }
        self.edges += 1;
        Ok(Edge { left, right, types, both, back: false, kind: Kind::Rows, id: self.edges, path: Vec::new() })
    }

    /// All relationships of one clause are different ones.
    fn differ(&mut self, edges: &[Edge]) {
        for (at, one) in edges.iter().enumerate() {
            let common = |other: &&Edge| one.types.iter().any(|kind| other.types.contains(kind));
            self.shape.differ.extend(edges[..at].iter().filter(common).map(|other| (other.id, one.id)));
        }
    }

    /// A clause that hangs on one known node by one relationship, and is optional or only looked for.
    fn hanging(&mut self, found: &ir::Match, kind: Kind) -> Result<(), Unfit> {
        let before = self.shape.nodes.len();
        for node in &found.pattern.nodes {
            match self.nodes.get(&node.slot) {
                None => {
                    self.node(node, true)?;
                }
                // What says more about a known node can't be told from a missing relationship.
                Some(known) if self.shape.node(*known).inner || !is_bare(node) => return Err(Unfit),
                Some(_) => {}
            }
        }
        let mut edges = Vec::new();
        for rel in &found.pattern.rels {
            edges.push(self.edge(rel, &found.pattern)?);
        }
        if !found.pattern.paths.is_empty() || !found.pattern.selections.is_empty() {
            return Err(Unfit);
        }
        self.differ(&edges);
        self.hang(edges, kind)?;
        for condition in &found.conditions {
            let owner = self.owner(condition).filter(|owner| *owner >= before).ok_or(Unfit)?;
            self.node_mut(owner).conditions.push(condition.clone());
        }
        Ok(())
    }

    /// Adds edges that form a tree of inner nodes on one outer node.
    fn hang(&mut self, mut edges: Vec<Edge>, kind: Kind) -> Result<(), Unfit> {
        let outer = |edge: &Edge| [edge.left, edge.right].iter().filter(|node| !self.shape.node(**node).inner).count();
        let mut tops = edges.iter_mut().filter(|edge| outer(edge) > 0);
        let top = tops.next().filter(|edge| outer(edge) == 1).ok_or(Unfit)?;
        if tops.next().is_some() {
            return Err(Unfit);
        }
        if self.shape.node(top.left).inner {
            std::mem::swap(&mut top.left, &mut top.right);
            top.back = !top.both;
        }
        top.kind = kind;
        let mut nodes: Vec<usize> = edges.iter().flat_map(|edge| [edge.left, edge.right]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        if nodes.len() != edges.len() + 1 || !connected(&edges, &nodes) {
            return Err(Unfit);
        }
        self.shape.edges.extend(edges);
        Ok(())
    }

    /// Whether a property tells the nodes of a variable apart.
    pub(super) fn tells_apart(&self, slot: Slot, key: KeyId) -> bool {
        self.nodes.get(&slot).is_some_and(|node| self.known.tells_apart(self.shape.node(*node), key))
    }

    /// The one node that an expression is about.
    pub(super) fn owner(&self, expr: &Expr) -> Option<usize> {
        let (mut owner, mut single) = (None, true);
        self.slots(expr, &mut |node| {
            single &= node.is_some() && (owner.is_none() || owner == node);
            owner = node;
        })
        .ok()?;
        owner.filter(|_| single)
    }

    /// The variables that an expression reads; none for one that is no node. Nested queries are not looked into.
    fn slots(&self, expr: &Expr, visit: &mut dyn FnMut(Option<usize>)) -> Result<(), Unfit> {
        match &expr.kind {
            ExprKind::Slot(slot) => visit(self.nodes.get(slot).copied()),
            // A nested query, and an expression with variables of its own, are left to the evaluation of rows.
            ExprKind::Subquery(_)
            | ExprKind::ListComprehension { .. }
            | ExprKind::Quantifier { .. }
            | ExprKind::Reduce { .. } => return Err(Unfit),
            // Chance has to be asked once for each row.
            ExprKind::Call(function, _) if function.name.starts_with("rand") => return Err(Unfit),
            _ => {
                let mut result = Ok(());
                expr.parts(&mut |part| {
                    if result.is_ok() {
                        result = self.slots(part, visit);
                    }
                });
                result?;
            }
        }
        Ok(())
    }

    fn condition(&mut self, condition: &Expr) -> Result<(), Unfit> {
        if let Some((a, b)) = self.different_nodes(condition) {
            if self.shape.node(a).inner || self.shape.node(b).inner || a == b {
                return Err(Unfit);
            }
            self.shape.unequal.push((a.min(b), a.max(b)));
            return Ok(());
        }
        if self.compares_groups(condition) {
            self.of_groups.push(condition.clone());
            // Rows for which that does not hold may be counted or not.
            if let Some((a, b, key)) = self.in_order(condition) {
                self.shape.unequal.push((a.min(b), a.max(b)));
                let labels = &self.shape.node(a).labels;
                let both = labels.iter().filter(|label| self.shape.node(b).labels.contains(label));
                if self.rising.is_none() && both.into_iter().any(|label| self.known.view.ascends(*label, key)) {
                    self.shape.rising = Some((a, b));
                    self.rising = Some(self.of_groups.len() - 1);
                }
            }
            return Ok(());
        }
        if let Some(pair) = self.in_order(condition) {
            self.shape.ordered.push(pair);
            return Ok(());
        }
        match &condition.kind {
            ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Subquery(_)) => self.related(inner, true),
            ExprKind::Subquery(_) => self.related(condition, false),
            _ => {
                let owner = self.owner(condition).filter(|owner| !self.shape.node(*owner).inner).ok_or(Unfit)?;
                self.node_mut(owner).conditions.push(condition.clone());
                Ok(())
            }
        }
    }

    /// `a <> b`, `NOT a = b`, and the same of their ids.
    fn different_nodes(&self, condition: &Expr) -> Option<(usize, usize)> {
        let (compare, wanted) = match &condition.kind {
            ExprKind::Not(inner) => (&inner.kind, CompareOp::Eq),
            kind => (kind, CompareOp::Ne),
        };
        let ExprKind::Compare(left, rest) = compare else { return None };
        let [(op, right)] = rest.as_slice() else { return None };
        let node = |expr: &Expr| match &expr.kind {
            ExprKind::Slot(slot) => self.nodes.get(slot).copied(),
            ExprKind::Call(function, args) if function.name == "id" => match args.as_slice() {
                [Expr { kind: ExprKind::Slot(slot), .. }] => self.nodes.get(slot).copied(),
                _ => None,
            },
            _ => None,
        };
        (*op == wanted).then_some(())?;
        Some((node(left)?, node(right)?))
    }

    /// Whether a condition compares a property of one variable of groups with one of another.
    fn compares_groups(&self, condition: &Expr) -> bool {
        let ExprKind::Compare(left, rest) = &condition.kind else { return false };
        let [(_, right)] = rest.as_slice() else { return false };
        let owner = |expr: &Expr| {
            let (slot, _) = expr.as_property().filter(|(slot, _)| self.grouped.contains(slot))?;
            self.nodes.get(&slot).copied()
        };
        matches!((owner(left), owner(right)), (Some(a), Some(b)) if a != b)
    }

    /// `a.key < b.key`, where the key puts the nodes that both variables stand for in order.
    fn in_order(&self, condition: &Expr) -> Option<(usize, usize, KeyId)> {
        let ExprKind::Compare(left, rest) = &condition.kind else { return None };
        let [(op @ (CompareOp::Lt | CompareOp::Gt), right)] = rest.as_slice() else { return None };
        let (left, right) = if *op == CompareOp::Lt { (&**left, right) } else { (right, &**left) };
        let property = |expr: &Expr| {
            let (slot, key) = expr.as_property()?;
            Some((*self.nodes.get(&slot)?, key))
        };
        let ((a, key), (b, other)) = (property(left)?, property(right)?);
        let free = a != b && key == other && !self.shape.node(a).inner && !self.shape.node(b).inner;
        let labels = &self.shape.node(a).labels;
        let told = |label: &crate::graph::LabelId| {
            self.shape.node(b).labels.contains(label) && self.known.view.tells_apart(*label, key)
        };
        (free && labels.iter().any(told)).then_some((a, b, key))
    }

    /// `EXISTS { … }` and a pattern as a condition.
    fn related(&mut self, condition: &Expr, negated: bool) -> Result<(), Unfit> {
        let ExprKind::Subquery(id) = condition.kind else { return Err(Unfit) };
        let subquery = &self.subqueries[id.0];
        let [part] = subquery.parts.as_slice() else { return Err(Unfit) };
        let ([ir::Clause::Match(found)], ir::Yield::Exists) = (part.clauses.as_slice(), &subquery.yields) else {
            return Err(Unfit);
        };
        if found.optional || !found.pattern.paths.is_empty() || !found.pattern.selections.is_empty() {
            return Err(Unfit);
        }
        let outer = |node: &ir::NodeVar| self.nodes.get(&node.slot).is_some_and(|node| !self.shape.node(*node).inner);
        if !found.pattern.nodes.iter().all(outer) {
            return self.hanging(found, if negated { Kind::Missing } else { Kind::Exists });
        }
        let [rel] = found.pattern.rels.as_slice() else { return Err(Unfit) };
        if !found.conditions.is_empty() || !found.pattern.nodes.iter().all(is_bare) {
            return Err(Unfit);
        }
        let edge = Edge { kind: Kind::Related, ..self.edge(rel, &found.pattern)? };
        // A neighbor that is met in several lists could not be taken once.
        if !self.known.simple(&edge) && (edge.both || edge.types.len() > 1) {
            return Err(Unfit);
        }
        if negated {
            self.shape.absent.push(edge)
        } else {
            self.shape.edges.push(edge)
        }
        Ok(())
    }
}

/// Whether nothing is asked of a node but that it is there.
fn is_bare(node: &ir::NodeVar) -> bool {
    node.labels.is_empty() && node.properties.is_empty()
}

/// Whether edges hold these nodes together.
fn connected(edges: &[Edge], nodes: &[usize]) -> bool {
    let mut reached = vec![nodes[0]];
    let mut at = 0;
    while let Some(node) = reached.get(at).copied() {
        at += 1;
        for edge in edges.iter().filter(|edge| edge.touches(node)) {
            if !reached.contains(&edge.other(node)) {
                reached.push(edge.other(node));
            }
        }
    }
    reached.len() == nodes.len()
}
