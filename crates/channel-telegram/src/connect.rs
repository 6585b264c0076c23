//! A bot and us: who it is, and where it brings what customers write. Telegram has no console for it: the desk says it itself, with the token.

use channel::{Answer, Body, Call, Outcome};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{Bot, failure};

/// What the webhook is to bring; all else would be read for nothing.
const UPDATES: [&str; 3] = ["message", "edited_message", "message_reaction"];

/// A bot as Telegram has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Profile {
    /// As customers see who writes.
    #[serde(rename = "first_name")]
    pub name: String,
    /// By which customers find it: `lerma_bot`.
    #[serde(default)]
    pub username: String,
}

/// How it goes with the webhook.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Hook {
    /// How many updates wait.
    #[serde(rename = "pending_update_count", default)]
    pub pending: u64,
    /// What went wrong last, in Telegram's words.
    #[serde(rename = "last_error_message")]
    pub trouble: Option<String>,
}

#[derive(Deserialize)]
struct Whole<T> {
    result: T,
}

impl Bot {
    pub fn ask_profile(&self) -> Call {
        self.method("getMe", Body::None)
    }

    /// Has what customers write brought here, with the secret in [`crate::HEADER`]. Said again, it changes nothing; said anew, it takes the place of
    /// what was said before. What waits meanwhile is not lost.
    pub fn set_hook(&self, url: &str, secret: &str) -> Call {
        let hook = json!({ "url": url, "secret_token": secret, "allowed_updates": UPDATES });
        self.method("setWebhook", Body::Json(hook.to_string().into_bytes()))
    }

    /// Has nothing brought any more.
    pub fn drop_hook(&self) -> Call {
        self.method("deleteWebhook", Body::Json(b"{}".to_vec()))
    }

    pub fn ask_hook(&self) -> Call {
        self.method("getWebhookInfo", Body::None)
    }
}

/// Who the bot is, or what it means that this is no answer.
pub fn profile(answer: &Answer) -> Result<Profile, Outcome> {
    result(answer)
}

/// How it goes with the webhook.
pub fn hook(answer: &Answer) -> Result<Hook, Outcome> {
    result(answer)
}

/// That it was done.
pub fn done(answer: &Answer) -> Result<(), Outcome> {
    result::<bool>(answer).map(|_| ())
}

fn result<T: DeserializeOwned>(answer: &Answer) -> Result<T, Outcome> {
    if !(200..300).contains(&answer.status) {
        return Err(failure::outcome(answer));
    }
    let whole: Whole<T> = serde_json::from_slice(&answer.body).map_err(|_| Outcome::Failed("provider_failed".into()))?;
    Ok(whole.result)
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

    fn bot() -> Bot {
        Bot {
            api: crate::API.into(),
            token: "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw".into(),
        }
    }

    #[test]
    fn who_the_bot_is_or_why_nobody_knows() {
        let found = r#"{"ok":true,"result":{"id":110201543,"is_bot":true,"first_name":"Tractores Lerma","username":"lerma_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}"#;
        let (name, username) = ("Tractores Lerma".to_owned(), "lerma_bot".to_owned());
        assert_eq!(profile(&answer(200, found)), Ok(Profile { name, username }));
        let dead = r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#;
        assert_eq!(profile(&answer(401, dead)), Err(Outcome::Broken("bot_token_refused".into())));
        assert_eq!(profile(&answer(200, "<html>")), Err(Outcome::Failed("provider_failed".into())));
    }

    #[test]
    fn where_updates_are_brought_and_that_they_are_not_any_more() {
        let call = bot().set_hook("https://desk.lerma.mx/api/v1/hooks/telegram/x", "rlp_1");
        assert_eq!(
            call.url,
            "https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/setWebhook"
        );
        let Body::Json(body) = call.body else { panic!("JSON") };
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(&body).unwrap(),
            json!({ "url": "https://desk.lerma.mx/api/v1/hooks/telegram/x", "secret_token": "rlp_1",
                "allowed_updates": ["message", "edited_message", "message_reaction"] })
        );
        assert!(bot().drop_hook().url.ends_with("/deleteWebhook"));
        let set = r#"{"ok":true,"result":true,"description":"Webhook was set"}"#;
        assert_eq!(done(&answer(200, set)), Ok(()));
        let refused =
            r#"{"ok":false,"error_code":400,"description":"Bad Request: bad webhook: An HTTPS URL must be provided for webhook"}"#;
        assert_eq!(done(&answer(400, refused)), Err(Outcome::Failed("hook_refused".into())));
    }

    #[test]
    fn how_it_goes_with_the_webhook() {
        let info = r#"{"ok":true,"result":{"url":"https://desk.lerma.mx/x","has_custom_certificate":false,"pending_update_count":3,"last_error_date":1764140500,"last_error_message":"Wrong response from the webhook: 502 Bad Gateway","max_connections":40,"ip_address":"203.0.113.9"}}"#;
        let found = hook(&answer(200, info)).unwrap();
        assert_eq!(
            (found.pending, found.trouble.as_deref()),
            (3, Some("Wrong response from the webhook: 502 Bad Gateway"))
        );
        let well = r#"{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}"#;
        assert_eq!(hook(&answer(200, well)).unwrap().trouble, None);
    }
}
