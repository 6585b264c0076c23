//! How everybody of an organisation stands: as the statements beside, of all members at once.

use std::collections::{BTreeMap, BTreeSet};

use access::{Role, Switch};
use db::{Tx, args};
use kit::{ChannelId, MemberId, OrgId, OriginId, TeamId, Time};

use super::{STANDING, role, switch};
use crate::who::model::Found;

/// Those who are active.
pub fn found(tx: &mut Tx<'_>, org: OrgId) -> db::Result<Vec<Found>> {
    tx.all(
        &format!("{STANDING} WHERE m.org_id = $1 AND m.state = 'active' ORDER BY m.id"),
        args![org],
    )
}

/// All people who are not removed, by name.
pub fn people(tx: &mut Tx<'_>, org: OrgId) -> db::Result<Vec<Found>> {
    let sql =
        format!("{STANDING} WHERE m.org_id = $1 AND m.kind = 'person' AND m.state <> 'removed' ORDER BY m.first_name, m.last_name, m.id");
    tx.all(&sql, args![org])
}

pub fn roles(tx: &mut Tx<'_>, org: OrgId) -> kit::Result<BTreeMap<MemberId, Vec<Role>>> {
    let sql = "SELECT mr.member_id, r.builtin, r.definition, r.gives FROM member_role mr JOIN role r ON r.org_id = mr.org_id AND r.id = mr.role_id \
        WHERE mr.org_id = $1 ORDER BY mr.member_id, r.id";
    let rows: Vec<(MemberId, Option<String>, Option<String>, Option<String>)> = tx.all(sql, args![org])?;
    let mut all: BTreeMap<MemberId, Vec<Role>> = BTreeMap::new();
    for (member, builtin, definition, gives) in rows {
        all.entry(member)
            .or_default()
            .push(role(builtin.as_deref(), definition.as_deref(), gives.as_deref())?);
    }
    Ok(all)
}

pub fn switches(tx: &mut Tx<'_>, org: OrgId) -> db::Result<BTreeMap<MemberId, Vec<Switch>>> {
    type Columns = (MemberId, String, String, Option<[u8; 16]>, bool, Option<Time>);
    let sql = "SELECT member_id, permission, scope, scope_id, is_on, until FROM switch WHERE org_id = $1 ORDER BY member_id, id";
    let rows: Vec<Columns> = tx.all(sql, args![org])?;
    let mut all: BTreeMap<MemberId, Vec<Switch>> = BTreeMap::new();
    for (member, perm, scope, id, on, until) in rows {
        all.entry(member).or_default().extend(switch(&perm, &scope, id, on, until));
    }
    Ok(all)
}

pub fn teams(tx: &mut Tx<'_>, org: OrgId) -> db::Result<BTreeMap<MemberId, BTreeSet<TeamId>>> {
    let sql = "SELECT tm.member_id, tm.team_id FROM team_member tm JOIN team t ON t.org_id = tm.org_id AND t.id = tm.team_id \
        WHERE tm.org_id = $1 AND t.archived_at IS NULL";
    Ok(gather(tx.all(sql, args![org])?))
}

pub fn origins(tx: &mut Tx<'_>, org: OrgId) -> db::Result<BTreeMap<MemberId, BTreeSet<OriginId>>> {
    Ok(gather(tx.all(
        "SELECT member_id, origin_id FROM member_origin WHERE org_id = $1",
        args![org],
    )?))
}

pub fn channels(tx: &mut Tx<'_>, org: OrgId) -> db::Result<BTreeMap<MemberId, BTreeSet<ChannelId>>> {
    Ok(gather(tx.all(
        "SELECT member_id, channel_id FROM member_channel WHERE org_id = $1",
        args![org],
    )?))
}

fn gather<V: Ord>(pairs: Vec<(MemberId, V)>) -> BTreeMap<MemberId, BTreeSet<V>> {
    let mut all: BTreeMap<MemberId, BTreeSet<V>> = BTreeMap::new();
    for (member, value) in pairs {
        all.entry(member).or_default().insert(value);
    }
    all
}
