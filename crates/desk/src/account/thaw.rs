//! The owner of a frozen account proves themselves again, and external memberships go on.
//!
//! Freezing follows when an administrator of the home organisation gives somebody a way to choose a new password: whoever uses it could
//! be somebody else. What ends it is both of these, in one act:
//! - the e-mail: a password chosen through a link that was mailed to the account's address because its owner asked, never through one
//!   that an administrator made or sent;
//! - the phone: the account's whole number, which a frozen account neither shows nor lets be changed. An account that has none has no
//!   more to prove.
//!
//! Typing a number shows that one knows it and not that one holds the phone: a code sent to it is the better proof once a channel can
//! send one, and takes this one's place then.

use db::Tx;
use kit::{Error, Phone, Result};
use serde_json::json;

use super::reset::{Asked, Link};
use super::sign_in::From;
use super::{Account, store};
use crate::{audit, organisation};

/// Whether choosing a password through this link can end the freeze.
pub fn can(person: &Account, link: &store::credential::Secret) -> bool {
    let asked = serde_json::from_str::<Link>(&link.body).map(|link| link.asked);
    person.frozen && matches!(asked, Ok(Asked::Owner))
}

/// The country of numbers typed without a prefix.
pub fn country(tx: &mut Tx<'_>, person: &Account) -> Result<Option<String>> {
    let home = person.home.map(|home| organisation::store::row(tx, home)).transpose()?.flatten();
    Ok(home.map(|o| o.country))
}

/// Whether the phone is proved; a wrong number is refused, none at all is no proof.
pub fn proved(person: &Account, typed: Option<&str>, country: Option<&str>) -> Result<bool> {
    let Some(own) = person.phone.as_deref() else { return Ok(true) };
    let Some(typed) = typed.map(str::trim).filter(|t| !t.is_empty()) else {
        return Ok(false);
    };
    let wrong = || Error::invalid("phone", "phone_wrong");
    let typed = Phone::parse(typed, country, "phone").map_err(|_| wrong())?;
    if typed.as_str() == own { Ok(true) } else { Err(wrong()) }
}

pub fn thaw(tx: &mut Tx<'_>, person: &Account, from: &From) -> Result<()> {
    store::thaw(tx, person.id)?;
    store::changed(tx, person.id, "account.thawed", "{}".into())?;
    let Some(org) = person.home else { return Ok(()) };
    let actor = audit::Actor {
        org,
        member: None,
        name: person.name(),
        address: from.address.clone(),
    };
    audit::write(tx, actor, "account.thawed", person.id, json!({}))
}
