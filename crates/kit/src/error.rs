//! The one error of the domain. It knows no HTTP: `desk::http` maps [`Kind`] to a status in one table.
//!
//! Two faces: `code`, `field` and `params` are public and stable (the texts are looked up by code, in the reader's
//! language); `cause` is for the log only and never leaves the process.

use std::collections::BTreeMap;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What sort of refusal or failure this is. One HTTP status each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not there, or not for you to know: 404, the same bytes as an id never issued.
    Unknown,
    /// You may know of it, but not do this: 403. `detail` holds the decision's grounds.
    Denied,
    /// Nobody is signed in, or what they showed is not valid any more: 401.
    Unauthenticated,
    /// The request itself is malformed: 400.
    Malformed,
    /// A value is not acceptable: 422, with its field.
    Invalid,
    /// The thing is not in a state in which this can be done, or somebody was quicker: 409.
    Conflict,
    /// Too large: 413.
    TooLarge,
    /// Too often: 429, with `retry_after`.
    TooMany,
    /// Cannot be served now, try again: 503, with `retry_after`.
    Unavailable,
    /// Our fault: 500.
    Internal,
}

/// A refusal or failure. Made by the functions below, refined with the `with_…` methods.
#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    /// Stable, public, snake_case: `email_taken`.
    pub code: &'static str,
    /// The field of the request that is at fault: `email`, `lines[2].amount`.
    pub field: Option<String>,
    /// Named values for the text: `{"max": "1024"}`. Public.
    pub params: BTreeMap<&'static str, String>,
    /// Structured public grounds (a refused decision, the other's version in a conflict).
    pub detail: Option<serde_json::Value>,
    /// Seconds after which it is worth trying again.
    pub retry_after: Option<u32>,
    /// For the log only.
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub fn new(kind: Kind, code: &'static str) -> Self {
        Self {
            kind,
            code,
            field: None,
            params: BTreeMap::new(),
            detail: None,
            retry_after: None,
            cause: None,
        }
    }

    /// The one answer for what is not there and for what is not yours to know.
    pub fn unknown() -> Self {
        Self::new(Kind::Unknown, "not_found")
    }

    pub fn unauthenticated(code: &'static str) -> Self {
        Self::new(Kind::Unauthenticated, code)
    }

    pub fn malformed(code: &'static str) -> Self {
        Self::new(Kind::Malformed, code)
    }

    pub fn invalid(field: impl Into<String>, code: &'static str) -> Self {
        Self {
            field: Some(field.into()),
            ..Self::new(Kind::Invalid, code)
        }
    }

    pub fn conflict(code: &'static str) -> Self {
        Self::new(Kind::Conflict, code)
    }

    pub fn too_many(retry_after: u32) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(Kind::TooMany, "too_many_requests")
        }
    }

    pub fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            retry_after: Some(2),
            cause: Some(cause.into()),
            ..Self::new(Kind::Unavailable, "unavailable")
        }
    }

    /// The disk is full: nothing can be kept until somebody makes room, which takes longer than a moment.
    pub fn full(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            retry_after: Some(30),
            cause: Some(cause.into()),
            ..Self::new(Kind::Unavailable, "storage_full")
        }
    }

    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(Kind::Internal, "internal")
        }
    }

    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    #[must_use]
    pub fn with_param(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    #[must_use]
    pub fn with_detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = Some(detail);
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(field) = &self.field {
            write!(f, " ({field})")?;
        }
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
