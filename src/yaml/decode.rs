//! Bytes → text: size, encoding and the characters that YAML leaves out.

use super::MAX_BYTES;
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use std::sync::Arc;

/// Makes a source of a file's bytes, without a byte order mark.
///
/// # Errors
/// `YAML_LIMIT` when the file is larger than [`MAX_BYTES`]; `YAML_ENCODING`, at the first bad byte, when it is not UTF-8
/// or holds a character that no text has (NUL and other control characters).
///
/// ```
/// let source = casegraph::yaml::decode("a.yaml", b"name: Kafka").unwrap();
/// assert_eq!(source.text(), "name: Kafka");
/// assert_eq!(casegraph::yaml::decode("a.yaml", b"name: \xff").unwrap_err().len(), 1);
/// ```
pub fn decode(name: &str, bytes: &[u8]) -> Result<Arc<Source>, Diagnostics> {
    if bytes.len() > MAX_BYTES {
        let megabytes = bytes.len().div_ceil(1_000_000);
        let message = format!("the file has {megabytes} MB, and {} MB are the limit", MAX_BYTES / 1_000_000);
        return Err(Diagnostic::error(codes::YAML_LIMIT, message)
            .at(&Source::new(name, ""), Span::new(0, 0), "")
            .hint("Split it into several files of one folder.")
            .into());
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => return Err(not_utf8(name, bytes, error.valid_up_to()).into()),
    };
    let source = Source::new(name, text);
    match text.bytes().position(|byte| byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t') || byte == 0x7f) {
        None => Ok(source),
        Some(at) => Err(control_character(&source, at).into()),
    }
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Diagnostic {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Diagnostic::error(codes::YAML_ENCODING, "the file is UTF-16 text, and UTF-8 is needed")
            .at(&Source::new(name, ""), Span::new(0, 0), "")
            .hint("Save it as UTF-8.");
    }
    // What follows the bad byte is shown as far as it can be, so that its line can be recognized.
    let source = Source::new(name, String::from_utf8_lossy(bytes));
    let width = char::REPLACEMENT_CHARACTER.len_utf8();
    let message = format!("the byte 0x{:02X} is not UTF-8 text", bytes[at]);
    Diagnostic::error(codes::YAML_ENCODING, message)
        .at(&source, Span::new(at, at + width), "here the text stops being UTF-8")
        .hint("Save the file as UTF-8; editors call it the encoding of the file.")
}

fn control_character(source: &Arc<Source>, at: usize) -> Diagnostic {
    let byte = source.text().as_bytes()[at];
    let name = if byte == 0 { "a NUL byte".to_owned() } else { format!("the control character U+{byte:04X}") };
    // The excerpt ends before the character, which a terminal would obey.
    let shown = Source::new(source.name(), &source.text()[..at]);
    Diagnostic::error(codes::YAML_ENCODING, format!("{name} stands in the text"))
        .at(&shown, Span::new(at, at), "it follows here")
        .hint(format!("A text file has none; delete it, or write it as an escape in double quotes: \"\\x{byte:02x}\"."))
}
