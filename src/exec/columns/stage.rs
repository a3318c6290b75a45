//! Operators and the steps of their patterns in one line, each with what is read behind it.

use super::needs::Needs;
use crate::exec::predicate::is_direct;
use crate::graph::{KeyId, View};
use crate::ir::{Expr, ExprKind, Grouping, Slot, SortKey};
use crate::plan::{Expand, Match, NodeTest, Op, Part, Scan, Step, Walk};
use crate::value::NodeId;

/// A stage that takes blocks and gives blocks.
pub(super) struct Stage<'p> {
    pub(super) work: Work<'p>,
    pub(super) known: KnownAs,
    /// What is read of the rows that it gives.
    pub(super) needs: Needs,
}

/// What a stage is in the plan, for PROFILE.
#[derive(Clone, Copy)]
pub(super) struct KnownAs {
    pub(super) part: Part,
    /// Whether it is a step of a pattern, of which it is counted here how often it was tried.
    pub(super) step: bool,
    /// The operator that it is the last stage of, of which it is told how many rows it gave.
    pub(super) gives: Option<Part>,
}

impl KnownAs {
    fn op(op: &Op) -> Self {
        Self { part: Part::of(op), step: false, gives: Some(Part::of(op)) }
    }
}

/// What a stage does.
pub(super) enum Work<'p> {
    /// Tests a node that is bound.
    Known(&'p NodeTest),
    Expand(&'p Expand),
    /// Every row with every node of a label, or with all.
    Scan(&'p NodeTest, &'p Scan),
    /// Counts the matches of a last step; nothing else is asked of them.
    Degree(&'p [Step]),
    /// Any other step of a pattern, found for one row after the other.
    Step(&'p [Step]),
    Filter(&'p Expr),
    Project(&'p [(Expr, Slot)]),
    Unwind(&'p Expr, Slot),
    /// What these stages give for a row, or the row with nulls for these variables. The stages hand on which row it is.
    Optional(Vec<Stage<'p>>, &'p [Slot]),
    /// An operator that is run for one row after the other.
    Rows(&'p Op),
    /// Groups whose rows come together, by the key in this place, so that they are complete while others are
    /// still to come.
    Group(&'p Grouping, usize),
}

/// Where the first rows come from.
pub(super) enum Source<'p> {
    /// The nodes of a label, or all.
    Scan(&'p NodeTest, &'p Scan),
    /// Another operator on those before it.
    Op(&'p Op, &'p [Op]),
}

/// Operators that are run on blocks.
pub(super) struct Line<'p> {
    pub(super) source: Source<'p>,
    pub(super) known: KnownAs,
    pub(super) stages: Vec<Stage<'p>>,
    /// What is read of the rows of the source.
    pub(super) needs: Needs,
}

/// Operators as stages, if they can be run on blocks; `needs` is what is read behind them, and `number` is a variable of no
/// query, for the number of a row.
pub(super) fn line<'p>(ops: &'p [Op], needs: Needs, view: View<'_>, number: Slot) -> Option<Line<'p>> {
    let breaks = ops.iter().rposition(takes_all);
    // Groups that come together need not wait for all rows: those of a pattern at the beginning, or behind a single row.
    let whole = breaks.and_then(|at| clustered(&ops[..=at], view));
    let behind = breaks.filter(|_| whole.is_none()).and_then(|at| {
        let before = ops[..at].iter().rposition(takes_all).filter(|before| gives_one(&ops[*before]))?;
        Some((before, clustered(&ops[before + 1..=at], view)?))
    });
    let cluster = whole.or(behind.map(|(_, key)| key));
    let mut work = Vec::new();
    let (source, known, from) = match behind.map(|(before, _)| before).or(breaks) {
        Some(at) if whole.is_none() => (Source::Op(&ops[at], &ops[..at]), KnownAs::op(&ops[at]), at + 1),
        _ => {
            let Some(op @ Op::Match(Match { steps, counted: false, .. })) = ops.first() else { return None };
            let (first, rest) = steps.split_first()?;
            let Step::Node { node, from: scan @ (Scan::Label(_) | Scan::All) } = first else { return None };
            if node.bound {
                return None;
            }
            pattern(rest, Part::of(op), &mut work);
            let gives = rest.is_empty().then(|| Part::of(op));
            (Source::Scan(node, scan), KnownAs { part: Part::of(first), step: true, gives }, 1)
        }
    };
    for op in &ops[from..] {
        let as_op = KnownAs::op(op);
        match op {
            Op::Match(Match { steps, counted: true, .. }) if steps.len() == 1 => {
                work.push((Work::Degree(steps), KnownAs { part: Part::of(&steps[0]), step: true, ..as_op }));
            }
            Op::Match(found) => pattern(&found.steps, Part::of(op), &mut work),
            Op::Filter(conditions) => {
                let each = conditions.iter().map(|each| (Work::Filter(each), KnownAs { gives: None, ..as_op }));
                work.extend(each);
                work.last_mut()?.1 = as_op;
            }
            Op::Project(items) => work.push((Work::Project(items), as_op)),
            Op::Unwind { list, slot } => work.push((Work::Unwind(list, *slot), as_op)),
            Op::Optional { inner, nulls } => work.push((optional(inner, nulls).unwrap_or(Work::Rows(op)), as_op)),
            Op::Call(_) => work.push((Work::Rows(op), as_op)),
            Op::Apply(_) if !op.writes() => work.push((Work::Rows(op), as_op)),
            Op::Aggregate(grouping) => work.push((Work::Group(grouping, cluster?), as_op)),
            _ => return None,
        }
    }
    let (stages, needs) = staged(work, needs, number);
    Some(Line { source, known, stages, needs })
}

/// What is done as stages, with what is read before them.
fn staged<'p>(work: Vec<(Work<'p>, KnownAs)>, mut needs: Needs, number: Slot) -> (Vec<Stage<'p>>, Needs) {
    let mut stages: Vec<Stage<'p>> = Vec::new();
    for (mut work, known) in work.into_iter().rev() {
        let behind = needs.clone();
        if let Work::Optional(inner, _) = &mut work {
            let mut of_inner = behind.clone();
            of_inner.add([number]);
            let works = std::mem::take(inner).into_iter().map(|stage| (stage.work, stage.known)).collect();
            let (stages, before) = staged(works, of_inner, number);
            *inner = stages;
            needs.join(before);
        } else {
            work.reads(&mut needs);
        }
        stages.push(Stage { work, known, needs: behind });
    }
    stages.reverse();
    (stages, needs)
}

/// A pattern that may be missing, if it begins at what is known.
fn optional<'p>(inner: &'p [Op], nulls: &'p [Slot]) -> Option<Work<'p>> {
    let [op @ Op::Match(found)] = inner else { return None };
    let mut works = Vec::new();
    pattern(&found.steps, Part::of(op), &mut works);
    let plain = |work: &Work<'_>| matches!(work, Work::Known(_) | Work::Expand(_) | Work::Filter(_));
    let stages = works.into_iter().map(|(work, known)| Stage { work, known, needs: Needs::default() });
    let stages: Vec<Stage<'p>> = stages.collect();
    stages.iter().all(|stage| plain(&stage.work)).then_some(Work::Optional(stages, nulls))
}

/// Whether an operator takes all rows before it gives one, or some of them only.
fn takes_all(op: &Op) -> bool {
    matches!(op, Op::Aggregate(_) | Op::Count { .. } | Op::Distinct(_) | Op::Sort(_) | Op::Skip(_) | Op::Limit(_))
}

/// Whether an operator gives one row, whatever it takes.
fn gives_one(op: &Op) -> bool {
    matches!(op, Op::Aggregate(grouping) | Op::Count { grouping, .. } if grouping.keys.is_empty())
}

fn pattern<'p>(steps: &'p [Step], whole: Part, work: &mut Vec<(Work<'p>, KnownAs)>) {
    for (at, step) in steps.iter().enumerate() {
        let one = match step {
            Step::Node { node, from: Scan::Slot } => Work::Known(node),
            Step::Node { node, from: scan @ (Scan::Label(_) | Scan::All) } if !node.bound => Work::Scan(node, scan),
            Step::Expand(expand) => Work::Expand(expand),
            Step::Filter(condition) => Work::Filter(condition),
            _ => Work::Step(&steps[at..=at]),
        };
        // What is found row by row is counted so too.
        let counted = !matches!(one, Work::Step(_));
        let gives = (at + 1 == steps.len()).then_some(whole);
        work.push((one, KnownAs { part: Part::of(step), step: counted, gives }));
    }
}

/// The conditions that stages begin with.
pub(super) fn filters<'p>(stages: &'p [Stage<'p>]) -> impl Iterator<Item = &'p Expr> {
    stages.iter().map_while(|stage| match stage.work {
        Work::Filter(condition) => Some(condition),
        _ => None,
    })
}

/// The key by which the last of these operators groups rows that come group by group: those of one of the nodes that the
/// first pattern begins with stand together, and the key tells these nodes apart.
fn clustered(ops: &[Op], view: View<'_>) -> Option<usize> {
    let [Op::Match(found), between @ .., Op::Aggregate(grouping)] = ops else { return None };
    let Some(Step::Node { node, from }) = found.steps.first() else { return None };
    let in_order =
        |op: &Op| matches!(op, Op::Match(_) | Op::Filter(_) | Op::Project(_) | Op::Unwind { .. } | Op::Optional { .. });
    let is_node = |expr: &Expr| matches!(expr.kind, ExprKind::Slot(of) if of == node.slot);
    let apart = |key: &Expr| match (&key.kind, from) {
        (ExprKind::Property(owner, key), Scan::Label(label)) => is_node(owner) && view.tells_apart(*label, *key),
        _ => is_node(key),
    };
    let key = || grouping.keys.iter().position(|(key, _)| apart(key));
    if between.iter().all(in_order) { key() } else { None }
}

/// The variable whose nodes come in order in the rows of these operators.
pub(super) fn scanned(ops: &[Op]) -> Option<Slot> {
    let Some(Op::Match(found)) = ops.first() else { return None };
    match found.steps.first() {
        Some(Step::Node { node, .. }) => Some(node.slot),
        _ => None,
    }
}

impl<'p> Line<'p> {
    /// The groups whose rows come together, and the key that says so.
    pub(super) fn clustered(&self) -> Option<(&'p Grouping, usize)> {
        self.stages.iter().find_map(|stage| match stage.work {
            Work::Group(grouping, key) => Some((grouping, key)),
            _ => None,
        })
    }

    /// The variable whose nodes the rows begin with.
    pub(super) fn scanned(&self) -> Option<Slot> {
        match &self.source {
            Source::Scan(node, _) => Some(node.slot),
            Source::Op(..) => None,
        }
    }

    /// The property of the nodes that rows begin with by which these are ordered, if it grows with their ids, and no row that is
    /// not made could have failed.
    pub(super) fn rises(&self, key: &SortKey, view: View<'_>) -> Option<KeyId> {
        let Source::Scan(node, Scan::Label(label)) = &self.source else { return None };
        let (_, property) = key.expr.as_property().filter(|(slot, _)| *slot == node.slot)?;
        let harmless = |stage: &Stage<'_>| match &stage.work {
            Work::Known(_) | Work::Expand(_) | Work::Scan(..) | Work::Degree(_) => true,
            Work::Filter(Expr { kind: ExprKind::Compare(left, rest), .. }) => {
                is_direct(left) && rest.iter().all(|(_, right)| is_direct(right))
            }
            _ => false,
        };
        (self.stages.iter().all(harmless) && view.ascends(*label, property)).then_some(property)
    }

    /// Those of the first nodes that have the labels that the pattern asks for.
    pub(super) fn fitting(&self, view: View<'_>, ids: &[NodeId]) -> Vec<NodeId> {
        match &self.source {
            Source::Scan(node, _) if !node.labels.is_empty() => {
                let fits = |id: &&NodeId| node.labels.iter().all(|label| view.has_label(**id, *label));
                ids.iter().filter(fits).copied().collect()
            }
            _ => ids.to_vec(),
        }
    }
}

impl Work<'_> {
    /// Turns what is read behind it into what is read from it on.
    fn reads(&self, needs: &mut Needs) {
        match self {
            Self::Known(node) => needs.add([node.slot]),
            Self::Expand(expand) => {
                needs.add([expand.from].into_iter().chain(expand.to.bound.then_some(expand.to.slot)));
                needs.add(expand.distinct.iter().copied());
                needs.add(expand.order.as_ref().map(|order| order.than));
            }
            Self::Degree([Step::Expand(expand)]) => {
                needs.add([expand.from].into_iter().chain(expand.distinct.iter().copied()));
                needs.add(expand.order.as_ref().map(|order| order.than));
            }
            Self::Scan(..) => {}
            Self::Step([Step::Node { from: Scan::Lookup(lookup), .. }]) => needs.expr(&lookup.value),
            Self::Step([Step::Walk(walk)]) => walk_reads(walk, needs),
            Self::Step([Step::Path(path)]) => needs.add(path.nodes.iter().chain(&path.rels).copied()),
            Self::Step(_) | Self::Degree(_) | Self::Rows(_) | Self::Optional(..) => needs.all = true,
            Self::Filter(condition) => needs.expr(condition),
            Self::Project(items) => items.iter().for_each(|(item, _)| needs.expr(item)),
            Self::Unwind(list, _) => needs.expr(list),
            Self::Group(grouping, _) => *needs = Needs::of_groups(grouping),
        }
    }
}

fn walk_reads(walk: &Walk, needs: &mut Needs) {
    needs.add([walk.from].into_iter().chain(walk.to.bound.then_some(walk.to.slot)));
    needs.add(walk.distinct.iter().copied());
    walk.properties.iter().for_each(|(_, value)| needs.expr(value));
    walk.step.iter().flat_map(|step| &step.conditions).for_each(|condition| needs.expr(condition));
}
