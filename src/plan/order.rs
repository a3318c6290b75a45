//! The order in which a pattern is walked.
//!
//! It begins at the node with the fewest candidates, or where no node is told by a value of it at that from which the rest
//! costs least, and takes the relationships in the order that costs least. A condition is tested as soon as all that it
//! reads is known.

use super::build::Builder;
use super::lookup::by_slot;
use super::{Expand, Given, Match, NodeTest, Order, Scan, Step, Walk};
use crate::graph::{Direction, KeyId, LabelId, TypeId, View};
use crate::ir::{self, Expr, ExprKind, Slot};
use rustc_hash::{FxHashMap, FxHashSet};

/// For a larger pattern not every beginning is tried, which takes time in proportion to the square of its size.
const MOST_BEGINNINGS: usize = 8;

/// The parts of a pattern that have no step yet.
pub(super) struct Pending<'a> {
    pub(super) view: View<'a>,
    pub(super) optimize: bool,
    pub(super) lasting: bool,
    pub(super) subqueries: &'a [ir::Subquery],
    pub(super) pattern: &'a ir::Pattern,
    /// Relationships without a step, as indexes.
    pub(super) rels: Vec<usize>,
    pub(super) nodes_bound: Vec<bool>,
    /// The relationships that are bound, with their types.
    rels_bound: Vec<(Slot, Vec<TypeId>)>,
    paths: Vec<usize>,
    /// Selected paths without a step, as indexes.
    pub(super) selections: Vec<usize>,
    /// The conditions; those that a step tests are gone.
    pub(super) conditions: Vec<Option<Expr>>,
    /// For each slot, the conditions that test a property of it for equality.
    pub(super) equalities: FxHashMap<Slot, Vec<usize>>,
    /// The slots of the pattern that no step has filled.
    pub(super) unfilled: FxHashSet<Slot>,
    /// For each relationship, a slot of its own when its variable is a list known before.
    walk_slots: Vec<Option<Slot>>,
    /// For each walk with properties, a slot for one step of it after the other.
    step_slots: Vec<Option<Slot>>,
    /// The variables by which the matches are grouped.
    pub(super) grouped: Vec<Slot>,
}

impl<'a> Pending<'a> {
    pub(super) fn new<'b: 'a>(builder: &mut Builder<'b>, pattern: &'a ir::Pattern, conditions: &[Expr]) -> Self {
        let mut all: Vec<Expr> = Vec::new();
        let mut walk_slots = Vec::new();
        let tests_steps = |rel: &ir::RelVar| rel.length.is_some() && !rel.properties.is_empty();
        let step_slots = pattern.rels.iter().map(|rel| tests_steps(rel).then(|| builder.new_slot())).collect();
        for node in &pattern.nodes {
            all.extend(node.properties.iter().map(|(key, value)| equality(node.slot, *key, value)));
        }
        for rel in &pattern.rels {
            if rel.length.is_none() {
                all.extend(rel.properties.iter().map(|(key, value)| equality(rel.slot, *key, value)));
            }
            let own = (rel.bound && rel.length.is_some()).then(|| builder.new_slot());
            if let Some(own) = own {
                all.push(equal(Expr::slot(own, rel.span), Expr::slot(rel.slot, rel.span)));
            }
            walk_slots.push(own);
        }
        all.extend(conditions.iter().cloned());
        let nodes = pattern.nodes.iter().filter(|node| !node.bound).map(|node| node.slot);
        let rels = pattern.rels.iter().filter(|rel| !rel.bound).map(|rel| rel.slot);
        let paths = pattern.paths.iter().map(|path| path.slot);
        let repeated = pattern.rels.iter().filter_map(|rel| rel.group.as_ref()).flat_map(|group| &group.lists);
        let filled = nodes.chain(rels).chain(paths).chain(repeated.map(|(_, list)| *list));
        let selected = pattern.selections.iter().flat_map(ir::Selection::own_slots);
        let unfilled = filled.chain(selected).chain(walk_slots.iter().flatten().copied()).collect();
        Self {
            view: builder.view,
            optimize: builder.optimize,
            lasting: builder.lasting,
            subqueries: builder.subqueries,
            pattern,
            rels: (0..pattern.rels.len()).collect(),
            nodes_bound: vec![false; pattern.nodes.len()],
            rels_bound: Vec::new(),
            paths: (0..pattern.paths.len()).collect(),
            selections: (0..pattern.selections.len()).collect(),
            equalities: by_slot(&all),
            conditions: all.into_iter().map(Some).collect(),
            unfilled,
            walk_slots,
            step_slots,
            grouped: Vec::new(),
        }
    }

    /// The node as a step binds or tests it; afterwards it is bound.
    pub(super) fn bind(&mut self, index: usize) -> NodeTest {
        let node = &self.pattern.nodes[index];
        let bound = self.nodes_bound[index] || node.bound;
        self.nodes_bound[index] = true;
        self.unfilled.remove(&node.slot);
        NodeTest { slot: node.slot, bound, labels: node.labels.clone(), span: node.span }
    }

