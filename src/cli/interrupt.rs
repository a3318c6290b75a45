//! Ctrl-C, or SIGINT from elsewhere.
//!
//! While a statement runs it asks the statement to end. While a file is written it waits until the file is whole. At any
//! other time it ends the program at once with exit code [`EXIT`], as it does when it comes again before that; but never
//! the shell, which lives on.

use crate::value::{Stop, Why};
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

/// The exit code of a program that was interrupted, as shells have it.
pub(super) const EXIT: u8 = 130;

/// What the signal does to this process, which has only one.
static INSTALLED: OnceLock<Interrupt> = OnceLock::new();

/// What the signal does at the moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt {
    stop: Stop,
    /// Whether the program ends at once.
    at_once: Arc<AtomicBool>,
    /// Whether a statement runs. Who takes this away says how the statement ended: the statement itself, or a watcher.
    running: Arc<AtomicBool>,
}

impl Interrupt {
    /// Takes the signal over for a command.
    pub fn install() -> io::Result<Self> {
        let interrupt = Self { at_once: Arc::new(AtomicBool::new(true)), ..Self::default() };
        // In this order: a signal that finds the flag set ends the program, and the first one sets it.
        flag::register_conditional_shutdown(SIGINT, i32::from(EXIT), Arc::clone(&interrupt.at_once))?;
        flag::register_usize(SIGINT, interrupt.stop.flag(), Why::Asked as usize)?;
        Ok(INSTALLED.get_or_init(|| interrupt).clone())
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
        self.begin();
        let done = run(self.stop.clone());
        while !self.end() {
            // The watcher has said how it ended, and ends the program.
            thread::park();
        }
        self.at_once.store(before, Ordering::SeqCst);
        done
    }

    /// Says that a statement runs.
    pub fn begin(&self) {
        self.running.store(true, Ordering::SeqCst);
    }

    /// Why the statement that runs was asked to end.
    pub fn asked(&self) -> Option<Why> {
        self.stop.why().filter(|_| self.running.load(Ordering::SeqCst))
    }

    /// Takes it upon the caller to say how the statement ended, unless somebody else has done so.
    pub fn end(&self) -> bool {
        self.running.swap(false, Ordering::SeqCst)
    }
}

/// Leaves the signal to the other threads, of which it wakes the first that does not refuse it. A thread that waits for
/// the terminal to take what it writes has to be woken: the terminal throws away what it holds, but says so to nobody.
pub(super) fn leave_to_others() {
    #[cfg(unix)]
    {
        use nix::sys::signal::{SigSet, Signal};
        // Only a signal that there is not can be refused.
        let _ = SigSet::from(Signal::SIGINT).thread_block();
    }
}

/// Writes a file, at the end of which a signal that has come meanwhile ends the program, if it would have at once. Who
/// writes may look whether one has come.
pub(super) fn whole<T>(write: impl FnOnce(&Stop) -> T) -> T {
    let Some(interrupt) = INSTALLED.get().filter(|interrupt| interrupt.at_once.load(Ordering::SeqCst)) else {
        return write(&Stop::default());
    };
    interrupt.stop.clear();
    interrupt.at_once.store(false, Ordering::SeqCst);
    let done = write(&interrupt.stop);
    interrupt.at_once.store(true, Ordering::SeqCst);
    if interrupt.stop.why().is_some() {
        signal_hook::low_level::exit(i32::from(EXIT));
    }
    done
}
