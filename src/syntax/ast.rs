//! The syntax tree: what was written, with the place of each part, and no meaning yet.
//!
//! Chains of one operator are lists rather than towers, so that no walk over the tree is deeper than the text is nested.

use crate::diag::Span;

/// A name as written, without back-quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A statement: one or more single queries joined by UNION.
#[derive(Clone, Debug)]
pub struct Query {
    /// What is asked about it.
    pub mode: Mode,
    /// The parts in order, at least one.
    pub parts: Vec<SingleQuery>,
    /// The joint before each part but the first.
    pub unions: Vec<Union>,
    /// The whole statement without the final semicolon.
    pub span: Span,
}

/// What is asked about a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Its rows.
    #[default]
    Run,
    /// Its plan, without running it (`EXPLAIN`).
    Explain,
    /// Its plan, with what each operator did when it ran (`PROFILE`).
    Profile,
}

impl Query {
    /// Whether it changes the graph.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.parts.iter().any(|part| part.clauses.iter().any(Clause::writes))
    }

    /// Whether it gives rows: its parts end with RETURN.
    #[must_use]
    pub fn returns(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.clauses.last(), Some(Clause::Return(_))))
    }
}

/// A `UNION` or `UNION ALL`.
#[derive(Clone, Copy, Debug)]
pub struct Union {
    /// Whether equal rows are kept.
    pub all: bool,
    /// Where the words stand.
    pub span: Span,
}

/// Clauses in the order written.
#[derive(Clone, Debug)]
pub struct SingleQuery {
    /// The clauses, at least one.
    pub clauses: Vec<Clause>,
    /// From the first to the last.
    pub span: Span,
}

/// A clause.
#[derive(Clone, Debug)]
pub enum Clause {
    /// `[OPTIONAL] MATCH patterns [WHERE …]`
    Match(Match),
    /// `UNWIND list AS x`
    Unwind(Unwind),
    /// `WITH …`
    With(With),
    /// `RETURN …`
    Return(Projection),
    /// `CREATE patterns`
    Create(Create),
    /// `MERGE pattern [ON CREATE SET …] [ON MATCH SET …]`
    Merge(Merge),
    /// `SET …`
    Set(Set),
    /// `[DETACH] DELETE …`
    Delete(Delete),
    /// `REMOVE …`
    Remove(Remove),
    /// `[OPTIONAL] CALL procedure(…) [YIELD …]`
    Call(Call),
    /// `[OPTIONAL] CALL (x) { … }`
    CallQuery(CallQuery),
    /// `FOREACH (x IN list | …)`
    Foreach(Foreach),
    /// `LET x = …`
    Let(Let),
    /// `FILTER …`
    Filter(Filter),
    /// `FINISH`
    Finish(Span),
}

impl Clause {
    /// Whether it changes the graph.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self {
            Self::Create(_) | Self::Merge(_) | Self::Set(_) | Self::Delete(_) | Self::Remove(_) | Self::Foreach(_) => {
                true
            }
            Self::CallQuery(call) => call.query.writes(),
            Self::Match(_)
            | Self::Unwind(_)
            | Self::With(_)
            | Self::Return(_)
            | Self::Call(_)
            | Self::Let(_)
            | Self::Filter(_)
            | Self::Finish(_) => false,
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Match(clause) => clause.span,
            Self::Unwind(clause) => clause.span,
            Self::With(clause) => clause.span,
            Self::Return(projection) => projection.span,
            Self::Create(clause) => clause.span,
            Self::Merge(clause) => clause.span,
            Self::Set(clause) => clause.span,
            Self::Delete(clause) => clause.span,
            Self::Remove(clause) => clause.span,
            Self::Call(clause) => clause.span,
            Self::CallQuery(clause) => clause.span,
            Self::Foreach(clause) => clause.span,
            Self::Let(clause) => clause.span,
            Self::Filter(clause) => clause.span,
            Self::Finish(span) => *span,
        }
    }
}

/// `[OPTIONAL] MATCH patterns [WHERE …]`
#[derive(Clone, Debug)]
pub struct Match {
    /// Whether rows without a match stay, with nulls.
    pub optional: bool,
    /// The patterns between commas.
    pub patterns: Vec<Pattern>,
    /// The condition.
    pub condition: Option<Expr>,
    /// The whole clause.
    pub span: Span,
}

