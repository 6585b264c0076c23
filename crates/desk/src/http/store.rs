//! The only SQL of the HTTP machinery: first answers by idempotency key.

use db::{Tx, args};
use kit::OrgId;

/// The body's hash and the answer of an earlier request with this key.
pub fn answered(tx: &mut Tx<'_>, org: OrgId, actor: &str, key: &str) -> db::Result<Option<(Vec<u8>, String)>> {
    tx.opt(
        "SELECT fingerprint, body FROM idempotency WHERE org_id = $1 AND actor = $2 AND key = $3",
        args![org, actor, key],
    )
}

pub fn answer(tx: &mut Tx<'_>, org: OrgId, actor: &str, key: &str, print: &[u8; 32], made: &str) -> db::Result<u64> {
    let sql = "INSERT INTO idempotency (org_id, actor, key, fingerprint, status, body, created_at) VALUES ($1, $2, $3, $4, 201, $5, $6)";
    let now = tx.now();
    tx.exec(sql, args![org, actor, key, print, made, now])
}

/// Removes keys that are older than they have to live, some at a time; how many.
pub fn sweep(tx: &mut Tx<'_>, before: kit::Time, most: u32) -> db::Result<u64> {
    let sql = "DELETE FROM idempotency WHERE (org_id, actor, key) IN \
        (SELECT org_id, actor, key FROM idempotency WHERE created_at < $1 ORDER BY created_at LIMIT $2)";
    tx.exec(sql, args![before, most])
}
