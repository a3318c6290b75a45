//! The words for what the grammar expects, and the keywords.
//!
//! Input: a rule at which pest stopped. Output: how a user would call what is missing there.

use super::parser::Rule;

/// The keywords of the language, for completion.
pub const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "ANY",
    "AS",
    "ASC",
    "ASCENDING",
    "BY",
    "CALL",
    "CASE",
    "COLLECT",
    "CONTAINS",
    "COUNT",
    "CREATE",
    "DELETE",
    "DESC",
    "DESCENDING",
    "DETACH",
    "DISTINCT",
    "ELSE",
    "END",
    "ENDS",
    "EXISTS",
    "EXPLAIN",
    "FALSE",
    "FUNCTIONS",
    "FILTER",
    "FINISH",
    "FOREACH",
    "GROUPS",
    "IN",
    "IS",
    "LET",
    "LIMIT",
    "MATCH",
    "MERGE",
    "NOT",
    "NULL",
    "ON",
    "OPTIONAL",
    "OR",
    "ORDER",
    "PROCEDURES",
    "PROFILE",
    "REMOVE",
    "RETURN",
    "SET",
    "SHOW",
    "SHORTEST",
    "SKIP",
    "STARTS",
    "THEN",
    "TRUE",
    "UNION",
    "UNWIND",
    "WHEN",
    "WHERE",
    "WITH",
    "XOR",
    "YIELD",
];