/// `UNWIND list AS x`
#[derive(Clone, Debug)]
pub struct Unwind {
    /// The list.
    pub list: Expr,
    /// The variable for its items.
    pub variable: Name,
    /// The whole clause.
    pub span: Span,
}

/// `WITH … [WHERE …]`
#[derive(Clone, Debug)]
pub struct With {
    /// What goes on.
    pub projection: Projection,
    /// The condition after it.
    pub condition: Option<Expr>,
    /// The whole clause.
    pub span: Span,
}

/// The body of `RETURN` and `WITH`.
#[derive(Clone, Debug)]
pub struct Projection {
    /// `DISTINCT`
    pub distinct: bool,
    /// The place of `*`, when it stands there (before the items).
    pub star: Option<Span>,
    /// The items in order.
    pub items: Vec<Item>,
    /// `ORDER BY`
    pub order: Vec<SortItem>,
    /// `SKIP`
    pub skip: Option<Expr>,
    /// `LIMIT`
    pub limit: Option<Expr>,
    /// From the keyword to the end.
    pub span: Span,
}

/// `expression [AS alias]`
#[derive(Clone, Debug)]
pub struct Item {
    /// The value.
    pub expr: Expr,
    /// Its name.
    pub alias: Option<Name>,
}

/// `expression [ASC | DESC]`
#[derive(Clone, Debug)]
pub struct SortItem {
    /// What to order by.
    pub expr: Expr,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// `CREATE patterns`
#[derive(Clone, Debug)]
pub struct Create {
    /// The patterns between commas.
    pub patterns: Vec<Pattern>,
    /// The whole clause.
    pub span: Span,
}

/// `MERGE pattern [ON CREATE SET …] [ON MATCH SET …]`
#[derive(Clone, Debug)]
pub struct Merge {
    /// What must be there.
    pub pattern: Pattern,
    /// What to set when it was made.
    pub on_create: Vec<SetItem>,
    /// What to set when it was found.
    pub on_match: Vec<SetItem>,
    /// The whole clause.
    pub span: Span,
}

/// `SET item, …`
#[derive(Clone, Debug)]
pub struct Set {
    /// The items in order.
    pub items: Vec<SetItem>,
    /// The whole clause.
    pub span: Span,
}

/// `[DETACH] DELETE expression, …`
#[derive(Clone, Debug)]
pub struct Delete {
    /// Whether the relationships of a node go with it.
    pub detach: bool,
    /// The nodes, relationships and paths to delete.
    pub entities: Vec<Expr>,
    /// The whole clause.
    pub span: Span,
}

/// `REMOVE item, …`
#[derive(Clone, Debug)]
pub struct Remove {
    /// The items in order.
    pub items: Vec<RemoveItem>,
    /// The whole clause.
    pub span: Span,
}

/// `FOREACH (x IN list | change …)`
#[derive(Clone, Debug)]
pub struct Foreach {
    /// The variable for the items.
    pub variable: Name,
    /// The list.
    pub list: Expr,
    /// What to do for each item.
    pub clauses: Vec<Clause>,
    /// The whole clause.
    pub span: Span,
}

/// `LET x = value, …`
#[derive(Clone, Debug)]
pub struct Let {
    /// The new variables with their values.
    pub items: Vec<(Name, Expr)>,
    /// The whole clause.
    pub span: Span,
}

/// `FILTER condition`
#[derive(Clone, Debug)]
pub struct Filter {
    /// What must be true of a row.
    pub condition: Expr,
    /// The whole clause.
    pub span: Span,
}

/// `[OPTIONAL] CALL (x, y) { … }`
#[derive(Clone, Debug)]
pub struct CallQuery {
    /// Whether a row stays for which the query gives none.
    pub optional: bool,
    /// What the query sees of the row.
    pub imports: Imports,
    /// The query.
    pub query: Query,
    /// The whole clause.
    pub span: Span,
}

/// What a called query sees of the row that it is called for.
#[derive(Clone, Debug)]
pub enum Imports {
    /// `CALL { WITH x … }`: what a WITH at the beginning takes.
    With,
    /// `CALL (*) { … }`: everything.
    All,
    /// `CALL (x, y) { … }`: these.
    Names(Vec<Name>),
}

/// `[OPTIONAL] CALL procedure(…) [YIELD … [WHERE …]]`
#[derive(Clone, Debug)]
pub struct Call {
    /// Whether a row stays for which the procedure gives none.
    pub optional: bool,
    /// The procedure's name with its namespace.
    pub name: Name,
    /// The arguments; absent when they are taken from parameters of the same names.
    pub args: Option<Vec<Expr>>,
    /// What is taken of its rows; everything when absent.
    pub yields: Option<Yields>,
    /// The whole clause.
    pub span: Span,
}

/// `YIELD item, … [WHERE …]`
#[derive(Clone, Debug)]
pub struct Yields {
    /// The place of `*`, when it stands there.
    pub star: Option<Span>,
    /// The outputs by name, with the variable for each.
    pub items: Vec<(Name, Option<Name>)>,
    /// The condition.
    pub condition: Option<Expr>,
}

/// One change of a `REMOVE`.
#[derive(Clone, Debug)]
pub enum RemoveItem {
    /// `entity.key`
    Property {
        /// What to change.
        entity: Expr,
        /// The key.
        key: Name,
        /// The whole item.
        span: Span,
    },
    /// `variable:Label:Label`
    Labels {
        /// What to change.
        variable: Name,
        /// The labels to take away.
        labels: Vec<Name>,
        /// The whole item.
        span: Span,
    },
}

/// One change of a `SET`.
#[derive(Clone, Debug)]
pub enum SetItem {
    /// `entity.key = value`; the entity may be any expression.
    Property {
        /// What to change.
        entity: Expr,
        /// The key.
        key: Name,
        /// The new value.
        value: Expr,
        /// The whole item.
        span: Span,
    },
    /// `variable = value` (all properties) or `variable += value` (these properties).
    Properties {
        /// What to change.
        variable: Name,
        /// Whether the other properties stay.
        add: bool,
        /// A map, or an entity whose properties are taken.
        value: Expr,
        /// The whole item.
        span: Span,
    },
    /// `variable:Label:Label`
    Labels {
        /// What to change.
        variable: Name,
        /// The labels to add.
        labels: Vec<Name>,
        /// The whole item.
        span: Span,
    },
}

/// `[p =] (a)-[r]->(b)…`, `[p =] SHORTEST 2 (a)-[r]->+(b)`, or `[p =] shortestPath((a)-[r*]->(b))`
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The name of the path.
    pub variable: Option<Name>,
    /// Which of the paths are asked for; all when absent.
    pub selector: Option<Selector>,
    /// The first node.
    pub start: NodePattern,
    /// Each link with the node after it.
    pub steps: Vec<(Link, NodePattern)>,
    /// The condition inside the parentheses around the whole, which is tested before paths are selected.
    pub condition: Option<Expr>,
    /// The whole pattern.
    pub span: Span,
}

