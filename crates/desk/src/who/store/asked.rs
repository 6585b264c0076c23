//! The SQL of what is asked for, as far as deciding about it needs.

use access::{Place, Switch};
use db::{FromRow, Row, Tx, args};
use kit::{ChannelId, MemberId, OrgId, PermissionRequestId, Result, TeamId};

use super::switch;

/// So many are looked through; an organisation in which more wait has other worries.
const MOST: u32 = 500;

/// An open request: who asks for which switch, and where that would stand. No place: it is archived by now.
pub struct Open {
    pub id: PermissionRequestId,
    pub member: MemberId,
    pub switch: Switch,
    pub place: Option<Place>,
}

/// Of a permission that is no more, nothing.
struct Columns(Option<Open>);

impl FromRow for Columns {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let (id, member) = (row.get(0)?, row.get(1)?);
        let (perm, scope): (String, String) = (row.get(2)?, row.get(3)?);
        let scope_id: Option<[u8; 16]> = row.get(4)?;
        let (team, hidden): (Option<TeamId>, Option<bool>) = (row.get(5)?, row.get(6)?);
        let place = match (scope.as_str(), scope_id) {
            ("channel", Some(id)) => team.map(|team| Place::Channel {
                channel: ChannelId::from_bytes(id),
                team: Some(team),
            }),
            ("team", Some(id)) => hidden.map(|hidden| Place::Team {
                team: TeamId::from_bytes(id),
                hidden,
            }),
            _ => Some(Place::Desk),
        };
        Ok(Self(switch(&perm, &scope, scope_id, true, None).map(|switch| Open {
            id,
            member,
            switch,
            place,
        })))
    }
}

const OPEN: &str = "SELECT r.id, r.member_id, r.permission, r.scope, r.scope_id, c.team_id, t.hidden FROM permission_request r \
    LEFT JOIN channel c ON c.org_id = r.org_id AND c.id = r.scope_id AND c.state <> 'archived' \
    LEFT JOIN team t ON t.org_id = r.org_id AND t.id = r.scope_id AND t.archived_at IS NULL \
    WHERE r.org_id = $1 AND r.state = 'asked'";

/// The oldest first.
pub fn open(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Open>> {
    let all: Vec<Columns> = tx.all(&format!("{OPEN} ORDER BY r.asked_at, r.id LIMIT {MOST}"), args![org])?;
    Ok(all.into_iter().filter_map(|columns| columns.0).collect())
}

/// One, if it is open.
pub fn one(tx: &mut Tx<'_>, org: OrgId, id: PermissionRequestId) -> Result<Option<Open>> {
    let found: Option<Columns> = tx.opt(&format!("{OPEN} AND r.id = $2"), args![org, id])?;
    Ok(found.and_then(|columns| columns.0))
}
