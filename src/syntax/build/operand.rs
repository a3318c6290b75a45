//! Operands: literals, names, and all forms with brackets or keywords of their own.

use super::super::ast::{Expr, ExprKind, Name, Quantifier, SubqueryUse};
use super::super::parser::{Pair, Rule};
use super::expr::Built;
use super::{Builder, is_expr, unquote};

impl Builder<'_> {
    /// Any alternative of `atom`.
    pub(super) fn atom(&self, pair: Pair<'_>) -> Built {
        let mut span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::parenthesized => return self.parenthesized(pair),
            Rule::number => self.number(&pair),
            Rule::string => ExprKind::Str(self.string(&pair)),
            Rule::parameter => ExprKind::Parameter(unquote(&pair.as_str()[1..])),
            Rule::variable => ExprKind::Variable(unquote(pair.as_str())),
            Rule::null_literal => ExprKind::Null,
            Rule::true_literal => ExprKind::Bool(true),
            Rule::false_literal => ExprKind::Bool(false),
            Rule::list => ExprKind::List(self.exprs(pair)),
            Rule::map => self.map(pair),
            Rule::case => self.case(pair),
            Rule::call => self.call(pair),
            Rule::count_star => ExprKind::CountStar,
            Rule::quantifier => self.quantifier(pair),
            Rule::reduce => self.reduce(pair),
            Rule::list_comprehension => self.list_comprehension(pair),
            Rule::pattern_comprehension => self.pattern_comprehension(pair),
            Rule::path_predicate => {
                let pattern = self.chain(pair);
                span = pattern.span;
                ExprKind::Pattern(Box::new(pattern))
            }
            Rule::shortest => ExprKind::ShortestPath(Box::new(self.pattern(pair))),
            Rule::nested_query => self.nested_query(pair),
            rule => unreachable!("{rule:?} is no operand"),
        };
        self.plain(kind, span)
    }

    /// `EXISTS { … }` and its kin.
    fn nested_query(&self, pair: Pair<'_>) -> ExprKind {
        let word = pair.clone().into_inner().next().expect("nested_query begins with a keyword");
        let usage = match word.as_rule() {
            Rule::kw_count => SubqueryUse::Count,
            Rule::kw_collect => SubqueryUse::Collect,
            _ => SubqueryUse::Exists,
        };
        ExprKind::Subquery(usage, Box::new(self.subquery(pair)))
    }

    /// All expressions among the parts of a pair.
    fn exprs(&self, pair: Pair<'_>) -> Vec<Expr> {
        pair.into_inner().filter(is_expr).map(|part| self.expr(part)).collect()
    }

    fn map(&self, pair: Pair<'_>) -> ExprKind {
        let entries = pair.into_inner().filter(|part| part.as_rule() == Rule::entry);
        ExprKind::Map(entries.map(|entry| self.entry(entry)).collect())
    }

    fn entry(&self, pair: Pair<'_>) -> (Name, Expr) {
        let mut parts = pair.into_inner();
        let key = self.name(&parts.next().expect("entry begins with a name"));
        let value = parts.find(|part| part.as_rule() == Rule::expr);
        (key, self.expr(value.expect("entry ends with an expression")))
    }

    fn case(&self, pair: Pair<'_>) -> ExprKind {
        let (mut subject, mut branches, mut otherwise) = (None, Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::expr => subject = Some(Box::new(self.expr(part))),
                Rule::case_when => {
                    let [when, then] = self.take(part, "case_when holds two expressions");
                    branches.push((when, then));
                }
                Rule::case_else => {
                    let [value] = self.take(part, "case_else holds an expression");
                    otherwise = Some(Box::new(value));
                }
                _ => {}
            }
        }
        ExprKind::Case { subject, branches, otherwise }
    }

    fn call(&self, pair: Pair<'_>) -> ExprKind {
        let mut name = None;
        let (mut distinct, mut args) = (false, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::function_name => name = Some(self.name(&part)),
                Rule::kw_distinct => distinct = true,
                Rule::expr => args.push(self.expr(part)),
                _ => {}
            }
        }
        ExprKind::Call { name: name.expect("call begins with a function_name"), distinct, args }
    }

    fn quantifier(&self, pair: Pair<'_>) -> ExprKind {
        let mut word = String::new();
        let (mut variable, mut list, mut condition) = (None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::quantifier_word => word = part.as_str().to_ascii_lowercase(),
                Rule::symbol => variable = Some(self.name(&part)),
                Rule::expr => list = Some(Box::new(self.expr(part))),
                Rule::where_part => condition = self.exprs(part).pop().map(Box::new),
                _ => {}
            }
        }
        let quantifier = match word.as_str() {
            "all" => Quantifier::All,
            "any" => Quantifier::Any,
            "none" => Quantifier::None,
            _ => Quantifier::Single,
        };
        ExprKind::Quantifier {
            quantifier,
            variable: variable.expect("quantifier holds a symbol"),
            list: list.expect("quantifier holds an expression"),
            condition: condition.expect("quantifier holds a where_part"),
        }
    }

    fn reduce(&self, pair: Pair<'_>) -> ExprKind {
        let mut names = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::symbol);
        let mut name = || self.name(&names.next().expect("reduce holds two symbols"));
        let (total, variable) = (name(), name());
        let [init, list, value] = self.take(pair, "reduce holds three expressions").map(Box::new);
        ExprKind::Reduce { total, init, variable, list, value }
    }

    fn list_comprehension(&self, pair: Pair<'_>) -> ExprKind {
        let (mut variable, mut list, mut condition, mut value) = (None, None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::symbol => variable = Some(self.name(&part)),
                Rule::plain_where => condition = self.exprs(part).pop().map(Box::new),
                Rule::plain_expr if list.is_none() => list = Some(Box::new(self.expr(part))),
                Rule::expr => value = Some(Box::new(self.expr(part))),
                _ => {}
            }
        }
        ExprKind::ListComprehension {
            variable: variable.expect("list_comprehension holds a symbol"),
            list: list.expect("list_comprehension holds an expression"),
            condition,
            value,
        }
    }

    fn pattern_comprehension(&self, pair: Pair<'_>) -> ExprKind {
        let (mut variable, mut pattern, mut condition, mut value) = (None, None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::symbol => variable = Some(self.name(&part)),
                Rule::chain => pattern = Some(Box::new(self.chain(part))),
                Rule::plain_where => condition = self.exprs(part).pop().map(Box::new),
                Rule::expr => value = Some(Box::new(self.expr(part))),
                _ => {}
            }
        }
        let mut pattern = pattern.expect("pattern_comprehension holds a chain");
        if let Some(name) = &variable {
            pattern.span = name.span.to(pattern.span);
        }
        pattern.variable = variable;
        let value = value.expect("pattern_comprehension holds an expression");
        ExprKind::PatternComprehension { pattern, condition, value }
    }

    /// Exactly so many expressions among the parts of a pair.
    fn take<const N: usize>(&self, pair: Pair<'_>, promise: &str) -> [Expr; N] {
        self.exprs(pair).try_into().expect(promise)
    }
}
