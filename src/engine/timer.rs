//! The time that a statement, or what is made of its answer, may take.

use crate::value::{Stop, Why};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// A thread that asks for an end when the time is up, and that ends when this is dropped, with what it has asked for.
#[derive(Debug)]
pub struct Timer {
    stop: Stop,
    /// Dropped when the statement has ended.
    running: Option<mpsc::Sender<()>>,
    waiter: Option<thread::JoinHandle<()>>,
}

impl Timer {
    /// From now on the time runs.
    #[must_use]
    pub fn start(time: Duration, stop: &Stop) -> Self {
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
