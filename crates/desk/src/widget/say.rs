//! A visitor writes.

use std::collections::BTreeMap;

use db::Tx;
use kit::{Email, Error, FileId, Locale, Phone, Result};

use super::store;
use super::talk::{self, View};
use super::visitor::Visitor;
use crate::channel;
use crate::message::receive::{Arrival, receive};
use crate::message::store::contact;
use crate::text;
use crate::who::Cache;

/// The longest message of a visitor, in characters.
const MAX_BODY: usize = 4000;

/// A message, and what the form before the first one asked.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetDraft")]
pub struct Draft {
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub files: Vec<FileId>,
    /// By the names of the channel's questions.
    #[serde(default)]
    pub details: BTreeMap<String, String>,
}

/// Stores it; the same key again has no second effect.
pub fn say(tx: &mut Tx<'_>, callers: &Cache, v: &Visitor, key: Option<&str>, draft: &Draft) -> Result<View> {
    let channel = channel::store::one(tx, v.org, v.channel)?.ok_or_else(Error::unknown)?;
    let settings = channel.webchat();
    if settings.identity_required && v.identity.is_none() {
        return Err(Error::unauthenticated("identity_required"));
    }
    if !store::own_files(tx, v, &draft.files)? {
        return Err(Error::invalid("files", "file_unknown"));
    }
    let first = v.identity.is_none();
    let body = text::prose("body", &draft.body, MAX_BODY)?;
    let body = if first {
        with_answers(&settings.pre_chat, &draft.details, &body)?
    } else {
        body
    };
    if body.is_empty() && draft.files.is_empty() {
        return Err(Error::invalid("body", "required"));
    }
    let said = |name: &str| draft.details.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
    let arrival = Arrival {
        channel: v.channel,
        address: address(tx, v)?,
        verified: false,
        provider: key.map(|key| format!("{}:{key}", v.id)),
        name: said("name").map(|name| text::line("details.name", name, 120)).transpose()?,
        phone: said("phone").map(|phone| Phone::parse(phone, None, "details.phone")).transpose()?,
        email: said("email").map(|email| Email::parse(email, "details.email")).transpose()?,
        locale: Locale::from_tag(&v.locale),
        subject: None,
        text: body,
        files: draft.files.clone(),
        more: Default::default(),
    };
    let received = receive(tx, callers, v.org, &arrival)?;
    if first {
        store::set_identity(tx, v, received.identity)?;
    }
    let now = Visitor {
        identity: Some(received.identity),
        ..v.clone()
    };
    let seq = received.message.seq;
    let made = talk::messages(tx, &now, Some(seq - 1))?;
    made.into_iter()
        .find(|m| m.id == received.message.id)
        .ok_or_else(|| Error::internal("a message that is not there"))
}

/// Under which address the channel knows this browser: the person the site vouched for, or the browser itself.
fn address(tx: &mut Tx<'_>, v: &Visitor) -> Result<String> {
    match v.identity {
        Some(identity) => contact::address(tx, v.org, identity)?.ok_or_else(|| Error::internal("an identity that is not there")),
        None => Ok(v.id.to_string()),
    }
}

/// Answers that are not about the person go before the first message.
fn with_answers(questions: &[channel::PreChat], details: &BTreeMap<String, String>, body: &str) -> Result<String> {
    let mut lines = Vec::new();
    for question in questions {
        let answer = details.get(&question.name).map(|a| a.trim()).unwrap_or_default();
        if question.required && answer.is_empty() {
            return Err(Error::invalid(format!("details.{}", question.name), "required"));
        }
        if !answer.is_empty() && !matches!(question.name.as_str(), "name" | "email" | "phone") {
            lines.push(format!(
                "{}: {}",
                question.label,
                text::line(&format!("details.{}", question.name), answer, 200)?
            ));
        }
    }
    lines.push(body.to_owned());
    Ok(lines.join("\n").trim().to_owned())
}
