//! Patterns.

use super::super::ast::{Arrow, Expr, Group, LabelExpr, Length, Link, NodePattern, Pattern, RelPattern, Selector};
use super::super::parser::{Pair, Rule};
use super::Builder;
use crate::diag::{Diagnostic, Span, codes};

impl Builder<'_> {
    /// `pattern`, `shortest`: a path with its name and what is asked of it.
    pub(super) fn pattern(&self, pair: Pair<'_>) -> Pattern {
        let span = self.span(&pair);
        let mut variable = None;
        let mut selector = None;
        let mut parts = pair.into_inner();
        loop {
            let part = parts.next().expect("pattern holds a chain");
            match part.as_rule() {
                Rule::symbol => variable = Some(self.name(&part)),
                Rule::kw_shortest => selector = Some(Selector::ShortestPath),
                Rule::kw_all_shortest => selector = Some(Selector::AllShortestPaths),
                Rule::selector => selector = self.selector(part),
                Rule::shortest => parts = part.into_inner(),
                Rule::chain => {
                    let chain = self.chain(part);
                    return Pattern { variable: variable.or(chain.variable), selector, span, ..chain };
                }
                _ => {}
            }
        }
    }

    fn selector(&self, pair: Pair<'_>) -> Option<Selector> {
        let (mut all, mut any, mut shortest, mut groups) = (false, false, false, false);
        let mut count = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_all => all = true,
                Rule::kw_any => any = true,
                Rule::kw_shortest_first => shortest = true,
                Rule::kw_groups => groups = true,
                Rule::bound => {
                    count = self.bound(&part);
                    if count == Some(0) {
                        let diagnostic = Diagnostic::error(codes::BAD_LENGTH, "at least one path must be asked for");
                        self.report(diagnostic.at(self.source, self.span(&part), "asks for none"));
                    }
                }
                _ => {}
            }
        }
        let count = count.unwrap_or(1);
        match (all, any, shortest) {
            (true, _, true) => Some(Selector::Groups(1)),
            (true, _, false) => None,
            (_, true, _) => Some(Selector::Shortest(count)),
            _ if groups => Some(Selector::Groups(count)),
            _ => Some(Selector::Shortest(count)),
        }
    }

    /// `chain`, `path_predicate`: a path without what is asked of it.
    pub(super) fn chain(&self, pair: Pair<'_>) -> Pattern {
        let span = self.span(&pair);
        let (mut start, mut steps) = (None, Vec::new());
        let mut link: Option<Link> = None;
        let mut only = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::node => {
                    let node = self.node(part);
                    match link.take() {
                        Some(link) => steps.push((link, node)),
                        None => start = Some(node),
                    }
                }
                Rule::relationship => link = Some(Link::Rel(self.relationship(part))),
                Rule::quantity => {
                    if let Some(Link::Rel(rel)) = &mut link {
                        self.quantify(rel, part);
                    }
                }
                _ => {
                    let at = Span::new(part.as_span().start(), part.as_span().start());
                    let (group, name) = self.group(part);
                    if let Some(before) = link.take() {
                        steps.push((before, implied(at)));
                    }
                    start.get_or_insert_with(|| implied(at));
                    let end = Span::new(group.span.end as usize, group.span.end as usize);
                    only = Some((name, end));
                    link = Some(Link::Group(group));
                }
            }
        }
        // Parentheses around the whole, without a quantity, only hold a condition.
        match (link, only) {
            (Some(Link::Group(group)), Some((variable, _))) if steps.is_empty() && group.quantity.is_none() => {
                let Group { start, steps, condition, .. } = group;
                return Pattern { variable, selector: None, start, steps, condition, span };
            }
            (Some(link), Some((_, end))) => steps.push((link, implied(end))),
            _ => {}
        }
        let start = start.expect("chain begins with a node or a group");
        Pattern { variable: None, selector: None, start, steps, condition: None, span }
    }

    /// `group`, with the name of its path.
    fn group(&self, pair: Pair<'_>) -> (Group, Option<crate::syntax::ast::Name>) {
        let span = self.span(&pair);
        let (mut variable, mut chain, mut condition, mut quantity) = (None, None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::symbol => variable = Some(self.name(&part)),
                Rule::chain => chain = Some(self.chain(part)),
                Rule::where_part => condition = Some(self.expr_in(part)),
                Rule::quantity => quantity = Some(self.quantity(part)),
                _ => {}
            }
        }
        let chain = chain.expect("group holds a chain");
        if let (Some(name), Some(_)) = (&variable, &quantity) {
            let diagnostic =
                Diagnostic::error(codes::BAD_PATTERN_USE, "a path that is repeated can't have a name inside");
            let diagnostic = diagnostic.at(self.source, name.span, "names one repetition");
            self.report(diagnostic.hint("Name the whole path, as in p = ((a)-->(b)){1,3}."));
        }
        let condition = both(chain.condition, condition);
        let variable = variable.or(chain.variable);
        (Group { start: chain.start, steps: chain.steps, condition, quantity, span }, variable)
    }

    fn node(&self, pair: Pair<'_>) -> NodePattern {
        let span = self.span(&pair);
        let mut node = NodePattern { variable: None, labels: None, properties: None, condition: None, span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::symbol => node.variable = Some(self.name(&part)),
                Rule::labels | Rule::is_types => node.labels = Some(self.labels(part)),
                Rule::map | Rule::parameter => node.properties = Some(self.atom(part).expr),
                Rule::where_part => node.condition = Some(Box::new(self.expr_in(part))),
                _ => {}
            }
        }
        node
    }

    fn relationship(&self, pair: Pair<'_>) -> RelPattern {
        let span = self.span(&pair);
        let arrow = Arrow::Both;
        let mut rel =
            RelPattern { variable: None, types: None, length: None, properties: None, condition: None, arrow, span };
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
                Rule::types | Rule::is_types => rel.types = Some(self.labels(part)),
                Rule::length => rel.length = Some(self.length(part)),
                Rule::map | Rule::parameter => rel.properties = Some(self.atom(part).expr),
                Rule::where_part => rel.condition = Some(Box::new(self.expr_in(part))),
                _ => {}
            }
        }
    }

    /// `labels`, `types` and their kin: what stands after the colon or IS.
    pub(super) fn labels(&self, pair: Pair<'_>) -> LabelExpr {
        let mut parts = Vec::new();
        let conjunction = !matches!(pair.as_rule(), Rule::types | Rule::label_or);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => parts.push(LabelExpr::Name(self.name(&part))),
                Rule::label_or | Rule::label_and => parts.push(self.labels(part)),
                Rule::label_not => parts.push(self.label_part(part)),
                _ => {}
            }
        }
        match parts.len() {
            1 => parts.remove(0),
            _ if conjunction => LabelExpr::And(parts),
            _ => LabelExpr::Or(parts),
        }
    }

    /// `label_not`
    fn label_part(&self, pair: Pair<'_>) -> LabelExpr {
        let end = self.span(&pair).end as usize;
        let mut bangs = Vec::new();
        let mut inner = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::bang => bangs.push(part.as_span().start()),
                Rule::name => inner = Some(LabelExpr::Name(self.name(&part))),
                Rule::any_label => inner = Some(LabelExpr::Any(self.span(&part))),
                Rule::label_or => inner = Some(self.labels(part)),
                _ => {}
            }
        }
        let inner = inner.expect("label_not holds a name, `%` or an expression in parentheses");
        if !self.check_depth(bangs.len(), inner.span()) {
            return inner;
        }
        bangs.into_iter().rev().fold(inner, |inner, start| LabelExpr::Not(Box::new(inner), Span::new(start, end)))
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
        Length { quantity: false, min: before, max: if dots { after } else { before }, span }
    }

    /// Gives a relationship the quantity behind it.
    fn quantify(&self, rel: &mut RelPattern, pair: Pair<'_>) {
        let quantity = self.quantity(pair);
        if let Some(length) = rel.length {
            let diagnostic = Diagnostic::error(codes::BAD_LENGTH, "the number of steps is given twice");
            let diagnostic =
                diagnostic.at(self.source, quantity.span, "once more").at(self.source, length.span, "here");
            self.report(diagnostic.hint("Leave the star inside the brackets out."));
        }
        rel.span = rel.span.to(quantity.span);
        rel.length = Some(quantity);
    }

    /// `quantity`
    fn quantity(&self, pair: Pair<'_>) -> Length {
        let span = self.span(&pair);
        let text = pair.as_str();
        if text.starts_with(['*', '+']) {
            let min = u64::from(text.starts_with('+'));
            return Length { quantity: true, min: Some(min), max: None, span };
        }
        let (mut before, mut after, mut comma) = (None, None, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::comma => comma = true,
                Rule::bound if comma => after = self.bound(&part),
                Rule::bound => before = self.bound(&part),
                _ => {}
            }
        }
        let (min, max) = (before.unwrap_or(0), if comma { after } else { before });
        if max.is_some_and(|max| max == 0 || max < min) {
            let message = "at most as many repetitions as at least, and one or more, must be allowed";
            self.report(Diagnostic::error(codes::BAD_LENGTH, message).at(self.source, span, "allows none"));
        }
        Length { quantity: true, min: Some(min), max, span }
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

/// A node between two parentheses that is not written.
fn implied(at: Span) -> NodePattern {
    NodePattern { variable: None, labels: None, properties: None, condition: None, span: at }
}

/// Both conditions, where there are two.
fn both(a: Option<Expr>, b: Option<Expr>) -> Option<Expr> {
    use super::super::ast::{ExprKind, LogicOp};
    match (a, b) {
        (Some(a), Some(b)) => {
            let span = a.span.to(b.span);
            Some(Expr { kind: ExprKind::Logic(LogicOp::And, vec![a, b]), span })
        }
        (a, b) => a.or(b),
    }
}
