//! What a ticket's verbs ask about other nouns: is it there, is it ours.

use std::collections::BTreeSet;

use db::{Sql, Tx, args};
use kit::{ChannelId, ContactId, IdentityId, LabelId, OrgId, OriginId, ResolutionId, Result, TeamId, Time, ViewId};

use crate::ticket::{Filter, Ticket};
use crate::who::Who;

/// Whether a team is hidden; nothing when there is no such team.
pub fn team_hidden(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<Option<bool>> {
    Ok(tx.opt(
        "SELECT hidden FROM team WHERE org_id = $1 AND id = $2 AND archived_at IS NULL",
        args![org, team],
    )?)
}

pub fn resolution(tx: &mut Tx<'_>, org: OrgId, id: ResolutionId) -> Result<bool> {
    Ok(tx
        .opt::<i64>(
            "SELECT 1 FROM resolution WHERE org_id = $1 AND id = $2 AND archived_at IS NULL",
            args![org, id],
        )?
        .is_some())
}

pub fn origin(tx: &mut Tx<'_>, org: OrgId, id: OriginId) -> Result<bool> {
    Ok(tx
        .opt::<i64>(
            "SELECT 1 FROM origin WHERE org_id = $1 AND id = $2 AND archived_at IS NULL",
            args![org, id],
        )?
        .is_some())
}

/// How many of these labels there are.
pub fn labels(tx: &mut Tx<'_>, org: OrgId, ids: &[LabelId]) -> Result<usize> {
    if ids.is_empty() {
        return Ok(0);
    }
    let sql = Sql::new("SELECT COUNT(*) FROM label WHERE archived_at IS NULL AND org_id = ")
        .bind(org)
        .push(" AND id IN ")
        .list(ids);
    let there: i64 = tx.one_sql(&sql)?;
    Ok(usize::try_from(there).unwrap_or(0))
}

pub fn labels_on(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<BTreeSet<LabelId>> {
    let sql = "SELECT label_id FROM ticket_label WHERE org_id = $1 AND ticket_id = $2";
    Ok(tx.all::<LabelId>(sql, args![ticket.org, ticket.id])?.into_iter().collect())
}

pub fn relabel(tx: &mut Tx<'_>, ticket: &Ticket, added: &[LabelId], removed: &[LabelId]) -> Result<()> {
    for label in added {
        let sql = "INSERT INTO ticket_label (org_id, ticket_id, label_id) VALUES ($1, $2, $3)";
        tx.exec(sql, args![ticket.org, ticket.id, label])?;
    }
    for label in removed {
        tx.exec(
            "DELETE FROM ticket_label WHERE org_id = $1 AND ticket_id = $2 AND label_id = $3",
            args![ticket.org, ticket.id, label],
        )?;
    }
    Ok(())
}

/// What opening and receiving want to know of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    pub org: OrgId,
    pub id: ChannelId,
    pub kind: String,
    pub team: TeamId,
    pub state: String,
    pub settings: String,
    /// When something last left, as exactly as anybody needs it.
    pub last_out_at: Option<Time>,
}

pub fn channel(tx: &mut Tx<'_>, org: OrgId, id: ChannelId) -> Result<Option<Channel>> {
    let sql = "SELECT kind, team_id, state, settings, last_out_at FROM channel WHERE org_id = $1 AND id = $2";
    let row: Option<(String, TeamId, String, String, Option<Time>)> = tx.opt(sql, args![org, id])?;
    Ok(row.map(|(kind, team, state, settings, last_out_at)| Channel {
        org,
        id,
        kind,
        team,
        state,
        settings,
        last_out_at,
    }))
}

/// The address by which a contact is reached on a channel: the one last used.
pub fn identity_on(tx: &mut Tx<'_>, org: OrgId, contact: ContactId, channel: ChannelId) -> Result<Option<IdentityId>> {
    let sql = "SELECT id FROM identity WHERE org_id = $1 AND contact_id = $2 AND channel_id = $3 ORDER BY created_at DESC, id DESC LIMIT 1";
    Ok(tx.opt(sql, args![org, contact, channel])?)
}

/// The filter of a saved view: one's own, or one that is shared.
pub fn saved_filter(tx: &mut Tx<'_>, who: &Who, view: ViewId) -> Result<Option<Filter>> {
    let sql = "SELECT filter FROM saved_view WHERE org_id = $1 AND id = $2 AND (shared OR member_id = $3)";
    let json: Option<String> = tx.opt(sql, args![who.org(), view, who.member()])?;
    json.map(|json| serde_json::from_str(&json).map_err(kit::Error::internal))
        .transpose()
}
