//! Ctrl-C, or SIGINT from elsewhere.
//!
//! While a statement runs it asks the statement to end. At any other time it ends the program at once with exit code
//! [`EXIT`], as it does when it comes again before the statement has ended; but never the shell, which lives on.

use crate::value::{Stop, Why};
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a program that was interrupted, as shells have it.
pub(super) const EXIT: u8 = 130;

/// What the signal does at the moment.
#[derive(Clone, Debug)]
pub(super) struct Interrupt {
    stop: Stop,
    /// Whether the program ends at once.
    at_once: Arc<AtomicBool>,
}

impl Interrupt {
    /// Takes the signal over for a command.
    pub fn install() -> io::Result<Self> {
        let interrupt = Self { stop: Stop::default(), at_once: Arc::new(AtomicBool::new(true)) };
        // In this order: a signal that finds the flag set ends the program, and the first one sets it.
        flag::register_conditional_shutdown(SIGINT, i32::from(EXIT), Arc::clone(&interrupt.at_once))?;
        flag::register_usize(SIGINT, interrupt.stop.flag(), Why::Asked as usize)?;
        Ok(interrupt)
    }

    /// Says whether a second signal ends the program even while a statement runs. It does not end the shell, where the
    /// key is easily pressed twice.
    pub fn insist(&self, insist: bool) -> io::Result<()> {
        if insist { flag::register(SIGINT, Arc::clone(&self.at_once)).map(drop) } else { Ok(()) }
    }

    /// From here on the signal never ends the program, only the statement that runs.
    pub fn survive(&self) {
        self.at_once.store(false, Ordering::SeqCst);
    }

    /// Runs something that looks at the flag which it is given.
    pub fn during<T>(&self, run: impl FnOnce(Stop) -> T) -> T {
        self.stop.clear();
        let before = self.at_once.swap(false, Ordering::SeqCst);
        let done = run(self.stop.clone());
        self.at_once.store(before, Ordering::SeqCst);
        done
    }
}
