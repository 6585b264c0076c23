//! Names of colleagues for reads.

use std::collections::{BTreeMap, BTreeSet};

use db::{Sql, Tx};
use kit::{FileId, MemberId, OrgId, Result, TeamId};

/// A member's name and photo, and the teams in which they can be met. Removed members keep theirs: history names them.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub photo: Option<FileId>,
    pub external: bool,
    pub teams: BTreeSet<TeamId>,
}

/// One statement, with a row for each team of theirs.
pub fn load(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<MemberId>) -> Result<Vec<Found>> {
    let sql = Sql::new(
        "SELECT m.id, m.first_name, m.last_name, m.photo_id, CASE WHEN a.home_org <> m.org_id THEN TRUE ELSE FALSE END, t.team_id \
         FROM member m LEFT JOIN account a ON a.id = m.account_id LEFT JOIN team_member t ON t.org_id = m.org_id AND t.member_id = m.id \
         WHERE m.org_id = ",
    );
    let sql = sql.bind(org).push(" AND m.id IN ").list(super::few(ids.iter().copied()));
    let mut all: BTreeMap<MemberId, Found> = BTreeMap::new();
    for (id, first_name, last_name, photo, external, team) in
        tx.all_sql::<(MemberId, String, String, Option<FileId>, bool, Option<TeamId>)>(&sql)?
    {
        let found = all.entry(id).or_insert_with(|| Found {
            id,
            first_name,
            last_name,
            photo,
            external,
            teams: BTreeSet::new(),
        });
        found.teams.extend(team);
    }
    Ok(all.into_values().collect())
}
