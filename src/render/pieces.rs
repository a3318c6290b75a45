//! Text that is handed on in pieces.

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