    /// The label that the fewest nodes have.
    pub(super) fn rarest(&self, labels: &[LabelId]) -> Option<LabelId> {
        labels.iter().copied().min_by_key(|label| (self.view.nodes_with(*label).len(), *label))
    }

    /// Whether an expression can be computed before `slot` is filled.
    pub(super) fn is_known(&self, expr: &Expr, slot: Slot) -> bool {
        let mut known = true;
        expr.slots(self.subqueries, &mut |each| known &= each != slot && !self.unfilled.contains(&each));
        known
    }

    /// The next node to begin at.
    fn next_node(&self) -> Option<usize> {
        let open = (0..self.pattern.nodes.len()).filter(|index| !self.nodes_bound[*index]);
        if !self.optimize {
            return open.min();
        }
        let fewest = open.clone().min_by(|a, b| self.candidates(*a).total_cmp(&self.candidates(*b)).then(a.cmp(b)))?;
        if self.equal_share(fewest) < 1.0 || self.pattern.nodes.len() > MOST_BEGINNINGS {
            return Some(fewest);
        }
        open.min_by(|a, b| self.cost_from(*a).total_cmp(&self.cost_from(*b)).then(a.cmp(b)))
    }

    fn scan(&mut self, index: usize) -> Step {
        let label = self.rarest(&self.pattern.nodes[index].labels);
        let lookup = if self.optimize && !self.pattern.nodes[index].bound { self.lookup(index, label) } else { None };
        let mut node = self.bind(index);
        let from = match (node.bound, lookup, label) {
            (true, ..) => Scan::Slot,
            (false, Some(lookup), _) => Scan::Lookup(Box::new(lookup)),
            (false, None, Some(label)) => Scan::Label(label),
            (false, None, None) => Scan::All,
        };
        if !node.bound {
            node.labels.retain(|each| Some(*each) != label);
        }
        Step::Node { node, from }
    }

    /// The step that walks a relationship.
    fn walk(&mut self, index: usize) -> Step {
        let rel = &self.pattern.rels[index];
        let properties = self.step_properties(index);
        self.rels.retain(|each| *each != index);
        self.unfilled.remove(&rel.slot);
        let distinct = self.rels_like(rel);
        self.rels_bound.push((self.walk_slots[index].unwrap_or(rel.slot), rel.types.clone()));
        if rel.bound && rel.length.is_none() {
            let (left, right) = (self.bind(rel.left), self.bind(rel.right));
            let types = rel.types.clone();
            return Step::Given(Given {
                rel: rel.slot,
                types,
                left,
                right,
                arrow: rel.arrow,
                distinct,
                span: rel.span,
            });
        }
        let from_left = self.nodes_bound[rel.left];
        let (from, to) = if from_left { (rel.left, rel.right) } else { (rel.right, rel.left) };
        let arrow = if from_left { rel.arrow } else { rel.arrow.flip() };
        let from = self.pattern.nodes[from].slot;
        let mut to = self.bind(to);
        if rel.group.is_none() && rel.length.is_none_or(|length| length.min > 0) {
            to.labels.retain(|label| !self.is_implied(*label, &rel.types, arrow));
        }
        let Some(length) = rel.length else {
            return Step::Expand(Expand {
                rel: rel.slot,
                types: rel.types.clone(),
                from,
                to,
                arrow,
                distinct,
                order: None,
            });
        };
        let rels = self.walk_slots[index].unwrap_or(rel.slot);
        self.unfilled.remove(&rels);
        if let Some(group) = &rel.group {
            group.lists.iter().for_each(|(_, list)| {
                self.unfilled.remove(list);
            });
            return Step::Repeat(self.repeat(rel, from, to, !from_left, distinct));
        }
        let walk = Walk {
            rels,
            types: rel.types.clone(),
            properties,
            step: rel.step.clone(),
            from,
            to,
            arrow,
            length,
            reversed: !from_left,
            distinct,
        };
        Step::Walk(walk)
    }

    /// Whether every relationship of these types leads to a node with this label.
    fn is_implied(&self, label: LabelId, types: &[TypeId], arrow: ir::Arrow) -> bool {
        let ends: &[Direction] = match arrow {
            ir::Arrow::Right => &[Direction::In],
            ir::Arrow::Left => &[Direction::Out],
            ir::Arrow::Both => &[Direction::In, Direction::Out],
        };
        let only = |kind: &TypeId| ends.iter().all(|end| self.view.end_facts(label, *kind, *end).only);
        self.lasting && !types.is_empty() && types.iter().all(only)
    }

    /// The relationships bound so far that this one could be too: those of other types it is not anyway.
    fn rels_like(&self, rel: &ir::RelVar) -> Vec<Slot> {
        let apart = |types: &[TypeId]| {
            !types.is_empty() && !rel.types.is_empty() && types.iter().all(|kind| !rel.types.contains(kind))
        };
        let others = self.rels_bound.iter().filter(|(_, types)| rel.group.is_some() || !apart(types));
        others.map(|(slot, _)| *slot).collect()
    }

