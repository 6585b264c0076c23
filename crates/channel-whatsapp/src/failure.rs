//! Meta's errors, in our codes: what they mean for a message, and for the channel.

use channel::{Answer, Outcome};
use serde::Deserialize;

/// As a status names it.
#[derive(Deserialize)]
pub struct Error {
    pub code: i64,
}

/// The body of an answer that is none.
#[derive(Deserialize)]
struct Refusal {
    error: Error,
}

/// What a code is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// It passes.
    Moment,
    Message,
    /// A person has to see to the channel.
    Channel,
}

/// Our code, for people who have the catalogue; what has no words of its own keeps Meta's number, so that it can be asked about.
pub fn code(meta: i64) -> String {
    known(meta).map_or_else(|| format!("meta_{meta}"), |(code, _)| code.to_owned())
}

/// What an answer without success means.
pub fn outcome(answer: &Answer) -> Outcome {
    let refusal: Option<Refusal> = serde_json::from_slice(&answer.body).ok();
    let Some(Refusal {
        error: Error { code: meta },
    }) = refusal
    else {
        return Outcome::of_status(answer.status, None);
    };
    match known(meta) {
        Some((code, Of::Moment)) => Outcome::Retry(code.to_owned()),
        Some((code, Of::Channel)) => Outcome::Broken(code.to_owned()),
        Some((code, Of::Message)) => Outcome::Failed(code.to_owned()),
        None if answer.status >= 500 => Outcome::Retry(format!("meta_{meta}")),
        None => Outcome::Failed(format!("meta_{meta}")),
    }
}

fn known(meta: i64) -> Option<(&'static str, Of)> {
    Some(match meta {
        0 | 190 => ("token_refused", Of::Channel),
        3 | 10 | 131005 | 200..=299 => ("permission_missing", Of::Channel),
        4 | 80007 | 130429 | 131056 => ("rate_limited", Of::Moment),
        131048 => ("spam_limited", Of::Message),
        100 | 131008 | 131009 => ("request_refused", Of::Message),
        131000 => ("provider_failed", Of::Moment),
        131016 => ("provider_unavailable", Of::Moment),
        131021 => ("recipient_is_self", Of::Message),
        131026 => ("recipient_unreachable", Of::Message),
        131030 => ("recipient_not_allowed", Of::Message),
        131031 | 368 => ("account_locked", Of::Channel),
        131042 => ("payment_missing", Of::Channel),
        131045 | 133010 | 133016 => ("number_unregistered", Of::Channel),
        131047 => ("window_closed", Of::Message),
        130472 | 131049 => ("recipient_limited", Of::Message),
        131050 => ("recipient_stopped", Of::Message),
        131051 => ("type_unsupported", Of::Message),
        131052 => ("media_unavailable", Of::Message),
        131053 => ("media_refused", Of::Message),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, code: i64) -> Outcome {
        let body = format!(r#"{{"error":{{"message":"(#{code}) x","type":"OAuthException","code":{code},"fbtrace_id":"A"}}}}"#);
        outcome(&Answer {
            status,
            body: body.into_bytes(),
        })
    }

    #[test]
    fn only_what_passes_is_tried_again() {
        for code in [4, 80007, 130429, 131000, 131016, 131056] {
            assert!(matches!(answered(400, code), Outcome::Retry(_)), "{code}");
        }
        for code in [
            100, 131021, 131026, 131030, 131047, 131048, 131049, 131050, 131051, 131053, 132000, 132016, 999_999,
        ] {
            assert!(matches!(answered(400, code), Outcome::Failed(_)), "{code}");
        }
        for code in [0, 190, 3, 10, 200, 299, 131005, 131031, 131042, 131045, 368] {
            assert!(matches!(answered(401, code), Outcome::Broken(_)), "{code}");
        }
        assert_eq!(answered(400, 999_999), Outcome::Failed("meta_999999".into()));
        assert_eq!(answered(500, 999_999), Outcome::Retry("meta_999999".into()));
    }

    #[test]
    fn an_answer_that_is_no_ones_is_judged_by_its_status() {
        let answer = |status| Answer {
            status,
            body: b"<html>".to_vec(),
        };
        assert_eq!(outcome(&answer(502)), Outcome::Retry("HTTP 502".into()));
        assert_eq!(outcome(&answer(404)), Outcome::Failed("HTTP 404".into()));
    }
}
