//! Whether an external advisor has this phone and this e-mail (E2, E3, E5).
//!
//! Both, exactly; the same statements whatever does not match; and a line in the log whatever was found.

use access::{Perm, Place};
use db::Tx;
use kit::{Email, Error, Phone, Result};
use serde_json::json;

use super::model::{Found, Rule};
use super::store;
use crate::who::Who;
use crate::{audit, organisation};

#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExternalAsk")]
pub struct Ask {
    pub phone: String,
    pub email: String,
}

/// What the host may know of whom it could name: the form fills it in, read-only.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExternalFound")]
pub struct Shown {
    pub first_name: String,
    pub last_name: String,
    /// Where they are at home.
    pub organisation: String,
    /// Their home decides each time.
    pub approval: bool,
}

pub fn look_up(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Option<Shown>> {
    who.may(Perm::ExternalInvite, &Place::Desk)?;
    let (email, phone) = read(tx, who, ask)?;
    let found = store::find(tx, who.org(), &email.folded(), phone.as_str())?;
    let body = json!({ "email": email.as_str(), "phone": phone.as_str(), "found": found.is_some() });
    audit::write(tx, who, "external.looked_up", who.org(), body)?;
    Ok(found.map(|found| Shown {
        first_name: found.first_name,
        last_name: found.last_name,
        organisation: found.home_name,
        approval: found.rule == Rule::Approval,
    }))
}

/// The same for who invites: a look-up is never taken on trust.
pub fn find(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Option<Found>> {
    let (email, phone) = read(tx, who, ask)?;
    store::find(tx, who.org(), &email.folded(), phone.as_str())
}

/// Numbers without a prefix are of the organisation's country.
fn read(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<(Email, Phone)> {
    let ground = organisation::store::row(tx, who.org())?.ok_or_else(Error::unknown)?;
    let phone = Phone::parse(&ask.phone, Some(&ground.country), "phone")?;
    Ok((Email::parse(&ask.email, "email")?, phone))
}
