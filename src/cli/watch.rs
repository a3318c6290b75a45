//! The end of a statement that pays no heed.
//!
//! A statement that is asked to end looks at the request soon, but has to give back what it keeps, and a loop may be long.
//! A command that runs statements and then ends need not wait for that: the main thread, which has nothing else to do,
//! says how the statement ended and ends the program.

use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use crate::diag::Style;
use crate::engine;
use crate::value::Why;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// The time between two looks.
const BETWEEN: Duration = Duration::from_millis(10);

/// So many looks long a statement may take to end on its own.
const PATIENCE: u32 = 5;

/// Watches the statements of a command.
#[derive(Debug)]
pub(super) struct Watch {
    interrupt: Interrupt,
    /// How findings may look.
    style: Style,
    /// How often a statement was seen that had been asked to end.
    seen: u32,
}

impl Watch {
    /// Watches the statements that this interrupts.
    pub fn new(interrupt: Interrupt, style: Style) -> Self {
        Self { interrupt, style, seen: 0 }
    }

    /// Why the statement ends whose end can be waited for no longer.
    fn look(&mut self) -> Option<Why> {
        let why = self.interrupt.asked();
        self.seen = if why.is_some() { self.seen + 1 } else { 0 };
        why.filter(|_| self.seen > PATIENCE && self.interrupt.end())
    }

    fn tell(&self, why: Why) -> Exit {
        let exit = if why == Why::Asked { Exit::Interrupted } else { Exit::Findings };
        Failure::Found(exit, engine::ended(why)).report(self.style)
    }
}

/// Watches what the worker hands over, until the worker has ended.
pub(super) fn watch(worker: &Receiver<Watch>) {
    let Ok(mut watch) = worker.recv() else { return };
    while let Err(RecvTimeoutError::Timeout) = worker.recv_timeout(BETWEEN) {
        if let Some(why) = watch.look() {
            // Other threads are at work, so that nothing is tidied up.
            signal_hook::low_level::exit(watch.tell(why) as i32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_pays_no_heed_is_ended_from_outside() {
        let interrupt = Interrupt::default();
        let mut watch = Watch::new(interrupt.clone(), Style::Plain);
        for why in [Why::Asked, Why::Late] {
            let end = interrupt.during(|stop| {
                assert!((0..100).all(|_| watch.look().is_none()));
                stop.ask(why);
                let looks = (0..100).filter_map(|at| watch.look().map(|why| (at, why))).collect::<Vec<_>>();
                assert!(!interrupt.end());
                // It would wait for the end of the program otherwise.
                interrupt.begin();
                looks
            });
            assert_eq!(end, [(PATIENCE, why)]);
        }
    }

    #[test]
    fn a_statement_that_ends_in_time_says_so_itself() {
        let interrupt = Interrupt::default();
        let mut watch = Watch::new(interrupt.clone(), Style::Plain);
        interrupt.during(|stop| {
            stop.ask(Why::Asked);
            assert!((0..PATIENCE).all(|_| watch.look().is_none()));
        });
        assert!((0..100).all(|_| watch.look().is_none()));
        // The looks at one statement are not counted for the next.
        interrupt.during(|stop| {
            stop.ask(Why::Asked);
            assert!((0..PATIENCE).all(|_| watch.look().is_none()));
        });
    }
}
