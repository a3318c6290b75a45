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
    /// `CALL procedure(…) [YIELD …]`
    Call(Call),
}

impl Clause {
    /// Whether it changes the graph.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self {
            Self::Create(_) | Self::Merge(_) | Self::Set(_) | Self::Delete(_) | Self::Remove(_) => true,
            Self::Match(_) | Self::Unwind(_) | Self::With(_) | Self::Return(_) | Self::Call(_) => false,
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

/// `CALL procedure(…) [YIELD … [WHERE …]]`
#[derive(Clone, Debug)]
pub struct Call {
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

/// `[p =] (a)-[r]->(b)…`, or `[p =] shortestPath((a)-[r*]->(b))`
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The name of the path.
    pub variable: Option<Name>,
    /// Whether only shortest paths are asked for.
    pub shortest: Option<Shortest>,
    /// The first node.
    pub start: NodePattern,
    /// Each relationship with the node after it.
    pub steps: Vec<(RelPattern, NodePattern)>,
    /// The whole pattern.
    pub span: Span,
}

/// Which shortest paths are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortest {
    /// `shortestPath(…)`: any one.
    One,
    /// `allShortestPaths(…)`: every one.
    All,
}

/// `(variable:Label:Label {key: value})`
#[derive(Clone, Debug)]
pub struct NodePattern {
    /// The variable.
    pub variable: Option<Name>,
    /// The labels, all of which it must have.
    pub labels: Vec<Name>,
    /// A map literal or a parameter.
    pub properties: Option<Expr>,
    /// With the parentheses.
    pub span: Span,
}

/// `-[variable:TYPE|TYPE *min..max {key: value}]->`
#[derive(Clone, Debug)]
pub struct RelPattern {
    /// The variable.
    pub variable: Option<Name>,
    /// The types, one of which it must have; any when empty.
    pub types: Vec<Name>,
    /// How often it is walked; once when absent.
    pub length: Option<Length>,
    /// A map literal or a parameter.
    pub properties: Option<Expr>,
    /// Which way the arrow points.
    pub arrow: Arrow,
    /// With the dashes.
    pub span: Span,
}

/// `*`, `*2`, `*1..3`, `*..3`, `*2..`
#[derive(Clone, Copy, Debug)]
pub struct Length {
    /// The least number of steps; 1 when absent.
    pub min: Option<u64>,
    /// The greatest number of steps; no limit when absent.
    pub max: Option<u64>,
    /// From the star.
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
    /// `a:Label:Label`, also `r:TYPE`
    HasLabels(Box<Expr>, Vec<Name>),
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
    /// `EXISTS { (a)-->(b) WHERE … }` or `EXISTS { full query }`
    Exists(Box<Subquery>),
}

/// What stands between the braces of `EXISTS { … }`.
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
