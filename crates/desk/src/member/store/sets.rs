//! What a member has: roles, teams, origins, channels, switches. Each list is written whole.

use std::collections::BTreeSet;

use access::{RoleKey, Scope};
use db::{Tx, args};
use kit::{ChannelId, MemberId, OrgId, OriginId, Result, RoleId, SwitchId, TeamId, Time};

/// A role as lists show it: its id, and the built-in role it is or the name it was given.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberRoleName")]
pub struct RoleName {
    pub id: RoleId,
    /// Of a custom role; a built-in one is named by the catalogue.
    pub name: String,
    pub builtin: Option<String>,
}

/// A team as a member's card shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberTeamName")]
pub struct TeamName {
    pub id: TeamId,
    pub name: String,
    pub default: bool,
}

/// A switch with its own id and who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub id: SwitchId,
    pub permission: String,
    pub scope: String,
    pub scope_id: Option<[u8; 16]>,
    pub on: bool,
    pub until: Option<Time>,
    pub given_by: MemberId,
    pub given_at: Time,
}

pub fn roles(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<RoleName>> {
    let sql = "SELECT r.id, r.name, r.builtin FROM member_role mr JOIN role r ON r.org_id = mr.org_id AND r.id = mr.role_id \
        WHERE mr.org_id = $1 AND mr.member_id = $2 ORDER BY r.created_at, r.id";
    let rows: Vec<(RoleId, String, Option<String>)> = tx.all(sql, args![org, member])?;
    Ok(rows.into_iter().map(|(id, name, builtin)| RoleName { id, name, builtin }).collect())
}

/// The teams that are not archived.
pub fn teams(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<TeamName>> {
    let sql = "SELECT t.id, t.name, tm.is_default FROM team_member tm JOIN team t ON t.org_id = tm.org_id AND t.id = tm.team_id \
        WHERE tm.org_id = $1 AND tm.member_id = $2 AND t.archived_at IS NULL ORDER BY t.name_folded, t.id";
    let rows: Vec<(TeamId, String, bool)> = tx.all(sql, args![org, member])?;
    Ok(rows.into_iter().map(|(id, name, default)| TeamName { id, name, default }).collect())
}

/// The row of a role that there is.
pub fn role_of(tx: &mut Tx<'_>, org: OrgId, key: RoleKey) -> Result<Option<RoleId>> {
    Ok(match key {
        RoleKey::Builtin(role) => tx.opt("SELECT id FROM role WHERE org_id = $1 AND builtin = $2", args![org, role.name()])?,
        // A built-in role may also be named by its id.
        RoleKey::Custom(id) => tx.opt("SELECT id FROM role WHERE org_id = $1 AND id = $2", args![org, id])?,
    })
}

/// The origins served; none listed is all.
pub fn origins(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<OriginId>> {
    let sql = "SELECT origin_id FROM member_origin WHERE org_id = $1 AND member_id = $2 ORDER BY origin_id";
    Ok(tx.all(sql, args![org, member])?)
}

/// The channels served; none listed is all.
pub fn channels(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<ChannelId>> {
    let sql = "SELECT channel_id FROM member_channel WHERE org_id = $1 AND member_id = $2 ORDER BY channel_id";
    Ok(tx.all(sql, args![org, member])?)
}

pub fn origin_exists(tx: &mut Tx<'_>, org: OrgId, origin: OriginId) -> Result<bool> {
    Ok(tx
        .opt::<i64>(
            "SELECT 1 FROM origin WHERE org_id = $1 AND id = $2 AND archived_at IS NULL",
            args![org, origin],
        )?
        .is_some())
}

/// A channel that is not archived: the team it is placed in.
pub fn channel_team(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId) -> Result<Option<TeamId>> {
    Ok(tx.opt(
        "SELECT team_id FROM channel WHERE org_id = $1 AND id = $2 AND state <> 'archived'",
        args![org, channel],
    )?)
}

pub fn put_roles(tx: &mut Tx<'_>, org: OrgId, member: MemberId, roles: &[RoleId]) -> Result<()> {
    tx.exec("DELETE FROM member_role WHERE org_id = $1 AND member_id = $2", args![org, member])?;
    for role in roles {
        tx.exec(
            "INSERT INTO member_role (org_id, member_id, role_id) VALUES ($1, $2, $3)",
            args![org, member, role],
        )?;
    }
    Ok(())
}

/// The teams of a member; those they were in already keep the day they joined.
pub fn put_teams(tx: &mut Tx<'_>, org: OrgId, member: MemberId, teams: &[(TeamId, bool)]) -> Result<()> {
    let before: Vec<TeamId> = tx.all(
        "SELECT team_id FROM team_member WHERE org_id = $1 AND member_id = $2",
        args![org, member],
    )?;
    for team in before.iter().filter(|team| !teams.iter().any(|(t, _)| t == *team)) {
        tx.exec(
            "DELETE FROM team_member WHERE org_id = $1 AND member_id = $2 AND team_id = $3",
            args![org, member, team],
        )?;
    }
    let now = tx.now();
    for (team, default) in teams {
        let sql = "INSERT INTO team_member (org_id, team_id, member_id, is_default, joined_at) VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT (org_id, team_id, member_id) DO UPDATE SET is_default = excluded.is_default";
        tx.exec(sql, args![org, team, member, *default, now])?;
    }
    Ok(())
}

/// No origins are all origins.
pub fn put_origins(tx: &mut Tx<'_>, org: OrgId, member: MemberId, origins: &[OriginId]) -> Result<()> {
    tx.exec("DELETE FROM member_origin WHERE org_id = $1 AND member_id = $2", args![org, member])?;
    for origin in origins {
        tx.exec(
            "INSERT INTO member_origin (org_id, member_id, origin_id) VALUES ($1, $2, $3)",
            args![org, member, origin],
        )?;
    }
    Ok(())
}

/// No channels are all channels.
pub fn put_channels(tx: &mut Tx<'_>, org: OrgId, member: MemberId, channels: &[ChannelId]) -> Result<()> {
    tx.exec(
        "DELETE FROM member_channel WHERE org_id = $1 AND member_id = $2",
        args![org, member],
    )?;
    for channel in channels {
        tx.exec(
            "INSERT INTO member_channel (org_id, member_id, channel_id) VALUES ($1, $2, $3)",
            args![org, member, channel],
        )?;
    }
    Ok(())
}

pub fn switches(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<Given>> {
    let sql = "SELECT id, permission, scope, scope_id, is_on, until, given_by, given_at FROM switch WHERE org_id = $1 AND member_id = $2 ORDER BY id";
    type Columns = (SwitchId, String, String, Option<[u8; 16]>, bool, Option<Time>, MemberId, Time);
    let rows: Vec<Columns> = tx.all(sql, args![org, member])?;
    let given = |(id, permission, scope, scope_id, on, until, given_by, given_at)| Given {
        id,
        permission,
        scope,
        scope_id,
        on,
        until,
        given_by,
        given_at,
    };
    Ok(rows.into_iter().map(given).collect())
}

/// A switch; one of the same permission in the same place is replaced.
pub fn put_switch(tx: &mut Tx<'_>, org: OrgId, member: MemberId, by: MemberId, id: SwitchId, switch: &access::Switch) -> Result<()> {
    drop_switch(tx, org, member, switch)?;
    let (scope, scope_id) = place(switch.scope);
    let now = tx.now();
    let sql = "INSERT INTO switch (org_id, id, member_id, permission, scope, scope_id, is_on, until, given_by, given_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    tx.exec(
        sql,
        args![
            org,
            id,
            member,
            switch.perm.name(),
            scope,
            scope_id,
            switch.on,
            switch.until,
            by,
            now
        ],
    )?;
    Ok(())
}

/// The switch of this permission in this place, if there is one.
pub fn drop_switch(tx: &mut Tx<'_>, org: OrgId, member: MemberId, switch: &access::Switch) -> Result<()> {
    let (scope, scope_id) = place(switch.scope);
    let sql =
        "DELETE FROM switch WHERE org_id = $1 AND member_id = $2 AND permission = $3 AND scope = $4 AND scope_id IS NOT DISTINCT FROM $5";
    tx.exec(sql, args![org, member, switch.perm.name(), scope, scope_id])?;
    Ok(())
}

fn place(scope: Scope) -> (&'static str, Option<[u8; 16]>) {
    match scope {
        Scope::Org => ("org", None),
        Scope::Channel(id) => ("channel", Some(id.to_bytes())),
        Scope::Team(id) => ("team", Some(id.to_bytes())),
    }
}

pub fn delete_switch(tx: &mut Tx<'_>, org: OrgId, member: MemberId, id: SwitchId) -> Result<bool> {
    Ok(tx.exec(
        "DELETE FROM switch WHERE org_id = $1 AND member_id = $2 AND id = $3",
        args![org, member, id],
    )? > 0)
}

/// All that a removed member had.
pub fn clear(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<()> {
    for table in [
        "member_role",
        "team_member",
        "member_origin",
        "member_channel",
        "switch",
        "portfolio",
    ] {
        tx.exec(
            &format!("DELETE FROM {table} WHERE org_id = $1 AND member_id = $2"),
            args![org, member],
        )?;
    }
    let now = tx.now();
    tx.exec(
        "UPDATE token SET revoked_at = $3 WHERE org_id = $1 AND member_id = $2 AND revoked_at IS NULL",
        args![org, member, now],
    )?;
    Ok(())
}

/// Who has any switch at all.
pub fn with_switches(tx: &mut Tx<'_>, org: OrgId) -> Result<BTreeSet<MemberId>> {
    Ok(tx
        .all("SELECT DISTINCT member_id FROM switch WHERE org_id = $1", args![org])?
        .into_iter()
        .collect())
}
