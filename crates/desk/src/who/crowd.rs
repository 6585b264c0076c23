//! Many of an organisation at once, by a fixed number of statements: who could serve a ticket, who administers, who works in a channel.

use access::{Caller, Membership};
use db::Tx;
use kit::{OrgId, Result};

use super::load::{Lists, assemble};
use super::model::Found;
use super::store::many;

/// Everybody who is active. Without tokens.
pub fn callers(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Caller>> {
    let active = many::found(tx, org)?;
    Ok(memberships(tx, org, active)?.iter().map(|(_, m)| Caller::build(m)).collect())
}

/// All people who are not removed, by name, with what `access` wants to know of each.
pub fn people(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<(Found, Membership)>> {
    let people = many::people(tx, org)?;
    memberships(tx, org, people)
}

fn memberships(tx: &mut Tx<'_>, org: OrgId, all: Vec<Found>) -> Result<Vec<(Found, Membership)>> {
    let mut roles = many::roles(tx, org)?;
    let mut switches = many::switches(tx, org)?;
    let mut teams = many::teams(tx, org)?;
    let mut origins = many::origins(tx, org)?;
    let mut channels = many::channels(tx, org)?;
    let whole = |found: Found| -> Result<(Found, Membership)> {
        let member = found.member;
        let lists = Lists {
            roles: roles.remove(&member).unwrap_or_default(),
            switches: switches.remove(&member).unwrap_or_default(),
            teams: teams.remove(&member).unwrap_or_default(),
            origins: origins.remove(&member),
            channels: channels.remove(&member),
        };
        let membership = assemble(org, &found, lists, None)?;
        Ok((found, membership))
    };
    all.into_iter().map(whole).collect()
}
