//! Expressions: the flat list of operands and operators gets its shape from the table of precedence.
//!
//! From loose to tight: OR, XOR, AND, NOT, comparison, predicates (`STARTS WITH`, `IN`, `IS NULL` …), `+ -`, `* / %`,
//! `^`, the signs, and what follows an operand (`.key`, `[…]`, `:Label`). All operators group from the left.

use super::super::ast::{ArithmeticOp, CompareOp, Expr, ExprKind, LogicOp, PredicateOp};
use super::super::limits::{DEEPEST_TREE, too_deep};
use super::super::parser::{Pair, Rule};
use super::Builder;
use crate::diag::Span;
use pest::pratt_parser::{Assoc, ConstPrattParser, Op, pratt_precedence};

/// The precedence of every operator, loosest first.
static PRECEDENCE: ConstPrattParser<Rule, 29> = ConstPrattParser::new_const(pratt_precedence![
    Op::infix(Rule::op_or, Assoc::Left),
    Op::infix(Rule::op_xor, Assoc::Left),
    Op::infix(Rule::op_and, Assoc::Left),
    Op::prefix(Rule::op_not),
    Op::infix(Rule::op_eq, Assoc::Left)
        | Op::infix(Rule::op_ne, Assoc::Left)
        | Op::infix(Rule::op_lt, Assoc::Left)
        | Op::infix(Rule::op_le, Assoc::Left)
        | Op::infix(Rule::op_gt, Assoc::Left)
        | Op::infix(Rule::op_ge, Assoc::Left),
    Op::infix(Rule::op_starts_with, Assoc::Left)
        | Op::infix(Rule::op_ends_with, Assoc::Left)
        | Op::infix(Rule::op_contains, Assoc::Left)
        | Op::infix(Rule::op_matches, Assoc::Left)
        | Op::infix(Rule::op_in, Assoc::Left)
        | Op::postfix(Rule::is_null)
        | Op::postfix(Rule::is_not_null),
    Op::infix(Rule::op_add, Assoc::Left) | Op::infix(Rule::op_subtract, Assoc::Left),
    Op::infix(Rule::op_multiply, Assoc::Left)
        | Op::infix(Rule::op_divide, Assoc::Left)
        | Op::infix(Rule::op_modulo, Assoc::Left),
    Op::infix(Rule::op_power, Assoc::Left),
    Op::prefix(Rule::op_minus) | Op::prefix(Rule::op_plus),
    Op::postfix(Rule::property)
        | Op::postfix(Rule::subscript)
        | Op::postfix(Rule::labels)
        | Op::postfix(Rule::plain_labels),
]);

/// An expression under construction.
pub(super) struct Built {
    /// The expression.
    pub(super) expr: Expr,
    /// Whether it is in parentheses, so that a chain of one operator may not go on in it.
    closed: bool,
}

impl Built {
    fn new(kind: ExprKind, span: Span) -> Self {
        Self { expr: Expr { kind, span }, closed: false }
    }

    fn boxed(self) -> Box<Expr> {
        Box::new(self.expr)
    }
}

