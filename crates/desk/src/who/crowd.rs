//! All callers of an organisation at once, by a fixed number of statements: who could serve a ticket, who administers.

use access::Caller;
use db::Tx;
use kit::{OrgId, Result};

use super::load::{Lists, assemble};
use super::store::many;

/// Everybody who is active. Without tokens.
pub fn callers(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Caller>> {
    let mut roles = many::roles(tx, org)?;
    let mut switches = many::switches(tx, org)?;
    let mut teams = many::teams(tx, org)?;
    let mut origins = many::origins(tx, org)?;
    let mut channels = many::channels(tx, org)?;
    let mut callers = Vec::new();
    for found in many::found(tx, org)? {
        let member = found.member;
        let lists = Lists {
            roles: roles.remove(&member).unwrap_or_default(),
            switches: switches.remove(&member).unwrap_or_default(),
            teams: teams.remove(&member).unwrap_or_default(),
            origins: origins.remove(&member),
            channels: channels.remove(&member),
        };
        callers.push(Caller::build(&assemble(org, &found, lists, None)?));
    }
    Ok(callers)
}
