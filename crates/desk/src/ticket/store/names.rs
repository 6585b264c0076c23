//! Names of what tickets refer to, looked up by the few different ids of a page.

use std::collections::{BTreeMap, BTreeSet};

use db::{FromCol, Sql, Tx};
use kit::{ChannelId, Id, LabelId, OrgId, OriginId, Result, TeamId, TicketId};

use crate::ticket::Ticket;
use crate::ticket::row::{TicketChannel, TicketLabel, TicketOrigin, TicketTeam};

/// Teams, channels and origins of some tickets.
#[derive(Default)]
pub struct Names {
    teams: BTreeMap<TeamId, String>,
    channels: BTreeMap<ChannelId, (String, String)>,
    origins: BTreeMap<OriginId, String>,
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
}

pub fn of<'t>(tx: &mut Tx<'_>, org: OrgId, tickets: impl Iterator<Item = &'t Ticket> + Clone) -> Result<Names> {
    let channels: BTreeSet<ChannelId> = tickets.clone().map(|t| t.channel).collect();
    let sql = Sql::new("SELECT id, name, kind FROM channel WHERE org_id = ")
        .bind(org)
        .push(" AND id IN ")
        .list(super::few(channels));
    let channels: Vec<(ChannelId, String, String)> = tx.all_sql(&sql)?;
    Ok(Names {
        teams: plain(tx, "team", org, tickets.clone().map(|t| t.team).collect())?,
        channels: channels.into_iter().map(|(id, name, kind)| (id, (name, kind))).collect(),
        origins: plain(tx, "origin", org, tickets.filter_map(|t| t.origin).collect())?,
    })
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

/// The labels of some tickets, by name.
pub fn labels(tx: &mut Tx<'_>, org: OrgId, tickets: impl Iterator<Item = TicketId>) -> Result<BTreeMap<TicketId, Vec<TicketLabel>>> {
    let sql = Sql::new(
        "SELECT t.ticket_id, l.id, l.name, l.colour FROM ticket_label t JOIN label l ON l.org_id = t.org_id AND l.id = t.label_id WHERE t.org_id = ",
    );
    let sql = sql
        .bind(org)
        .push(" AND t.ticket_id IN ")
        .list(super::few(tickets))
        .push(" ORDER BY l.name_folded, l.id");
    let mut all: BTreeMap<TicketId, Vec<TicketLabel>> = BTreeMap::new();
    for (ticket, id, name, colour) in tx.all_sql::<(TicketId, LabelId, String, String)>(&sql)? {
        all.entry(ticket).or_default().push(TicketLabel { id, name, colour });
    }
    Ok(all)
}
