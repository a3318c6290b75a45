//! Text → syntax tree.
//!
//! Input: a [`Source`](crate::diag::Source). Output: an [`ast::Query`], or findings in a user's words. The grammar is
//! `grammar/cypher.pest`.
//!
//! **Invariant:** the only user of pest; it knows neither schema nor graph. The tree leaves it only towards `check`.

pub mod ast;
