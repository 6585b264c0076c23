//! The only SQL of saved views.

use db::{FromRow, Row, Tx, args};
use kit::{Result, ViewId};

use super::Saved;
use crate::who::Who;

impl FromRow for Saved {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let filter: String = row.get(4)?;
        Ok(Self {
            id: row.get(0)?,
            member: row.get(1)?,
            name: row.get(2)?,
            shared: row.get(3)?,
            filter: serde_json::from_str(&filter).map_err(|_| db::Error::Value("a saved view's filter"))?,
            created_at: row.get(5)?,
        })
    }
}

const SEEN: &str =
    "SELECT id, member_id, name, shared, filter, created_at FROM saved_view WHERE org_id = $1 AND (shared OR member_id = $2)";

/// Those that a member sees: their own, and what others share.
pub fn all(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Saved>> {
    Ok(tx.all(&format!("{SEEN} ORDER BY created_at, id"), args![who.org(), who.member()])?)
}

/// One of those.
pub fn row(tx: &mut Tx<'_>, who: &Who, id: ViewId) -> Result<Option<Saved>> {
    Ok(tx.opt(&format!("{SEEN} AND id = $3"), args![who.org(), who.member(), id])?)
}

/// How many a member has made.
pub fn own(tx: &mut Tx<'_>, who: &Who) -> Result<i64> {
    Ok(tx.one(
        "SELECT COUNT(*) FROM saved_view WHERE org_id = $1 AND member_id = $2",
        args![who.org(), who.member()],
    )?)
}

pub fn put(tx: &mut Tx<'_>, who: &Who, v: &Saved) -> Result<()> {
    let filter = serde_json::to_string(&v.filter).map_err(kit::Error::internal)?;
    let sql = "INSERT INTO saved_view (org_id, id, member_id, name, shared, filter, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (org_id, id) DO UPDATE SET name = excluded.name, shared = excluded.shared, filter = excluded.filter";
    tx.exec(sql, args![who.org(), v.id, v.member, &v.name, v.shared, filter, v.created_at])?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, who: &Who, id: ViewId) -> Result<()> {
    tx.exec("DELETE FROM saved_view WHERE org_id = $1 AND id = $2", args![who.org(), id])?;
    Ok(())
}
