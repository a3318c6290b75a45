//! Statements and clauses.

use super::super::ast::{
    Call, CallQuery, Clause, Create, Delete, Expr, ExprKind, Filter, Foreach, Imports, Item, LabelExpr, Let, Match,
    Merge, Mode, Name, Projection, Query, Remove, RemoveItem, Set, SetItem, SingleQuery, SortItem, Subquery, Union,
    Unwind, With, Yields,
};
use super::super::parser::{Pair, Rule};
use super::{Builder, is_expr};
use crate::diag::{Diagnostic, Span, codes};

impl Builder<'_> {
    /// `query`
    pub(in super::super) fn query(&self, pair: Pair<'_>) -> Query {
        let mode = match pair.clone().into_inner().find(|part| part.as_rule() == Rule::mode) {
            None => Mode::Run,
            Some(words) if has(words.clone(), Rule::kw_explain) => Mode::Explain,
            Some(_) => Mode::Profile,
        };
        let statement = pair.into_inner().find(|part| part.as_rule() == Rule::statement);
        Query { mode, ..self.statement(statement.expect("query holds a statement")) }
    }

    /// `lone_expression`
    pub(in super::super) fn lone_expression(&self, pair: Pair<'_>) -> Expr {
        self.expr_in(pair)
    }

    /// `statement`
    fn statement(&self, pair: Pair<'_>) -> Query {
        let span = self.span(&pair);
        let mut query = Query { mode: Mode::Run, parts: Vec::new(), unions: Vec::new(), span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::single_query => query.parts.push(self.single_query(part)),
                _ => query.unions.push(Union { span: self.span(&part), all: has(part, Rule::kw_all) }),
            }
        }
        query
    }

    fn single_query(&self, pair: Pair<'_>) -> SingleQuery {
        let span = self.span(&pair);
        SingleQuery { clauses: pair.into_inner().map(|part| self.clause(part)).collect(), span }
    }

    fn clause(&self, pair: Pair<'_>) -> Clause {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::match_clause => Clause::Match(self.match_clause(pair)),
            Rule::unwind_clause => Clause::Unwind(self.unwind(pair)),
            Rule::with_clause => Clause::With(self.with(pair)),
            Rule::return_clause => Clause::Return(self.projection(pair)),
            Rule::create_clause => {
                let parts = pair.into_inner().filter(|part| part.as_rule() == Rule::pattern);
                Clause::Create(Create { patterns: parts.map(|part| self.pattern(part)).collect(), span })
            }
            Rule::merge_clause => Clause::Merge(self.merge(pair)),
            Rule::set_clause => Clause::Set(Set { items: self.set_items(pair), span }),
            Rule::delete_clause => {
                let detach = has(pair.clone(), Rule::kw_detach);
                let entities = pair.into_inner().filter(|part| part.as_rule() == Rule::expr);
                Clause::Delete(Delete { detach, entities: entities.map(|part| self.expr(part)).collect(), span })
            }
            Rule::remove_clause => Clause::Remove(Remove { items: self.remove_items(pair), span }),
            Rule::call_clause => Clause::Call(self.call_clause(pair)),
            Rule::show_clause => Clause::Call(self.show_clause(pair)),
            Rule::call_query => Clause::CallQuery(self.call_query(pair)),
            Rule::foreach_clause => Clause::Foreach(self.foreach(pair)),
            Rule::let_clause => {
                let items = pair.into_inner().filter(|part| part.as_rule() == Rule::let_item);
                Clause::Let(Let { items: items.map(|part| self.named(part)).collect(), span })
            }
            Rule::filter_clause => Clause::Filter(Filter { condition: self.expr_in(pair), span }),
            Rule::finish_clause => Clause::Finish(span),
            rule => unreachable!("{rule:?} is no clause"),
        }
    }

    /// `let_item`
    fn named(&self, pair: Pair<'_>) -> (Name, Expr) {
        let name = pair.clone().into_inner().next().expect("let_item begins with a symbol");
        (self.name(&name), self.expr_in(pair))
    }

    fn foreach(&self, pair: Pair<'_>) -> Foreach {
        let span = self.span(&pair);
        let (mut variable, mut list, mut clauses) = (None, None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::symbol => variable = Some(self.name(&part)),
                Rule::plain_expr => list = Some(self.expr(part)),
                Rule::kw_foreach | Rule::kw_in | Rule::bar | Rule::close_paren => {}
                _ => clauses.push(self.clause(part)),
            }
        }
        Foreach {
            variable: variable.expect("foreach_clause holds a symbol"),
            list: list.expect("foreach_clause holds an expression"),
            clauses,
            span,
        }
    }

    fn call_query(&self, pair: Pair<'_>) -> CallQuery {
        let span = self.span(&pair);
        let (mut optional, mut imports, mut query) = (false, Imports::With, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_optional => optional = true,
                Rule::imports if has(part.clone(), Rule::star) => imports = Imports::All,
                Rule::imports => {
                    let names = part.into_inner().filter(|part| part.as_rule() == Rule::symbol);
                    imports = Imports::Names(names.map(|part| self.name(&part)).collect());
                }
                Rule::statement => query = Some(self.statement(part)),
                _ => {}
            }
        }
        CallQuery { optional, imports, query: query.expect("call_query holds a statement"), span }
    }

    /// `match_clause`, and the inner of `EXISTS { … }` when it has no keyword.
    fn match_clause(&self, pair: Pair<'_>) -> Match {
        let span = self.span(&pair);
        let mut clause = Match { optional: false, patterns: Vec::new(), condition: None, span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_optional => clause.optional = true,
                Rule::pattern => clause.patterns.push(self.pattern(part)),
                Rule::where_part => clause.condition = Some(self.expr_in(part)),
                _ => {}
            }
        }
        clause
    }

    /// `nested_query`
    pub(super) fn subquery(&self, pair: Pair<'_>) -> Subquery {
        let statement = pair.clone().into_inner().find(|part| part.as_rule() == Rule::statement);
        if let Some(statement) = statement {
            let mut query = self.statement(statement);
            let single = query.unions.is_empty() && query.parts[0].clauses.len() == 1;
            return match query.parts[0].clauses.pop() {
                Some(Clause::Match(only)) if single && !only.optional => Subquery::Pattern(only),
                last => {
                    query.parts[0].clauses.extend(last);
                    Subquery::Query(query)
                }
            };
        }
        let mut only = self.match_clause(pair);
        let first = only.patterns.first().expect("nested_query holds a pattern").span;
        let last = only.patterns.last().map(|pattern| pattern.span);
        let end = only.condition.as_ref().map(|condition| condition.span).or(last);
        only.span = end.map_or(first, |end| first.to(end));
        Subquery::Pattern(only)
    }

    fn unwind(&self, pair: Pair<'_>) -> Unwind {
        let span = self.span(&pair);
        let variable = pair.clone().into_inner().find(|part| part.as_rule() == Rule::symbol);
        let variable = self.name(&variable.expect("unwind_clause holds a symbol"));
        Unwind { list: self.expr_in(pair), variable, span }
    }

    fn with(&self, pair: Pair<'_>) -> With {
        let span = self.span(&pair);
        let condition = pair.clone().into_inner().find(|part| part.as_rule() == Rule::where_part);
        let condition = condition.map(|part| self.expr_in(part));
        With { projection: self.projection(pair), condition, span }
    }

    /// The projection inside `with_clause` or `return_clause`; its place begins at the keyword.
    fn projection(&self, clause: Pair<'_>) -> Projection {
        let start = clause.as_span().start();
        let pair = clause.into_inner().find(|part| part.as_rule() == Rule::projection);
        let pair = pair.expect("a clause of that kind holds a projection");
        let span = Span::new(start, self.span(&pair).end as usize);
        let mut projection = Projection {
            distinct: false,
            star: None,
            items: Vec::new(),
            order: Vec::new(),
            skip: None,
            limit: None,
            span,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_distinct => projection.distinct = true,
                Rule::star => projection.star = Some(self.span(&part)),
                Rule::item => projection.items.push(self.item(part)),
                Rule::order_part => projection.order = self.order(part),
                Rule::skip_part => projection.skip = Some(self.expr_in(part)),
                Rule::limit_part => projection.limit = Some(self.expr_in(part)),
                _ => {}
            }
        }
        projection
    }

    fn item(&self, pair: Pair<'_>) -> Item {
        let alias = pair.clone().into_inner().find(|part| part.as_rule() == Rule::symbol);
        Item { expr: self.expr_in(pair), alias: alias.map(|part| self.name(&part)) }
    }

    fn order(&self, pair: Pair<'_>) -> Vec<SortItem> {
        let items = pair.into_inner().filter(|part| part.as_rule() == Rule::sort_item);
        items.map(|part| SortItem { descending: has(part.clone(), Rule::kw_desc), expr: self.expr_in(part) }).collect()
    }

    fn merge(&self, pair: Pair<'_>) -> Merge {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let pattern = parts.find(|part| part.as_rule() == Rule::pattern);
        let pattern = self.pattern(pattern.expect("merge_clause holds a pattern"));
        let mut merge = Merge { pattern, on_create: Vec::new(), on_match: Vec::new(), span };
        for part in parts {
            match part.as_rule() {
                Rule::on_create => merge.on_create.extend(self.set_items(part)),
                _ => merge.on_match.extend(self.set_items(part)),
            }
        }
        merge
    }

    fn set_items(&self, pair: Pair<'_>) -> Vec<SetItem> {
        let items = pair.into_inner().filter_map(|part| match part.as_rule() {
            Rule::set_labels => Some(self.set_labels(part)),
            Rule::set_properties => Some(self.set_properties(part)),
            Rule::set_property => Some(self.set_property(part)),
            _ => None,
        });
        items.collect()
    }

    fn call_clause(&self, pair: Pair<'_>) -> Call {
        let span = self.span(&pair);
        let optional = has(pair.clone(), Rule::kw_optional);
        let mut parts = pair.into_inner().filter(|part| !matches!(part.as_rule(), Rule::kw_call | Rule::kw_optional));
        let name = self.name(&parts.next().expect("call_clause holds a name"));
        let mut call = Call { optional, name, args: None, yields: None, span };
        for part in parts {
            match part.as_rule() {
                Rule::arguments => {
                    let args = part.into_inner().filter(|part| part.as_rule() == Rule::expr);
                    call.args = Some(args.map(|arg| self.expr(arg)).collect());
                }
                _ => call.yields = Some(self.yields(part)),
            }
        }
        call
    }

    /// `show_clause`: a call of what lists the functions or procedures. Without YIELD it gives the columns that people
    /// look for.
    fn show_clause(&self, pair: Pair<'_>) -> Call {
        let span = self.span(&pair);
        let (word, columns): (_, &[&str]) = if has(pair.clone(), Rule::kw_functions) {
            ("SHOW FUNCTIONS", &["name", "category", "description"])
        } else {
            ("SHOW PROCEDURES", &["name", "description"])
        };
        let name = |text: &str| Name { text: text.to_owned(), span };
        let items = columns.iter().map(|column| (name(column), None)).collect();
        let mut yields = Yields { star: None, items, condition: None };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::yield_part => yields = self.yields(part),
                Rule::where_part => yields.condition = Some(self.expr_in(part)),
                _ => {}
            }
        }
        Call { optional: false, name: name(word), args: Some(Vec::new()), yields: Some(yields), span }
    }

    fn yields(&self, pair: Pair<'_>) -> Yields {
        let mut yields = Yields { star: None, items: Vec::new(), condition: None };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::star => yields.star = Some(self.span(&part)),
                Rule::yield_item => {
                    let mut names = part.into_inner().filter(|part| part.as_rule() == Rule::symbol);
                    let name = self.name(&names.next().expect("yield_item begins with a symbol"));
                    yields.items.push((name, names.next().map(|alias| self.name(&alias))));
                }
                Rule::where_part => yields.condition = Some(self.expr_in(part)),
                _ => {}
            }
        }
        yields
    }

    fn remove_items(&self, pair: Pair<'_>) -> Vec<RemoveItem> {
        let items = pair.into_inner().filter_map(|part| match part.as_rule() {
            Rule::set_labels => {
                let span = self.span(&part);
                let (variable, labels) = self.labels_of(part);
                Some(RemoveItem::Labels { variable, labels, span })
            }
            Rule::remove_property => {
                let span = self.span(&part);
                let (entity, key) = self.property_of(part);
                Some(RemoveItem::Property { entity, key, span })
            }
            _ => None,
        });
        items.collect()
    }

    fn set_labels(&self, pair: Pair<'_>) -> SetItem {
        let span = self.span(&pair);
        let (variable, labels) = self.labels_of(pair);
        SetItem::Labels { variable, labels, span }
    }

    /// `n:Label:Label`
    fn labels_of(&self, pair: Pair<'_>) -> (Name, Vec<Name>) {
        let mut parts = pair.into_inner();
        let variable = self.name(&parts.next().expect("set_labels begins with a symbol"));
        let labels = self.labels(parts.next().expect("set_labels ends with labels"));
        (variable, self.plain_names(&labels))
    }

    /// The names of labels that are given or taken away, which can't be a choice.
    fn plain_names(&self, labels: &LabelExpr) -> Vec<Name> {
        let names: Option<Vec<Name>> = labels.conjuncts().iter().map(|part| part.name().cloned()).collect();
        names.unwrap_or_else(|| {
            let message = "labels are given and taken away by name";
            let diagnostic = Diagnostic::error(codes::BAD_PATTERN_USE, message);
            let diagnostic = diagnostic.at(self.source, labels.span(), "is a condition on labels");
            self.report(diagnostic.hint("Write the names one after the other: n:A:B"));
            Vec::new()
        })
    }

    fn set_properties(&self, pair: Pair<'_>) -> SetItem {
        let start = pair.as_span().start();
        let add = has(pair.clone(), Rule::plus_equals);
        let variable = self.name(&pair.clone().into_inner().next().expect("set_properties begins with a symbol"));
        let value = self.expr_in(pair);
        let span = Span::new(start, value.span.end as usize);
        SetItem::Properties { variable, add, value, span }
    }

    fn set_property(&self, pair: Pair<'_>) -> SetItem {
        let start = pair.as_span().start();
        let value = self.expr_in(pair.clone());
        let (entity, key) = self.property_of(pair);
        let span = Span::new(start, value.span.end as usize);
        SetItem::Property { entity, key, value, span }
    }

    /// `n.inner.key`: what has the property, and the last key.
    fn property_of(&self, pair: Pair<'_>) -> (Expr, Name) {
        let mut parts = pair.into_inner();
        let mut entity = self.atom(parts.next().expect("the rule begins with an atom")).expr;
        let keys = parts.filter(|part| part.as_rule() == Rule::property);
        let mut keys: Vec<Name> = keys.flat_map(|part| self.names(part)).collect();
        let key = keys.pop().expect("the rule holds a property");
        self.check_depth(keys.len(), key.span);
        for inner in keys {
            let span = entity.span.to(inner.span);
            entity = Expr { kind: ExprKind::Property(Box::new(entity), inner), span };
        }
        (entity, key)
    }

    /// The first expression among the parts of a pair.
    pub(super) fn expr_in(&self, pair: Pair<'_>) -> Expr {
        let part = pair.into_inner().find(is_expr);
        self.expr(part.expect("the rule holds an expression"))
    }
}

/// Whether a rule is among the parts of a pair.
fn has(pair: Pair<'_>, rule: Rule) -> bool {
    pair.into_inner().any(|part| part.as_rule() == rule)
}