/// Which of the paths between two nodes are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector {
    /// `shortestPath(…)`: any one of the shortest.
    ShortestPath,
    /// `allShortestPaths(…)`: every one of the shortest.
    AllShortestPaths,
    /// `SHORTEST k`, `ANY k`, `ANY SHORTEST`: so many, the shortest first.
    Shortest(u64),
    /// `SHORTEST k GROUPS`, `ALL SHORTEST`: all paths of so many lengths, the shortest first.
    Groups(u64),
}

/// What joins two nodes of a pattern.
#[derive(Clone, Debug)]
pub enum Link {
    /// A relationship, or a walk over several.
    Rel(RelPattern),
    /// A path that is repeated.
    Group(Group),
}

/// `((a)-[r]->(b) WHERE …){1,3}`
#[derive(Clone, Debug)]
pub struct Group {
    /// The first node.
    pub start: NodePattern,
    /// Each relationship with the node after it.
    pub steps: Vec<(Link, NodePattern)>,
    /// What must be true of each repetition.
    pub condition: Option<Expr>,
    /// How often it is repeated; once, and then without effect, when absent.
    pub quantity: Option<Length>,
    /// With the parentheses and the quantity.
    pub span: Span,
}

/// A condition on the labels of a node or on the type of a relationship: `A|B`, `A&!B`, `%`
#[derive(Clone, Debug)]
pub enum LabelExpr {
    /// `A`
    Name(Name),
    /// `%`: any at all.
    Any(Span),
    /// `!A`
    Not(Box<LabelExpr>, Span),
    /// `A&B`, and of labels also `A:B`: two or more.
    And(Vec<LabelExpr>),
    /// `A|B`: two or more.
    Or(Vec<LabelExpr>),
}

