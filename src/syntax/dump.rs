//! The tree as text, for golden files and for people who work on the grammar.
//!
//! Input: a tree. Output: a clause a line, its parts indented below; expressions as `(operator operand …)`.

use super::ast::{
    ArithmeticOp, Arrow, Clause, CompareOp, Expr, ExprKind, Imports, Item, LabelExpr, Length, Link, LogicOp, Match,
    Mode, Name, NodePattern, Pattern, PredicateOp, Projection, Quantifier, Query, RelPattern, RemoveItem, Selector,
    SetItem, SortItem, Subquery, SubqueryUse,
};
use crate::diag::Span;
use std::fmt::Write as _;

/// A tree as indented text; items of a projection carry the bytes that name them. O(size of the tree × depth).
///
/// ```
/// use casegraph::{diag::Source, syntax};
/// let query = syntax::parse(&Source::new("q", "RETURN 1 + n.x AS y")).unwrap();
/// assert_eq!(syntax::dump(&query), "return\n  item @7..14 AS y: (+ 1 (. n x))\n");
/// ```
#[must_use]
pub fn dump(query: &Query) -> String {
    let mut dump = Dump { text: String::new(), indent: 0 };
    dump.query(query);
    dump.text
}

struct Dump {
    text: String,
    indent: usize,
}

