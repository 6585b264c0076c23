//! What is known of a company.

use kit::{CompanyId, EditId, Email, Error, MemberId, Result, Time};
use serde::{Deserialize, Serialize};

use super::mail;
use crate::contact::fields::{Change, Fields, country, phone};
use crate::text;

/// A company's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub id: CompanyId,
    pub profile: Profile,
    /// Raised by every edit.
    pub version: i64,
    /// None of what a customer's message made.
    pub created_by: Option<MemberId>,
    pub created_at: Time,
}

/// What people can change about a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CompanyProfile")]
pub struct Profile {
    pub name: String,
    /// Tax number.
    pub document: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// Whose e-mail is its people's: domains, with commas between them.
    pub domains: Option<String>,
    /// What colleagues should know.
    pub note: Option<String>,
}

/// The fields of a profile, by the names that history and conflicts use.
pub const FIELDS: [&str; 6] = ["name", "document", "country", "phone", "domains", "note"];

/// So many domains a company has at most.
pub const MOST_DOMAINS: usize = 20;

impl Fields for Profile {
    const NAMES: &'static [&'static str] = &FIELDS;

    fn get(&self, field: &str) -> Option<String> {
        match field {
            "name" => Some(self.name.clone()),
            "document" => self.document.clone(),
            "country" => self.country.clone(),
            "phone" => self.phone.clone(),
            "domains" => self.domains.clone(),
            "note" => self.note.clone(),
            _ => None,
        }
    }

    fn set(&mut self, field: &str, value: Option<&str>, home: &str) -> Result<()> {
        let value = value.map(str::trim).filter(|v| !v.is_empty());
        let line = |max| value.map(|v| text::line(field, v, max)).transpose();
        match field {
            "name" => self.name = line(120)?.ok_or_else(|| Error::invalid("name", "required"))?,
            "document" => self.document = line(40)?,
            "country" => self.country = value.map(country).transpose()?,
            "phone" => self.phone = value.map(|v| phone(v, self.country.as_deref(), home)).transpose()?,
            "domains" => self.domains = value.map(domains).transpose()?.filter(|all| !all.is_empty()),
            "note" => self.note = value.map(|v| text::prose("note", v, 2000)).transpose()?,
            other => return Err(Error::invalid(other, "choice_unknown")),
        }
        Ok(())
    }
}

impl Profile {
    /// Each of the domains.
    pub fn each_domain(&self) -> impl Iterator<Item = &str> {
        self.domains
            .as_deref()
            .unwrap_or_default()
            .split(", ")
            .filter(|one| !one.is_empty())
    }
}

/// Domains as people type them, in their one form: lower case, each once, in order.
fn domains(typed: &str) -> Result<String> {
    let parts = typed.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let mut all: Vec<String> = parts
        .map(|part| part.trim().trim_start_matches('@').to_lowercase())
        .filter(|part| !part.is_empty())
        .collect();
    all.sort_unstable();
    all.dedup();
    if all.len() > MOST_DOMAINS {
        return Err(Error::invalid("domains", "too_many_values").with_param("max", MOST_DOMAINS));
    }
    for one in &all {
        let refuse = |code: &'static str| Error::invalid("domains", code).with_param("domain", one);
        Email::parse(&format!("x@{one}"), "domains").map_err(|_| refuse("domain_invalid"))?;
        if mail::is_everybodys(one) {
            return Err(refuse("domain_public"));
        }
    }
    Ok(all.join(", "))
}

/// An edit as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub id: EditId,
    pub company: CompanyId,
    /// Of the company after this edit.
    pub version: i64,
    pub member: MemberId,
    pub changes: Vec<Change>,
    /// The edit that this one takes back.
    pub reverts: Option<EditId>,
    /// Network address it came from.
    pub address: String,
    pub at: Time,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_brought_into_one_form() {
        let mut profile = Profile::default();
        profile
            .set("domains", Some("ElMezquite.mx; @lerma.com.mx  elmezquite.mx"), "MX")
            .unwrap();
        assert_eq!(profile.domains.as_deref(), Some("elmezquite.mx, lerma.com.mx"));
        assert_eq!(profile.each_domain().collect::<Vec<_>>(), ["elmezquite.mx", "lerma.com.mx"]);
        profile.set("domains", Some(" , "), "MX").unwrap();
        assert_eq!((profile.domains.clone(), profile.each_domain().count()), (None, 0));
    }

    #[test]
    fn what_is_no_companys_domain_is_refused_by_name() {
        let mut profile = Profile::default();
        for (typed, code) in [
            ("elmezquite", "domain_invalid"),
            ("a b.c@d", "domain_invalid"),
            ("lerma.mx, Gmail.com", "domain_public"),
            ("hotmail.com.mx", "domain_public"),
        ] {
            let refused = profile.set("domains", Some(typed), "MX").unwrap_err();
            assert_eq!((refused.code, refused.field.as_deref()), (code, Some("domains")), "{typed}");
        }
        let many: Vec<String> = (0..=MOST_DOMAINS).map(|n| format!("d{n}.mx")).collect();
        assert_eq!(
            profile.set("domains", Some(&many.join(",")), "MX").unwrap_err().code,
            "too_many_values"
        );
    }
}
