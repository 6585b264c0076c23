//! The only SQL of who somebody is.

pub mod asked;
pub mod many;
pub mod viewing;

use std::collections::BTreeSet;

use access::{Builtin, Role, RoleKey, Scope, Switch};
use db::{FromRow, Row, Tx, args};
use kit::{AccountId, ChannelId, MemberId, OrgId, OriginId, SessionId, TeamId, Time, TokenId};

use crate::who::model::{Found, Session, Token};

/// The head of an organisation that is being made is written at the end of its transaction: until then its epoch is none.
pub(super) const STANDING: &str = "SELECT m.id, m.account_id, m.kind, m.state, m.first_name, m.last_name, m.narrowing, m.policy, m.until, m.epoch, \
    a.home_org, a.state, a.frozen, a.epoch, o.state, COALESCE(h.policy_epoch, 0), hm.state, hm.epoch, ho.state \
    FROM member m JOIN organisation o ON o.id = m.org_id LEFT JOIN org_head h ON h.org_id = m.org_id \
    LEFT JOIN account a ON a.id = m.account_id \
    LEFT JOIN member hm ON hm.org_id = a.home_org AND hm.account_id = a.id AND hm.state <> 'removed' \
    LEFT JOIN organisation ho ON ho.id = a.home_org";

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            member: row.get(0)?,
            account: row.get(1)?,
            kind: row.get(2)?,
            state: row.get(3)?,
            first_name: row.get(4)?,
            last_name: row.get(5)?,
            narrowing: row.get(6)?,
            policy: row.get(7)?,
            until: row.get(8)?,
            epoch: row.get(9)?,
            home: row.get(10)?,
            account_state: row.get(11)?,
            frozen: row.get::<Option<bool>>(12)?.unwrap_or(false),
            account_epoch: row.get(13)?,
            organisation_state: row.get(14)?,
            policy_epoch: row.get(15)?,
            home_member_state: row.get(16)?,
            home_member_epoch: row.get(17)?,
            home_state: row.get(18)?,
        })
    }
}

/// How an account stands in an organisation; everything a cached caller was made from but its lists.
pub fn by_account(tx: &mut Tx<'_>, org: OrgId, account: AccountId) -> db::Result<Option<Found>> {
    let found = tx.opt(
        &format!("{STANDING} WHERE m.org_id = $1 AND m.account_id = $2 AND m.state <> 'removed'"),
        args![org, account],
    )?;
    with_epoch(tx, org, found)
}

