//! What owners say about themselves.

use db::Tx;
use kit::{AccountId, Error, Locale, Phone, Result};
use serde_json::Value;

use super::store;
use super::{Account, renamed};
use crate::notification::choice::{self, Choices};
use crate::{organisation, text};

/// What may change; what is not said stays.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "AccountEditChange")]
pub struct Change {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<String>")]
    pub phone: Option<Option<String>>,
    pub locale: Option<Locale>,
    pub time_zone: Option<String>,
    /// How the person wants to be told, of all kinds.
    pub notifications: Option<Choices>,
    /// The panel's own: theme, order of sections. Given keys replace, null takes a key away.
    pub preferences: Option<serde_json::Map<String, Value>>,
}

/// The panel may keep this much for a person.
const MAX_PREFERENCES: usize = 16 * 1024;

pub fn edit(tx: &mut Tx<'_>, account: AccountId, change: &Change) -> Result<Account> {
    let before = store::row(tx, account)?.ok_or_else(Error::unknown)?;
    let mut after = before.clone();
    if let Some(name) = &change.first_name {
        after.first_name = text::line("first_name", name, 80)?;
    }
    if let Some(name) = &change.last_name {
        after.last_name = text::line("last_name", name, 80)?;
    }
    if let Some(phone) = &change.phone {
        // Whoever was let in by an administrator's link must not choose what the owner will have to know.
        if before.frozen {
            return Err(Error::conflict("account_frozen").with_field("phone"));
        }
        after.phone = phone_of(tx, &before, phone.as_deref())?;
    }
    if let Some(locale) = change.locale {
        after.locale = locale;
    }
    if let Some(zone) = &change.time_zone {
        after.time_zone = organisation::model::time_zone(zone, "time_zone")?;
    }
    if let Some(given) = &change.preferences {
        if given.contains_key(choice::KEY) {
            return Err(Error::invalid("preferences", "value_invalid").with_param("reason", choice::KEY));
        }
        after.preferences = merged(&before.preferences, given)?;
    }
    if let Some(chosen) = &change.notifications {
        let chosen = serde_json::to_value(chosen).map_err(Error::internal)?;
        after.preferences = merged(&after.preferences, &serde_json::Map::from_iter([(choice::KEY.to_owned(), chosen)]))?;
    }
    store::update(tx, &after)?;
    if (&after.first_name, &after.last_name, after.locale) != (&before.first_name, &before.last_name, before.locale) {
        renamed::enqueue(tx, account)?;
    }
    Ok(after)
}

fn phone_of(tx: &mut Tx<'_>, person: &Account, typed: Option<&str>) -> Result<Option<String>> {
    let Some(typed) = typed.filter(|t| !t.trim().is_empty()) else {
        return Ok(None);
    };
    let ground = person.home.map(|home| organisation::store::row(tx, home)).transpose()?.flatten();
    let phone = Phone::parse(typed, ground.as_ref().map(|o| o.country.as_str()), "phone")?;
    if store::phone_taken(tx, phone.as_str(), person.id)? {
        return Err(Error::conflict("phone_taken").with_field("phone"));
    }
    Ok(Some(phone.as_str().to_owned()))
}

fn merged(before: &Value, given: &serde_json::Map<String, Value>) -> Result<Value> {
    let mut all = before.as_object().cloned().unwrap_or_default();
    for (key, value) in given {
        if value.is_null() {
            all.remove(key);
        } else {
            all.insert(key.clone(), value.clone());
        }
    }
    let all = Value::Object(all);
    if all.to_string().len() > MAX_PREFERENCES {
        return Err(Error::invalid("preferences", "too_long").with_param("max", MAX_PREFERENCES));
    }
    Ok(all)
}
