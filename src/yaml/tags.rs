//! Tags: a type written before a value, such as `!!str 12`.

use super::{Scalar, scalar};
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use saphyr_parser::Tag;
use std::sync::Arc;

/// The value of a scalar whose type is written before it; `span` holds both.
///
/// # Errors
/// `YAML_SYNTAX` for a tag that is not of the core schema, or that does not fit the text.
pub(super) fn resolve(tag: &Tag, text: &str, source: &Arc<Source>, span: Span) -> Result<Scalar, Diagnostics> {
    let meant = match (core(tag), scalar::resolve(text)) {
        (Some("str"), _) => Some(Scalar::Text(Arc::from(text))),
        (Some("null"), Scalar::Null) => Some(Scalar::Null),
        (Some("bool"), value @ Scalar::Bool(_)) => Some(value),
        (Some("int"), value @ Scalar::Int(_)) => Some(value),
        (Some("float"), Scalar::Int(value)) => Some(Scalar::Float(value as f64)),
        (Some("float"), value @ Scalar::Float(_)) => Some(value),
        (Some("null" | "bool" | "int" | "float"), _) => None,
        _ => return Err(unknown(tag, source, span).into()),
    };
    meant.ok_or_else(|| {
        let message = format!("the tag `!!{}` does not fit the value behind it", tag.suffix);
        Diagnostic::error(codes::YAML_SYNTAX, message).at(source, span, "").into()
    })
}

/// A tag that means nothing here.
pub(super) fn unknown(tag: &Tag, source: &Arc<Source>, span: Span) -> Diagnostic {
    let name =
        if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { format!("{}{}", tag.handle, tag.suffix) };
    Diagnostic::error(codes::YAML_SYNTAX, format!("the tag `{name}` means nothing here"))
        .at(source, span, "")
        .hint("A string that begins with `!` needs quotes.")
        .hint("The tags known are !!str, !!int, !!float, !!bool, !!null, !!seq and !!map.")
}

/// The name of a tag of the core schema; `!` alone makes a string.
pub(super) fn core(tag: &Tag) -> Option<&str> {
    if tag.is_yaml_core_schema() {
        Some(&tag.suffix)
    } else {
        (tag.handle.is_empty() && tag.suffix == "!").then_some("str")
    }
}
