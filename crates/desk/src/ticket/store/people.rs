//! Names of colleagues for reads.

use std::collections::{BTreeMap, BTreeSet};

use db::{Sql, Tx};
use kit::{FileId, MemberId, OrgId, Result, TeamId};

/// A member's name and photo. Removed members keep theirs: history names them.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub photo: Option<FileId>,
    pub external: bool,
}

pub fn load(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<MemberId>) -> Result<Vec<Found>> {
    let sql = Sql::new(
        "SELECT m.id, m.first_name, m.last_name, m.photo_id, CASE WHEN a.home_org <> m.org_id THEN TRUE ELSE FALSE END \
         FROM member m LEFT JOIN account a ON a.id = m.account_id WHERE m.org_id = ",
    );
    let sql = sql.bind(org).push(" AND m.id IN ").list(super::few(ids.iter().copied()));
    let rows: Vec<(MemberId, String, String, Option<FileId>, bool)> = tx.all_sql(&sql)?;
    Ok(rows
        .into_iter()
        .map(|(id, first_name, last_name, photo, external)| Found {
            id,
            first_name,
            last_name,
            photo,
            external,
        })
        .collect())
}

/// The teams in which they can be met.
pub fn teams(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<MemberId>) -> Result<BTreeMap<MemberId, BTreeSet<TeamId>>> {
    let sql = Sql::new("SELECT member_id, team_id FROM team_member WHERE org_id = ")
        .bind(org)
        .push(" AND member_id IN ");
    let rows: Vec<(MemberId, TeamId)> = tx.all_sql(&sql.list(super::few(ids.iter().copied())))?;
    let mut all: BTreeMap<MemberId, BTreeSet<TeamId>> = BTreeMap::new();
    for (member, team) in rows {
        all.entry(member).or_default().insert(team);
    }
    Ok(all)
}
