//! Telegram's refusals, in our codes: what they mean for a message, and for the channel. It has a number for the family only; which of the
//! family it is stands in its English words.

use std::time::Duration;

use channel::{Answer, Outcome};
use serde::Deserialize;

#[derive(Deserialize)]
struct Refusal {
    error_code: u16,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Default, Deserialize)]
struct Parameters {
    /// In seconds.
    retry_after: Option<u64>,
}

/// What an answer without success means.
pub fn outcome(answer: &Answer) -> Outcome {
    let Ok(refusal) = serde_json::from_slice::<Refusal>(&answer.body) else {
        return Outcome::of_status(answer.status, None);
    };
    let words = refusal.description.to_lowercase();
    match refusal.error_code {
        400 => Outcome::Failed(bad(&words).to_owned()),
        // A token of which nothing is known makes an address that is none.
        401 | 404 => Outcome::Broken("bot_token_refused".into()),
        403 => Outcome::Failed(forbidden(&words).to_owned()),
        413 => Outcome::Failed("media_too_large".into()),
        429 => Outcome::Later(
            "rate_limited".into(),
            Duration::from_secs(refusal.parameters.retry_after.unwrap_or(1)),
        ),
        500.. => Outcome::Retry("provider_unavailable".into()),
        other => Outcome::Failed(format!("HTTP {other}")),
    }
}

fn bad(words: &str) -> &'static str {
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    if says(&["chat not found"]) {
        "chat_unknown"
    } else if says(&["too big", "too large"]) {
        "media_too_large"
    } else if says(&["webhook"]) {
        "hook_refused"
    } else if says(&["photo_", "image_", "video_", "voice_", "audio_", "wrong type"]) {
        "media_refused"
    } else if says(&["file_id", "file identifier", "temporarily unavailable"]) {
        "media_unavailable"
    } else {
        "request_refused"
    }
}

fn forbidden(words: &str) -> &'static str {
    if words.contains("blocked") {
        "recipient_blocked"
    } else if words.contains("deactivated") {
        "recipient_gone"
    } else if words.contains("initiate") {
        "recipient_never_wrote"
    } else {
        "request_refused"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, description: &str) -> Outcome {
        let body = format!(r#"{{"ok":false,"error_code":{status},"description":"{description}"}}"#);
        outcome(&Answer {
            status,
            body: body.into_bytes(),
        })
    }

    #[test]
    fn what_is_the_messages_trouble() {
        for (status, description, code) in [
            (403, "Forbidden: bot was blocked by the user", "recipient_blocked"),
            (403, "Forbidden: user is deactivated", "recipient_gone"),
            (
                403,
                "Forbidden: bot can't initiate conversation with a user",
                "recipient_never_wrote",
            ),
            (403, "Forbidden: bot can't send messages to bots", "request_refused"),
            (400, "Bad Request: chat not found", "chat_unknown"),
            (400, "Bad Request: file is too big", "media_too_large"),
            (413, "Request Entity Too Large", "media_too_large"),
            (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "media_refused"),
            (400, "Bad Request: IMAGE_PROCESS_FAILED", "media_refused"),
            (400, "Bad Request: invalid file_id", "media_unavailable"),
            (
                400,
                "Bad Request: wrong file_id or the file is temporarily unavailable",
                "media_unavailable",
            ),
            (
                400,
                "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
                "hook_refused",
            ),
            (400, "Bad Request: message text is empty", "request_refused"),
            (418, "I am a teapot", "HTTP 418"),
        ] {
            assert_eq!(answered(status, description), Outcome::Failed(code.into()), "{description}");
        }
    }

    #[test]
    fn a_token_that_is_dead_is_the_channels_trouble() {
        for (status, description) in [(401, "Unauthorized"), (404, "Not Found")] {
            assert_eq!(answered(status, description), Outcome::Broken("bot_token_refused".into()));
        }
    }

    #[test]
    fn what_passes_waits_as_long_as_telegram_says() {
        let body = br#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"#;
        let limited = Answer {
            status: 429,
            body: body.to_vec(),
        };
        assert_eq!(outcome(&limited), Outcome::Later("rate_limited".into(), Duration::from_secs(35)));
        assert_eq!(
            answered(429, "Too Many Requests"),
            Outcome::Later("rate_limited".into(), Duration::from_secs(1))
        );
        assert_eq!(answered(502, "Bad Gateway"), Outcome::Retry("provider_unavailable".into()));
    }

    #[test]
    fn an_answer_that_is_no_ones_is_judged_by_its_status() {
        let answer = |status| Answer {
            status,
            body: b"<html>".to_vec(),
        };
        assert_eq!(outcome(&answer(502)), Outcome::Retry("HTTP 502".into()));
        assert_eq!(outcome(&answer(403)), Outcome::Failed("HTTP 403".into()));
    }
}
