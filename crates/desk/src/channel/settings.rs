//! What each kind of channel lets people choose. Stored as JSON; what is missing has its default.

use kit::{Error, Locale, Result};
use serde::{Deserialize, Serialize};

use crate::text;

/// Where the launcher stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    #[default]
    Right,
    Left,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the visitor's system.
    #[default]
    Auto,
    Light,
    Dark,
}

/// How an answer of the pre-chat form is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    Text,
    Email,
    Phone,
    Choice,
}

/// One question before the first message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PreChat {
    /// `name`, `email`, `phone` go to the contact; anything else into the ticket's first lines.
    pub name: String,
    pub label: String,
    pub kind: Input,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    #[serde(default)]
    pub required: bool,
}

/// A web chat's settings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct WebChat {
    pub greeting: String,
    /// `#rrggbb`.
    pub colour: String,
    pub position: Position,
    pub theme: Theme,
    /// None: the visitor's own language.
    pub locale: Option<Locale>,
    pub pre_chat: Vec<PreChat>,
    /// Pages that may carry the widget, `https://www.example.com`; none listed is any.
    pub allowed_origins: Vec<String>,
    /// Only visitors with a signed identity may write.
    pub identity_required: bool,
    /// Answers that are not seen in time go to the e-mail address that the customer gave, with a link to the conversation.
    pub answers_by_mail: bool,
    /// How long after the last answer that is.
    pub mail_after_seconds: u32,
}

impl Default for WebChat {
    fn default() -> Self {
        Self {
            greeting: String::new(),
            colour: "#0e6b5c".into(),
            position: Position::default(),
            theme: Theme::default(),
            locale: None,
            pre_chat: Vec::new(),
            allowed_origins: Vec::new(),
            identity_required: false,
            answers_by_mail: true,
            mail_after_seconds: 300,
        }
    }
}

/// An API channel's settings.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct Api {
    /// Where outgoing messages are delivered; none: they are only read from the API.
    pub url: Option<String>,
    /// Free text only within these hours of the customer's last message, where what stands behind the channel has such a rule; none: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_hours: Option<u32>,
}

/// A WhatsApp number's settings, as Meta's console shows them. Empty while it is being connected.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct WhatsApp {
    /// Meta's id of the number: digits, and not the number itself.
    pub phone_number_id: String,
    /// Meta's id of the account (WABA) that the number belongs to.
    pub account_id: String,
    /// The number, as people write it.
    pub number: String,
}

/// What is known of a Telegram bot. People choose nothing: the token says which it is, and Telegram says the rest.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct Telegram {
    /// By which customers find it: `lerma_bot`. Empty until Telegram was asked.
    pub username: String,
}

/// Who has not looked for a day has left.
const MAX_MAIL_AFTER: u32 = 24 * 3600;

/// The longest window: a month.
const MAX_WINDOW: u32 = 24 * 31;

impl WebChat {
    pub fn checked(mut self) -> Result<Self> {
        self.greeting = text::prose("settings.greeting", &self.greeting, 300)?;
        let hex = self
            .colour
            .strip_prefix('#')
            .is_some_and(|c| c.len() == 6 && c.chars().all(|d| d.is_ascii_hexdigit()));
        if !hex {
            return Err(Error::invalid("settings.colour", "colour_invalid"));
        }
        if self.mail_after_seconds > MAX_MAIL_AFTER {
            return Err(Error::invalid("settings.mail_after_seconds", "too_large").with_param("max", MAX_MAIL_AFTER));
        }
        if self.pre_chat.len() > 10 {
            return Err(Error::invalid("settings.pre_chat", "too_many_choices").with_param("max", 10));
        }
        for (i, question) in self.pre_chat.iter_mut().enumerate() {
            let field = format!("settings.pre_chat[{i}]");
            question.name = text::line(&format!("{field}.name"), &question.name, 40)?;
            question.label = text::line(&format!("{field}.label"), &question.label, 80)?;
            if question.kind == Input::Choice && question.choices.is_empty() {
                return Err(Error::invalid(format!("{field}.choices"), "required"));
            }
        }
        self.allowed_origins = self.allowed_origins.iter().map(|o| origin(o)).collect::<Result<_>>()?;
        Ok(self)
    }
}

impl Api {
    pub fn checked(self) -> Result<Self> {
        let window = |hours: u32| {
            let too = if hours == 0 {
                ("too_small", "min", 1)
            } else {
                ("too_large", "max", MAX_WINDOW)
            };
            if (1..=MAX_WINDOW).contains(&hours) {
                Ok(hours)
            } else {
                Err(Error::invalid("settings.window_hours", too.0).with_param(too.1, too.2))
            }
        };
        let window_hours = self.window_hours.map(window).transpose()?;
        let url = match self.url.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(url)
                if url.len() <= 500
                    && (url.starts_with("https://") || url.starts_with("http://"))
                    && !url.contains(char::is_whitespace) =>
            {
                Some(url.to_owned())
            }
            Some(_) => return Err(Error::invalid("settings.url", "url_invalid")),
        };
        Ok(Self { url, window_hours })
    }
}

impl WhatsApp {
    pub fn checked(self) -> Result<Self> {
        Ok(Self {
            phone_number_id: digits("settings.phone_number_id", &self.phone_number_id)?,
            account_id: digits("settings.account_id", &self.account_id)?,
            number: text::line_or_empty("settings.number", &self.number, 30)?,
        })
    }
}

/// An id of Meta's, or nothing yet. It becomes part of an address.
fn digits(field: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(Error::invalid(field, "digits_only"))
    }
}

/// `https://host[:port]`, nothing after it; it goes into a header.
fn origin(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('/').to_lowercase();
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*');
    if host.is_empty() || text.len() > 200 || !host.chars().all(plain) {
        return Err(Error::invalid("settings.allowed_origins", "origin_invalid"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_nothing_more() {
        assert_eq!(origin(" https://WWW.Lerma.mx/ ").unwrap(), "https://www.lerma.mx");
        assert_eq!(origin("http://localhost:3000").unwrap(), "http://localhost:3000");
        for bad in [
            "",
            "lerma.mx",
            "https://",
            "https://a.mx/x",
            "https://a.mx; script-src *",
            "javascript://a",
        ] {
            assert_eq!(origin(bad).unwrap_err().code, "origin_invalid", "{bad}");
        }
    }

    #[test]
    fn ids_of_meta_are_digits() {
        let number = |id: &str| WhatsApp {
            phone_number_id: id.into(),
            ..WhatsApp::default()
        };
        assert_eq!(number(" 106540352242922 ").checked().unwrap().phone_number_id, "106540352242922");
        assert_eq!(number("").checked().unwrap().phone_number_id, "");
        for bad in ["+52 33", "../me", "1?x", "123456789012345678901"] {
            let refused = number(bad).checked().unwrap_err();
            assert_eq!(
                (refused.code, refused.field.as_deref()),
                ("digits_only", Some("settings.phone_number_id")),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_window_is_of_hours() {
        let checked = |hours| {
            Api {
                url: None,
                window_hours: hours,
            }
            .checked()
        };
        assert_eq!(checked(Some(24)).unwrap().window_hours, Some(24));
        assert_eq!(checked(None).unwrap().window_hours, None);
        for (bad, code) in [(0, "too_small"), (745, "too_large")] {
            let refused = checked(Some(bad)).unwrap_err();
            assert_eq!((refused.code, refused.field.as_deref()), (code, Some("settings.window_hours")));
        }
    }
}
