//! The only SQL of requests, but for what [`crate::who::asked`] and notices read of open ones.

use access::{Perm, Scope};
use db::{FromRow, Row, Tx, args};
use kit::{MemberId, OrgId, PermissionRequestId, Result, Time};

use super::model::{PermissionRequest, State};
use crate::who;

const REQUEST: &str = "SELECT r.org_id, r.id, r.member_id, r.permission, r.scope, r.scope_id, r.ticket_id, r.state, r.asked_at, r.expires_at, \
    r.decided_by, r.decided_at, r.until, r.reason FROM permission_request r";

/// Of a permission that is no more, nothing.
struct Columns(Option<PermissionRequest>);

impl FromRow for Columns {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let (perm, scope): (String, String) = (row.get(3)?, row.get(4)?);
        let Some(switch) = who::store::switch(&perm, &scope, row.get(5)?, true, None) else {
            return Ok(Self(None));
        };
        Ok(Self(Some(PermissionRequest {
            org: row.get(0)?,
            id: row.get(1)?,
            member: row.get(2)?,
            permission: switch.perm,
            scope: switch.scope,
            ticket: row.get(6)?,
            state: State::from_name(&row.get::<String>(7)?).ok_or(db::Error::Value("a request's state"))?,
            asked_at: row.get(8)?,
            expires_at: row.get(9)?,
            decided_by: row.get(10)?,
            decided_at: row.get(11)?,
            until: row.get(12)?,
            reason: row.get(13)?,
        })))
    }
}

pub fn insert(tx: &mut Tx<'_>, r: &PermissionRequest) -> Result<()> {
    let (scope, scope_id) = place(r.scope);
    let sql = "INSERT INTO permission_request (org_id, id, member_id, permission, scope, scope_id, ticket_id, state, asked_at, expires_at, reason) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tx.exec(
        sql,
        args![
            r.org,
            r.id,
            r.member,
            r.permission.name(),
            scope,
            scope_id,
            r.ticket,
            r.state.name(),
            r.asked_at,
            r.expires_at,
            &r.reason
        ],
    )?;
    Ok(())
}

fn place(scope: Scope) -> (&'static str, Option<[u8; 16]>) {
    match scope {
        Scope::Org => ("org", None),
        Scope::Channel(id) => ("channel", Some(id.to_bytes())),
        Scope::Team(id) => ("team", Some(id.to_bytes())),
    }
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: PermissionRequestId) -> Result<Option<PermissionRequest>> {
    let found: Option<Columns> = tx.opt(&format!("{REQUEST} WHERE r.org_id = $1 AND r.id = $2"), args![org, id])?;
    Ok(found.and_then(|columns| columns.0))
}

/// The open one by which a member asks for the same.
pub fn open(tx: &mut Tx<'_>, org: OrgId, member: MemberId, perm: Perm, scope: Scope) -> Result<Option<PermissionRequestId>> {
    let (scope, scope_id) = place(scope);
    let sql = "SELECT id FROM permission_request WHERE org_id = $1 AND member_id = $2 AND state = 'asked' AND permission = $3 AND scope = $4 \
        AND scope_id IS NOT DISTINCT FROM $5";
    Ok(tx.opt(sql, args![org, member, perm.name(), scope, scope_id])?)
}

/// A member's own since an instant, the newest first.
pub fn of_member(tx: &mut Tx<'_>, org: OrgId, member: MemberId, since: Time) -> Result<Vec<PermissionRequest>> {
    let sql =
        format!("{REQUEST} WHERE r.org_id = $1 AND r.member_id = $2 AND r.asked_at > $3 ORDER BY r.asked_at DESC, r.id DESC LIMIT 200");
    let all: Vec<Columns> = tx.all(&sql, args![org, member, since])?;
    Ok(all.into_iter().filter_map(|columns| columns.0).collect())
}

/// Ends one that is open; `false` when it is not any more.
pub fn end(tx: &mut Tx<'_>, r: &PermissionRequest, to: State, by: Option<MemberId>, until: Option<Time>, reason: &str) -> Result<bool> {
    let sql = "UPDATE permission_request SET state = $3, decided_by = $4, decided_at = $5, until = $6, reason = $7 \
        WHERE org_id = $1 AND id = $2 AND state = 'asked'";
    let now = tx.now();
    Ok(tx.exec(sql, args![r.org, r.id, to.name(), by, now, until, reason])? == 1)
}

/// What a channel or a team is called.
pub fn place_name(tx: &mut Tx<'_>, org: OrgId, scope: Scope) -> Result<Option<String>> {
    Ok(match scope {
        Scope::Org => None,
        Scope::Channel(id) => tx.opt("SELECT name FROM channel WHERE org_id = $1 AND id = $2", args![org, id])?,
        Scope::Team(id) => tx.opt("SELECT name FROM team WHERE org_id = $1 AND id = $2", args![org, id])?,
    })
}

/// Removes what is older than `before`, some at a time; how many. All of it is decided: none waits so long.
pub fn sweep(tx: &mut Tx<'_>, before: Time, most: u32) -> Result<u64> {
    let sql = "DELETE FROM permission_request WHERE (org_id, id) IN \
        (SELECT org_id, id FROM permission_request WHERE asked_at < $1 ORDER BY asked_at LIMIT $2)";
    Ok(tx.exec(sql, args![before, most])?)
}
