//! A script → its statements, each as a source that keeps the lines and columns of the script.

use crate::diag::Source;
use crate::syntax;
use std::sync::Arc;

/// The statements of a script; of an empty one its text, so that the engine says that there is none.
pub(super) fn statements(name: &str, text: &str) -> Vec<Arc<Source>> {
    let whole = Source::new(name, text);
    let spans = syntax::split(text);
    if spans.is_empty() {
        return vec![whole];
    }
    spans.into_iter().map(|span| whole.part(span)).collect()
}
