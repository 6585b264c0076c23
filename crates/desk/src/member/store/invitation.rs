//! Invitations. Of a secret only its hash is here.

use db::{FromRow, Row, Tx, args};
use kit::{InvitationId, MemberId, OrgId, Result, Time};

/// An invitation's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub org: OrgId,
    pub id: InvitationId,
    pub member: MemberId,
    pub secret_hash: [u8; 32],
    pub created_by: MemberId,
    pub created_at: Time,
    pub expires_at: Time,
    pub used_at: Option<Time>,
    /// Cancelled by somebody, or replaced by a newer one.
    pub cancelled_at: Option<Time>,
}

impl Invitation {
    /// Neither used nor cancelled; it may have expired.
    pub fn open(&self) -> bool {
        self.used_at.is_none() && self.cancelled_at.is_none()
    }

    /// It expires to the second: at that instant it is over.
    pub fn expired(&self, now: Time) -> bool {
        self.expires_at <= now
    }
}

const COLUMNS: &str = "org_id, id, member_id, secret_hash, created_by, created_at, expires_at, used_at, cancelled_at";

impl FromRow for Invitation {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            org: row.get(0)?,
            id: row.get(1)?,
            member: row.get(2)?,
            secret_hash: row.get(3)?,
            created_by: row.get(4)?,
            created_at: row.get(5)?,
            expires_at: row.get(6)?,
            used_at: row.get(7)?,
            cancelled_at: row.get(8)?,
        })
    }
}

pub fn insert(tx: &mut Tx<'_>, i: &Invitation) -> Result<()> {
    let sql = "INSERT INTO invitation (org_id, id, member_id, secret_hash, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.exec(
        sql,
        args![i.org, i.id, i.member, &i.secret_hash, i.created_by, i.created_at, i.expires_at],
    )?;
    Ok(())
}

/// By the hash of what somebody shows, whatever has become of it.
pub fn by_hash(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<Invitation>> {
    Ok(tx.opt(&format!("SELECT {COLUMNS} FROM invitation WHERE secret_hash = $1"), args![hash])?)
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: InvitationId) -> Result<Option<Invitation>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM invitation WHERE org_id = $1 AND id = $2"),
        args![org, id],
    )?)
}

/// The one that is neither used nor cancelled; there is at most one.
pub fn open(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<Invitation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitation WHERE org_id = $1 AND member_id = $2 AND used_at IS NULL AND cancelled_at IS NULL ORDER BY id DESC LIMIT 1"
    );
    Ok(tx.opt(&sql, args![org, member])?)
}

/// No link of this member counts any longer.
pub fn cancel_all(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<bool> {
    let now = tx.now();
    let sql = "UPDATE invitation SET cancelled_at = $3 WHERE org_id = $1 AND member_id = $2 AND used_at IS NULL AND cancelled_at IS NULL";
    Ok(tx.exec(sql, args![org, member, now])? > 0)
}

/// The secret of an open invitation is another from now on: the letter that carries it is being written.
pub fn set_secret(tx: &mut Tx<'_>, org: OrgId, id: InvitationId, hash: &[u8; 32]) -> Result<bool> {
    let sql = "UPDATE invitation SET secret_hash = $3 WHERE org_id = $1 AND id = $2 AND used_at IS NULL AND cancelled_at IS NULL";
    Ok(tx.exec(sql, args![org, id, hash])? > 0)
}

pub fn spend(tx: &mut Tx<'_>, org: OrgId, id: InvitationId) -> Result<()> {
    let now = tx.now();
    tx.exec(
        "UPDATE invitation SET used_at = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, now],
    )?;
    Ok(())
}
