//! Operators → lines. A new operator is one more arm.

use super::super::meter::{Done, Meter, Part};
use super::super::{
    Apply, Expand, Link, Lookup, Match, Most, NodeTest, Op, Plan, Reach, Repeat, Scan, Select, Sort, Step, Walk,
};
use super::estimate::{self, Estimate};
use super::words::{Words, cut};
use crate::graph::View;
use crate::ir::{self, CreateItem, Expr, ExprKind, Grouping, SetItem, Slot, SortKey, Yield};
use std::collections::BTreeMap;

/// A line of the table.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// How far it is indented.
    pub(super) depth: usize,
    pub(super) operator: &'static str,
    pub(super) details: String,
    /// The rows that are expected.
    pub(super) estimated: Option<f64>,
    /// What came of it when it ran.
    pub(super) measured: Option<Done>,
}

/// What one part of a statement is explained with.
pub(super) struct Explainer<'a> {
    plan: &'a Plan,
    pub(super) words: Words<'a>,
    estimate: Estimate<'a>,
    meter: Option<&'a Meter>,
    pub(super) lines: Vec<Line>,
}

impl<'a> Explainer<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        view: View<'a>,
        variables: &BTreeMap<Slot, String>,
        meter: Option<&'a Meter>,
    ) -> Self {
        let (words, estimate) = (Words::new(view, &plan.subplans, variables), Estimate::new(view));
        Self { plan, words, estimate, meter, lines: Vec::new() }
    }

    /// Adds the lines of a pipeline that begins with so many rows; gives the rows that are expected of it.
    pub(super) fn ops(&mut self, ops: &[Op], depth: usize, rows: f64) -> f64 {
        ops.iter().fold(rows, |rows, op| self.op(op, depth, rows))
    }

    fn op(&mut self, op: &Op, depth: usize, rows: f64) -> f64 {
        let (operator, details, after, exprs): (_, _, _, Vec<&Expr>) = match op {
            Op::Match(found) => return self.steps(found, Part::of(op), depth, rows),
            Op::Optional { inner, .. } => return self.optional(op, inner, depth, rows),
            Op::Filter(conditions) => {
                let share: f64 = conditions.iter().map(estimate::condition_share).product();
                ("Filter", self.conditions(conditions), rows * share, conditions.iter().collect())
            }
            Op::Unwind { list, slot } => {
                let details = format!("{} AS {}", self.words.expr(list), self.words.slot(*slot));
                ("Unwind", details, rows * estimate::items(list), vec![list])
            }
            Op::Project(items) => {
                let exprs = items.iter().map(|(expr, _)| expr).collect();
                let texts: Vec<String> = items.iter().map(|(expr, slot)| self.words.item(expr, *slot)).collect();
                ("Project", cut(&texts.join(", ")), rows, exprs)
            }
            Op::Aggregate(grouping) => {
                let after = if grouping.keys.is_empty() { 1.0 } else { estimate::groups(rows) };
                let keys = grouping.keys.iter().map(|(key, _)| key);
                let args = grouping.aggregates.iter().flat_map(|(call, _)| &call.args);
                ("Aggregate", self.grouping(grouping), after, keys.chain(args).collect())
            }
            Op::Count { grouping, count, .. } => {
                let after = if grouping.keys.is_empty() { 1.0 } else { estimate::groups(rows) };
                let mut details = self.grouping(grouping);
                if !count.conditions.is_empty() {
                    details = cut(&format!("{details} where {}", self.words.exprs(&count.conditions)));
                }
                self.line(depth, "Count", details, after, Part::of(op));
                self.count(count, depth + 1);
                return after;
            }
            Op::Distinct(slots) => ("Distinct", self.slots(slots), estimate::groups(rows), Vec::new()),
            Op::Sort(sort) => {
                let keys = sort.keys.iter().map(|key| &key.expr).collect();
                match &sort.most {
                    None => ("Sort", self.sort(&sort.keys), rows, keys),
                    Some(most) => ("Top", self.top(sort, most), estimate::first(rows, most), keys),
                }
            }
            Op::Skip(count) => {
                let after = estimate::number(count).map_or(rows, |count| (rows - count).max(0.0));
                ("Skip", self.words.expr(count), after, Vec::new())
            }
            Op::Limit(count) => {
                let after = estimate::number(count).map_or(rows, |count| rows.min(count));
                ("Limit", self.words.expr(count), after, Vec::new())
            }
            Op::Create(items) => ("Create", self.create(items), rows, Vec::new()),
            Op::Merge(merge) => {
                self.line(depth, "Merge", self.create(&merge.create), rows, Part::of(op));
                self.steps(&merge.find, Part::of(&**merge), depth + 1, rows);
                return rows;
            }
            Op::Set(items) => ("Set", self.set(items), rows, Vec::new()),
            Op::Delete(delete) => {
                let operator = if delete.detach { "DetachDelete" } else { "Delete" };
                (operator, self.words.exprs(&delete.entities), rows, Vec::new())
            }
            Op::Apply(apply) => return self.apply(op, apply, depth, rows),
            Op::Foreach(foreach) => {
                let details = format!("{} IN {}", self.words.slot(foreach.slot), self.words.expr(&foreach.list));
                self.line(depth, "Foreach", cut(&details), rows, Part::of(op));
                self.ops(&foreach.ops, depth + 1, rows * estimate::items(&foreach.list));
                return rows;
            }
            Op::Call(call) => {
                let details = format!("{}({})", call.procedure.name(), self.words.exprs(&call.args));
                ("Call", cut(&details), rows * 10.0, call.args.iter().collect())
            }
        };
        self.line(depth, operator, details, after, Part::of(op));
        self.subqueries(&exprs, depth + 1);
        after
    }

    fn line(&mut self, depth: usize, operator: &'static str, details: String, estimated: f64, part: Part) {
        let measured = self.meter.map(|meter| meter.read(part));
        self.lines.push(Line { depth, operator, details, estimated: Some(estimated), measured });
    }

    /// A query that is called for each row, with its operators under it.
    fn apply(&mut self, op: &Op, apply: &Apply, depth: usize, rows: f64) -> f64 {
        let place = self.lines.len();
        let union = apply.parts.len() > 1;
        let mut after = 0.0;
        for (index, part) in apply.parts.iter().enumerate() {
            let part_rows = self.ops(&part.ops, depth + 1 + usize::from(union), rows);
            after += part_rows;
            if union {
                let last = part.ops.last().map_or_else(|| Part::of(op), Part::of);
                self.line(depth + 1, "Part", (index + 1).to_string(), part_rows, last);
            }
        }
        let inner = self.lines.split_off(place);
        let after = if apply.outputs.is_none() { rows } else { after };
        let operator = if apply.optional { "OptionalApply" } else { "Apply" };
        self.line(depth, operator, self.slots(apply.outputs.as_deref().unwrap_or_default()), after, Part::of(op));
        self.lines.extend(inner);
        after
    }

    fn optional(&mut self, op: &Op, inner: &[Op], depth: usize, rows: f64) -> f64 {
        let place = self.lines.len();
        let after = self.ops(inner, depth + 1, rows).max(rows);
        let inner = self.lines.split_off(place);
        self.line(depth, "Optional", String::new(), after, Part::of(op));
        self.lines.extend(inner);
        after
    }

    /// The steps of a pattern stand for the operator itself: what the last one gives, the operator gives.
    fn steps(&mut self, found: &Match, whole: Part, depth: usize, mut rows: f64) -> f64 {
        for (index, step) in found.steps.iter().enumerate() {
            rows = self.estimate.step(step, rows);
            let (operator, details) = self.step(step);
            let measured = self.meter.map(|meter| {
                // A step counts how often it was tried, which is once for each row of the step before it.
                let given = found.steps.get(index + 1).map_or(whole, Part::of);
                Done { rows: meter.read(given).rows, ..meter.read(Part::of(step)) }
            });
            self.lines.push(Line { depth, operator, details, estimated: Some(rows), measured });
            if let Step::Filter(condition) = step {
                self.subqueries(&[condition], depth + 1);
            }
        }
        rows
    }

    fn step(&self, step: &Step) -> (&'static str, String) {
        match step {
            Step::Node { node, from } => self.scan(node, from),
            Step::Expand(expand) => self.expand(expand),
            Step::Given(given) => {
                let rel = self.words.rel(given.rel, &given.types, given.arrow, None);
                let node = |node: &NodeTest| self.words.node(node.slot, &node.labels);
                ("Given", format!("{}{rel}{}", node(&given.left), node(&given.right)))
            }
            Step::Walk(walk) => {
                (if walk.to.bound { "VarLengthExpandInto" } else { "VarLengthExpand" }, self.walk(walk))
            }
            Step::Reach(reach) => ("Reach", self.reach(reach)),
            Step::Repeat(repeat) => ("Repeat", self.repeat(repeat)),
            Step::Select(select) => self.select(select),
            Step::Filter(condition) => ("Filter", self.words.expr(condition)),
            Step::Path(path) => ("Path", self.words.slot(path.slot).to_owned()),
        }
    }

    fn scan(&self, node: &NodeTest, from: &Scan) -> (&'static str, String) {
        match from {
            Scan::Slot => ("Argument", self.words.node(node.slot, &node.labels)),
            Scan::All => ("AllNodesScan", self.words.node(node.slot, &node.labels)),
            Scan::Label(label) => {
                let labels: Vec<_> = std::iter::once(*label).chain(node.labels.iter().copied()).collect();
                ("NodeByLabelScan", self.words.node(node.slot, &labels))
            }
            Scan::Lookup(lookup) => ("NodeIndexSeek", cut(&self.looked_up(node, lookup))),
        }
    }

    /// `(a:Label {key: value})`
    fn looked_up(&self, node: &NodeTest, lookup: &Lookup) -> String {
        let labels: Vec<_> = lookup.label.into_iter().chain(node.labels.iter().copied()).collect();
        let (key, value) = (self.words.key(lookup.key), self.words.expr(&lookup.value));
        let known = match (lookup.any, self.words.slot(node.slot)) {
            (false, _) => format!(" {{{key}: {value}}}"),
            (true, "") => format!(" WHERE .{key} IN {value}"),
            (true, name) => format!(" WHERE {name}.{key} IN {value}"),
        };
        format!("{}{known})", self.words.node(node.slot, &labels).trim_end_matches(')'))
    }

    /// The chain as a pattern, with its conditions behind it.
    fn reach(&self, reach: &Reach) -> String {
        let mut text = match &reach.scan {
            Scan::Lookup(lookup) => self.looked_up(&reach.start, lookup),
            scan => self.scan(&reach.start, scan).1,
        };
        let mut tests: Vec<&Expr> = reach.tests.iter().collect();
        for hop in &reach.hops {
            let ir::Length { min, max } = hop.walk.length;
            let length = (min != 1 || max != Some(1)).then_some(hop.walk.length);
            text += &self.words.rel(hop.walk.rels, &hop.walk.types, hop.walk.arrow, length);
            text += &self.words.node(hop.walk.to.slot, &hop.walk.to.labels);
            tests.extend(hop.walk.step.iter().flat_map(|step| &step.conditions).chain(&hop.tests));
        }
        if !tests.is_empty() {
            let tests: Vec<String> = tests.into_iter().map(|test| self.words.expr(test)).collect();
            text += &format!(" WHERE {}", tests.join(" AND "));
        }
        cut(&text)
    }

    fn expand(&self, expand: &Expand) -> (&'static str, String) {
        let operator = if expand.to.bound { "ExpandInto" } else { "Expand" };
        let rel = self.words.rel(expand.rel, &expand.types, expand.arrow, None);
        let (from, to) = (self.words.node(expand.from, &[]), self.words.node(expand.to.slot, &expand.to.labels));
        let order = expand.order.as_ref().map(|order| format!(" WHERE {}", self.words.expr(&order.condition)));
        (operator, format!("{from}{rel}{to}{}", order.unwrap_or_default()))
    }

    fn walk(&self, walk: &Walk) -> String {
        let rel = self.words.rel(walk.rels, &walk.types, walk.arrow, Some(walk.length));
        let (from, to) = (self.words.node(walk.from, &[]), self.words.node(walk.to.slot, &walk.to.labels));
        format!("{from}{rel}{to}")
    }

    /// `(a)(…){1,3}(b)`; how a repetition is found stands in lines of its own only where that is planned alone.
    fn repeat(&self, repeat: &Repeat) -> String {
        let most = repeat.length.max.map_or_else(String::new, |most| most.to_string());
        let (from, to) = (self.words.node(repeat.from, &[]), self.words.node(repeat.to.slot, &repeat.to.labels));
        format!("{from}(…){{{},{most}}}{to}", repeat.length.min)
    }

    fn select(&self, select: &Select) -> (&'static str, String) {
        let mut text = self.words.node(select.from, &[]);
        for (link, node) in &select.links {
            text += &match link {
                Link::Once(walk) => self.words.rel(walk.rels, &walk.types, walk.arrow, None),
                Link::Walk(walk) => self.words.rel(walk.rels, &walk.types, walk.arrow, Some(walk.length)),
                Link::Repeat(_) => "(…)".to_owned(),
            };
            text += &self.words.node(node.slot, &node.labels);
        }
        match select.selector {
            ir::Selector::Paths(1) => ("ShortestPath", text),
            ir::Selector::Groups(1) => ("AllShortestPaths", text),
            ir::Selector::Paths(count) => ("ShortestPaths", format!("{count} of {text}")),
            ir::Selector::Groups(count) => ("ShortestPathGroups", format!("{count} of {text}")),
        }
    }

    pub(super) fn conditions(&self, conditions: &[Expr]) -> String {
        cut(&conditions.iter().map(|each| self.words.expr(each)).collect::<Vec<_>>().join(" AND "))
    }

    fn slots(&self, slots: &[Slot]) -> String {
        cut(&slots.iter().map(|slot| self.words.slot(*slot)).collect::<Vec<_>>().join(", "))
    }

    /// `count(*) for each a.name`; from here on the slots of the aggregates stand for their calls.
    fn grouping(&mut self, grouping: &Grouping) -> String {
        let calls: Vec<String> = grouping.aggregates.iter().map(|(call, _)| self.words.aggregate(call)).collect();
        let keys: Vec<String> = grouping.keys.iter().map(|(key, slot)| self.words.item(key, *slot)).collect();
        let named = |((_, slot), call): (&(_, Slot), &String)| match self.words.slot(*slot) {
            "" => call.clone(),
            name => format!("{call} AS {name}"),
        };
        let items: Vec<String> = grouping.aggregates.iter().zip(&calls).map(named).collect();
        for ((_, slot), call) in grouping.aggregates.iter().zip(calls) {
            self.words.describe(*slot, call);
        }
        let mut parts = Vec::new();
        if !items.is_empty() {
            parts.push(items.join(", "));
        }
        if !keys.is_empty() {
            parts.push(format!("for each {}", keys.join(", ")));
        }
        cut(&parts.join(" "))
    }

    fn sort(&self, keys: &[SortKey]) -> String {
        let key =
            |key: &SortKey| format!("{}{}", self.words.expr(&key.expr), if key.descending { " DESC" } else { "" });
        cut(&keys.iter().map(key).collect::<Vec<_>>().join(", "))
    }

    /// `a.name SKIP 1 LIMIT 10`
    fn top(&self, sort: &Sort, most: &Most) -> String {
        let skip = most.skip.as_ref().map_or_else(String::new, |skip| format!(" SKIP {}", self.words.expr(skip)));
        cut(&format!("{}{skip} LIMIT {}", self.sort(&sort.keys), self.words.expr(&most.limit)))
    }

    fn create(&self, items: &[CreateItem]) -> String {
        let item = |item: &CreateItem| match item {
            CreateItem::Node { slot, labels, .. } => self.words.node(*slot, labels),
            CreateItem::Rel { slot, kind, start, end, .. } => format!(
                "{}{}{}",
                self.words.node(*start, &[]),
                self.words.rel(*slot, &[*kind], ir::Arrow::Right, None),
                self.words.node(*end, &[])
            ),
            CreateItem::Path(path) => self.words.slot(path.slot).to_owned(),
        };
        cut(&items.iter().map(item).collect::<Vec<_>>().join(", "))
    }

    fn set(&self, items: &[SetItem]) -> String {
        let labels =
            |labels: &[crate::graph::LabelId]| labels.iter().map(|label| self.words.label(*label)).collect::<String>();
        let item = |item: &SetItem| match item {
            SetItem::Property { entity, key, value, .. } => {
                format!("{}.{} = {}", self.words.expr(entity), self.words.key(*key), self.words.expr(value))
            }
            SetItem::Properties { slot, add, value, .. } => {
                format!("{} {} {}", self.words.slot(*slot), if *add { "+=" } else { "=" }, self.words.expr(value))
            }
            SetItem::Labels { slot, labels: names, .. } => format!("{}{}", self.words.slot(*slot), labels(names)),
            SetItem::RemoveLabels { slot, labels: names, .. } => {
                format!("remove {}{}", self.words.slot(*slot), labels(names))
            }
        };
        cut(&items.iter().map(item).collect::<Vec<_>>().join(", "))
    }

    /// The pipelines of the queries that stand in these expressions.
    fn subqueries(&mut self, exprs: &[&Expr], depth: usize) {
        let mut ids = Vec::new();
        exprs.iter().for_each(|expr| nested(expr, &mut ids));
        for id in ids {
            let subplan = &self.plan.subplans[id];
            let operator = match subplan.yields {
                Yield::Exists => "Exists",
                Yield::Count => "Count",
                Yield::List(_) | Yield::Column => "Collect",
                Yield::First(_) => "First",
            };
            self.line(depth, operator, String::new(), 1.0, Part::of(subplan));
            for part in &subplan.parts {
                self.ops(&part.ops, depth + 1, 1.0);
            }
        }
    }
}

/// The nested queries of an expression, by their numbers.
fn nested(expr: &Expr, ids: &mut Vec<usize>) {
    if let ExprKind::Subquery(id) = expr.kind {
        ids.push(id.0);
    }
    expr.parts(&mut |part| nested(part, ids));
}
