//! Work that looks at no flag, in a thread of its own.
//!
//! Libraries that turn a whole picture into bytes can't be told to end. Who asks for an end does not wait for them: the
//! thread goes on to the end of its work, of which nobody hears.

use crate::value::{Stop, Why};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{panic, thread};

/// How often is looked whether somebody asks for an end.
const BETWEEN: Duration = Duration::from_millis(20);

/// What comes of work, unless somebody asks for an end before it is done. A panic in it is one here.
///
/// # Errors
/// Why the end is asked for.
pub(super) fn apart<T: Send + 'static>(stop: &Stop, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Why> {
    stop.look()?;
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        // The receiver is gone when an end was asked for.
        let _ = sender.send(work());
    });
    loop {
        match receiver.recv_timeout(BETWEEN) {
            Ok(done) => return Ok(done),
            Err(RecvTimeoutError::Timeout) => stop.look()?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    match worker.join() {
        Err(broken) => panic::resume_unwind(broken),
        Ok(()) => unreachable!("a worker that does not panic sends what came of its work"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_an_end_does_not_wait_for_the_work() {
        let stop = Stop::default();
        assert_eq!(apart(&stop, || 7), Ok(7));
        let (never, waits) = mpsc::channel::<()>();
        let (begun, beginning) = mpsc::channel();
        let asker = stop.clone();
        let asking = thread::spawn(move || {
            beginning.recv().expect("the work begins");
            asker.ask(Why::Asked);
        });
        let work = move || {
            begun.send(()).expect("somebody listens");
            waits.recv()
        };
        assert_eq!(apart(&stop, work).map(|_| ()), Err(Why::Asked));
        asking.join().expect("it only asks");
        drop(never);
        assert_eq!(apart(&stop, || 7), Err(Why::Asked), "it does not even begin");
    }

    #[test]
    #[should_panic(expected = "the work broke down")]
    fn a_panic_is_not_lost() {
        let _ = apart(&Stop::default(), || panic!("the work broke down"));
    }
}
