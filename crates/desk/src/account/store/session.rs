//! Sign-ins.

use db::{FromRow, Row, Tx, args};
use kit::{AccountId, Result, SessionId, Time};

/// A sign-in as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Session {
    pub id: SessionId,
    pub created_at: Time,
    /// Written now and then, not at every request.
    pub seen_at: Time,
    pub expires_at: Time,
    pub address: String,
    pub agent: String,
    /// The one that asks.
    pub current: bool,
}

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            created_at: row.get(1)?,
            seen_at: row.get(2)?,
            expires_at: row.get(3)?,
            address: row.get(4)?,
            agent: row.get(5)?,
            current: false,
        })
    }
}

pub fn insert(tx: &mut Tx<'_>, account: AccountId, s: &Session, hash: &[u8; 32]) -> Result<()> {
    let sql = "INSERT INTO session (id, secret_hash, account_id, created_at, seen_at, expires_at, address, agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.exec(
        sql,
        args![s.id, hash, account, s.created_at, s.seen_at, s.expires_at, &s.address, &s.agent],
    )?;
    Ok(())
}

/// The live ones, the last seen first.
pub fn of(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Session>> {
    let now = tx.now();
    let sql = "SELECT id, created_at, seen_at, expires_at, address, agent FROM session WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC";
    Ok(tx.all(sql, args![account, now])?)
}

pub fn delete(tx: &mut Tx<'_>, account: AccountId, id: SessionId) -> Result<bool> {
    Ok(tx.exec("DELETE FROM session WHERE account_id = $1 AND id = $2", args![account, id])? > 0)
}

/// All but one, or all.
pub fn delete_others(tx: &mut Tx<'_>, account: AccountId, keep: Option<SessionId>) -> Result<u64> {
    Ok(match keep {
        Some(keep) => tx.exec("DELETE FROM session WHERE account_id = $1 AND id <> $2", args![account, keep])?,
        None => tx.exec("DELETE FROM session WHERE account_id = $1", args![account])?,
    })
}

pub fn sweep(tx: &mut Tx<'_>, before: Time) -> Result<u64> {
    Ok(tx.exec("DELETE FROM session WHERE expires_at < $1", args![before])?)
}
