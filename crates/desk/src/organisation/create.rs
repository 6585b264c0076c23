//! A new organisation: its row, its head, its built-in roles. People, teams and channels are other nouns' business.

use db::{NewEvent, Tx};
use kit::{Locale, OrgId, Result};

use super::model::{country, time_zone};
use super::{Organisation, Settings, store};
use crate::text;

/// What one must say to make one. The transaction must have locked `id`.
#[derive(Clone, Debug)]
pub struct New {
    pub id: OrgId,
    pub name: String,
    pub locale: Locale,
    pub time_zone: String,
    pub country: String,
}

/// For set-up and for the demo; nobody makes an organisation through the API.
pub fn create(tx: &mut Tx<'_>, new: &New) -> Result<Organisation> {
    let made = Organisation {
        id: new.id,
        name: text::line("organisation.name", &new.name, 120)?,
        locale: new.locale,
        time_zone: time_zone(&new.time_zone, "organisation.time_zone")?,
        country: country(&new.country, "organisation.country")?,
        settings: Settings::default(),
        created_at: tx.now(),
    };
    store::insert(tx, &made)?;
    store::insert_roles(tx, new.id)?;
    tx.append(&NewEvent {
        kind: "organisation.created",
        version: 1,
        actor: None,
        subject: new.id.into(),
        before: None,
        after: None,
        body: "{}".into(),
    })?;
    Ok(made)
}