impl Builder<'_> {
    /// `expr`
    pub(super) fn expr(&self, pair: Pair<'_>) -> Expr {
        let levels = tower(pair.clone());
        let span = self.span(&pair);
        if !self.check_depth(levels, span) {
            return Expr { kind: ExprKind::Null, span };
        }
        self.depth.set(self.depth.get() + levels);
        let built = PRECEDENCE
            .map_primary(|part| self.inner_atom(part))
            .map_prefix(|operator, operand| self.prefix(&operator, operand))
            .map_postfix(|operand, operator| self.postfix(operand, operator))
            .map_infix(|left, operator, right| infix(left, &operator, right))
            .parse(pair.into_inner());
        self.depth.set(self.depth.get() - levels);
        built.expr
    }

    /// An operand of an expression; what it holds lies a level deeper.
    fn inner_atom(&self, pair: Pair<'_>) -> Built {
        self.depth.set(self.depth.get() + 1);
        let built = self.atom(pair);
        self.depth.set(self.depth.get() - 1);
        built
    }

    /// Whether so many levels more are within the limit; if not, that is a finding, but only once.
    pub(super) fn check_depth(&self, levels: usize, span: Span) -> bool {
        let fits = self.depth.get() + levels <= DEEPEST_TREE;
        if !fits && self.findings.borrow().is_empty() {
            self.report(too_deep(self.source, Span { end: span.start, ..span }, DEEPEST_TREE));
        }
        fits
    }

    fn prefix(&self, operator: &Pair<'_>, operand: Built) -> Built {
        let span = self.span(operator).to(operand.expr.span);
        let kind = match operator.as_rule() {
            Rule::op_not => ExprKind::Not(operand.boxed()),
            Rule::op_minus => ExprKind::Negate(operand.boxed()),
            _ => ExprKind::Plus(operand.boxed()),
        };
        Built::new(kind, span)
    }

    fn postfix(&self, operand: Built, operator: Pair<'_>) -> Built {
        let span = operand.expr.span.to(self.span(&operator));
        let kind = match operator.as_rule() {
            Rule::property => {
                let key = self.names(operator).pop().expect("property holds a name");
                ExprKind::Property(operand.boxed(), key)
            }
            Rule::labels | Rule::plain_labels => ExprKind::HasLabels(operand.boxed(), self.labels(operator)),
            Rule::subscript => self.subscript(operand, operator),
            rule => ExprKind::IsNull { expr: operand.boxed(), negated: rule == Rule::is_not_null },
        };
        Built::new(kind, span)
    }

    fn subscript(&self, operand: Built, pair: Pair<'_>) -> ExprKind {
        let (mut before, mut after, mut dots) = (None, None, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::dots => dots = true,
                Rule::expr if dots => after = Some(Box::new(self.expr(part))),
                Rule::expr => before = Some(Box::new(self.expr(part))),
                _ => {}
            }
        }
        match before {
            Some(index) if !dots => ExprKind::Index(operand.boxed(), index),
            from => ExprKind::Slice(operand.boxed(), from, after),
        }
    }

    /// `parenthesized`: the expression inside, with the place of the parentheses.
    pub(super) fn parenthesized(&self, pair: Pair<'_>) -> Built {
        let span = self.span(&pair);
        let inner = pair.into_inner().next().expect("parenthesized holds an expression");
        Built { expr: Expr { kind: self.expr(inner).kind, span }, closed: true }
    }

    /// An operand that is not in parentheses.
    pub(super) fn plain(&self, kind: ExprKind, span: Span) -> Built {
        Built::new(kind, span)
    }
}

/// Two operands joined; one more operand when the left is a chain of the same operator.
fn infix(left: Built, operator: &Pair<'_>, right: Built) -> Built {
    let span = left.expr.span.to(right.expr.span);
    let rule = operator.as_rule();
    let kind = if let Some(op) = logic(rule) {
        join_logic(op, left, right.expr)
    } else if let Some(op) = compare(rule) {
        join_compare(op, left, right.expr)
    } else if let Some(op) = arithmetic(rule) {
        join_arithmetic(op, left, right.expr)
    } else {
        ExprKind::Predicate(predicate(rule), left.boxed(), right.boxed())
    };
    Built::new(kind, span)
}

fn join_logic(op: LogicOp, left: Built, right: Expr) -> ExprKind {
    match left.expr.kind {
        ExprKind::Logic(same, mut operands) if same == op && !left.closed => {
            operands.push(right);
            ExprKind::Logic(op, operands)
        }
        kind => ExprKind::Logic(op, vec![Expr { kind, span: left.expr.span }, right]),
    }
}

fn join_compare(op: CompareOp, left: Built, right: Expr) -> ExprKind {
    match left.expr.kind {
        ExprKind::Compare(first, mut rest) if !left.closed => {
            rest.push((op, right));
            ExprKind::Compare(first, rest)
        }
        kind => ExprKind::Compare(Box::new(Expr { kind, span: left.expr.span }), vec![(op, right)]),
    }
}

fn join_arithmetic(op: ArithmeticOp, left: Built, right: Expr) -> ExprKind {
    match left.expr.kind {
        ExprKind::Arithmetic(first, mut rest) if !left.closed && class(rest[0].0) == class(op) => {
            rest.push((op, right));
            ExprKind::Arithmetic(first, rest)
        }
        kind => ExprKind::Arithmetic(Box::new(Expr { kind, span: left.expr.span }), vec![(op, right)]),
    }
}

fn logic(rule: Rule) -> Option<LogicOp> {
    Some(match rule {
        Rule::op_or => LogicOp::Or,
        Rule::op_xor => LogicOp::Xor,
        Rule::op_and => LogicOp::And,
        _ => return None,
    })
}

