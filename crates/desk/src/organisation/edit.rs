//! Change an organisation's name, ground and settings.

use access::{Perm, Place};
use db::{NewEvent, Tx};
use kit::{Error, Locale, ResolutionId, Result};

use super::model::{country, time_zone};
use super::{Organisation, Settings, silence, store};
use crate::who::Who;
use crate::{audit, text};

/// What may change; what is not said stays.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "OrganisationChange")]
pub struct Change {
    pub name: Option<String>,
    pub locale: Option<Locale>,
    pub time_zone: Option<String>,
    pub country: Option<String>,
    pub settings: Option<Choice>,
}

/// Settings, one by one.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "OrganisationChoice")]
pub struct Choice {
    pub reopen_hours: Option<u32>,
    pub resolution_required: Option<bool>,
    pub undo_seconds: Option<u32>,
    pub templates_after_24h: Option<bool>,
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<u32>")]
    pub quota: Option<Option<u32>>,
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<u32>")]
    pub connected_hours: Option<Option<u32>>,
    pub idle_notice_minutes: Option<u32>,
    pub idle_alarm_minutes: Option<u32>,
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<u32>")]
    pub idle_close_minutes: Option<Option<u32>>,
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<ResolutionId>")]
    pub idle_close_resolution: Option<Option<ResolutionId>>,
    pub idle_close_text: Option<String>,
    pub creator_may_reconcile: Option<bool>,
    pub text_in_mail: Option<bool>,
    pub link_previews: Option<bool>,
    pub external_contact_fields: Option<Vec<String>>,
}

impl Choice {
    fn over(&self, before: &Settings) -> Settings {
        Settings {
            reopen_hours: self.reopen_hours.unwrap_or(before.reopen_hours),
            resolution_required: self.resolution_required.unwrap_or(before.resolution_required),
            undo_seconds: self.undo_seconds.unwrap_or(before.undo_seconds),
            templates_after_24h: self.templates_after_24h.unwrap_or(before.templates_after_24h),
            quota: self.quota.unwrap_or(before.quota),
            connected_hours: self.connected_hours.unwrap_or(before.connected_hours),
            idle_notice_minutes: self.idle_notice_minutes.unwrap_or(before.idle_notice_minutes),
            idle_alarm_minutes: self.idle_alarm_minutes.unwrap_or(before.idle_alarm_minutes),
            idle_close_minutes: self.idle_close_minutes.unwrap_or(before.idle_close_minutes),
            idle_close_resolution: self.idle_close_resolution.unwrap_or(before.idle_close_resolution),
            idle_close_text: self.idle_close_text.clone().unwrap_or_else(|| before.idle_close_text.clone()),
            creator_may_reconcile: self.creator_may_reconcile.unwrap_or(before.creator_may_reconcile),
            text_in_mail: self.text_in_mail.unwrap_or(before.text_in_mail),
            link_previews: self.link_previews.unwrap_or(before.link_previews),
            external_contact_fields: self
                .external_contact_fields
                .clone()
                .unwrap_or_else(|| before.external_contact_fields.clone()),
        }
    }
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, change: &Change) -> Result<Organisation> {
    who.may(Perm::SettingsManage, &Place::Desk)?;
    let before = store::row(tx, who.org())?.ok_or_else(Error::unknown)?;
    let mut after = before.clone();
    if let Some(name) = &change.name {
        after.name = text::line("name", name, 120)?;
    }
    if let Some(locale) = change.locale {
        after.locale = locale;
    }
    if let Some(zone) = &change.time_zone {
        after.time_zone = time_zone(zone, "time_zone")?;
    }
    if let Some(code) = &change.country {
        after.country = country(code, "country")?;
    }
    if let Some(choice) = &change.settings {
        after.settings = choice.over(&before.settings);
        after.settings.idle_close_text = text::prose("settings.idle_close_text", &after.settings.idle_close_text, 1000)?;
        after.settings.check()?;
        if let Some(id) = after.settings.idle_close_resolution
            && before.settings.idle_close_resolution != Some(id)
            && !store::resolution(tx, after.id, id)?
        {
            return Err(Error::invalid("settings.idle_close_resolution", "resolution_unknown"));
        }
    }
    if after == before {
        return Ok(after);
    }
    store::update(tx, &after)?;
    if after.settings.idle_close_minutes != before.settings.idle_close_minutes {
        silence::look(tx, after.id)?;
    }
    audit::write(tx, who, "organisation.changed", after.id, audit::diff(&before, &after))?;
    tx.append(&NewEvent {
        kind: "organisation.changed",
        version: 1,
        actor: Some(who.member().into()),
        subject: after.id.into(),
        before: None,
        after: None,
        // Who may be given more is asked anew when it is another.
        body: serde_json::json!({ "quota": after.settings.quota != before.settings.quota }).to_string(),
    })?;
    Ok(after)
}
