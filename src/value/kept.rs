//! Much that a statement keeps, thrown away without a wait.

use super::Bounds;
use std::ops::{Deref, DerefMut};
use std::thread;

/// Something that may grow to millions of values. To free these takes longer than somebody would wait who asked for an
/// end, so that a thread of its own frees them then.
///
/// ```
/// use casegraph::value::{Bounds, Kept, Value};
/// let bounds = Bounds::default();
/// let mut rows = Kept::new(Vec::new(), &bounds);
/// rows.push(vec![Value::Int(1)]);
/// assert_eq!(rows.take().len(), 1);
/// ```
#[derive(Debug)]
pub struct Kept<'b, T: Default + Send + 'static> {
    value: T,
    bounds: &'b Bounds,
}

impl<'b, T: Default + Send + 'static> Kept<'b, T> {
    /// Something that is kept by a statement with these bounds.
    #[must_use]
    pub fn new(value: T, bounds: &'b Bounds) -> Self {
        Self { value, bounds }
    }

    /// The thing itself, for whoever goes on with it.
    #[must_use]
    pub fn take(mut self) -> T {
        std::mem::take(&mut self.value)
    }
}

impl<T: Default + Send + 'static> Deref for Kept<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Default + Send + 'static> DerefMut for Kept<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Default + Send + 'static> Drop for Kept<'_, T> {
    fn drop(&mut self) {
        if self.bounds.is_stopped() || self.bounds.is_exceeded() {
            free(std::mem::take(&mut self.value));
        }
    }
}

/// Frees something large without a wait: by a thread of its own, or here where there is none to be had.
pub fn free<T: Send + 'static>(value: T) {
    let _ = thread::Builder::new().name("casegraph-free".into()).spawn(move || drop(value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{DEFAULT_MEMORY, Stop, Why};
    use std::sync::mpsc;

    /// Tells the name of the thread that frees it.
    #[derive(Debug, Default)]
    struct Told(Option<mpsc::Sender<Option<String>>>);

    impl Drop for Told {
        fn drop(&mut self) {
            if let Some(told) = &self.0 {
                told.send(thread::current().name().map(str::to_owned)).expect("somebody listens");
            }
        }
    }

    #[test]
    fn another_thread_frees_what_is_kept_when_an_end_is_asked_for() {
        let stop = Stop::default();
        let bounds = Bounds::new(stop.clone(), DEFAULT_MEMORY);
        let (told, who) = mpsc::channel();
        drop(Kept::new(Told(Some(told.clone())), &bounds));
        assert_eq!(who.recv().ok(), Some(thread::current().name().map(str::to_owned)));
        let taken = Kept::new(Told(Some(told.clone())), &bounds).take();
        assert!(who.try_recv().is_err());
        stop.ask(Why::Asked);
        drop(Kept::new(taken, &bounds));
        assert_eq!(who.recv().ok(), Some(Some("casegraph-free".into())));
    }
}