impl LabelExpr {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Name(name) => name.span,
            Self::Any(span) | Self::Not(_, span) => *span,
            Self::And(parts) | Self::Or(parts) => {
                let (first, last) = (parts.first(), parts.last());
                let ends = first.zip(last).expect("a label expression has parts");
                ends.0.span().to(ends.1.span())
            }
        }
    }

    /// The parts that must all hold.
    #[must_use]
    pub fn conjuncts(&self) -> &[Self] {
        match self {
            Self::And(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }

    /// The names, when it is nothing but a choice of names.
    #[must_use]
    pub fn choice(&self) -> Option<Vec<&Name>> {
        let parts = match self {
            Self::Or(parts) => parts,
            one => std::slice::from_ref(one),
        };
        parts.iter().map(Self::name).collect()
    }

    /// Whether another is written alike.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let all = |a: &[Self], b: &[Self]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b));
        match (self, other) {
            (Self::Name(a), Self::Name(b)) => a.text == b.text,
            (Self::Any(_), Self::Any(_)) => true,
            (Self::Not(a, _), Self::Not(b, _)) => a.is(b),
            (Self::And(a), Self::And(b)) | (Self::Or(a), Self::Or(b)) => all(a, b),
            _ => false,
        }
    }

    /// The name, when it is one.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// `(variable:Label {key: value} WHERE condition)`
#[derive(Clone, Debug)]
pub struct NodePattern {
    /// The variable.
    pub variable: Option<Name>,
    /// What its labels must be.
    pub labels: Option<LabelExpr>,
    /// A map literal or a parameter.
    pub properties: Option<Expr>,
    /// What must be true.
    pub condition: Option<Box<Expr>>,
    /// With the parentheses.
    pub span: Span,
}

/// `-[variable:TYPE|TYPE *min..max {key: value} WHERE condition]->{min,max}`
#[derive(Clone, Debug)]
pub struct RelPattern {
    /// The variable.
    pub variable: Option<Name>,
    /// What its type must be; any when absent.
    pub types: Option<LabelExpr>,
    /// How often it is walked; once when absent.
    pub length: Option<Length>,
    /// A map literal or a parameter.
    pub properties: Option<Expr>,
    /// What must be true, of a walk in each step.
    pub condition: Option<Box<Expr>>,
    /// Which way the arrow points.
    pub arrow: Arrow,
    /// With the dashes and the quantity.
    pub span: Span,
}

/// `*`, `*2`, `*1..3`, `*..3`, `*2..` inside the brackets; `+`, `*`, `{2}`, `{1,3}`, `{,3}`, `{2,}` behind the arrow.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    /// Whether it stands behind the arrow or the group.
    pub quantity: bool,
    /// The least number of steps; when absent 1, and behind an arrow 0.
    pub min: Option<u64>,
    /// The greatest number of steps; no limit when absent.
    pub max: Option<u64>,
    /// From its first mark.
    pub span: Span,
}

