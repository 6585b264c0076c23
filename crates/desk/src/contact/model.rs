//! What is known of a contact, and what an edit of it is.

use kit::{CompanyId, ContactId, ContactMergeId, EditId, Email, Error, FieldId, IdentityId, Locale, MemberId, Result, TicketId, Time};
use serde::{Deserialize, Serialize};

use super::fields::{Change, Fields, country, folded, phone};
use crate::text;

/// A contact's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    pub profile: Profile,
    /// The one that the profile names.
    pub company: Option<CompanyId>,
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
    /// The name of the company that they work for.
    pub company: Option<String>,
    /// As what.
    pub position: Option<String>,
}

/// The fields of a profile, by the names that history and conflicts use.
pub const FIELDS: [&str; 8] = ["name", "phone", "email", "document", "country", "locale", "company", "position"];

impl Fields for Profile {
    const NAMES: &'static [&'static str] = &FIELDS;

    fn get(&self, field: &str) -> Option<String> {
        match field {
            "name" => Some(self.name.clone()),
            "phone" => self.phone.clone(),
            "email" => self.email.clone(),
            "document" => self.document.clone(),
            "country" => self.country.clone(),
            "locale" => self.locale.map(|l| l.tag().to_owned()),
            "company" => self.company.clone(),
            "position" => self.position.clone(),
            _ => None,
        }
    }

    fn set(&mut self, field: &str, value: Option<&str>, home: &str) -> Result<()> {
        let value = value.map(str::trim).filter(|v| !v.is_empty());
        let line = |max| value.map(|v| text::line(field, v, max)).transpose();
        match field {
            "name" => self.name = line(120)?.ok_or_else(|| Error::invalid("name", "required"))?,
            "phone" => self.phone = value.map(|v| phone(v, self.country.as_deref(), home)).transpose()?,
            "email" => self.email = value.map(|v| Email::parse(v, "email")).transpose()?.map(|e| e.as_str().to_owned()),
            "document" => self.document = line(40)?,
            "country" => self.country = value.map(country).transpose()?,
            "locale" => {
                let read = |v| Locale::from_tag(v).ok_or_else(|| Error::invalid("locale", "choice_unknown"));
                self.locale = value.map(read).transpose()?;
            }
            "company" => self.company = line(120)?,
            "position" => self.position = line(120)?,
            other => return Err(Error::invalid(other, "choice_unknown")),
        }
        Ok(())
    }
}

impl Profile {
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
            "position" => self.position = text,
            _ => {}
        }
    }

    /// The letters and digits of the document: dots, dashes and blanks are typed as people like.
    pub fn document_folded(&self) -> Option<String> {
        folded(self.document.as_deref())
    }
}

impl Contact {
    /// Gives a field the value that another contact has, or had.
    pub fn take(&mut self, field: &str, from: &Self) {
        self.profile.put(field, from.profile.get(field).as_deref());
        if field == "company" {
            self.company = from.company;
        }
    }

    /// As [`Contact::take`], of what an edit says was there before it.
    pub fn put_back(&mut self, change: &Change) {
        self.profile.put(&change.field, change.before.as_deref());
        if change.field == "company" {
            self.company = change.before_company;
        }
    }

    /// The fields in which another state of it differs.
    pub fn changes(&self, after: &Self) -> Vec<Change> {
        let mut changes = self.profile.changes(&after.profile);
        for change in changes.iter_mut().filter(|change| change.field == "company") {
            (change.before_company, change.after_company) = (self.company, after.company);
        }
        changes
    }
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
                after: Some("Rosa Elena".into()),
                ..Change::default()
            }]
        );
        assert!(before.changes(&before).is_empty());
    }
}
