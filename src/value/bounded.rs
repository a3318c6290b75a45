//! Work on all of a long list that ends when the statement is asked to.

use super::bounds::RUN;
use super::{Bounds, Fault, free};
use std::cmp::Ordering;

impl Bounds {
    /// Sorts stably, as the standard library does, but ends when it is asked to. O(n log n); needs the memory of the
    /// elements once more.
    ///
    /// # Errors
    /// As of [`Bounds::check`].
    pub fn sort<T: Send + 'static>(
        &self,
        mut items: Vec<T>,
        order: impl Fn(&T, &T) -> Ordering,
    ) -> Result<Vec<T>, Fault> {
        if items.len() <= RUN {
            items.sort_by(&order);
            return Ok(items);
        }
        let mut runs: Vec<Vec<T>> = Vec::new();
        let mut rest = items.into_iter();
        loop {
            if let Err(ended) = self.check() {
                free((runs, rest));
                return Err(ended);
            }
            let mut run: Vec<T> = rest.by_ref().take(RUN).collect();
            if run.is_empty() {
                break;
            }
            run.sort_by(&order);
            runs.push(run);
        }
        while runs.len() > 1 {
            let mut pairs = runs.into_iter();
            let mut merged = Vec::new();
            while let Some(first) = pairs.next() {
                let both = match pairs.next() {
                    Some(second) => self.merge(first, second, &order),
                    None => Ok(first),
                };
                match both {
                    Ok(both) => merged.push(both),
                    Err(ended) => {
                        free((pairs, merged));
                        return Err(ended);
                    }
                }
            }
            runs = merged;
        }
        Ok(runs.pop().unwrap_or_default())
    }

    /// The same on several threads.
    ///
    /// # Errors
    /// As of [`Bounds::check`].
    pub fn sort_shared<T: Send + 'static>(
        &self,
        mut items: Vec<T>,
        order: &(impl Fn(&T, &T) -> Ordering + Sync),
    ) -> Result<Vec<T>, Fault> {
        if items.len() <= 2 * RUN || rayon::current_num_threads() == 1 {
            return self.sort(items, order);
        }
        let later = items.split_off(items.len() / 2);
        let (first, later) = rayon::join(|| self.sort_shared(items, order), || self.sort_shared(later, order));
        self.merge(first?, later?, order)
    }

    fn merge<T: Send + 'static>(
        &self,
        a: Vec<T>,
        b: Vec<T>,
        order: &impl Fn(&T, &T) -> Ordering,
    ) -> Result<Vec<T>, Fault> {
        let mut merged = Vec::with_capacity(a.len() + b.len());
        let (mut a, mut b) = (a.into_iter(), b.into_iter());
        while let (Some(left), Some(right)) = (a.as_slice().first(), b.as_slice().first()) {
            if merged.len() % RUN == 0
                && let Err(ended) = self.check()
            {
                free((merged, a, b));
                return Err(ended);
            }
            let next = if order(left, right) == Ordering::Greater { b.next() } else { a.next() };
            if let Some(next) = next {
                merged.push(next);
            }
        }
        merged.extend(a);
        merged.extend(b);
        Ok(merged)
    }

    /// Collects items, as the standard library does, but ends when it is asked to. O(items).
    ///
    /// # Errors
    /// As of [`Bounds::check`].
    pub fn collect<T>(&self, items: impl Iterator<Item = T>) -> Result<Vec<T>, Fault> {
        let mut collected = Vec::with_capacity(items.size_hint().0);
        for item in items {
            if collected.len() % RUN == 0 {
                self.check()?;
            }
            collected.push(item);
        }
        Ok(collected)
    }

    /// Puts a text of about so many bytes together from its pieces, but ends when it is asked to. O(pieces + bytes).
    ///
    /// # Errors
    /// As of [`Bounds::check`].
    pub fn text<P>(&self, pieces: impl Iterator<Item = P>, bytes: usize) -> Result<String, Fault>
    where
        String: Extend<P>,
    {
        let mut text = String::with_capacity(bytes);
        for (at, piece) in pieces.enumerate() {
            if at % RUN == 0 {
                self.check()?;
            }
            text.extend(std::iter::once(piece));
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{DEFAULT_MEMORY, FaultKind, Stop, Why};

    #[test]
    fn a_sort_is_stable_and_can_be_ended() {
        let stop = Stop::default();
        let bounds = Bounds::new(stop.clone(), DEFAULT_MEMORY);
        for count in [0, 1, RUN, RUN + 1, 5 * RUN + 7] {
            let items: Vec<(usize, usize)> = (0..count).map(|at| (at * 7919 % 101, at)).collect();
            let mut wanted = items.clone();
            wanted.sort_by_key(|item| item.0);
            assert_eq!(bounds.sort(items.clone(), |a, b| a.0.cmp(&b.0)).as_ref(), Ok(&wanted));
            assert_eq!(bounds.sort_shared(items, &|a: &(usize, usize), b: &(usize, usize)| a.0.cmp(&b.0)), Ok(wanted));
        }
        stop.ask(Why::Late);
        stop.ask(Why::Asked);
        let ended = bounds.sort(vec![0; RUN + 1], Ord::cmp).map_err(|fault| fault.kind);
        assert_eq!(ended, Err(FaultKind::Late));
        stop.clear_if(Why::Asked);
        assert!(bounds.check().is_err());
        stop.clear_if(Why::Late);
        assert!(bounds.check().is_ok());
    }
}
