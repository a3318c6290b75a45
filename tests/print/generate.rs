//! Random trees of everything that the grammar knows.

use casegraph::diag::Span;
use casegraph::syntax::ast::*;

/// Names that need quotes, names that almost do, and plain ones.
const NAMES: [&str; 14] =
    ["a", "b", "n1", "_x", "Größe", "a b", "it`s", "match", "End", "count", "exists", "all", "shortest", "1st"];
const FUNCTIONS: [&str; 9] =
    ["abs", "algo.x", "count", "any", "all", "reduce", "shortestPath", "date.truncate", "in.between"];

/// Makes trees from random numbers, the more shallow the deeper they lie.
pub(super) struct Writer<'r> {
    random: &'r mut fastrand::Rng,
    depth: usize,
}

impl<'r> Writer<'r> {
    pub(super) fn new(random: &'r mut fastrand::Rng) -> Self {
        Self { random, depth: 0 }
    }

    pub(super) fn query(&mut self) -> Query {
        let mode = [Mode::Run, Mode::Run, Mode::Explain, Mode::Profile][self.below(4)];
        Query { mode, ..self.statement() }
    }

    fn below(&mut self, count: usize) -> usize {
        self.random.usize(..count)
    }

    fn percent(&mut self, share: u8) -> bool {
        self.random.u8(..100) < share
    }

