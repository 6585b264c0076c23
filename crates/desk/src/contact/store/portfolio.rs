//! Whose portfolio a contact is in (R9).

use db::{Tx, args};
use kit::{ContactId, MemberId, OrgId, Result, Time};

/// Whose it is, and since when.
pub fn of(tx: &mut Tx<'_>, org: OrgId, contact: ContactId) -> Result<Option<(MemberId, Time)>> {
    let sql = "SELECT member_id, since FROM portfolio WHERE org_id = $1 AND contact_id = $2";
    Ok(tx.opt(sql, args![org, contact])?)
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, contact: ContactId, owner: MemberId) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO portfolio (org_id, contact_id, member_id, since) VALUES ($1, $2, $3, $4)";
    tx.exec(sql, args![org, contact, owner, now])?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, org: OrgId, contact: ContactId) -> Result<()> {
    tx.exec("DELETE FROM portfolio WHERE org_id = $1 AND contact_id = $2", args![org, contact])?;
    Ok(())
}
