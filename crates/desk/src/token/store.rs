//! The only SQL of tokens.

use std::collections::BTreeSet;

use access::Perm;
use db::{FromRow, Row, Tx, args};
use kit::{MemberId, OrgId, Result, Time, TokenId};

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Token")]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    /// None: all that its member may do.
    pub permissions: Option<BTreeSet<Perm>>,
    pub created_at: Time,
    pub expires_at: Option<Time>,
    /// Written now and then, not at every request.
    pub used_at: Option<Time>,
}

const COLUMNS: &str = "id, name, permissions, created_at, expires_at, used_at";

impl FromRow for Token {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let names: Option<String> = row.get(2)?;
        let names: Option<Vec<String>> = names.and_then(|json| serde_json::from_str(&json).ok());
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            // A permission that is no more is not held.
            permissions: names.map(|names| names.iter().filter_map(|name| Perm::from_name(name)).collect()),
            created_at: row.get(3)?,
            expires_at: row.get(4)?,
            used_at: row.get(5)?,
        })
    }
}

/// The live ones of a member, newest first.
pub fn of(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<Token>> {
    let now = tx.now();
    let sql = format!(
        "SELECT {COLUMNS} FROM token WHERE org_id = $1 AND member_id = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3) \
         ORDER BY created_at DESC, id DESC"
    );
    Ok(tx.all(&sql, args![org, member, now])?)
}

/// A live one of a member.
pub fn row(tx: &mut Tx<'_>, org: OrgId, member: MemberId, id: TokenId) -> Result<Option<Token>> {
    Ok(of(tx, org, member)?.into_iter().find(|token| token.id == id))
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, member: MemberId, t: &Token, hash: &[u8; 32]) -> Result<()> {
    let permissions = t
        .permissions
        .as_ref()
        .map(serde_json::to_string)
        .transpose()
        .map_err(kit::Error::internal)?;
    let sql = "INSERT INTO token (org_id, id, member_id, secret_hash, name, permissions, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.exec(
        sql,
        args![org, t.id, member, hash, &t.name, permissions, t.created_at, t.expires_at],
    )?;
    Ok(())
}

pub fn has_hash(tx: &mut Tx<'_>, org: OrgId, id: TokenId, hash: &[u8; 32]) -> Result<bool> {
    Ok(tx
        .opt::<i64>(
            "SELECT 1 FROM token WHERE org_id = $1 AND id = $2 AND secret_hash = $3",
            args![org, id, hash],
        )?
        .is_some())
}

pub fn revoke(tx: &mut Tx<'_>, org: OrgId, member: MemberId, id: TokenId) -> Result<bool> {
    let now = tx.now();
    let sql = "UPDATE token SET revoked_at = $4 WHERE org_id = $1 AND member_id = $2 AND id = $3 AND revoked_at IS NULL";
    Ok(tx.exec(sql, args![org, member, id, now])? > 0)
}
