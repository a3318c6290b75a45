//! The time that a statement may take.

use crate::value::{Stop, Why};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// A thread that asks a statement to end when its time is up, and that ends with the statement.
pub(super) struct Timer {
    stop: Stop,
    /// Dropped when the statement has ended.
    running: Option<mpsc::Sender<()>>,
    waiter: Option<thread::JoinHandle<()>>,
}

impl Timer {
    pub(super) fn start(time: Duration, stop: &Stop) -> Self {
        let (running, ended) = mpsc::channel::<()>();
        let late = stop.clone();
        let waiter = thread::spawn(move || {
            if ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                late.ask(Why::Late);
            }
        });
        Self { stop: stop.clone(), running: Some(running), waiter: Some(waiter) }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        drop(self.running.take());
        if let Some(waiter) = self.waiter.take() {
            // It can't panic, and what it may have asked for is not meant for the next statement.
            let _ = waiter.join();
            self.stop.clear_if(Why::Late);
        }
    }
}