/// As [`by_account`], for a token's or a service's member.
pub fn by_member(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> db::Result<Option<Found>> {
    let found = tx.opt(
        &format!("{STANDING} WHERE m.org_id = $1 AND m.id = $2 AND m.state <> 'removed'"),
        args![org, member],
    )?;
    with_epoch(tx, org, found)
}

/// The policy's epoch is asked of the transaction and not of the table: a batch writes its heads at its end, and what an earlier
/// closure of the same batch has changed counts already.
fn with_epoch(tx: &mut Tx<'_>, org: OrgId, found: Option<Found>) -> db::Result<Option<Found>> {
    let Some(found) = found else { return Ok(None) };
    let policy_epoch = tx.policy_epoch(org)?;
    Ok(Some(Found { policy_epoch, ..found }))
}

/// The roles of a member. A built-in one is what the program says it is; only what it gives can be changed.
pub fn roles(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> kit::Result<Vec<Role>> {
    let sql = "SELECT r.builtin, r.definition, r.gives FROM member_role mr JOIN role r ON r.org_id = mr.org_id AND r.id = mr.role_id \
        WHERE mr.org_id = $1 AND mr.member_id = $2 ORDER BY r.id";
    let rows: Vec<(Option<String>, Option<String>, Option<String>)> = tx.all(sql, args![org, member])?;
    rows.into_iter()
        .map(|(builtin, definition, gives)| role(builtin.as_deref(), definition.as_deref(), gives.as_deref()))
        .collect()
}

/// A role from its columns.
pub fn role(builtin: Option<&str>, definition: Option<&str>, gives: Option<&str>) -> kit::Result<Role> {
    let broken = || kit::Error::internal("a role that is neither built in nor defined");
    let mut role = match (builtin.and_then(Builtin::from_name), definition) {
        (Some(builtin), _) => builtin.role().clone(),
        (None, Some(json)) => serde_json::from_str::<Role>(json).map_err(kit::Error::internal)?,
        (None, None) => return Err(broken()),
    };
    if let Some(json) = gives {
        role.gives = serde_json::from_str::<access::Set<RoleKey>>(json).map_err(kit::Error::internal)?;
    }
    Ok(role)
}

pub fn switches(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> db::Result<Vec<Switch>> {
    let sql = "SELECT permission, scope, scope_id, is_on, until FROM switch WHERE org_id = $1 AND member_id = $2 ORDER BY id";
    let rows: Vec<(String, String, Option<[u8; 16]>, bool, Option<Time>)> = tx.all(sql, args![org, member])?;
    Ok(rows
        .into_iter()
        .filter_map(|(perm, scope, id, on, until)| switch(&perm, &scope, id, on, until))
        .collect())
}

/// A switch from its columns; nothing when it names a permission that is no more.
pub fn switch(perm: &str, scope: &str, id: Option<[u8; 16]>, on: bool, until: Option<Time>) -> Option<Switch> {
    let scope = match (scope, id) {
        ("org", _) => Scope::Org,
        ("channel", Some(id)) => Scope::Channel(ChannelId::from_bytes(id)),
        ("team", Some(id)) => Scope::Team(TeamId::from_bytes(id)),
        _ => return None,
    };
    Some(Switch {
        perm: access::Perm::from_name(perm)?,
        scope,
        on,
        until,
    })
}

pub fn teams(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> db::Result<BTreeSet<TeamId>> {
    let sql = "SELECT tm.team_id FROM team_member tm JOIN team t ON t.org_id = tm.org_id AND t.id = tm.team_id \
        WHERE tm.org_id = $1 AND tm.member_id = $2 AND t.archived_at IS NULL";
    Ok(tx.all::<TeamId>(sql, args![org, member])?.into_iter().collect())
}

/// The origins served; none listed is all.
pub fn origins(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> db::Result<Option<BTreeSet<OriginId>>> {
    let ids: BTreeSet<OriginId> = tx
        .all(
            "SELECT origin_id FROM member_origin WHERE org_id = $1 AND member_id = $2",
            args![org, member],
        )?
        .into_iter()
        .collect();
    Ok((!ids.is_empty()).then_some(ids))
}

/// The channels served; none listed is all.
pub fn channels(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> db::Result<Option<BTreeSet<ChannelId>>> {
    let ids: BTreeSet<ChannelId> = tx
        .all(
            "SELECT channel_id FROM member_channel WHERE org_id = $1 AND member_id = $2",
            args![org, member],
        )?
        .into_iter()
        .collect();
    Ok((!ids.is_empty()).then_some(ids))
}

/// The live session of a secret's hash.
pub fn session(tx: &mut Tx<'_>, hash: &[u8; 32]) -> db::Result<Option<Session>> {
    let sql = "SELECT s.id, s.account_id, s.seen_at FROM session s JOIN account a ON a.id = s.account_id \
        WHERE s.secret_hash = $1 AND s.expires_at > $2 AND a.state = 'active'";
    let now = tx.now();
    let row: Option<(SessionId, AccountId, Time)> = tx.opt(sql, args![hash, now])?;
    Ok(row.map(|(id, account, seen_at)| Session { id, account, seen_at }))
}

/// Whether a session still lives.
pub fn session_lives(tx: &mut Tx<'_>, id: SessionId) -> db::Result<bool> {
    let now = tx.now();
    Ok(tx
        .opt::<i64>("SELECT 1 FROM session WHERE id = $1 AND expires_at > $2", args![id, now])?
        .is_some())
}

pub fn session_seen(tx: &mut Tx<'_>, id: SessionId, at: Time) -> db::Result<u64> {
    tx.exec("UPDATE session SET seen_at = $2 WHERE id = $1", args![id, at])
}

/// Whether a token still lives.
pub fn token_lives(tx: &mut Tx<'_>, token: &Token) -> db::Result<bool> {
    let sql = "SELECT 1 FROM token WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)";
    let now = tx.now();
    Ok(tx.opt::<i64>(sql, args![token.org, token.id, now])?.is_some())
}

/// The live API token of a secret's hash.
pub fn token(tx: &mut Tx<'_>, hash: &[u8; 32]) -> db::Result<Option<Token>> {
    let sql = "SELECT id, org_id, member_id, permissions, used_at FROM token \
        WHERE secret_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
    let now = tx.now();
    let row: Option<(TokenId, OrgId, MemberId, Option<String>, Option<Time>)> = tx.opt(sql, args![hash, now])?;
    Ok(row.map(|(id, org, member, permissions, used_at)| Token {
        id,
        org,
        member,
        permissions,
        used_at,
    }))
}

/// Unless it was written a moment ago by a request beside this one.
pub fn token_used(tx: &mut Tx<'_>, token: &Token, at: Time, every: std::time::Duration) -> db::Result<u64> {
    let sql = "UPDATE token SET used_at = $3 WHERE org_id = $1 AND id = $2 AND (used_at IS NULL OR used_at <= $4)";
    tx.exec(sql, args![token.org, token.id, at, at.minus(every)])
}

/// The organisations in which an account is a member: not removed, not shut out, not over.
pub fn memberships(tx: &mut Tx<'_>, account: AccountId) -> db::Result<Vec<(OrgId, MemberId)>> {
    let now = tx.now();
    tx.all(
        "SELECT org_id, id FROM member WHERE account_id = $1 AND state = 'active' AND (until IS NULL OR until > $2) ORDER BY org_id",
        args![account, now],
    )
}