/// What a user would call a rule. The order is that in which they are named when several are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// Something in words, such as `a node pattern`.
    Thing(&'static str),
    /// A character or two of the language.
    Mark(&'static str),
    /// A keyword of the language.
    Keyword(&'static str),
    /// Any operator.
    Operator,
    /// A clause, of which there are too many to name.
    Clause,
    /// The end of the text.
    End,
    /// Nothing that can be named: a lookahead, whose alternatives say it better.
    Nothing,
}

/// What a user would call a rule.
pub(super) fn expected(rule: Rule) -> Expected {
    use Expected::{Clause, End, Keyword, Mark, Nothing, Operator, Thing};
    match rule {
        Rule::EOI => End,
        Rule::query
        | Rule::mode
        | Rule::kw_explain
        | Rule::kw_profile
        | Rule::statement
        | Rule::single_query
        | Rule::match_clause
        | Rule::unwind_clause
        | Rule::with_clause
        | Rule::return_clause
        | Rule::create_clause
        | Rule::merge_clause
        | Rule::set_clause
        | Rule::delete_clause
        | Rule::remove_clause
        | Rule::kw_detach
        | Rule::call_clause
        | Rule::call_query
        | Rule::foreach_clause
        | Rule::kw_foreach
        | Rule::let_clause
        | Rule::kw_let
        | Rule::filter_clause
        | Rule::kw_filter
        | Rule::finish_clause
        | Rule::kw_finish
        | Rule::kw_call
        | Rule::show_clause
        | Rule::kw_show
        | Rule::kw_remove
        | Rule::kw_unwind
        | Rule::kw_return
        | Rule::kw_merge
        | Rule::union
        | Rule::kw_union => Clause,
        Rule::lone_expression
        | Rule::expr
        | Rule::number
        | Rule::string
        | Rule::variable
        | Rule::null_literal
        | Rule::true_literal
        | Rule::false_literal
        | Rule::parenthesized
        | Rule::path_predicate
        | Rule::list
        | Rule::list_comprehension
        | Rule::pattern_comprehension
        | Rule::case
        | Rule::nested_query
        | Rule::kw_count
        | Rule::kw_collect
        | Rule::plain_expr
        | Rule::count_star
        | Rule::quantifier
        | Rule::quantifier_word
        | Rule::reduce
        | Rule::call
        | Rule::function_name
        | Rule::kw_case
        | Rule::kw_exists
        | Rule::kw_reduce
        | Rule::op_not
        | Rule::op_minus
        | Rule::op_plus
        | Rule::item
        | Rule::projection
        | Rule::star
        | Rule::sort_item => Thing("an expression"),
        Rule::map => Thing("a map"),
        Rule::parameter => Thing("a parameter"),
        Rule::entry => Thing("a key"),
        Rule::pattern
        | Rule::chain
        | Rule::group
        | Rule::node
        | Rule::shortest
        | Rule::kw_shortest
        | Rule::kw_all_shortest => Thing("a node pattern such as (n)"),
        Rule::relationship | Rule::left_head | Rule::dash => Thing("a relationship such as -->"),
        // They may always be there, and what must be there says it better.
        Rule::quantity | Rule::kw_is | Rule::is_types => Nothing,
        Rule::kw_any | Rule::selector | Rule::kw_shortest_first => Nothing,
        Rule::kw_paths | Rule::kw_groups => Nothing,
        Rule::let_item => Thing("a name"),
        Rule::imports => Mark("("),
        Rule::label_or | Rule::label_and | Rule::label_not | Rule::any_label | Rule::bang => Thing("a label"),
        Rule::ampersand => Mark("&"),
        Rule::detail | Rule::types | Rule::length => Thing("a relationship pattern such as [r:TYPE]"),
        Rule::bound => Thing("a number of steps"),
        Rule::set_labels | Rule::set_properties | Rule::set_property => Thing("what to set"),
        Rule::remove_property => Thing("what to remove"),
        Rule::symbol | Rule::name => Thing("a name"),
        Rule::labels | Rule::plain_labels | Rule::colon => Mark(":"),
        Rule::close_paren => Mark(")"),
        Rule::close_bracket => Mark("]"),
        Rule::close_brace => Mark("}"),
        Rule::comma => Mark(","),
        Rule::bar => Mark("|"),
        Rule::dots => Mark(".."),
        Rule::equals => Mark("="),
        Rule::plus_equals => Mark("+="),
        Rule::right_head => Mark(">"),
        Rule::op_or
        | Rule::op_xor
        | Rule::op_and
        | Rule::op_le
        | Rule::op_ne
        | Rule::op_lt
        | Rule::op_ge
        | Rule::op_gt
        | Rule::op_eq
        | Rule::op_matches
        | Rule::op_starts_with
        | Rule::op_ends_with
        | Rule::op_contains
        | Rule::op_in
        | Rule::op_add
        | Rule::op_subtract
        | Rule::op_multiply
        | Rule::op_divide
        | Rule::op_modulo
        | Rule::op_power
        | Rule::is_null
        | Rule::is_not_null
        | Rule::subscript
        | Rule::kw_starts
        | Rule::kw_ends => Operator,
        Rule::kw_in => Keyword("IN"),
        Rule::where_part | Rule::plain_where | Rule::kw_where => Keyword("WHERE"),
        Rule::order_part | Rule::kw_order => Keyword("ORDER BY"),
        Rule::skip_part | Rule::kw_skip => Keyword("SKIP"),
        Rule::limit_part | Rule::kw_limit => Keyword("LIMIT"),
        Rule::case_when | Rule::kw_when => Keyword("WHEN"),
        Rule::case_else | Rule::kw_else => Keyword("ELSE"),
        Rule::on_create | Rule::on_match | Rule::kw_on => Keyword("ON"),
        Rule::kw_all => Keyword("ALL"),
        Rule::kw_as => Keyword("AS"),
        Rule::kw_asc => Keyword("ASC"),
        Rule::kw_by => Keyword("BY"),
        Rule::kw_create => Keyword("CREATE"),
        Rule::kw_desc => Keyword("DESC"),
        Rule::kw_distinct => Keyword("DISTINCT"),
        Rule::kw_end => Keyword("END"),
        Rule::kw_match => Keyword("MATCH"),
        Rule::kw_not => Keyword("NOT"),
        Rule::kw_null => Keyword("NULL"),
        Rule::kw_optional => Keyword("OPTIONAL"),
        Rule::kw_set => Keyword("SET"),
        Rule::kw_delete => Keyword("DELETE"),
        Rule::kw_yield | Rule::yield_part => Keyword("YIELD"),
        Rule::arguments => Mark("("),
        Rule::yield_item | Rule::yield_nothing => Thing("what to yield"),
        Rule::kw_functions => Keyword("FUNCTIONS"),
        Rule::kw_procedures => Keyword("PROCEDURES"),
        Rule::kw_then => Keyword("THEN"),
        Rule::kw_with => Keyword("WITH"),
        // Another `.key` may always follow one.
        Rule::property => Nothing,
        Rule::path_shape
        | Rule::comprehension_shape
        | Rule::item_shape
        | Rule::quantifier_shape
        | Rule::reduce_shape
        | Rule::shortest_shape
        | Rule::group_shape
        | Rule::WHITESPACE
        | Rule::COMMENT => Nothing,
        Rule::quoted
        | Rule::word
        | Rule::reserved
        | Rule::blank
        | Rule::stop
        | Rule::operand
        | Rule::logic
        | Rule::infix
        | Rule::atom
        | Rule::clause
        | Rule::patterns
        | Rule::items
        | Rule::set_items
        | Rule::set_item
        | Rule::remove_item
        | Rule::plain_chain
        | Rule::plain_operand
        | Rule::labels_shape
        | Rule::label_shape
        | Rule::where_shape
        | Rule::unread
        | Rule::properties
        | Rule::node_shape
        | Rule::relationship_shape
        | Rule::detail_shape
        | Rule::properties_shape
        | Rule::braces
        | Rule::string_shape
        | Rule::symbol_shape
        | Rule::name_shape
        | Rule::quantifier_name => Nothing,
    }
}