/// Which way the arrow points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// `-->`
    Right,
    /// `<--`
    Left,
    /// `--` and `<-->`
    Both,
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Without surrounding blanks; with the parentheses if the whole is in parentheses.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `42`, `0x2A`, `0o52`; a sign before the digits is part of it where it stands directly before them.
    Int(i64),
    /// `1.5`, `.5e3`
    Float(f64),
    /// `'text'`, `"text"`, with the escapes resolved.
    Str(String),
    /// `$name`
    Parameter(String),
    /// A variable.
    Variable(String),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{key: value}`
    Map(Vec<(Name, Expr)>),
    /// `a OR b OR c`, `AND`, `XOR`: two operands or more.
    Logic(LogicOp, Vec<Expr>),
    /// `NOT a`
    Not(Box<Expr>),
    /// `a < b <= c`, which means `a < b AND b <= c`: one comparison or more.
    Compare(Box<Expr>, Vec<(CompareOp, Expr)>),
    /// `a + b - c`, `a * b / c % d`, `a ^ b`: one operator of one precedence or more, from left to right.
    Arithmetic(Box<Expr>, Vec<(ArithmeticOp, Expr)>),
    /// `-a`
    Negate(Box<Expr>),
    /// `+a`
    Plus(Box<Expr>),
    /// `a STARTS WITH b` and its kin, `a IN b`, `a =~ b`
    Predicate(PredicateOp, Box<Expr>, Box<Expr>),
    /// `a IS NULL`, `a IS NOT NULL`
    IsNull {
        /// What is asked about.
        expr: Box<Expr>,
        /// Whether `NOT` stands there.
        negated: bool,
    },
    /// `a.key`
    Property(Box<Expr>, Name),
    /// `a[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `a[from..to]`
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `a:Label`, `a:A|B`, also `r:TYPE`
    HasLabels(Box<Expr>, LabelExpr),
    /// `CASE [subject] WHEN … THEN … [ELSE …] END`
    Case {
        /// What is compared with each WHEN.
        subject: Option<Box<Expr>>,
        /// The branches in order.
        branches: Vec<(Expr, Expr)>,
        /// The value when no branch is taken.
        otherwise: Option<Box<Expr>>,
    },
    /// `name([DISTINCT] a, b)`; the name may have dots.
    Call {
        /// The name as written.
        name: Name,
        /// Whether `DISTINCT` stands there.
        distinct: bool,
        /// The arguments in order.
        args: Vec<Expr>,
    },
    /// `count(*)`
    CountStar,
    /// `[x IN list WHERE condition | value]`
    ListComprehension {
        /// The variable for the items.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// Which items.
        condition: Option<Box<Expr>>,
        /// What of them; the item itself when absent.
        value: Option<Box<Expr>>,
    },
    /// `[(a)-->(b) WHERE condition | value]`
    PatternComprehension {
        /// The pattern, which may be named.
        pattern: Box<Pattern>,
        /// Which matches.
        condition: Option<Box<Expr>>,
        /// What of them.
        value: Box<Expr>,
    },
    /// `all(x IN list WHERE condition)` and its kin.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// The variable for the items.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The condition.
        condition: Box<Expr>,
    },
    /// `reduce(total = 0, x IN list | total + x)`
    Reduce {
        /// The variable that carries the value.
        total: Name,
        /// Its first value.
        init: Box<Expr>,
        /// The variable for the items.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The next value.
        value: Box<Expr>,
    },
    /// `(a)-->(b)` where a condition is expected: whether there is such a path.
    Pattern(Box<Pattern>),
    /// `shortestPath(…)` as a value.
    ShortestPath(Box<Pattern>),
    /// `EXISTS { … }`, `COUNT { … }`, `COLLECT { … }`
    Subquery(SubqueryUse, Box<Subquery>),
}

/// What is asked of a query in an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubqueryUse {
    /// `EXISTS`: whether it has a row.
    Exists,
    /// `COUNT`: how many rows.
    Count,
    /// `COLLECT`: the values of its only column.
    Collect,
}

/// What stands between the braces of `EXISTS { … }` and its kin.
#[derive(Clone, Debug)]
pub enum Subquery {
    /// Patterns with a condition; `MATCH` may stand before them.
    Pattern(Match),
    /// A whole query.
    Query(Query),
}

/// Operators of three-valued logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogicOp {
    /// `OR`
    Or,
    /// `XOR`
    Xor,
    /// `AND`
    And,
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// Arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `^`
    Power,
}

/// Operators on strings and lists that give a truth value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PredicateOp {
    /// `STARTS WITH`
    StartsWith,
    /// `ENDS WITH`
    EndsWith,
    /// `CONTAINS`
    Contains,
    /// `=~`
    Matches,
    /// `IN`
    In,
}

/// The quantifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`
    All,
    /// `any`
    Any,
    /// `none`
    None,
    /// `single`
    Single,
}
