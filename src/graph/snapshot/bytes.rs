//! Numbers, texts and lists as bytes: the alphabet of the description.

use super::{Result, damaged};
use std::sync::Arc;

/// Puts values one behind the other.
#[derive(Debug, Default)]
pub(super) struct Output(pub Vec<u8>);

impl Output {
    pub(super) fn byte(&mut self, value: u8) {
        self.0.push(value);
    }

    pub(super) fn bool(&mut self, value: bool) {
        self.byte(u8::from(value));
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.0.extend(value.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.u32(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    pub(super) fn option<T>(&mut self, value: Option<&T>, put: impl FnOnce(&mut Self, &T)) {
        self.bool(value.is_some());
        if let Some(value) = value {
            put(self, value);
        }
    }

    pub(super) fn list<T>(&mut self, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        self.u32(items.len() as u32);
        items.iter().for_each(|item| put(self, item));
    }

    /// For a list with gaps, a bit for each place, which says whether something is there.
    pub(super) fn gaps(&mut self, length: usize, there: impl Fn(usize) -> bool) {
        self.u32(length as u32);
        for first in (0..length).step_by(8) {
            let bits = (first..length.min(first + 8)).filter(|at| there(*at)).map(|at| 1u8 << (at - first));
            self.byte(bits.sum());
        }
    }
}

/// A list that takes no more is reserved at once; a longer one grows as its items come, since its length may be wrong.
const RESERVED: usize = 1 << 26;

fn room<T>(length: usize) -> Vec<T> {
    let fits = length.checked_mul(size_of::<T>()).is_some_and(|bytes| bytes <= RESERVED);
    Vec::with_capacity(if fits { length } else { 0 })
}

/// Takes values one after the other; it ends with an error where they do.
#[derive(Debug)]
pub(super) struct Input<'b>(&'b [u8]);

impl<'b> Input<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(|| damaged("its description is cut off"))?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    pub(super) fn bool(&mut self) -> Result<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(damaged(format!("{other} is no boolean"))),
        }
    }

    pub(super) fn u32(&mut self) -> Result<u32> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes(bytes.try_into().unwrap_or_default()))
    }

    pub(super) fn u64(&mut self) -> Result<u64> {
        let bytes = self.take(8)?;
        Ok(u64::from_le_bytes(bytes.try_into().unwrap_or_default()))
    }

    pub(super) fn str(&mut self) -> Result<&'b str> {
        let length = self.u32()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| damaged("a text of its description is not UTF-8"))
    }

    pub(super) fn text(&mut self) -> Result<Arc<str>> {
        self.str().map(Arc::from)
    }

    pub(super) fn option<T>(&mut self, get: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if self.bool()? { get(self).map(Some) } else { Ok(None) }
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.0.len()
    }

    /// How many items follow, each of which takes so many bytes at least.
    pub(super) fn length(&mut self, least: usize) -> Result<usize> {
        let length = self.u32()? as usize;
        if length > self.0.len() / least { Err(damaged("its description is cut off")) } else { Ok(length) }
    }

    /// A list. No more is reserved than there are bytes.
    pub(super) fn list<T>(&mut self, mut get: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let length = self.length(1)?;
        let mut items = room(length);
        for _ in 0..length {
            items.push(get(self)?);
        }
        Ok(items)
    }

    /// A list with gaps, after which what is there follows.
    pub(super) fn gaps<T>(
        &mut self,
        gap: impl Fn() -> T,
        mut get: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        let length = self.u32()? as usize;
        let bits = self.take(length.div_ceil(8))?;
        let mut items = room(length);
        for at in 0..length {
            let there = bits[at / 8] >> (at % 8) & 1 == 1;
            items.push(if there { get(self)? } else { gap() });
        }
        Ok(items)
    }

    /// Makes sure that nothing is left.
    pub(super) fn end(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(damaged("its description is longer than it should be")) }
    }
}
