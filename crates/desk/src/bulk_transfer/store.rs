//! The only SQL of bulk transfers.

use std::collections::BTreeMap;

use db::{FromRow, Row as Columns, Sql, Tx, args};
use kit::{BulkTransferId, MemberId, OrgId, Result, TicketId};

use super::model::{Act, State, Stays};
use crate::ticket::Ticket;
use crate::ticket::store::{COLUMNS as TICKET, WIDTH};

const COLUMNS: &str = "b.org_id, b.id, b.draft, b.state, b.cursor, b.asked_by, b.asked_at, b.ended_at, b.undone_by";

impl FromRow for Act {
    fn from_row(row: &Columns<'_>) -> db::Result<Self> {
        let draft: serde_json::Value = row.get(2)?;
        Ok(Self {
            org: row.get(0)?,
            id: row.get(1)?,
            draft: serde_json::from_value(draft).map_err(|_| db::Error::Value("what a bulk transfer asks for"))?,
            state: State::from_name(&row.get::<String>(3)?).ok_or(db::Error::Value("a bulk transfer's state"))?,
            cursor: row.get(4)?,
            asked_by: row.get(5)?,
            asked_at: row.get(6)?,
            ended_at: row.get(7)?,
            undone_by: row.get(8)?,
        })
    }
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: BulkTransferId) -> Result<Option<Act>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM bulk_transfer b WHERE b.org_id = $1 AND b.id = $2"),
        args![org, id],
    )?)
}

