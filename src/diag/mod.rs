//! What went wrong, where, and how to mend it.
//!
//! Input: a [`Source`], byte [`Span`]s in it and a [`Code`] of the table in [`codes`]. Output: a [`Diagnostic`], and its
//! picture with caret by [`show()`]. This module knows no phase: the parser, the checker, the loader and the executor all
//! report through it.
//!
//! **Invariant:** it imports nothing of this crate.

pub mod codes;
mod diagnostic;
mod explain;
mod show;
mod source;
mod suggest;
mod visible;

pub use codes::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Fix, Label, Severity};
pub use explain::{Explanation, explain};
pub use show::{Style, show, show_all};
pub use source::{Position, Source, Span};
pub use suggest::{nearest, or_list};
pub use visible::visible;
