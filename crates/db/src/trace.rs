//! Which statements ran: for tests that two paths do the same, and that a list asks a fixed number of questions.

use std::sync::{Arc, Mutex, PoisonError};

use crate::Arg;

/// One executed statement: its text and how many arguments it had. Their values are kept only when they were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub sql: String,
    pub args: usize,
    pub values: Vec<Arg<'static>>,
}

/// A recorder. `db.traced(&trace)` is a handle whose closures write into it, on whatever lane they run.
#[derive(Clone, Default)]
pub struct Trace {
    seen: Arc<Mutex<Vec<Statement>>>,
    values: bool,
}

impl Trace {
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the values too, so that a statement can be explained.
    pub fn with_values() -> Self {
        Self {
            values: true,
            ..Self::default()
        }
    }

    /// What was recorded since the last time.
    pub fn take(&self) -> Vec<Statement> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn push(&self, sql: &str, args: &[Arg<'_>]) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(Statement {
            sql: sql.to_owned(),
            args: args.len(),
            values: if self.values {
                args.iter().map(|arg| arg.clone().into_owned()).collect()
            } else {
                Vec::new()
            },
        });
    }
}
