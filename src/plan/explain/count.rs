//! How a count is made, as lines: a line for each pattern that is added or taken away, under it its variables, and under
//! each of these what is summed up at it.

use super::super::count::{Branch, Count, Hop, Level, Measure, NodeSum, Reduce, Source, Term, Test};
use super::lines::{Explainer, Line};
use crate::ir::Slot;

impl Explainer<'_> {
    /// The lines of a count's terms, each pattern that several aggregates count told once.
    pub(super) fn count(&mut self, count: &Count, depth: usize) {
        if count.times > 1 {
            self.plain(depth, "Halve", "each row is found in both orders".to_owned());
        }
        for measure in std::iter::once(&count.rows).chain(&count.measures) {
            let terms = match measure {
                Measure::Rows => continue,
                Measure::Sum(terms) | Measure::Total(terms) | Measure::Distinct(terms) => terms.iter().chain(&[]),
                Measure::Mean(total, count) => total.iter().chain(count),
            };
            for term in terms {
                self.term(term, depth);
            }
        }
    }

    fn term(&mut self, term: &Term, depth: usize) {
        let operator = if term.factor < 0 { "Minus" } else { "Plus" };
        let times = match term.factor.unsigned_abs() {
            1 => String::new(),
            times => format!("{times} ×"),
        };
        self.plain(depth, operator, times);
        for part in &term.parts {
            for level in &part.levels {
                self.level(level, &part.levels, depth + 1);
            }
        }
    }

    fn level(&mut self, level: &Level, levels: &[Level], depth: usize) {
        let slot = |at: usize| levels[at].node.slots[0];
        let (operator, mut details) = match &level.source {
            Source::Scan => ("CountScan", self.words.node(level.node.slots[0], level.node.label.as_slice())),
            Source::Hop { from, hop, .. } => ("CountExpand", self.hop(slot(*from), hop, &level.node)),
        };
        for closing in &level.closings {
            let how = match closing.test {
                Test::Rows => "closing",
                Test::Some => "if",
                Test::None => "unless",
            };
            let hop = match closing.turned {
                true => self.hop(level.node.slots[0], &closing.hop, &levels[closing.level].node),
                false => self.hop(slot(closing.level), &closing.hop, &level.node),
            };
            details += &format!(" {how} {hop}");
        }
        if let Some(other) = level.above {
            let (a, b) = (self.words.slot(slot(other)), self.words.slot(level.node.slots[0]));
            details += &format!(" in order after {a}, as {b}");
        }
        let hops = level.closings.iter().map(|closing| &closing.hop);
        if hops.chain(level.source.hop()).any(|hop| hop.later) {
            details += " in order of degrees";
        }
        for other in &level.unequal {
            let (a, b) = (self.words.slot(level.node.slots[0]), self.words.slot(slot(*other)));
            details += &format!(" with {a} <> {b}");
        }
        details += &self.condition(&level.node);
        self.plain(depth, operator, details);
        self.branches(&level.node, depth + 1);
    }

    fn branches(&mut self, node: &NodeSum, depth: usize) {
        for Branch { hop, reduce, node: below } in &node.branches {
            let operator = match reduce {
                Reduce::Sum => "Sum",
                Reduce::SumDistinct => "SumDistinct",
                Reduce::AtLeastOne => "SumOrOne",
                Reduce::Exists => "IfAny",
                Reduce::Missing => "IfNone",
            };
            let details = self.hop(node.slots[0], hop, below) + &self.condition(below);
            self.plain(depth, operator, details);
            self.branches(below, depth + 1);
        }
    }

    fn hop(&self, from: Slot, hop: &Hop, to: &NodeSum) -> String {
        let no_slot = Slot(u32::MAX);
        let mut path = self.words.node(from, &[]);
        for (at, step) in hop.steps.iter().enumerate() {
            if at > 0 {
                path += &self.words.node(no_slot, &hop.steps[at - 1].labels);
            }
            path += &self.words.rel(no_slot, &step.types, step.arrow, None);
        }
        path + &self.words.node(to.slots[0], to.label.as_slice())
    }

    fn condition(&self, node: &NodeSum) -> String {
        let weight = node.weight.as_ref().map_or(String::new(), |weight| format!(" × {}", self.words.expr(weight)));
        match node.conditions.as_slice() {
            [] => weight,
            conditions => weight + " WHERE " + &self.conditions(conditions),
        }
    }

    fn plain(&mut self, depth: usize, operator: &'static str, details: String) {
        self.lines.push(Line { depth, operator, details, ..Line::default() });
    }
}