fn compare(rule: Rule) -> Option<CompareOp> {
    Some(match rule {
        Rule::op_eq => CompareOp::Eq,
        Rule::op_ne => CompareOp::Ne,
        Rule::op_lt => CompareOp::Lt,
        Rule::op_le => CompareOp::Le,
        Rule::op_gt => CompareOp::Gt,
        Rule::op_ge => CompareOp::Ge,
        _ => return None,
    })
}

fn arithmetic(rule: Rule) -> Option<ArithmeticOp> {
    Some(match rule {
        Rule::op_add => ArithmeticOp::Add,
        Rule::op_subtract => ArithmeticOp::Subtract,
        Rule::op_multiply => ArithmeticOp::Multiply,
        Rule::op_divide => ArithmeticOp::Divide,
        Rule::op_modulo => ArithmeticOp::Modulo,
        Rule::op_power => ArithmeticOp::Power,
        _ => return None,
    })
}

fn predicate(rule: Rule) -> PredicateOp {
    match rule {
        Rule::op_starts_with => PredicateOp::StartsWith,
        Rule::op_ends_with => PredicateOp::EndsWith,
        Rule::op_contains => PredicateOp::Contains,
        Rule::op_matches => PredicateOp::Matches,
        Rule::op_in => PredicateOp::In,
        rule => unreachable!("{rule:?} is no operator"),
    }
}

/// Operators of one class stand in one chain.
fn class(op: ArithmeticOp) -> u8 {
    match op {
        ArithmeticOp::Add | ArithmeticOp::Subtract => 0,
        ArithmeticOp::Multiply | ArithmeticOp::Divide | ArithmeticOp::Modulo => 1,
        ArithmeticOp::Power => 2,
    }
}

/// How many levels the operators of one expression add to the tree: signs, NOTs and what follows an operand stack up on
/// each operand, predicates on each other; all other operators make lists. O(parts).
fn tower(pair: Pair<'_>) -> usize {
    let (mut operand, mut predicates, mut highest) = (0, 0, 0);
    for part in pair.into_inner() {
        let rule = part.as_rule();
        match rule {
            Rule::op_not
            | Rule::op_minus
            | Rule::op_plus
            | Rule::property
            | Rule::subscript
            | Rule::labels
            | Rule::plain_labels => {
                operand += 1;
            }
            Rule::is_null | Rule::is_not_null => predicates += 1,
            _ if logic(rule).is_some() || compare(rule).is_some() => (operand, predicates) = (0, 0),
            _ if arithmetic(rule).is_some() => operand = 0,
            Rule::op_starts_with | Rule::op_ends_with | Rule::op_contains | Rule::op_matches | Rule::op_in => {
                (operand, predicates) = (0, predicates + 1);
            }
            _ => {}
        }
        highest = highest.max(operand + predicates);
    }
    highest
}

#[cfg(test)]
mod tests {
    use super::super::super::ast::{Clause, ExprKind};
    use super::super::super::{parse, parse_expression};
    use crate::diag::Source;

    #[test]
    fn an_item_is_named_by_its_exact_text() {
        let texts = [
            "cOuNt( * )",
            "(n:Foo)",
            "n :Foo:Bar",
            "n . name",
            "[ 1 , 2 ]",
            "( 1 + 2 ) * 3",
            "-1",
            "- n.x [ 0 ]",
            "x IS  NOT NULL",
            "CASE WHEN a THEN b END",
            "{ a : 1 }",
            "$`a b`",
            "exists { (a)-->(b) }",
            "(a) --> (b)",
            "a.b( DISTINCT c )",
            "'x' /* y */ + 'z'",
        ];
        for text in texts {
            for after in ["", " // end", " \t/* a */ /* b */ ", " AS a", ", 1", " LIMIT 1"] {
                let source = Source::new("q", format!("RETURN {text}{after}"));
                let query = parse(&source).expect(text);
                let Clause::Return(projection) = &query.parts[0].clauses[0] else { panic!("RETURN is a projection") };
                assert_eq!(source.slice(projection.items[0].expr.span), text);
            }
        }
    }

    #[test]
    fn a_sign_before_digits_is_part_of_the_number() {
        let kind = |text| parse_expression(&Source::new("e", text)).expect(text).kind;
        assert!(matches!(kind("-2"), ExprKind::Int(-2)));
        assert!(matches!(kind("-9223372036854775808"), ExprKind::Int(i64::MIN)));
        assert!(matches!(kind("- 2"), ExprKind::Negate(_)));
        assert!(matches!(kind("1-2"), ExprKind::Arithmetic(..)));
        assert!(matches!(kind("-2 ^ 2"), ExprKind::Arithmetic(..)));
    }
}