    /// So many of a thing, at least one where `least` says so.
    fn some<T>(&mut self, least: usize, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.random.usize(least..=most)).map(|_| make(self)).collect()
    }

    /// A thing or none.
    fn perhaps<T>(&mut self, share: u8, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.percent(share).then(|| make(self))
    }

    fn text(&mut self) -> String {
        NAMES[self.below(NAMES.len())].to_owned()
    }

    fn name(&mut self) -> Name {
        Name { text: self.text(), span: NONE }
    }

    fn statement(&mut self) -> Query {
        let parts = self.some(1, 2, |writer| SingleQuery { clauses: writer.some(1, 3, Self::clause), span: NONE });
        let unions = (1..parts.len()).map(|_| Union { all: self.percent(50), span: NONE }).collect();
        Query { mode: Mode::Run, parts, unions, span: NONE }
    }

    fn clause(&mut self) -> Clause {
        self.depth += 1;
        let kinds = if self.depth > 3 { 11 } else { 15 };
        let clause = match self.below(kinds) {
            0 => Clause::Match(Match { optional: self.percent(30), ..self.matched() }),
            1 => Clause::Unwind(Unwind { list: self.expr(), variable: self.name(), span: NONE }),
            2 => Clause::With(With {
                projection: self.projection(),
                condition: self.perhaps(40, Self::expr),
                span: NONE,
            }),
            3 => Clause::Return(self.projection()),
            4 => Clause::Create(Create { patterns: self.some(1, 2, Self::pattern), span: NONE }),
            5 => Clause::Merge(Merge {
                pattern: self.pattern(),
                on_create: self.some(0, 2, Self::set_item),
                on_match: self.some(0, 2, Self::set_item),
                span: NONE,
            }),
            6 => Clause::Set(Set { items: self.some(1, 2, Self::set_item), span: NONE }),
            7 => Clause::Delete(Delete { detach: self.percent(50), entities: self.some(1, 2, Self::expr), span: NONE }),
            8 => Clause::Remove(Remove { items: self.some(1, 2, Self::remove_item), span: NONE }),
            9 => Clause::Let(Let { items: self.some(1, 2, |writer| (writer.name(), writer.expr())), span: NONE }),
            10 if self.percent(50) => Clause::Finish(NONE),
            10 => Clause::Filter(Filter { condition: self.expr(), span: NONE }),
            11 => Clause::Call(self.call()),
            12 => Clause::CallQuery(CallQuery {
                optional: self.percent(30),
                imports: match self.below(3) {
                    0 => Imports::With,
                    1 => Imports::All,
                    _ => Imports::Names(self.some(0, 2, Self::name)),
                },
                query: self.statement(),
                span: NONE,
            }),
            _ => Clause::Foreach(Foreach {
                variable: self.name(),
                list: self.expr(),
                clauses: self.some(1, 2, Self::clause),
                span: NONE,
            }),
        };
        self.depth -= 1;
        clause
    }

    fn matched(&mut self) -> Match {
        Match {
            optional: false,
            patterns: self.some(1, 2, Self::pattern),
            condition: self.perhaps(40, Self::expr),
            span: NONE,
        }
    }

    fn call(&mut self) -> Call {
        let yields = |writer: &mut Self| {
            let items = writer.some(0, 2, |writer| (writer.name(), writer.perhaps(50, Self::name)));
            let star = if items.is_empty() { writer.perhaps(50, |_| NONE) } else { None };
            Yields { star, items, condition: writer.perhaps(30, Self::expr) }
        };
        if self.percent(20) {
            let text = ["SHOW FUNCTIONS", "SHOW PROCEDURES"][self.below(2)].to_owned();
            let name = Name { text, span: NONE };
            return Call { optional: false, name, args: Some(Vec::new()), yields: Some(yields(self)), span: NONE };
        }
        Call {
            optional: self.percent(30),
            name: self.function(),
            args: self.perhaps(70, |writer| writer.some(0, 2, Self::expr)),
            yields: self.perhaps(60, yields),
            span: NONE,
        }
    }

    fn function(&mut self) -> Name {
        Name { text: FUNCTIONS[self.below(FUNCTIONS.len())].to_owned(), span: NONE }
    }

    fn projection(&mut self) -> Projection {
        let star = self.perhaps(20, |_| NONE);
        let least = usize::from(star.is_none());
        Projection {
            distinct: self.percent(30),
            star,
            items: self.some(least, 3, |writer| Item { expr: writer.expr(), alias: writer.perhaps(60, Self::name) }),
            order: self.some(0, 2, |writer| SortItem { expr: writer.expr(), descending: writer.percent(50) }),
            skip: self.perhaps(20, Self::expr),
            limit: self.perhaps(20, Self::expr),
            span: NONE,
        }
    }

    fn set_item(&mut self) -> SetItem {
        match self.below(3) {
            0 => SetItem::Property { entity: self.expr(), key: self.name(), value: self.expr(), span: NONE },
            1 => SetItem::Properties { variable: self.name(), add: self.percent(50), value: self.expr(), span: NONE },
            _ => SetItem::Labels { variable: self.name(), labels: self.some(1, 3, Self::name), span: NONE },
        }
    }

    fn remove_item(&mut self) -> RemoveItem {
        if self.percent(50) {
            RemoveItem::Property { entity: self.expr(), key: self.name(), span: NONE }
        } else {
            RemoveItem::Labels { variable: self.name(), labels: self.some(1, 3, Self::name), span: NONE }
        }
    }

    // ---- Patterns ----

    fn pattern(&mut self) -> Pattern {
        let selector = match self.below(12) {
            0 => Some(Selector::ShortestPath),
            1 => Some(Selector::AllShortestPaths),
            2 => Some(Selector::Shortest(self.random.u64(1..4))),
            3 => Some(Selector::Groups(self.random.u64(1..4))),
            _ => None,
        };
        let (start, steps) = self.chain();
        let condition = self.perhaps(15, Self::expr);
        Pattern { variable: self.perhaps(30, Self::name), selector, start, steps, condition, span: NONE }
    }

    fn chain(&mut self) -> (NodePattern, Vec<(Link, NodePattern)>) {
        let link = |writer: &mut Self| {
            if writer.percent(80) { Link::Rel(writer.relationship()) } else { Link::Group(writer.group()) }
        };
        (self.node(), self.some(0, 3, |writer| (link(writer), writer.node())))
    }

    /// A path that only relationships join, as it stands in an expression.
    fn plain(&mut self) -> Pattern {
        let (start, mut steps) = (self.node(), Vec::new());
        for _ in 0..self.random.usize(1..3) {
            let mut rel = self.relationship();
            // A quantity behind the arrow is not for expressions.
            rel.length = rel.length.filter(|length| !length.quantity);
            steps.push((Link::Rel(rel), self.node()));
        }
        Pattern { variable: None, selector: None, start, steps, condition: None, span: NONE }
    }

    fn group(&mut self) -> Group {
        let start = self.node();
        let steps = self.some(1, 2, |writer| (Link::Rel(writer.relationship()), writer.node()));
        let quantity = Some(self.quantity());
        Group { start, steps, condition: self.perhaps(30, Self::expr), quantity, span: NONE }
    }

    fn quantity(&mut self) -> Length {
        let min = self.random.u64(..3);
        let max = self.perhaps(60, |writer| writer.random.u64(min.max(1)..5));
        Length { quantity: true, min: Some(min), max, span: NONE }
    }

    fn node(&mut self) -> NodePattern {
        NodePattern {
            variable: self.perhaps(50, Self::name),
            labels: self.perhaps(30, |writer| writer.labels(2)),
            properties: self.perhaps(15, Self::properties),
            condition: self.perhaps(10, |writer| Box::new(writer.expr())),
            span: NONE,
        }
    }

    fn relationship(&mut self) -> RelPattern {
        let star = |writer: &mut Self| Length {
            quantity: false,
            min: writer.perhaps(50, |writer| writer.random.u64(..3)),
            max: writer.perhaps(50, |writer| writer.random.u64(..4)),
            span: NONE,
        };
        let length = match self.below(6) {
            0 => Some(star(self)),
            1 => Some(self.quantity()),
            _ => None,
        };
        RelPattern {
            variable: self.perhaps(40, Self::name),
            types: self.perhaps(40, |writer| writer.labels(2)),
            length,
            properties: self.perhaps(15, Self::properties),
            condition: self.perhaps(10, |writer| Box::new(writer.expr())),
            arrow: [Arrow::Left, Arrow::Right, Arrow::Both][self.below(3)],
            span: NONE,
        }
    }

    fn properties(&mut self) -> Expr {
        let kind = if self.percent(70) { self.map() } else { ExprKind::Parameter(self.text()) };
        Expr { kind, span: NONE }
    }

    fn labels(&mut self, depth: usize) -> LabelExpr {
        match self.below(if depth == 0 { 2 } else { 6 }) {
            2 => LabelExpr::Not(Box::new(self.labels(depth - 1)), NONE),
            3 => LabelExpr::And(self.some(2, 3, |writer| writer.labels(depth - 1))),
            4 => LabelExpr::Or(self.some(2, 3, |writer| writer.labels(depth - 1))),
            1 if self.percent(30) => LabelExpr::Any(NONE),
            _ => LabelExpr::Name(self.name()),
        }
    }

    // ---- Expressions ----

    fn expr(&mut self) -> Expr {
        self.depth += 1;
        let kind = if self.depth > 6 || self.percent(30) { self.leaf() } else { self.inner() };
        self.depth -= 1;
        Expr { kind, span: NONE }
    }

    fn boxed(&mut self) -> Box<Expr> {
        Box::new(self.expr())
    }

    fn leaf(&mut self) -> ExprKind {
        const TEXTS: [&str; 6] = ["", "it's", "a\\b", "line\nbreak\ttab", "\u{1}\u{7f}", "é😀\"`"];
        match self.below(10) {
            0 => ExprKind::Null,
            1 => ExprKind::Bool(self.percent(50)),
            2 => ExprKind::Int([0, 1, -1, 42, i64::MAX, i64::MIN][self.below(6)]),
            3 => ExprKind::Float([0.0, -0.0, 1.5, -2.5e-7, 1e300, 100.0, f64::MIN_POSITIVE][self.below(7)]),
            4 => ExprKind::Str(TEXTS[self.below(TEXTS.len())].to_owned()),
            5 => ExprKind::Parameter(["p", "0", "a b", "match"][self.below(4)].to_owned()),
            6 => ExprKind::CountStar,
            _ => ExprKind::Variable(self.text()),
        }
    }

    fn map(&mut self) -> ExprKind {
        ExprKind::Map(self.some(0, 2, |writer| (writer.name(), writer.expr())))
    }

    fn inner(&mut self) -> ExprKind {
        match self.below(26) {
            0 => ExprKind::List(self.some(0, 3, Self::expr)),
            1 => self.map(),
            2 | 3 => {
                ExprKind::Logic([LogicOp::Or, LogicOp::Xor, LogicOp::And][self.below(3)], self.some(2, 3, Self::expr))
            }
            4 => ExprKind::Not(self.boxed()),
            5 | 6 => {
                let signs = [CompareOp::Eq, CompareOp::Ne, CompareOp::Lt, CompareOp::Le, CompareOp::Gt, CompareOp::Ge];
                ExprKind::Compare(self.boxed(), self.some(1, 2, |writer| (signs[writer.below(6)], writer.expr())))
            }
            7 | 8 => self.arithmetic(),
            9 => ExprKind::Negate(self.boxed()),
            10 => ExprKind::Plus(self.boxed()),
            11 | 12 => {
                let words = [
                    PredicateOp::StartsWith,
                    PredicateOp::EndsWith,
                    PredicateOp::Contains,
                    PredicateOp::Matches,
                    PredicateOp::In,
                    PredicateOp::In,
                ];
                ExprKind::Predicate(words[self.below(6)], self.boxed(), self.boxed())
            }
            13 => ExprKind::IsNull { expr: self.boxed(), negated: self.percent(50) },
            14 => ExprKind::Property(self.boxed(), self.name()),
            15 => ExprKind::Index(self.boxed(), self.boxed()),
            16 => ExprKind::Slice(self.boxed(), self.perhaps(60, Self::boxed), self.perhaps(60, Self::boxed)),
            17 => ExprKind::HasLabels(self.boxed(), self.labels(2)),
            18 => ExprKind::Case {
                subject: self.perhaps(40, Self::boxed),
                branches: self.some(1, 2, |writer| (writer.expr(), writer.expr())),
                otherwise: self.perhaps(50, Self::boxed),
            },
            19 => {
                ExprKind::Call { name: self.function(), distinct: self.percent(20), args: self.some(0, 2, Self::expr) }
            }
            20 => ExprKind::ListComprehension {
                variable: self.name(),
                list: self.boxed(),
                condition: self.perhaps(50, Self::boxed),
                value: self.perhaps(50, Self::boxed),
            },
            _ => self.special(),
        }
    }

    /// One operator of one precedence or more.
    fn arithmetic(&mut self) -> ExprKind {
        let classes: [&[ArithmeticOp]; 3] = [
            &[ArithmeticOp::Add, ArithmeticOp::Subtract],
            &[ArithmeticOp::Multiply, ArithmeticOp::Divide, ArithmeticOp::Modulo],
            &[ArithmeticOp::Power],
        ];
        let class = classes[self.below(3)];
        let first = self.boxed();
        ExprKind::Arithmetic(first, self.some(1, 3, |writer| (class[writer.below(class.len())], writer.expr())))
    }

    fn special(&mut self) -> ExprKind {
        match self.below(5) {
            0 => {
                let mut pattern = self.plain();
                pattern.variable = self.perhaps(30, Self::name);
                let condition = self.perhaps(40, Self::boxed);
                ExprKind::PatternComprehension { pattern: Box::new(pattern), condition, value: self.boxed() }
            }
            1 => ExprKind::Quantifier {
                quantifier: [Quantifier::All, Quantifier::Any, Quantifier::None, Quantifier::Single][self.below(4)],
                variable: self.name(),
                list: self.boxed(),
                condition: self.boxed(),
            },
            2 => ExprKind::Reduce {
                total: self.name(),
                init: self.boxed(),
                variable: self.name(),
                list: self.boxed(),
                value: self.boxed(),
            },
            3 if self.percent(50) => ExprKind::Pattern(Box::new(self.plain())),
            3 => {
                let selector = [Selector::ShortestPath, Selector::AllShortestPaths][self.below(2)];
                ExprKind::ShortestPath(Box::new(Pattern { selector: Some(selector), ..self.plain() }))
            }
            _ => {
                let usage = [SubqueryUse::Exists, SubqueryUse::Count, SubqueryUse::Collect][self.below(3)];
                let inner = if self.percent(60) || self.depth > 4 {
                    Subquery::Pattern(self.matched())
                } else {
                    // A query that is nothing but a MATCH is a pattern.
                    let mut query = self.statement();
                    query.parts[0].clauses.push(Clause::Return(self.projection()));
                    Subquery::Query(query)
                };
                ExprKind::Subquery(usage, Box::new(inner))
            }
        }
    }
}

/// No place.
const NONE: Span = Span { start: 0, end: 0 };
