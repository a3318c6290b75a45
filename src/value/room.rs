//! Memory that is taken at once for something of a known size, and given back with it.

use super::{Bounds, Fault};
use std::ops::{Deref, DerefMut};

/// What takes less is not worth an entry in an account that threads share.
const SMALL: u64 = 4_096;

/// So many bytes of what a statement may hold, until this is dropped. What grows has a [`Held`](super::Held) instead.
#[derive(Debug)]
pub struct Room<'b> {
    bounds: &'b Bounds,
    bytes: u64,
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        if self.bytes > 0 {
            self.bounds.give_back(self.bytes);
        }
    }
}

/// A list that keeps its length, with the room that it takes.
///
/// ```
/// use casegraph::value::{Bounds, Stop};
/// let bounds = Bounds::new(Stop::default(), 10_000);
/// let mut table = bounds.table(0_u64, 1_000).expect("there is room");
/// table[7] += 1;
/// assert!(bounds.table(0_u64, 1_000).is_err());
/// drop(table);
/// assert!(bounds.table(0_u64, 1_000).is_ok());
/// ```
#[derive(Debug)]
pub struct Counted<'b, T> {
    items: Vec<T>,
    _room: Room<'b>,
}

impl<T> Deref for Counted<'_, T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> DerefMut for Counted<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl Bounds {
    /// Room for so many bytes; a few are not counted.
    ///
    /// # Errors
    /// [`FaultKind::Memory`](super::FaultKind::Memory) when there is none.
    pub fn room(&self, bytes: u64) -> Result<Room<'_>, Fault> {
        if bytes < SMALL {
            return Ok(Room { bounds: self, bytes: 0 });
        }
        // What was taken in vain is given back when the room is dropped.
        let room = Room { bounds: self, bytes };
        self.take(bytes).map(|()| room)
    }

    /// A value so many times.
    ///
    /// # Errors
    /// As of [`Bounds::room`].
    pub fn table<T: Clone>(&self, value: T, count: usize) -> Result<Counted<'_, T>, Fault> {
        let room = self.room((count * size_of::<T>()) as u64)?;
        Ok(Counted { items: vec![value; count], _room: room })
    }

    /// The same for who can't return an error: without room it is empty, and the run fails as after
    /// [`Bounds::fall_short`].
    #[must_use]
    pub fn table_or_none<T: Clone>(&self, value: T, count: usize) -> Counted<'_, T> {
        self.table(value, count).unwrap_or_else(|_| {
            self.fall_short();
            Counted { items: Vec::new(), _room: Room { bounds: self, bytes: 0 } }
        })
    }

    /// A list that is there already, which is kept from now on.
    ///
    /// # Errors
    /// As of [`Bounds::room`].
    pub fn counted<T>(&self, items: Vec<T>) -> Result<Counted<'_, T>, Fault> {
        let room = self.room((items.capacity() * size_of::<T>()) as u64)?;
        Ok(Counted { items, _room: room })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{FaultKind, Stop};

    #[test]
    fn room_is_given_back_also_when_it_was_asked_for_in_vain() {
        let bounds = Bounds::new(Stop::default(), 100_000);
        for _ in 0..3 {
            let room = bounds.room(90_000).expect("there is room");
            assert_eq!(bounds.room(20_000).map(|_| ()).map_err(|fault| fault.kind), Err(FaultKind::Memory));
            assert!(bounds.counted(vec![0_u8; 20_000]).is_err() && bounds.table(0_u8, 20_000).is_err());
            assert!(bounds.room(10_000).is_ok());
            drop(room);
        }
        assert!(bounds.fits(100_000).is_ok());
    }

    #[test]
    fn who_goes_on_without_a_table_is_told_at_the_end() {
        let bounds = Bounds::new(Stop::default(), 10_000);
        assert_eq!(bounds.table_or_none(1_u8, 10_000).len(), 10_000);
        assert!(bounds.check_memory().is_ok());
        assert!(bounds.table_or_none(1_u8, 10_001).is_empty());
        assert_eq!(bounds.check_memory().map_err(|fault| fault.kind), Err(FaultKind::Memory));
    }
}