impl Dump {
    fn line(&mut self, line: &str) {
        for _ in 0..self.indent {
            self.text.push_str("  ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn query(&mut self, query: &Query) {
        match query.mode {
            Mode::Run => {}
            Mode::Explain => self.line("explain"),
            Mode::Profile => self.line("profile"),
        }
        for (index, part) in query.parts.iter().enumerate() {
            if let Some(union) = index.checked_sub(1).and_then(|joint| query.unions.get(joint)) {
                self.line(if union.all { "union all" } else { "union" });
            }
            for clause in &part.clauses {
                self.clause(clause);
            }
        }
    }

    fn clause(&mut self, clause: &Clause) {
        match clause {
            Clause::Match(clause) => {
                self.line(if clause.optional { "optional match" } else { "match" });
                self.indent += 1;
                self.match_parts(clause);
                self.indent -= 1;
            }
            Clause::Unwind(clause) => {
                self.line(&format!("unwind {} AS {}", expr(&clause.list), name(&clause.variable)));
            }
            Clause::With(clause) => {
                self.projection("with", &clause.projection);
                self.condition(clause.condition.as_ref());
            }
            Clause::Return(projection) => self.projection("return", projection),
            Clause::Create(clause) => {
                self.line("create");
                self.patterns(&clause.patterns);
            }
            Clause::Merge(clause) => {
                self.line("merge");
                self.patterns(std::slice::from_ref(&clause.pattern));
                self.set_items("  on create", &clause.on_create);
                self.set_items("  on match", &clause.on_match);
            }
            Clause::Set(clause) => self.set_items("set", &clause.items),
            Clause::Delete(clause) => {
                let word = if clause.detach { "detach delete" } else { "delete" };
                let entities: Vec<String> = clause.entities.iter().map(expr).collect();
                self.line(&format!("{word} {}", entities.join(", ")));
            }
            Clause::CallQuery(clause) => {
                let word = if clause.optional { "optional call" } else { "call" };
                let names = match &clause.imports {
                    Imports::With => String::new(),
                    Imports::All => " (*)".to_owned(),
                    Imports::Names(names) => format!(" ({})", names.iter().map(name).collect::<Vec<_>>().join(", ")),
                };
                self.line(&format!("{word}{names}"));
                self.indent += 1;
                self.query(&clause.query);
                self.indent -= 1;
            }
            Clause::Foreach(clause) => {
                self.line(&format!("foreach {} IN {}", name(&clause.variable), expr(&clause.list)));
                self.indent += 1;
                clause.clauses.iter().for_each(|each| self.clause(each));
                self.indent -= 1;
            }
            Clause::Let(clause) => {
                for (variable, value) in &clause.items {
                    self.line(&format!("let {} = {}", name(variable), expr(value)));
                }
            }
            Clause::Filter(clause) => self.line(&format!("filter {}", expr(&clause.condition))),
            Clause::Finish(_) => self.line("finish"),
            Clause::Call(clause) => {
                let args = clause.args.as_ref().map_or_else(String::new, |args| {
                    format!("({})", args.iter().map(expr).collect::<Vec<_>>().join(", "))
                });
                let word = if clause.optional { "optional call" } else { "call" };
                self.line(&format!("{word} {}{args}", name(&clause.name)));
                if let Some(yields) = &clause.yields {
                    let items = yields.items.iter().map(|(output, alias)| {
                        let alias = alias.as_ref().map_or_else(String::new, |alias| format!(" AS {}", name(alias)));
                        format!("{}{alias}", name(output))
                    });
                    let items: Vec<String> = yields.star.iter().map(|_| "*".to_owned()).chain(items).collect();
                    self.line(&format!("  yield {}", items.join(", ")));
                    if let Some(condition) = &yields.condition {
                        self.line(&format!("  where {}", expr(condition)));
                    }
                }
            }
            Clause::Remove(clause) => {
                for item in &clause.items {
                    let what = match item {
                        RemoveItem::Property { entity, key, .. } => format!("{} . {}", expr(entity), name(key)),
                        RemoveItem::Labels { variable, labels, .. } => format!("{} {}", name(variable), colons(labels)),
                    };
                    self.line(&format!("remove {what}"));
                }
            }
        }
    }

    fn match_parts(&mut self, clause: &Match) {
        for pattern in &clause.patterns {
            self.line(&path(pattern));
        }
        if let Some(condition) = &clause.condition {
            self.line(&format!("where {}", expr(condition)));
        }
    }

    fn patterns(&mut self, patterns: &[Pattern]) {
        self.indent += 1;
        for pattern in patterns {
            self.line(&path(pattern));
        }
        self.indent -= 1;
    }

    fn condition(&mut self, condition: Option<&Expr>) {
        if let Some(condition) = condition {
            self.line(&format!("  where {}", expr(condition)));
        }
    }

    fn projection(&mut self, word: &str, projection: &Projection) {
        self.line(&format!("{word}{}", if projection.distinct { " distinct" } else { "" }));
        self.indent += 1;
        if projection.star.is_some() {
            self.line("*");
        }
        for Item { expr: value, alias } in &projection.items {
            let Span { start, end } = value.span;
            let alias = alias.as_ref().map_or(String::new(), |alias| format!(" AS {}", name(alias)));
            self.line(&format!("item @{start}..{end}{alias}: {}", expr(value)));
        }
        for SortItem { expr: key, descending } in &projection.order {
            self.line(&format!("order {}{}", expr(key), if *descending { " desc" } else { "" }));
        }
        if let Some(count) = &projection.skip {
            self.line(&format!("skip {}", expr(count)));
        }
        if let Some(count) = &projection.limit {
            self.line(&format!("limit {}", expr(count)));
        }
        self.indent -= 1;
    }

    fn set_items(&mut self, word: &str, items: &[SetItem]) {
        for item in items {
            let change = match item {
                SetItem::Property { entity, key, value, .. } => {
                    format!("{} . {} = {}", expr(entity), name(key), expr(value))
                }
                SetItem::Properties { variable, add, value, .. } => {
                    format!("{} {} {}", name(variable), if *add { "+=" } else { "=" }, expr(value))
                }
                SetItem::Labels { variable, labels, .. } => format!("{} {}", name(variable), colons(labels)),
            };
            self.line(&format!("{word} {change}"));
        }
    }
}

/// A name, in back-quotes where it needs them.
fn name(name: &Name) -> String {
    let plain = name.text.chars().all(|c| c == '_' || c == '.' || c.is_alphanumeric());
    if plain && !name.text.is_empty() { name.text.clone() } else { format!("`{}`", name.text) }
}

fn colons(names: &[Name]) -> String {
    names.iter().map(|label| format!(":{}", name(label))).collect()
}

/// A pattern on one line.
fn path(pattern: &Pattern) -> String {
    let mut text = String::new();
    if let Some(variable) = &pattern.variable {
        text += &format!("{} = ", name(variable));
    }
    text += &match pattern.selector {
        Some(Selector::ShortestPath) => "shortest ".to_owned(),
        Some(Selector::AllShortestPaths) => "all shortest ".to_owned(),
        Some(Selector::Shortest(count)) => format!("shortest {count} "),
        Some(Selector::Groups(count)) => format!("shortest {count} groups "),
        None => String::new(),
    };
    text += &chained(&pattern.start, &pattern.steps);
    text + &condition(pattern.condition.as_ref())
}

fn chained(start: &NodePattern, steps: &[(Link, NodePattern)]) -> String {
    let mut text = node(start);
    for (link, end) in steps {
        text += &match link {
            Link::Rel(rel) => relationship(rel),
            Link::Group(group) => {
                let inner = chained(&group.start, &group.steps) + &condition(group.condition.as_ref());
                format!(" ({inner}){} ", quantity(group.quantity.as_ref()))
            }
        };
        text += &node(end);
    }
    text
}

fn condition(value: Option<&Expr>) -> String {
    value.map_or(String::new(), |value| format!(" where {}", expr(value)))
}

fn quantity(length: Option<&Length>) -> String {
    let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
    length.map_or(String::new(), |length| format!("{{{},{}}}", bound(length.min), bound(length.max)))
}

/// A label expression, its parts in parentheses where they are joined.
fn labels(value: &LabelExpr) -> String {
    let join = |parts: &[LabelExpr], sign: &str| {
        let parts = parts.iter().map(|part| match part {
            LabelExpr::And(_) | LabelExpr::Or(_) => format!("({})", labels(part)),
            part => labels(part),
        });
        parts.collect::<Vec<_>>().join(sign)
    };
    match value {
        LabelExpr::Name(label) => name(label),
        LabelExpr::Any(_) => "%".to_owned(),
        LabelExpr::Not(inner, _) => format!("!{}", join(std::slice::from_ref(inner), "")),
        LabelExpr::And(parts) => join(parts, "&"),
        LabelExpr::Or(parts) => join(parts, "|"),
    }
}

fn node(node: &NodePattern) -> String {
    let variable = node.variable.as_ref().map_or(String::new(), name);
    let labels = node.labels.as_ref().map_or(String::new(), |value| format!(":{}", labels(value)));
    let tail = properties(node.properties.as_ref()) + &condition(node.condition.as_deref());
    format!("({variable}{labels}{tail})")
}

fn relationship(rel: &RelPattern) -> String {
    let mut inner = rel.variable.as_ref().map_or(String::new(), name);
    if let Some(types) = &rel.types {
        inner += &format!(":{}", labels(types));
    }
    if let Some(length) = rel.length.as_ref().filter(|length| !length.quantity) {
        let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
        inner += &format!("*{}..{}", bound(length.min), bound(length.max));
    }
    inner += &properties(rel.properties.as_ref());
    inner += &condition(rel.condition.as_deref());
    let behind = quantity(rel.length.as_ref().filter(|length| length.quantity));
    let (left, right) = match rel.arrow {
        Arrow::Left => ("<-", "-"),
        Arrow::Right => ("-", "->"),
        Arrow::Both => ("-", "-"),
    };
    format!("{left}[{inner}]{right}{behind}")
}

fn properties(value: Option<&Expr>) -> String {
    value.map_or(String::new(), |value| format!(" {}", expr(value)))
}

/// `(head operand …)`
fn form<'e>(head: &str, operands: impl IntoIterator<Item = &'e Expr>) -> String {
    let mut text = format!("({head}");
    for operand in operands {
        text += " ";
        text += &expr(operand);
    }
    text + ")"
}

/// An expression on one line.
fn expr(value: &Expr) -> String {
    match &value.kind {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Int(value) => value.to_string(),
        ExprKind::Float(value) => format!("{value:?}"),
        ExprKind::Str(value) => format!("{value:?}"),
        ExprKind::Parameter(name) => format!("${name}"),
        ExprKind::Variable(text) => name(&Name { text: text.clone(), span: value.span }),
        ExprKind::List(items) => form("list", items),
        ExprKind::Map(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", name(key), expr(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        ExprKind::Logic(op, operands) => form(logic_word(*op), operands),
        ExprKind::Not(operand) => form("not", [&**operand]),
        ExprKind::Compare(first, rest) => chain(first, rest.iter().map(|(op, operand)| (compare_sign(*op), operand))),
        ExprKind::Arithmetic(first, rest) => {
            chain(first, rest.iter().map(|(op, operand)| (arithmetic_sign(*op), operand)))
        }
        ExprKind::Negate(operand) => form("negate", [&**operand]),
        ExprKind::Plus(operand) => form("plus", [&**operand]),
        ExprKind::Predicate(op, left, right) => form(predicate_word(*op), [&**left, &**right]),
        ExprKind::IsNull { expr: operand, negated } => {
            form(if *negated { "is-not-null" } else { "is-null" }, [&**operand])
        }
        ExprKind::Property(owner, key) => format!("(. {} {})", expr(owner), name(key)),
        ExprKind::Index(list, index) => form("index", [&**list, &**index]),
        ExprKind::Slice(list, from, to) => {
            let bound = |bound: &Option<Box<Expr>>| bound.as_ref().map_or("_".to_owned(), |bound| expr(bound));
            format!("(slice {} {} {})", expr(list), bound(from), bound(to))
        }
        ExprKind::HasLabels(operand, test) => format!("(labels {} :{})", expr(operand), labels(test)),
        _ => special(value),
    }
}

/// The expressions with words of their own.
fn special(value: &Expr) -> String {
    let optional =
        |word: &str, part: Option<&Expr>| part.map_or(String::new(), |part| format!(" {word} {}", expr(part)));
    match &value.kind {
        ExprKind::Case { subject, branches, otherwise } => {
            let mut text = "(case".to_owned();
            text += &subject.as_ref().map_or(String::new(), |subject| format!(" {}", expr(subject)));
            for (when, then) in branches {
                let _ = write!(text, " when {} then {}", expr(when), expr(then));
            }
            text + &optional("else", otherwise.as_deref()) + ")"
        }
        ExprKind::Call { name: function, distinct, args } => {
            form(&format!("call {}{}", name(function), if *distinct { " distinct" } else { "" }), args)
        }
        ExprKind::CountStar => "(count *)".to_owned(),
        ExprKind::ListComprehension { variable, list, condition, value } => {
            let tail = optional("where", condition.as_deref()) + &optional("|", value.as_deref());
            format!("(each {} in {}{tail})", name(variable), expr(list))
        }
        ExprKind::PatternComprehension { pattern, condition, value } => {
            format!("(each {}{} | {})", path(pattern), optional("where", condition.as_deref()), expr(value))
        }
        ExprKind::Quantifier { quantifier, variable, list, condition } => {
            let word = quantifier_word(*quantifier);
            format!("({word} {} in {} where {})", name(variable), expr(list), expr(condition))
        }
        ExprKind::Reduce { total, init, variable, list, value } => {
            let (total, variable) = (name(total), name(variable));
            format!("(reduce {total} = {}, {variable} in {} | {})", expr(init), expr(list), expr(value))
        }
        ExprKind::Pattern(pattern) => format!("(path {})", path(pattern)),
        ExprKind::ShortestPath(pattern) => format!("({})", path(pattern)),
        ExprKind::Subquery(usage, subquery) => {
            let word = match usage {
                SubqueryUse::Exists => "exists",
                SubqueryUse::Count => "count",
                SubqueryUse::Collect => "collect",
            };
            format!("({word} {})", inner(subquery))
        }
        kind => unreachable!("{kind:?} has no words of its own"),
    }
}

/// A subquery on one line.
fn inner(subquery: &Subquery) -> String {
    let mut dump = Dump { text: String::new(), indent: 0 };
    match subquery {
        Subquery::Pattern(clause) => dump.match_parts(clause),
        Subquery::Query(query) => dump.query(query),
    }
    let lines: Vec<&str> = dump.text.lines().map(str::trim).collect();
    lines.join("; ")
}

/// `(+ a b)`, or `(chain a + b - c)` for several operators.
fn chain<'e>(first: &Expr, rest: impl ExactSizeIterator<Item = (&'static str, &'e Expr)>) -> String {
    let single = rest.len() == 1;
    let mut text = expr(first);
    for (sign, operand) in rest {
        if single {
            return format!("({sign} {text} {})", expr(operand));
        }
        let _ = write!(text, " {sign} {}", expr(operand));
    }
    format!("(chain {text})")
}

fn logic_word(op: LogicOp) -> &'static str {
    match op {
        LogicOp::Or => "or",
        LogicOp::Xor => "xor",
        LogicOp::And => "and",
    }
}

fn compare_sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "=",
        CompareOp::Ne => "<>",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

fn arithmetic_sign(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
        ArithmeticOp::Modulo => "%",
        ArithmeticOp::Power => "^",
    }
}

fn predicate_word(op: PredicateOp) -> &'static str {
    match op {
        PredicateOp::StartsWith => "starts-with",
        PredicateOp::EndsWith => "ends-with",
        PredicateOp::Contains => "contains",
        PredicateOp::Matches => "=~",
        PredicateOp::In => "in",
    }
}

fn quantifier_word(quantifier: Quantifier) -> &'static str {
    match quantifier {
        Quantifier::All => "all",
        Quantifier::Any => "any",
        Quantifier::None => "none",
        Quantifier::Single => "single",
    }
}
