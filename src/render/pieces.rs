//! Text that is handed on in pieces.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io;

/// So many bytes are handed on at once.
const PIECE: usize = 1 << 16;

/// Gathers text, and hands it on when enough has come together.
pub(super) struct Pieces<F> {
    text: String,
    put: F,
}

impl<E, F: FnMut(&str) -> Result<(), E>> Pieces<F> {
    pub(super) fn new(put: F) -> Self {
        Self { text: String::new(), put }
    }

    /// Takes text in.
    pub(super) fn push(&mut self, text: &str) -> Result<(), E> {
        self.text.push_str(text);
        if self.text.len() < PIECE { Ok(()) } else { self.flush() }
    }

    /// Takes a value in as JSON, which is handed on in pieces too when it is long.
    pub(super) fn push_json(&mut self, shown: &impl Serialize, formatter: impl Formatter) -> Result<(), E> {
        let mut sink = Sink { out: self, ended: None };
        let written = shown.serialize(&mut serde_json::Serializer::with_formatter(&mut sink, formatter));
        match sink.ended {
            Some(ended) => Err(ended),
            None => {
                written.expect("keys are strings and JSON is UTF-8");
                Ok(())
            }
        }
    }

    /// Hands on what there is.
    pub(super) fn flush(&mut self) -> Result<(), E> {
        (self.put)(&self.text)?;
        self.text.clear();
        Ok(())
    }

    /// Asks whether to go on, where nothing is ready yet.
    pub(super) fn go_on(&mut self) -> Result<(), E> {
        (self.put)("")
    }
}

/// Where the writer of JSON puts its text.
struct Sink<'p, E, F> {
    out: &'p mut Pieces<F>,
    /// Why nothing more is taken in.
    ended: Option<E>,
}

impl<E, F: FnMut(&str) -> Result<(), E>> io::Write for Sink<'_, E, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        match self.out.push(text) {
            Ok(()) => Ok(bytes.len()),
            Err(ended) => {
                self.ended = Some(ended);
                Err(io::ErrorKind::Other.into())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::ser::CompactFormatter;

    #[test]
    fn a_long_value_is_handed_on_in_pieces_and_ends_in_the_midst() {
        let long = vec!["word"; 100_000];
        let mut got = String::new();
        let mut out = Pieces::new(|piece: &str| {
            assert!(piece.len() < PIECE + 10);
            got.push_str(piece);
            Ok::<(), ()>(())
        });
        assert_eq!(out.push_json(&long, CompactFormatter).and_then(|()| out.flush()), Ok(()));
        drop(out);
        assert_eq!(got, serde_json::to_string(&long).expect("it is JSON"));
        let mut pieces = 0;
        let mut out = Pieces::new(|_: &str| {
            pieces += 1;
            if pieces < 2 { Ok(()) } else { Err("enough") }
        });
        assert_eq!(out.push_json(&long, CompactFormatter), Err("enough"));
        drop(out);
        assert_eq!(pieces, 2);
    }
}
