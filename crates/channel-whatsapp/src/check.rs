//! Whether a number is connected: what Meta says of it, and that its account sends us what customers write.

use channel::{Answer, Body, Call, Outcome};
use serde::Deserialize;

use crate::{WhatsApp, failure};

/// A number as Meta has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Number {
    #[serde(rename = "verified_name", default)]
    pub name: String,
    #[serde(rename = "display_phone_number", default)]
    pub number: String,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    #[serde(rename = "quality_rating", default)]
    pub quality: String,
}

impl WhatsApp {
    /// Asks for the number.
    pub fn ask_number(&self) -> Call {
        let fields = "verified_name,display_phone_number,quality_rating";
        self.ask(&format!("{}?fields={fields}", self.phone_number_id), Body::None)
    }

    /// Has the account send its events to the app that the token is of. Asked again, it changes nothing. Meta's console does it only for
    /// accounts that it made itself.
    pub fn subscribe(&self, account: &str) -> Call {
        self.ask(&format!("{account}/subscribed_apps"), Body::Json(b"{}".to_vec()))
    }
}

/// What the answer says of the number.
pub fn number(answer: &Answer) -> Result<Number, String> {
    success(answer)?;
    serde_json::from_slice(&answer.body).map_err(|_| "provider_failed".to_owned())
}

/// Whether it was done; else the code of why not.
pub fn success(answer: &Answer) -> Result<(), String> {
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    Err(match failure::outcome(answer) {
        // Asked about a thing, a parameter that Meta does not know is the thing.
        Outcome::Failed(code) if code == "request_refused" => "number_unknown".to_owned(),
        other => other.why().unwrap_or_else(|| "provider_failed".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_number_or_why_there_is_none() {
        let found = r#"{"verified_name":"Tractores Lerma","display_phone_number":"+52 33 1204 4417","quality_rating":"GREEN","id":"106540352242922"}"#;
        let number_ = number(&answer(200, found)).unwrap();
        assert_eq!(
            (number_.name.as_str(), number_.number.as_str(), number_.quality.as_str()),
            ("Tractores Lerma", "+52 33 1204 4417", "GREEN")
        );
        let unknown = r#"{"error":{"message":"Unsupported get request. Object with ID '1' does not exist","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"x"}}"#;
        assert_eq!(number(&answer(400, unknown)), Err("number_unknown".into()));
        let token = r#"{"error":{"message":"Invalid OAuth access token","type":"OAuthException","code":190,"fbtrace_id":"x"}}"#;
        assert_eq!(number(&answer(401, token)), Err("token_refused".into()));
        assert_eq!(number(&answer(200, "<html>")), Err("provider_failed".into()));
    }
}
