//! What a statement may take: time until somebody asks for an end, and memory.
//!
//! Nothing is measured of the process. What takes long looks at [`Bounds::check`] on its way, and whatever keeps values
//! counts them in a [`Held`], or takes a [`Room`](super::Room) for them; so a statement ends with an error before the system ends the program, and, but for threads,
//! at the same row on every machine.

use super::{Fault, FaultKind, Value};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// The bytes that a statement may hold unless somebody says otherwise.
pub const DEFAULT_MEMORY: u64 = 2_000_000_000;

/// Memory is taken in pieces of so many bytes, so that the common count is seldom touched.
const PIECE: u64 = 16 * 1024;

/// A node of the tree of a map.
const TREE_NODE: u64 = 11 * (size_of::<Arc<str>>() + size_of::<Value>()) as u64 + 64;

/// What is shared by more holders was counted for the first ones.
const SHARED: usize = 4;

/// So many elements are dealt with without a look at whether to go on.
pub(super) const RUN: usize = 1 << 14;

/// Why a statement should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody asked for it.
    Asked = 1,
    /// Its time is up.
    Late = 2,
}

impl Why {
    /// The failure of a statement that ends for this reason.
    #[must_use]
    pub fn fault(self) -> Fault {
        match self {
            Self::Asked => {
                Fault::new(FaultKind::Interrupted, "interrupted; what the statement had changed is taken back")
            }
            Self::Late => {
                let message = "the time for the statement is up; what it had changed is taken back";
                Fault::new(FaultKind::Late, message).hint("Ask for less, or give it a longer timeout.")
            }
        }
    }
}

/// A flag by which a statement that runs is told to end. Clones are the same flag.
///
/// ```
/// use casegraph::value::{Stop, Why};
/// let stop = Stop::default();
/// stop.clone().ask(Why::Asked);
/// assert_eq!(stop.why(), Some(Why::Asked));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Asks for an end; the first reason stands.
    pub fn ask(&self, why: Why) {
        let _ = self.0.compare_exchange(0, why as usize, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Takes back what was asked for, for the next statement.
    pub fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Takes back a request with this reason only.
    pub fn clear_if(&self, why: Why) {
        let _ = self.0.compare_exchange(why as usize, 0, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Whether an end is asked for, and why.
    #[must_use]
    pub fn why(&self) -> Option<Why> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            2 => Some(Why::Late),
            _ => Some(Why::Asked),
        }
    }

    /// Goes on unless an end is asked for.
    ///
    /// # Errors
    /// Why it is.
    #[inline]
    pub fn look(&self) -> Result<(), Why> {
        self.why().map_or(Ok(()), Err)
    }

    /// Collects items, with a look before each.
    ///
    /// # Errors
    /// Why an end is asked for.
    pub fn collect<T>(&self, items: impl Iterator<Item = T>) -> Result<Vec<T>, Why> {
        items.map(|item| self.look().map(|()| item)).collect()
    }

    /// The flag itself, for a signal handler: 0 to go on, or the number of a reason.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.0)
    }
}

/// The bounds of one run of a statement.
#[derive(Debug)]
pub struct Bounds {
    stop: Stop,
    limit: u64,
    used: AtomicU64,
    /// Whether a thread has left something out for want of memory.
    short: AtomicBool,
}

impl Default for Bounds {
    fn default() -> Self {
        Self::new(Stop::default(), DEFAULT_MEMORY)
    }
}

impl Bounds {
    /// A run that ends when it is asked to, and that may hold so many bytes.
    #[must_use]
    pub fn new(stop: Stop, memory: u64) -> Self {
        Self { stop, limit: memory, used: AtomicU64::new(0), short: AtomicBool::new(false) }
    }

    /// Goes on unless an end is asked for. It costs one look at a number.
    ///
    /// # Errors
    /// [`FaultKind::Interrupted`] or [`FaultKind::Late`] then.
    #[inline]
    pub fn check(&self) -> Result<(), Fault> {
        if self.is_stopped() { Err(self.ended()) } else { Ok(()) }
    }

