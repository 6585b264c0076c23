//! Names of what tickets refer to, looked up by the few different ids of a page.

use std::collections::{BTreeMap, BTreeSet};

use db::{FromCol, Sql, Tx};
use kit::{ChannelId, Id, LabelId, OrgId, OriginId, Result, TeamId, TicketId};

use crate::ticket::Ticket;
use crate::ticket::row::{TicketChannel, TicketLabel, TicketOrigin, TicketTeam};

/// Teams, channels, origins and labels of some tickets.
#[derive(Default)]
pub struct Names {
    teams: BTreeMap<TeamId, String>,
    channels: BTreeMap<ChannelId, (String, String)>,
    origins: BTreeMap<OriginId, String>,
    labels: BTreeMap<TicketId, Vec<TicketLabel>>,
}

impl Names {
    pub fn team(&self, id: TeamId) -> TicketTeam {
        TicketTeam {
            id,
            name: self.teams.get(&id).cloned().unwrap_or_default(),
        }
    }

    pub fn channel(&self, id: ChannelId) -> TicketChannel {
        let (name, kind) = self.channels.get(&id).cloned().unwrap_or_default();
        TicketChannel { id, name, kind }
    }

    pub fn origin(&self, id: OriginId) -> TicketOrigin {
        TicketOrigin {
            id,
            name: self.origins.get(&id).cloned().unwrap_or_default(),
        }
    }

    /// By name.
    pub fn labels(&mut self, id: TicketId) -> Vec<TicketLabel> {
        self.labels.remove(&id).unwrap_or_default()
    }
}

/// One statement, since a page needs all of them and each one costs a way to PostgreSQL and back.
pub fn of<'t>(tx: &mut Tx<'_>, org: OrgId, tickets: impl Iterator<Item = &'t Ticket> + Clone) -> Result<Names> {
    let sql = Sql::new("SELECT 'team', t.id, t.name, '', t.id, '' FROM team t WHERE t.org_id = ")
        .bind(org)
        .push(" AND t.id IN ")
        .list(eight(tickets.clone().map(|t| t.team)))
        .push(" UNION ALL SELECT 'channel', c.id, c.name, c.kind, c.id, '' FROM channel c WHERE c.org_id = ")
        .bind(org)
        .push(" AND c.id IN ")
        .list(eight(tickets.clone().map(|t| t.channel)))
        .push(" UNION ALL SELECT 'origin', o.id, o.name, '', o.id, '' FROM origin o WHERE o.org_id = ")
        .bind(org)
        .push(" AND o.id IN ")
        .list(eight(tickets.clone().filter_map(|t| t.origin)))
        .push(
            " UNION ALL SELECT 'label', l.id, l.name, l.colour, k.ticket_id, l.name_folded FROM ticket_label k \
             JOIN label l ON l.org_id = k.org_id AND l.id = k.label_id WHERE k.org_id = ",
        )
        .bind(org)
        .push(" AND k.ticket_id IN ")
        .list(eight(tickets.map(|t| t.id)))
        .push(" ORDER BY 6, 2");
    let mut names = Names::default();
    for (noun, id, name, more, of, _) in tx.all_sql::<(String, [u8; 16], String, String, [u8; 16], String)>(&sql)? {
        match noun.as_str() {
            "team" => drop(names.teams.insert(TeamId::from_bytes(id), name)),
            "channel" => drop(names.channels.insert(ChannelId::from_bytes(id), (name, more))),
            "origin" => drop(names.origins.insert(OriginId::from_bytes(id), name)),
            _ => names.labels.entry(TicketId::from_bytes(of)).or_default().push(TicketLabel {
                id: LabelId::from_bytes(id),
                name,
                colour: more,
            }),
        }
    }
    Ok(names)
}

/// As [`super::few`], eight at least: four lists of one to eight would be as many statements as there are ways to combine them.
fn eight<I: Id>(ids: impl IntoIterator<Item = I>) -> Vec<I> {
    let mut ids = super::few(ids);
    if let Some(last) = ids.last().copied().filter(|_| ids.len() < 8) {
        ids.resize(8, last);
    }
    ids
}

/// `id, name` of one of our tables.
pub fn plain<I>(tx: &mut Tx<'_>, table: &str, org: OrgId, ids: BTreeSet<I>) -> Result<BTreeMap<I, String>>
where
    I: Id + FromCol,
    for<'a> db::Arg<'a>: From<I>,
{
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new(&format!("SELECT id, name FROM {table} WHERE org_id = "))
        .bind(org)
        .push(" AND id IN ")
        .list(super::few(ids));
    Ok(tx.all_sql::<(I, String)>(&sql)?.into_iter().collect())
}
