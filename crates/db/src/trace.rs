//! Which statements ran: for tests that two paths do the same, and that a list asks a fixed number of questions.

use std::sync::{Arc, Mutex, PoisonError};

use crate::Arg;

/// One executed statement: its text and how many arguments it had. Their values are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub sql: String,
    pub args: usize,
}

/// A recorder. `db.traced(&trace)` is a handle whose closures write into it, on whatever lane they run.
#[derive(Clone, Default)]
pub struct Trace(Arc<Mutex<Vec<Statement>>>);

impl Trace {
    pub fn new() -> Self {
        Self::default()
    }

    /// What was recorded since the last time.
    pub fn take(&self) -> Vec<Statement> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn push(&self, sql: &str, args: &[Arg<'_>]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Statement {
            sql: sql.to_owned(),
            args: args.len(),
        });
    }
}