    /// The flag by which an end is asked for.
    #[must_use]
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// Whether an end is asked for.
    #[inline]
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.0.load(Ordering::Relaxed) != 0
    }

    #[cold]
    fn ended(&self) -> Fault {
        self.stop.why().unwrap_or(Why::Asked).fault()
    }

    /// Whether more is held than may be.
    #[must_use]
    pub(super) fn is_exceeded(&self) -> bool {
        self.used.load(Ordering::Relaxed) > self.limit
    }

    /// Whether a thread that can't return an error is to end, since an end is asked for or more is held than may be. The
    /// run then fails, also when others have let go of memory until somebody asks [`Bounds::check_memory`].
    #[must_use]
    pub fn must_end(&self) -> bool {
        if self.is_exceeded() {
            self.fall_short();
            return true;
        }
        self.is_stopped() || self.short.load(Ordering::Relaxed)
    }

    /// Lets the run fail for want of memory, when somebody next asks [`Bounds::check_memory`].
    #[cold]
    pub fn fall_short(&self) {
        self.short.store(true, Ordering::Relaxed);
    }

    /// Goes on unless more is held than may be, or a thread has ended because there was.
    ///
    /// # Errors
    /// [`FaultKind::Memory`] then.
    pub fn check_memory(&self) -> Result<(), Fault> {
        self.fits(0)
    }

    /// Whether so many bytes would fit beside what is held. Asked before something large is built.
    ///
    /// # Errors
    /// [`FaultKind::Memory`] when they would not.
    pub fn fits(&self, bytes: u64) -> Result<(), Fault> {
        let fits = self.used.load(Ordering::Relaxed).saturating_add(bytes) <= self.limit;
        if fits && !self.short.load(Ordering::Relaxed) { Ok(()) } else { Err(self.full()) }
    }

    /// Takes memory until the run ends.
    ///
    /// # Errors
    /// [`FaultKind::Memory`] beyond the limit.
    pub fn take(&self, bytes: u64) -> Result<(), Fault> {
        self.used.fetch_add(bytes, Ordering::Relaxed);
        self.check_memory()
    }

    pub(super) fn give_back(&self, bytes: u64) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// An account of what one operator keeps, which is given back when it is dropped.
    #[must_use]
    pub fn hold(&self) -> Held<'_> {
        Held { bounds: self, own: Cell::new(0), taken: Cell::new(0) }
    }

    #[cold]
    fn full(&self) -> Fault {
        let message = format!("the statement needs more than the {} of memory that it may hold", size(self.limit));
        let hint = "Ask for fewer rows: test earlier, group, or use LIMIT before rows are ordered or returned; \
                    --memory-limit allows more.";
        Fault::new(FaultKind::Memory, message).hint(hint)
    }
}

/// What one operator keeps.
#[derive(Debug)]
pub struct Held<'b> {
    bounds: &'b Bounds,
    own: Cell<u64>,
    taken: Cell<u64>,
}

impl Held<'_> {
    /// Counts bytes that are kept.
    ///
    /// # Errors
    /// [`FaultKind::Memory`] beyond the limit.
    #[inline]
    pub fn keep(&self, bytes: u64) -> Result<(), Fault> {
        self.set(self.own.get().saturating_add(bytes))
    }

    /// Counts so many bytes less.
    pub fn release(&self, bytes: u64) {
        self.own.set(self.own.get().saturating_sub(bytes));
    }

    /// Counts so many bytes in all.
    ///
    /// # Errors
    /// As of [`Held::keep`].
    #[inline]
    pub fn set(&self, bytes: u64) -> Result<(), Fault> {
        self.own.set(bytes);
        if bytes <= self.taken.get() { Ok(()) } else { self.take(bytes - self.taken.get()) }
    }

    /// Counts what another account holds in this one.
    pub fn absorb(&self, other: Self) {
        self.own.set(self.own.get().saturating_add(other.own.get()));
        self.taken.set(self.taken.get().saturating_add(other.taken.replace(0)));
    }

    fn take(&self, bytes: u64) -> Result<(), Fault> {
        let pieces = bytes.div_ceil(PIECE).saturating_mul(PIECE);
        self.taken.set(self.taken.get().saturating_add(pieces));
        self.bounds.take(pieces)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if self.taken.get() > 0 {
            self.bounds.give_back(self.taken.get());
        }
    }
}

