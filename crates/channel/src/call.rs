//! A request to a provider, its answer, and what the answer means.

use std::time::Duration;

use crate::Attachment;

/// An HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing: a GET. All others are POSTs.
    None,
    Json(Vec<u8>),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<u8>),
    /// `multipart/form-data`, these fields and then the file, whose bytes who sends it puts in as they come.
    File {
        fields: Vec<(&'static str, String)>,
        name: &'static str,
        file: Attachment,
    },
}

/// What the provider answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// How a file is got from a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetch {
    /// The answer says where it is.
    Ask(Call),
    /// The answer is the file.
    Get(Call),
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has the message, and calls it so.
    Sent { provider: Option<String> },
    /// The provider holds the file under this name; the next request says to whom it goes.
    Held(String),
    /// The same may go well later.
    Retry(String),
    /// As `Retry`, and not before so much time has passed: the provider has said so.
    Later(String, Duration),
    /// It will not; the code says why, and a person may try again.
    Failed(String),
    /// As `Failed`, and nothing else will go through this channel until a person has seen to it: a token, a permission, an account.
    Broken(String),
}

impl Outcome {
    /// What HTTP alone says, for providers without codes of their own: 2xx is sent, 429 and 5xx pass.
    pub fn of_status(status: u16, provider: Option<String>) -> Self {
        match status {
            200..300 => Self::Sent { provider },
            429 | 500.. => Self::Retry(format!("HTTP {status}")),
            _ => Self::Failed(format!("HTTP {status}")),
        }
    }

    /// The code of why nothing came of it; nothing where something did.
    pub fn why(self) -> Option<String> {
        match self {
            Self::Sent { .. } | Self::Held(_) => None,
            Self::Retry(why) | Self::Later(why, _) | Self::Failed(why) | Self::Broken(why) => Some(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_is_tried_again() {
        assert_eq!(Outcome::of_status(202, None), Outcome::Sent { provider: None });
        for status in [429, 500, 503, 599] {
            assert!(matches!(Outcome::of_status(status, None), Outcome::Retry(_)), "{status}");
        }
        for status in [301, 400, 401, 404, 410, 422] {
            assert!(matches!(Outcome::of_status(status, None), Outcome::Failed(_)), "{status}");
        }
    }
}
