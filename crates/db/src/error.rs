//! What can go wrong underneath, the same on both engines.

use std::sync::Arc;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the engine said. Shared, since one failure of a batch is told to all of its callers.
#[derive(Clone)]
pub struct Cause(Arc<dyn std::error::Error + Send + Sync>);

impl Cause {
    pub fn new(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(error.into().into())
    }
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(inner) = source {
            write!(f, ": {inner}")?;
            source = inner.source();
        }
        Ok(())
    }
}

impl std::fmt::Debug for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// A failure of the database or of the way it was used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A unique index refused a row. `constraint` is the index's name, the same on both engines.
    #[error("unique constraint {constraint}")]
    Unique { constraint: String },
    /// A foreign key refused a row. SQLite does not say which.
    #[error("foreign key {}", constraint.as_deref().unwrap_or("(unnamed)"))]
    ForeignKey { constraint: Option<String> },
    /// A CHECK or NOT NULL refused a row.
    #[error("check {constraint}")]
    Check { constraint: String },
    /// The lane's queue is full, or its organisation has its whole share of it.
    #[error("too much is waiting")]
    Busy,
    /// The database cannot be reached, or the outcome of a commit is unknown.
    #[error("database unavailable: {0}")]
    Unavailable(Cause),
    /// Another transaction stood in the way, again and again.
    #[error("contended: {0}")]
    Contended(Cause),
    /// No room on the disk.
    #[error("disk full: {0}")]
    Full(Cause),
    /// The disk or the file is broken.
    #[error("storage broken: {0}")]
    Corrupt(Cause),
    /// The closure panicked; its neighbours did not notice.
    #[error("a closure panicked: {0}")]
    Panic(String),
    /// `one` found none.
    #[error("no such row")]
    NoRow,
    /// A column holds something else than the code expects.
    #[error("column {column} holds {found}, not {wanted}")]
    Decode {
        column: usize,
        wanted: &'static str,
        found: &'static str,
    },
    /// A value that not both engines can hold.
    #[error("value refused: {0}")]
    Value(&'static str),
    /// A statement failed earlier in this closure and the closure went on; see `Tx::attempt`.
    #[error("the transaction was already broken by: {0}")]
    Aborted(Box<Error>),
    /// The code that called us is wrong.
    #[error("misuse: {0}")]
    Misuse(&'static str),
    /// The database was made by a newer version of the program, or its migrations are not ours.
    #[error("migrations: {0}")]
    Migration(String),
    /// A backup that cannot be written or restored.
    #[error("backup: {0}")]
    Backup(String),
    /// Anything else that the engine refused.
    #[error("{0}")]
    Sql(Cause),
}

impl Error {
    pub fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable(Cause::new(cause))
    }

    /// Whether the same closure may succeed when it is simply run again.
    pub(crate) fn passes(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::Contended(_) => true,
            Self::Aborted(inner) => inner.passes(),
            _ => false,
        }
    }

    /// Whether running the neighbours again one by one is pointless too.
    pub(crate) fn hopeless(&self) -> bool {
        match self {
            Self::Full(_) | Self::Corrupt(_) => true,
            Self::Aborted(inner) => inner.hopeless(),
            _ => false,
        }
    }
}

impl From<Error> for kit::Error {
    fn from(error: Error) -> Self {
        let again = |retry_after| kit::Error {
            retry_after: Some(retry_after),
            ..kit::Error::unavailable(error.clone())
        };
        match &error {
            Error::Unique { .. } => kit::Error {
                cause: Some(error.into()),
                ..kit::Error::conflict("already_exists")
            },
            Error::NoRow => kit::Error {
                cause: Some(error.into()),
                ..kit::Error::unknown()
            },
            Error::Value(_) => kit::Error {
                cause: Some(error.into()),
                ..kit::Error::malformed("value_refused")
            },
            Error::Busy | Error::Contended(_) => again(1),
            Error::Unavailable(_) => again(2),
            Error::Full(_) => kit::Error::full(error),
            Error::Corrupt(_) => again(30),
            _ => kit::Error::internal(error),
        }
    }
}
