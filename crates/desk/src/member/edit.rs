//! Change what is said about a member: names, phone, language, signature, quota. Never rights, never credentials.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, Locale, MemberId, Phone, Result};
use serde_json::json;

use super::store;
use super::{Member, events, rights};
use crate::who::Who;
use crate::{audit, organisation, text};

/// What may change; what is not said stays.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "MemberEditChange")]
pub struct Change {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<String>")]
    pub phone: Option<Option<String>>,
    pub locale: Option<Locale>,
    pub signature: Option<String>,
    /// Open tickets up to which they are given others; `null`: as the organisation says.
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<u32>")]
    pub quota: Option<Option<u32>>,
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: MemberId, change: &Change) -> Result<Member> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let before = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    before.must_be_person()?;
    rights::may_act_on(tx, who, id)?;
    let mut after = before.clone();
    if let Some(name) = &change.first_name {
        after.first_name = text::line("first_name", name, 80)?;
    }
    if let Some(name) = &change.last_name {
        after.last_name = text::line("last_name", name, 80)?;
    }
    if let Some(phone) = &change.phone {
        let ground = organisation::store::row(tx, who.org())?.ok_or_else(Error::unknown)?;
        let read = |text: &String| Phone::parse(text, Some(&ground.country), "phone").map(|p| p.as_str().to_owned());
        after.phone = phone.as_ref().filter(|p| !p.trim().is_empty()).map(read).transpose()?;
    }
    if let Some(locale) = change.locale {
        after.locale = locale;
    }
    if let Some(signature) = &change.signature {
        after.signature = text::prose("signature", signature, 2000)?;
    }
    if let Some(quota) = change.quota {
        organisation::model::quota("quota", quota)?;
        after.quota = quota;
    }
    save(tx, who, &before, &after)?;
    Ok(after)
}

/// What owners change about themselves in all of their memberships at once.
pub const WHAT_A_PERSON_SAYS: &[&str] = &["name", "locale"];

/// Writes what has changed, and which fields did; the log does not keep what they said.
pub fn save(tx: &mut Tx<'_>, who: &Who, before: &Member, after: &Member) -> Result<()> {
    let fields = [
        ("name", before.name() != after.name()),
        ("phone", before.phone != after.phone),
        ("locale", before.locale != after.locale),
        ("signature", before.signature != after.signature),
        ("photo", before.photo != after.photo),
        ("quota", before.quota != after.quota),
    ];
    let what: Vec<&str> = fields.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect();
    if what.is_empty() {
        return Ok(());
    }
    store::update(tx, after)?;
    // The caller that others hold names this member.
    store::bump(tx, after.org, after.id)?;
    if who.member() != after.id {
        audit::write(tx, who, "member.edited", after.id, json!({ "what": what }))?;
    }
    events::changed(tx, Some(who), after.id, &what)
}
