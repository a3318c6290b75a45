//! Many things of one kind that come one after the other.

use super::{Bounds, Fault, free};

/// So many things stand in a piece.
const PIECE: usize = 1 << 12;

/// A list that grows in pieces, which are never moved: a list in one piece of memory needs it three times while it grows, and
/// takes longer for that than somebody would wait who asks for an end.
///
/// ```
/// use casegraph::value::{Bounds, Pile};
/// let mut pile = Pile::default();
/// (0..10_000).for_each(|each| pile.push(each));
/// assert_eq!(pile.len(), 10_000);
/// assert_eq!(pile.gathered(&Bounds::default()).ok(), Some((0..10_000).collect()));
/// ```
#[derive(Debug)]
pub struct Pile<T> {
    pieces: Vec<Vec<T>>,
    last: Vec<T>,
    /// How many things there are.
    len: usize,
}

impl<T> Default for Pile<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), last: Vec::new(), len: 0 }
    }
}

impl<T> From<Vec<T>> for Pile<T> {
    fn from(last: Vec<T>) -> Self {
        Self { pieces: Vec::new(), len: last.len(), last }
    }
}

impl<T> Pile<T> {
    /// How many things there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a thing behind the others.
    #[inline]
    pub fn push(&mut self, item: T) {
        if self.last.len() >= PIECE {
            self.pieces.push(std::mem::replace(&mut self.last, Vec::with_capacity(PIECE)));
        }
        self.last.push(item);
        self.len += 1;
    }

    /// Adds things behind the others.
    pub fn extend(&mut self, items: impl ExactSizeIterator<Item = T>) {
        if self.last.len() + items.len() > PIECE {
            return items.for_each(|item| self.push(item));
        }
        self.len += items.len();
        self.last.extend(items);
    }

    /// Adds all of another. O(its pieces).
    pub fn append(&mut self, later: Self) {
        self.len += later.len;
        if later.pieces.is_empty() && self.last.len() + later.last.len() <= PIECE {
            self.last.extend(later.last);
            return;
        }
        self.pieces.push(std::mem::replace(&mut self.last, later.last));
        self.pieces.extend(later.pieces);
    }

    /// Keeps what is wanted alone, in its order. O(things).
    ///
    /// # Errors
    /// When the statement should end.
    pub fn retain(&mut self, mut wanted: impl FnMut(&T) -> bool, bounds: &Bounds) -> Result<(), Fault> {
        for piece in self.pieces.iter_mut().chain([&mut self.last]) {
            bounds.check()?;
            let before = piece.len();
            piece.retain(&mut wanted);
            self.len -= before - piece.len();
        }
        Ok(())
    }

    /// All things in one list. O(things).
    ///
    /// # Errors
    /// When the statement should end.
    pub fn gathered(self, bounds: &Bounds) -> Result<Vec<T>, Fault>
    where
        T: Send + 'static,
    {
        if self.pieces.is_empty() {
            return Ok(self.last);
        }
        let mut all = Vec::with_capacity(self.len);
        let mut pieces = self.pieces.into_iter().chain([self.last]);
        for piece in pieces.by_ref() {
            all.extend(piece);
            if let Err(ended) = bounds.check() {
                free((pieces, all));
                return Err(ended);
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{DEFAULT_MEMORY, Stop, Why};

    fn pile(numbers: std::ops::Range<usize>) -> Pile<usize> {
        let mut pile = Pile::default();
        numbers.for_each(|number| pile.push(number));
        pile
    }

    #[test]
    fn things_stay_in_their_order() {
        let bounds = Bounds::default();
        for cut in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let mut all = pile(0..cut);
            all.extend(cut..cut + 10);
            all.append(pile(cut + 10..3 * PIECE + 20));
            assert_eq!(all.len(), 3 * PIECE + 20);
            all.retain(|number| number % 3 == 0, &bounds).expect("nobody asks for an end");
            all.push(7);
            let wanted: Vec<usize> = (0..3 * PIECE + 20).filter(|number| number % 3 == 0).chain([7]).collect();
            assert_eq!(all.gathered(&bounds), Ok(wanted));
        }
        assert!(pile(0..0).is_empty());
    }

    #[test]
    fn nothing_is_gathered_for_who_asks_for_an_end() {
        let stop = Stop::default();
        stop.ask(Why::Asked);
        let bounds = Bounds::new(stop, DEFAULT_MEMORY);
        assert!(pile(0..2 * PIECE).gathered(&bounds).is_err());
        assert!(pile(0..2).retain(|_| true, &bounds).is_err());
    }
}