/// The latest, of one person or of all.
pub fn recent(tx: &mut Tx<'_>, org: OrgId, from: Option<MemberId>, limit: u32) -> Result<Vec<Act>> {
    let mut sql = Sql::new("SELECT ")
        .push(COLUMNS)
        .push(" FROM bulk_transfer b WHERE b.org_id = ")
        .bind(org);
    if let Some(from) = from {
        sql = sql.push(" AND b.from_id = ").bind(from);
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY b.asked_at DESC, b.id DESC").limit(limit))?)
}

pub fn insert(tx: &mut Tx<'_>, a: &Act) -> Result<()> {
    let sql = "INSERT INTO bulk_transfer (org_id, id, from_id, draft, state, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let draft = serde_json::to_string(&a.draft).map_err(kit::Error::internal)?;
    tx.exec(sql, args![a.org, a.id, a.draft.from, draft, a.state.name(), a.asked_by, a.asked_at])?;
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, a: &Act) -> Result<()> {
    let sql = "UPDATE bulk_transfer SET state = $3, cursor = $4, ended_at = $5, undone_by = $6 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![a.org, a.id, a.state.name(), a.cursor, a.ended_at, a.undone_by])?;
    Ok(())
}

/// What became of one ticket.
pub struct Row {
    ticket: TicketId,
    to: Option<MemberId>,
    state: &'static str,
    why: Option<Vec<Stays>>,
}

impl Row {
    pub fn moved(ticket: TicketId, to: Option<MemberId>) -> Self {
        Self::new(ticket, to, "moved", None)
    }

    pub fn stayed(ticket: TicketId, why: Vec<Stays>) -> Self {
        Self::new(ticket, None, "stayed", Some(why))
    }

    pub fn returned(ticket: TicketId, to: Option<MemberId>) -> Self {
        Self::new(ticket, to, "returned", None)
    }

    pub fn kept(ticket: TicketId, to: Option<MemberId>, why: Stays) -> Self {
        Self::new(ticket, to, "kept", Some(vec![why]))
    }

    fn new(ticket: TicketId, to: Option<MemberId>, state: &'static str, why: Option<Vec<Stays>>) -> Self {
        Self { ticket, to, state, why }
    }
}

pub fn put(tx: &mut Tx<'_>, a: &Act, row: &Row) -> Result<()> {
    let sql = "INSERT INTO bulk_transfer_ticket (org_id, transfer_id, ticket_id, to_id, state, why) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (org_id, transfer_id, ticket_id) DO UPDATE SET to_id = excluded.to_id, state = excluded.state, why = excluded.why";
    let why = row
        .why
        .as_ref()
        .map(serde_json::to_string)
        .transpose()
        .map_err(kit::Error::internal)?;
    tx.exec(sql, args![a.org, a.id, row.ticket, row.to, row.state, why])?;
    Ok(())
}

/// Those that were moved and not taken back, in order, after one of them.
pub fn moved(tx: &mut Tx<'_>, a: &Act, after: Option<TicketId>, limit: i64) -> Result<Vec<(TicketId, Option<MemberId>)>> {
    let mut sql = Sql::new("SELECT ticket_id, to_id FROM bulk_transfer_ticket WHERE org_id = ")
        .bind(a.org)
        .push(" AND transfer_id = ")
        .bind(a.id)
        .push(" AND state = 'moved'");
    if let Some(after) = after {
        sql = sql.push(" AND ticket_id > ").bind(after);
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY ticket_id").limit(limit))?)
}

/// How many each has got so far.
pub fn given(tx: &mut Tx<'_>, a: &Act) -> Result<BTreeMap<MemberId, i64>> {
    each(tx, a, "moved")
}

fn each(tx: &mut Tx<'_>, a: &Act, state: &str) -> Result<BTreeMap<MemberId, i64>> {
    let sql = "SELECT to_id, COUNT(*) FROM bulk_transfer_ticket WHERE org_id = $1 AND transfer_id = $2 AND state = $3 AND to_id IS NOT NULL \
        GROUP BY to_id";
    let rows: Vec<(MemberId, i64)> = tx.all(sql, args![a.org, a.id, state])?;
    Ok(rows.into_iter().collect())
}

/// How it went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub moved: i64,
    pub stayed: i64,
    pub returned: i64,
    pub kept: i64,
    /// Who has got how many, and still counts as having them by this act.
    pub got: BTreeMap<MemberId, i64>,
    pub gave_back: BTreeMap<MemberId, i64>,
}

pub fn counts(tx: &mut Tx<'_>, a: &Act) -> Result<Counts> {
    let sql = "SELECT state, COUNT(*) FROM bulk_transfer_ticket WHERE org_id = $1 AND transfer_id = $2 GROUP BY state";
    let rows: Vec<(String, i64)> = tx.all(sql, args![a.org, a.id])?;
    let of: BTreeMap<String, i64> = rows.into_iter().collect();
    let n = |state: &str| of.get(state).copied().unwrap_or(0);
    Ok(Counts {
        moved: n("moved") + n("returned") + n("kept"),
        stayed: n("stayed"),
        returned: n("returned"),
        kept: n("kept"),
        got: each(tx, a, "moved")?,
        gave_back: each(tx, a, "returned")?,
    })
}

/// Those that stayed, or were not taken back, with their reasons.
pub fn staying(tx: &mut Tx<'_>, a: &Act, limit: usize) -> Result<Vec<(Ticket, Vec<Stays>)>> {
    let sql = format!(
        "SELECT {TICKET}, r.why FROM bulk_transfer_ticket r JOIN ticket t ON t.org_id = r.org_id AND t.id = r.ticket_id \
         WHERE r.org_id = $1 AND r.transfer_id = $2 AND (r.state = 'stayed' OR r.state = 'kept') ORDER BY r.ticket_id LIMIT $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows: Vec<Staying> = tx.all(&sql, args![a.org, a.id, limit])?;
    Ok(rows.into_iter().map(|row| (row.ticket, row.why)).collect())
}

struct Staying {
    ticket: Ticket,
    why: Vec<Stays>,
}

impl FromRow for Staying {
    fn from_row(row: &Columns<'_>) -> db::Result<Self> {
        let why: Option<String> = row.get(WIDTH)?;
        Ok(Self {
            ticket: Ticket::from_row(row)?,
            why: why.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
        })
    }
}
