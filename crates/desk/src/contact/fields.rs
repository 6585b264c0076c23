//! What people change field by field, each kept with what it was before: of a contact, of a company.

use std::collections::BTreeMap;

use kit::{CompanyId, Error, Phone, Result, Time};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A profile, as history and conflicts name its parts.
pub trait Fields {
    const NAMES: &'static [&'static str];

    fn get(&self, field: &str) -> Option<String>;

    /// Sets a field to a value as history has it. `home` is the organisation's country, for numbers typed without a prefix.
    fn set(&mut self, field: &str, value: Option<&str>, home: &str) -> Result<()>;

    /// Sets those that are asked for (null takes one away); what is no field changes nothing. The country first: it is how a phone is read.
    fn ask(&mut self, asked: &BTreeMap<String, Option<String>>, home: &str) -> Result<()> {
        let others = Self::NAMES.iter().filter(|field| **field != "country");
        for field in std::iter::once(&"country").chain(others) {
            if let Some(value) = asked.get(*field) {
                self.set(field, value.as_deref(), home)?;
            }
        }
        Ok(())
    }

    /// The fields in which another differs.
    fn changes(&self, after: &Self) -> Vec<Change> {
        let change = |field: &&str| Change {
            field: (*field).to_owned(),
            before: self.get(field),
            after: after.get(field),
            ..Change::default()
        };
        Self::NAMES.iter().map(change).filter(|c| c.before != c.after).collect()
    }
}

/// One field of an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactChange")]
pub struct Change {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Of the field `company`: which one it was, whatever it is called now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_company: Option<CompanyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_company: Option<CompanyId>,
}

/// An ISO 3166 alpha-2 code.
pub fn country(text: &str) -> Result<String> {
    let code = text.to_ascii_uppercase();
    let form = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if form {
        Ok(code)
    } else {
        Err(Error::invalid("country", "country_invalid"))
    }
}

/// A telephone number in its one form, E.164; without a prefix it is one of the country that stands beside it, else of `home`.
pub fn phone(text: &str, country: Option<&str>, home: &str) -> Result<String> {
    Ok(Phone::parse(text, country.or(Some(home)), "phone")?.as_str().to_owned())
}

/// The letters and digits of a document: how two are compared.
pub fn folded(document: Option<&str>) -> Option<String> {
    let folded: String = kit::fold::fold(document?).chars().filter(|c| c.is_alphanumeric()).collect();
    Some(folded).filter(|folded| !folded.is_empty())
}

/// What others changed since the version that was in front (B7). Whose edits these are is for who may read the history.
pub fn conflict<'e>(version: i64, current: &impl Serialize, since: impl Iterator<Item = (&'e [Change], Time)>) -> Error {
    let said = |c: &Change, at: Time| json!({ "field": c.field, "before": c.before, "after": c.after, "at": at });
    let changed: Vec<_> = since.flat_map(|(changes, at)| changes.iter().map(move |c| said(c, at))).collect();
    Error::conflict("version_conflict").with_detail(json!({ "version": version, "current": current, "changed": changed }))
}
