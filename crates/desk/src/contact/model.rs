//! What is known of a contact, and what an edit of it is.

use kit::{ContactId, ContactMergeId, EditId, Email, Error, FieldId, IdentityId, Locale, MemberId, Phone, Result, TicketId, Time};
use serde::{Deserialize, Serialize};

use crate::text;

/// A contact's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    pub profile: Profile,
    /// Raised by every edit.
    pub version: i64,
    pub merged_into: Option<ContactId>,
    pub created_at: Time,
    pub last_at: Time,
}

/// What people can change about a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactProfile")]
pub struct Profile {
    pub name: String,
    /// E.164.
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Tax or identity number.
    pub document: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    pub locale: Option<Locale>,
    pub company: Option<String>,
}

/// The fields of a profile, by the names that history and conflicts use.
pub const FIELDS: [&str; 7] = ["name", "phone", "email", "document", "country", "locale", "company"];

impl Profile {
    pub fn get(&self, field: &str) -> Option<String> {
        match field {
            "name" => Some(self.name.clone()),
            "phone" => self.phone.clone(),
            "email" => self.email.clone(),
            "document" => self.document.clone(),
            "country" => self.country.clone(),
            "locale" => self.locale.map(|l| l.tag().to_owned()),
            "company" => self.company.clone(),
            _ => None,
        }
    }

    /// Sets a field to a value as history has it. `home` is the organisation's country, for numbers typed without a prefix.
    pub fn set(&mut self, field: &str, value: Option<&str>, home: &str) -> Result<()> {
        let value = value.map(str::trim).filter(|v| !v.is_empty());
        let line = |max| value.map(|v| text::line(field, v, max)).transpose();
        match field {
            "name" => self.name = line(120)?.ok_or_else(|| Error::invalid("name", "required"))?,
            "phone" => {
                let country = self.country.clone();
                let country = country.as_deref().or(Some(home));
                self.phone = value
                    .map(|v| Phone::parse(v, country, "phone"))
                    .transpose()?
                    .map(|p| p.as_str().to_owned());
            }
            "email" => self.email = value.map(|v| Email::parse(v, "email")).transpose()?.map(|e| e.as_str().to_owned()),
            "document" => self.document = line(40)?,
            "country" => self.country = value.map(country).transpose()?,
            "locale" => {
                let read = |v| Locale::from_tag(v).ok_or_else(|| Error::invalid("locale", "choice_unknown"));
                self.locale = value.map(read).transpose()?;
            }
            "company" => self.company = line(120)?,
            other => return Err(Error::invalid(other, "choice_unknown")),
        }
        Ok(())
    }

    /// Sets a field to what it once was: no form is asked for.
    pub fn put(&mut self, field: &str, value: Option<&str>) {
        let text = value.map(str::to_owned);
        match field {
            "name" => self.name = text.unwrap_or_default(),
            "phone" => self.phone = text,
            "email" => self.email = text,
            "document" => self.document = text,
            "country" => self.country = text,
            "locale" => self.locale = value.and_then(Locale::from_tag),
            "company" => self.company = text,
            _ => {}
        }
    }

    /// The letters and digits of the document: dots, dashes and blanks are typed as people like.
    pub fn document_folded(&self) -> Option<String> {
        let folded: String = kit::fold::fold(self.document.as_deref()?)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        Some(folded).filter(|folded| !folded.is_empty())
    }

    /// The fields in which another differs.
    pub fn changes(&self, after: &Self) -> Vec<Change> {
        let differs = |field: &&str| self.get(field) != after.get(field);
        let change = |field: &str| Change {
            field: field.to_owned(),
            before: self.get(field),
            after: after.get(field),
        };
        FIELDS.iter().filter(|f| differs(f)).map(|f| change(f)).collect()
    }
}

fn country(text: &str) -> Result<String> {
    let code = text.to_ascii_uppercase();
    let form = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if form {
        Ok(code)
    } else {
        Err(Error::invalid("country", "country_invalid"))
    }
}

/// One field of an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactChange")]
pub struct Change {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// An edit as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub id: EditId,
    pub contact: ContactId,
    /// Of the contact after this edit.
    pub version: i64,
    pub member: MemberId,
    /// The ticket through which it was made.
    pub ticket: Option<TicketId>,
    pub changes: Vec<Change>,
    /// The edit that this one takes back.
    pub reverts: Option<EditId>,
    /// The merge, or its undoing, of which this is a part.
    pub merge: Option<ContactMergeId>,
    /// Network address it came from.
    pub address: String,
    pub at: Time,
}

/// By what two contacts may be the same person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ContactAlike")]
pub enum Alike {
    Phone,
    Email,
    Document,
    /// The same number on another channel.
    Address,
}

impl Alike {
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "phone" => Some(Self::Phone),
            "email" => Some(Self::Email),
            "document" => Some(Self::Document),
            "address" => Some(Self::Address),
            _ => None,
        }
    }
}

/// One channel address of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Identity {
    pub id: IdentityId,
    pub channel: kit::ChannelId,
    pub channel_name: String,
    pub address: String,
    pub verified: bool,
}

/// A custom field's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Value {
    pub field: FieldId,
    pub value: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_brought_into_their_form() {
        let mut p = Profile {
            name: "Rosa".into(),
            ..Profile::default()
        };
        p.set("phone", Some("33 1204 4417"), "MX").unwrap();
        assert_eq!(p.phone.as_deref(), Some("+523312044417"));
        p.set("phone", Some(""), "MX").unwrap();
        assert_eq!(p.phone, None);
        assert_eq!(p.set("name", Some("  "), "MX").unwrap_err().code, "required");
        assert_eq!(p.set("email", Some("rosa@"), "MX").unwrap_err().field.as_deref(), Some("email"));
        assert_eq!(p.set("country", Some("México"), "MX").unwrap_err().code, "country_invalid");
        assert!(p.set("version", Some("9"), "MX").is_err());
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let before = Profile {
            name: "Rosa".into(),
            company: Some("El Mezquite".into()),
            ..Profile::default()
        };
        let after = Profile {
            name: "Rosa Elena".into(),
            ..before.clone()
        };
        let changes = before.changes(&after);
        assert_eq!(
            changes,
            [Change {
                field: "name".into(),
                before: Some("Rosa".into()),
                after: Some("Rosa Elena".into())
            }]
        );
        assert!(before.changes(&before).is_empty());
    }
}
