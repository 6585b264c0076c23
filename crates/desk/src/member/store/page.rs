//! Lists of members.

use std::collections::BTreeMap;

use db::{Row, Sql, Tx, args};
use kit::{Cursor, InvitationId, MemberId, OrgId, Result, RoleId, TeamId, Time};

use super::sets::{RoleName, TeamName};
use super::{COLUMNS, FROM};
use crate::member::{Member, State};

/// What a list is cut to by the engine; words are compared in Rust, which folds them.
#[derive(Clone, Debug, Default)]
pub struct Cut {
    pub state: Option<State>,
    pub role: Option<RoleId>,
    pub team: Option<TeamId>,
    pub after: Option<Cursor>,
    /// Of these.
    pub only: Option<Vec<MemberId>>,
}

/// Walks people that are not removed, newest first, until `take` has enough.
pub fn walk(tx: &mut Tx<'_>, org: OrgId, cut: &Cut, mut take: impl FnMut(Member) -> bool) -> Result<()> {
    let mut sql = Sql::new("SELECT ").push(COLUMNS).push(FROM).push(" WHERE m.org_id = ").bind(org);
    sql = match cut.state {
        Some(state) => sql.push(" AND m.state = ").bind(state.name()),
        None => sql.push(" AND m.state <> 'removed'"),
    };
    sql = sql.push(" AND m.kind = 'person'");
    if let Some(role) = cut.role {
        let held = " AND EXISTS (SELECT 1 FROM member_role mr WHERE mr.org_id = m.org_id AND mr.member_id = m.id AND mr.role_id = ";
        sql = sql.push(held).bind(role).push(")");
    }
    if let Some(team) = cut.team {
        let in_it = " AND EXISTS (SELECT 1 FROM team_member tm WHERE tm.org_id = m.org_id AND tm.member_id = m.id AND tm.team_id = ";
        sql = sql.push(in_it).bind(team).push(")");
    }
    if let Some(only) = &cut.only {
        sql = sql.push(" AND m.id IN ").list(crate::ticket::store::few(only.iter().copied()));
    }
    if let Some(cursor) = cut.after {
        sql = sql
            .push(" AND (m.created_at, m.id) < (")
            .bind(cursor.at)
            .push(", ")
            .bind(cursor.id)
            .push(")");
    }
    let sql = sql.push(" ORDER BY m.created_at DESC, m.id DESC");
    tx.each(sql.text(), sql.args(), |row: &Row<'_>| {
        Ok(take(<Member as db::FromRow>::from_row(row)?))
    })?;
    Ok(())
}

/// The roles of these members, by one statement.
pub fn roles_of(tx: &mut Tx<'_>, org: OrgId, members: &[MemberId]) -> Result<BTreeMap<MemberId, Vec<RoleName>>> {
    let sql = Sql::new("SELECT mr.member_id, r.id, r.name, r.builtin FROM member_role mr JOIN role r ON r.org_id = mr.org_id AND r.id = mr.role_id WHERE mr.org_id = ")
        .bind(org)
        .push(" AND mr.member_id IN ")
        .list(members.iter())
        .push(" ORDER BY r.created_at, r.id");
    let rows: Vec<(MemberId, RoleId, String, Option<String>)> = tx.all_sql(&sql)?;
    let mut of: BTreeMap<MemberId, Vec<RoleName>> = BTreeMap::new();
    for (member, id, name, builtin) in rows {
        of.entry(member).or_default().push(RoleName { id, name, builtin });
    }
    Ok(of)
}

/// The teams of these members that are not archived, with whether each is hidden, by one statement.
pub fn teams_of(tx: &mut Tx<'_>, org: OrgId, members: &[MemberId]) -> Result<BTreeMap<MemberId, Vec<(TeamName, bool)>>> {
    let sql = Sql::new("SELECT tm.member_id, t.id, t.name, tm.is_default, t.hidden FROM team_member tm JOIN team t ON t.org_id = tm.org_id AND t.id = tm.team_id WHERE tm.org_id = ")
        .bind(org)
        .push(" AND t.archived_at IS NULL AND tm.member_id IN ")
        .list(members.iter())
        .push(" ORDER BY t.name_folded, t.id");
    let rows: Vec<(MemberId, TeamId, String, bool, bool)> = tx.all_sql(&sql)?;
    let mut of: BTreeMap<MemberId, Vec<(TeamName, bool)>> = BTreeMap::new();
    for (member, id, name, default, hidden) in rows {
        of.entry(member).or_default().push((TeamName { id, name, default }, hidden));
    }
    Ok(of)
}

/// The open invitations of these members, by one statement.
pub fn invitations_of(tx: &mut Tx<'_>, org: OrgId, members: &[MemberId]) -> Result<BTreeMap<MemberId, (InvitationId, Time)>> {
    let sql = Sql::new("SELECT member_id, id, expires_at FROM invitation WHERE org_id = ")
        .bind(org)
        .push(" AND used_at IS NULL AND cancelled_at IS NULL AND member_id IN ")
        .list(members.iter());
    let rows: Vec<(MemberId, InvitationId, Time)> = tx.all_sql(&sql)?;
    Ok(rows.into_iter().map(|(member, id, expires)| (member, (id, expires))).collect())
}

/// The names of these organisations: where external members are at home.
pub fn organisation_names(tx: &mut Tx<'_>, orgs: &[OrgId]) -> Result<BTreeMap<OrgId, String>> {
    if orgs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new("SELECT id, name FROM organisation WHERE id IN ").list(orgs.iter());
    let rows: Vec<(OrgId, String)> = tx.all_sql(&sql)?;
    Ok(rows.into_iter().collect())
}

/// The members of a team, not removed.
pub fn of_team(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<Vec<MemberId>> {
    let sql = "SELECT tm.member_id FROM team_member tm JOIN member m ON m.org_id = tm.org_id AND m.id = tm.member_id \
        WHERE tm.org_id = $1 AND tm.team_id = $2 AND m.state <> 'removed' ORDER BY tm.member_id";
    Ok(tx.all(sql, args![org, team])?)
}
