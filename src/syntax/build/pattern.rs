//! Patterns.

use super::super::ast::{Arrow, Length, NodePattern, Pattern, RelPattern, Shortest};
use super::super::parser::{Pair, Rule};
use super::Builder;
use crate::diag::{Diagnostic, codes};

impl Builder<'_> {
    /// `pattern`, `shortest`: a path with its name and what is asked of it.
    pub(super) fn pattern(&self, pair: Pair<'_>) -> Pattern {
        let span = self.span(&pair);
        let mut variable = None;
        let mut shortest = None;
        let mut parts = pair.into_inner();
        loop {
            let part = parts.next().expect("pattern holds a chain");
            match part.as_rule() {
                Rule::symbol => variable = Some(self.name(&part)),
                Rule::kw_shortest => shortest = Some(Shortest::One),
                Rule::kw_all_shortest => shortest = Some(Shortest::All),
                Rule::shortest => parts = part.into_inner(),
                Rule::chain => return Pattern { variable, shortest, span, ..self.chain(part) },
                _ => {}
            }
        }
    }

    /// `chain`, `path_predicate`: a path without a name.
    pub(super) fn chain(&self, pair: Pair<'_>) -> Pattern {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let start = self.node(parts.next().expect("chain begins with a node"));
        let mut steps = Vec::new();
        while let (Some(relationship), Some(node)) = (parts.next(), parts.next()) {
            steps.push((self.relationship(relationship), self.node(node)));
        }
        Pattern { variable: None, shortest: None, start, steps, span }
    }

    fn node(&self, pair: Pair<'_>) -> NodePattern {
        let span = self.span(&pair);
        let mut node = NodePattern { variable: None, labels: Vec::new(), properties: None, span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::symbol => node.variable = Some(self.name(&part)),
                Rule::labels => node.labels = self.names(part),
                Rule::map | Rule::parameter => node.properties = Some(self.atom(part).expr),
                _ => {}
            }
        }
        node
    }

    fn relationship(&self, pair: Pair<'_>) -> RelPattern {
        let span = self.span(&pair);
        let mut rel =
            RelPattern { variable: None, types: Vec::new(), length: None, properties: None, arrow: Arrow::Both, span };
        let (mut left, mut right) = (false, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::left_head => left = true,
                Rule::right_head => right = true,
                Rule::detail => self.detail(part, &mut rel),
                _ => {}
            }
        }
        rel.arrow = match (left, right) {
            (true, false) => Arrow::Left,
            (false, true) => Arrow::Right,
            _ => Arrow::Both,
        };
        rel
    }

    /// What stands between the brackets.
    fn detail(&self, pair: Pair<'_>, rel: &mut RelPattern) {
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::symbol => rel.variable = Some(self.name(&part)),
                Rule::types => rel.types = self.names(part),
                Rule::length => rel.length = Some(self.length(part)),
                Rule::map | Rule::parameter => rel.properties = Some(self.atom(part).expr),
                _ => {}
            }
        }
    }

    fn length(&self, pair: Pair<'_>) -> Length {
        let span = self.span(&pair);
        let (mut before, mut after, mut dots) = (None, None, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::dots => dots = true,
                _ if dots => after = self.bound(&part),
                _ => before = self.bound(&part),
            }
        }
        Length { min: before, max: if dots { after } else { before }, span }
    }

    fn bound(&self, pair: &Pair<'_>) -> Option<u64> {
        let bound = pair.as_str().parse().ok();
        if bound.is_none() {
            let diagnostic = Diagnostic::error(codes::INTEGER_RANGE, "this number of steps is too large");
            self.report(diagnostic.at(self.source, self.span(pair), "").hint("leave the bound out for any number"));
        }
        bound
    }
}
