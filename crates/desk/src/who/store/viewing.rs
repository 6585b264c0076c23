//! Who looks through whose eyes, and until when.

use db::{Tx, args};
use kit::{MemberId, OrgId, Time, ViewingId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewing {
    pub org: OrgId,
    pub id: ViewingId,
    pub viewer: MemberId,
    pub member: MemberId,
    pub until: Time,
}

pub fn insert(tx: &mut Tx<'_>, v: &Viewing) -> db::Result<()> {
    let sql = "INSERT INTO viewing (org_id, id, viewer_id, member_id, until) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![v.org, v.id, v.viewer, v.member, v.until])?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, org: OrgId, id: ViewingId) -> db::Result<Option<Viewing>> {
    let sql = "SELECT viewer_id, member_id, until FROM viewing WHERE org_id = $1 AND id = $2";
    let row: Option<(MemberId, MemberId, Time)> = tx.opt(sql, args![org, id])?;
    Ok(row.map(|(viewer, member, until)| Viewing {
        org,
        id,
        viewer,
        member,
        until,
    }))
}

/// Those that were over by then, so many at most; gives how many.
pub fn sweep(tx: &mut Tx<'_>, before: Time, most: u32) -> db::Result<u64> {
    let sql = "DELETE FROM viewing WHERE (org_id, id) IN (SELECT org_id, id FROM viewing WHERE until < $1 ORDER BY until LIMIT $2)";
    tx.exec(sql, args![before, most])
}