/// About how many bytes a value takes, with what only it and few others hold. O(values in it that few others hold).
#[must_use]
pub fn footprint(value: &Value) -> u64 {
    let inner = match value {
        Value::List(items) if Arc::strong_count(items) <= SHARED => 40 + items.iter().map(footprint).sum::<u64>(),
        Value::Map(entries) if Arc::strong_count(entries) <= SHARED => {
            // The entries stand in the nodes of a tree, which have room for eleven each and are half full at least.
            let nodes = entries.len().div_ceil(if entries.len() > 11 { 6 } else { 11 }) as u64;
            let inner = entries.values().map(|value| footprint(value) - size_of::<Value>() as u64).sum::<u64>();
            40 + nodes * TREE_NODE + inner
        }
        Value::Path(path) if Arc::strong_count(path) <= SHARED => 48 + 8 * path.steps.len() as u64,
        Value::Str(text) if Arc::strong_count(text) <= SHARED => 16 + text.len() as u64,
        _ => 0,
    };
    size_of::<Value>() as u64 + inner
}

/// Bytes in words, such as `100 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    let Some((unit, factor)) = units.into_iter().find(|(_, factor)| bytes >= *factor) else {
        return format!("{bytes} B");
    };
    let tenths = bytes.saturating_mul(10) / factor;
    let fraction = if tenths.is_multiple_of(10) { String::new() } else { format!(".{}", tenths % 10) };
    format!("{}{fraction} {unit}", tenths / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let bounds = Bounds::new(Stop::default(), 1_000_000);
        for _ in 0..10 {
            let held = bounds.hold();
            assert!(held.keep(600_000).is_ok() && bounds.fits(300_000).is_ok());
            assert_eq!(bounds.fits(500_000).map_err(|fault| fault.kind), Err(FaultKind::Memory));
            held.release(300_000);
            assert!(held.keep(300_000).is_ok() && held.keep(600_000).is_err() && bounds.is_exceeded());
        }
        assert!(bounds.check_memory().is_ok() && bounds.fits(1_000_000).is_ok());
    }

    #[test]
    fn what_was_left_out_for_want_of_memory_fails_the_run_whatever_is_given_back() {
        let bounds = Bounds::new(Stop::default(), 1_000_000);
        let held = bounds.hold();
        assert!(!bounds.must_end());
        assert!(held.keep(2_000_000).is_err() && bounds.must_end());
        drop(held);
        assert_eq!(bounds.check_memory().map_err(|fault| fault.kind), Err(FaultKind::Memory));
        let stopped = Bounds::default();
        stopped.stop().ask(Why::Asked);
        assert!(stopped.must_end() && stopped.check_memory().is_ok(), "an end that is asked for is no want of memory");
    }

    #[test]
    fn what_is_shared_counts_for_its_first_holders() {
        let list = Value::list(vec![Value::Null; 1_000]);
        assert!(footprint(&list) > 24_000);
        let holders = vec![list; SHARED + 1];
        assert_eq!(footprint(&holders[0]), 24);
        let nested = Value::list(vec![Value::list(vec![Value::str("x".repeat(1_000))])]);
        assert!((1_000..1_300).contains(&footprint(&nested)), "{}", footprint(&nested));
    }

    #[test]
    fn sizes_are_told_in_words() {
        let cases = [(999, "999 B"), (1_000, "1 kB"), (2_000_000_000, "2 GB"), (1_550_000, "1.5 MB")];
        assert!(cases.iter().all(|(bytes, wanted)| size(*bytes) == *wanted));
    }
}