    /// The properties that a walk can test at each step, since their values are known before it begins. The others, such
    /// as one that compares with the node where the walk ends, become conditions on its list.
    fn step_properties(&mut self, index: usize) -> Vec<(KeyId, Expr)> {
        let rel = &self.pattern.rels[index];
        let Some(step) = self.step_slots[index] else { return Vec::new() };
        let rels = self.walk_slots[index].unwrap_or(rel.slot);
        let mut tested = Vec::new();
        for (key, value) in &rel.properties {
            if self.is_known(value, rels) {
                tested.push((*key, value.clone()));
                continue;
            }
            let kind = ExprKind::Quantifier {
                quantifier: ir::Quantifier::All,
                slot: step,
                list: Box::new(Expr::slot(rels, value.span)),
                condition: Box::new(equality(step, *key, value)),
            };
            self.conditions.push(Some(Expr { kind, span: value.span }));
        }
        tested
    }

    /// Appends the paths that are complete and the conditions that can be tested.
    fn settle(&mut self, steps: &mut Vec<Step>) {
        let pattern = self.pattern;
        let complete = |index: &usize| {
            let path = &pattern.paths[*index];
            path.nodes.iter().all(|node| self.nodes_bound[*node])
                && path.rels.iter().all(|rel| !self.rels.contains(rel))
        };
        let (done, open): (Vec<usize>, Vec<usize>) = self.paths.iter().partition(|index| complete(index));
        self.paths = open;
        for index in done {
            let path = &pattern.paths[index];
            self.unfilled.remove(&path.slot);
            steps.push(Step::Path(ir::PathSlots {
                slot: path.slot,
                nodes: path.nodes.iter().map(|node| pattern.nodes[*node].slot).collect(),
                rels: path.rels.iter().map(|rel| pattern.rels[*rel].slot).collect(),
            }));
        }
        for place in &mut self.conditions {
            let mut known = true;
            let Some(condition) = place else { continue };
            condition.slots(self.subqueries, &mut |slot| known &= !self.unfilled.contains(&slot));
            if known && !put_in_order(condition, steps, self.pattern, self.view, self.lasting) {
                steps.extend(place.take().map(Step::Filter));
            } else if known {
                *place = None;
            }
        }
    }
}

/// Makes a condition a part of the step that binds its last node, if it compares a property of two nodes that grows with
/// their ids: the neighbors that fit are then a part of a sorted list.
fn put_in_order(condition: &Expr, steps: &mut [Step], pattern: &ir::Pattern, view: View<'_>, lasting: bool) -> bool {
    let step = steps.iter_mut().rev().find(|step| !matches!(step, Step::Filter(_)));
    let (Some(Step::Expand(expand)), true) = (step, lasting) else { return false };
    let ExprKind::Compare(left, rest) = &condition.kind else { return false };
    let [(op, right)] = rest.as_slice() else { return false };
    let (Some((one, key)), Some((other, same))) = (left.as_property(), right.as_property()) else { return false };
    let (op, than) = match expand.to.slot {
        to if to == one => (*op, other),
        to if to == other => (op.flipped(), one),
        _ => return false,
    };
    let labels = |slot: Slot| pattern.nodes.iter().find(|node| node.slot == slot).map(|node| node.labels.as_slice());
    let (Some(own), Some(theirs)) = (labels(expand.to.slot), labels(than)) else { return false };
    let ascends = || own.iter().any(|label| theirs.contains(label) && view.ascends(*label, key));
    let orders = !matches!(op, ir::CompareOp::Eq | ir::CompareOp::Ne) && one != other && key == same;
    let fits = orders && expand.order.is_none() && !expand.to.bound && ascends();
    if fits {
        expand.order = Some(Order { op, than, condition: condition.clone() });
    }
    fits
}

/// Turns a pattern into steps.
pub(super) fn place(mut pending: Pending<'_>) -> Match {
    let (mut steps, mut rows, mut cost) = (Vec::new(), 1.0, 0.0);
    pending.settle(&mut steps);
    for index in 0..pending.pattern.nodes.len() {
        if pending.pattern.nodes[index].bound {
            let step = pending.scan(index);
            steps.push(step);
        }
    }
    pending.settle(&mut steps);
    loop {
        let step = if let Some(rel) = pending.next_rel(&pending.rels, &pending.nodes_bound) {
            pending.walk(rel)
        } else if let Some(selection) = pending.next_selection() {
            pending.select(selection)
        } else if let Some(node) = pending.next_node() {
            cost += rows * pending.cost_from(node);
            rows *= pending.rows_from(node);
            pending.scan(node)
        } else {
            return Match { steps, counted: false, rows, cost };
        };
        steps.push(step);
        pending.settle(&mut steps);
    }
}

pub(super) fn equality(slot: Slot, key: KeyId, value: &Expr) -> Expr {
    let owner = Expr::slot(slot, value.span);
    equal(Expr { kind: ExprKind::Property(Box::new(owner), key), span: value.span }, value.clone())
}

fn equal(a: Expr, b: Expr) -> Expr {
    let span = b.span;
    Expr { kind: ExprKind::Compare(Box::new(a), vec![(ir::CompareOp::Eq, b)]), span }
}
