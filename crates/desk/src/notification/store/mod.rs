//! The only SQL of notifications.

mod request;

use access::{Perm, Place, Reach};
use db::{FromRow, Row, Sql, Tx, args};
use kit::{Cursor, LoanId, MemberId, MessageId, NotificationId, OrgId, PermissionRequestId, Result, TicketId, Time};

use super::list::{Kind, NotificationRequest};
use crate::sink::Into;
use crate::who::{Who, asked};

pub use request::over;

/// A line to be.
pub struct New {
    pub id: NotificationId,
    pub member: MemberId,
    pub kind: Kind,
    /// None of what is about no ticket.
    pub ticket: Option<TicketId>,
    pub message: Option<MessageId>,
    pub loan: Option<LoanId>,
    pub request: Option<PermissionRequestId>,
    pub actor: Option<MemberId>,
    /// How many tickets, where it is about many at once.
    pub amount: Option<i64>,
    pub at: Time,
}

/// A line with what it shows of what it is about.
pub struct Line {
    pub id: NotificationId,
    pub kind: String,
    pub ticket: Option<OfTicket>,
    /// Which, who is wanted, and by which organisation.
    pub loan: Option<(LoanId, String, String)>,
    pub request: Option<NotificationRequest>,
    pub message: Option<MessageId>,
    pub actor: Option<MemberId>,
    pub actor_name: Option<String>,
    pub amount: Option<i64>,
    pub at: Time,
    pub read_at: Option<Time>,
}

/// What a line shows of its ticket.
pub struct OfTicket {
    pub id: TicketId,
    pub number: i64,
    pub subject: String,
    pub contact: String,
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let (first, last): (Option<String>, Option<String>) = (row.get(8)?, row.get(9)?);
        let ticket = match row.get::<Option<TicketId>>(2)? {
            Some(id) => Some(OfTicket {
                id,
                number: row.get(3)?,
                subject: row.get(4)?,
                contact: row.get(5)?,
            }),
            None => None,
        };
        let (person, organisation): (Option<String>, Option<String>) = (row.get(13)?, row.get(14)?);
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            ticket,
            loan: row
                .get::<Option<LoanId>>(12)?
                .map(|id| (id, person.unwrap_or_default(), organisation.unwrap_or_default())),
            message: row.get(6)?,
            actor: row.get(7)?,
            actor_name: first.map(|first| format!("{first} {}", last.unwrap_or_default()).trim().to_owned()),
            at: row.get(10)?,
            read_at: row.get(11)?,
            amount: row.get(15)?,
            request: request::of(row, 16)?,
        })
    }
}

/// `false` when an unread line says the same already, or the member has read it: the ticket was in front of them. A reply adds nothing to an
/// assignment that nobody has looked at.
pub fn put(tx: &mut Tx<'_>, org: OrgId, n: &New) -> Result<bool> {
    let sql = "SELECT 1 FROM message m JOIN read_mark r ON r.org_id = m.org_id AND r.ticket_id = m.ticket_id AND r.member_id = $3 \
        WHERE m.org_id = $1 AND m.id = $2 AND m.seq <= r.seq";
    if n.message.is_some() && tx.opt::<i64>(sql, args![org, n.message, n.member])?.is_some() {
        return Ok(false);
    }
    let sql = "SELECT 1 FROM notification WHERE org_id = $1 AND member_id = $2 AND ticket_id = $3 AND read_at IS NULL \
        AND (kind = $4 OR ($4 = 'replied' AND kind = 'assigned')) LIMIT 1";
    if n.ticket.is_some() && tx.opt::<i64>(sql, args![org, n.member, n.ticket, n.kind.name()])?.is_some() {
        return Ok(false);
    }
    let sql = "INSERT INTO notification (org_id, id, member_id, kind, ticket_id, message_id, loan_id, actor_id, at, amount, request_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tx.exec(
        sql,
        args![
            org,
            n.id,
            n.member,
            n.kind.name(),
            n.ticket,
            n.message,
            n.loan,
            n.actor,
            n.at,
            n.amount,
            n.request
        ],
    )?;
    Ok(true)
}

/// `FROM … WHERE`: the caller's own lines whose ticket can be read now; of mentions, whose notes can; of what is asked, what still waits and is
/// the caller's to decide.
fn readable(tx: &mut Tx<'_>, sql: Sql, who: &Who) -> Result<Sql> {
    let tickets = who.reach(Perm::TicketRead);
    let notes = who.reach(Perm::NoteRead);
    let mut sql = sql
        .push(" FROM notification n LEFT JOIN ticket t ON t.org_id = n.org_id AND t.id = n.ticket_id")
        .push(" LEFT JOIN loan l ON l.home_id = n.org_id AND l.state = 'asked' AND l.id = n.loan_id")
        .push(" LEFT JOIN permission_request q ON q.org_id = n.org_id AND q.id = n.request_id WHERE n.org_id = ")
        .bind(who.org())
        .push(" AND n.member_id = ")
        .bind(who.member())
        .push(
            " AND (n.kind = 'welcomed' OR n.kind = 'received' OR n.kind = 'relieved' \
            OR (q.id IS NOT NULL AND n.kind IN ('permission_granted', 'permission_refused')) OR (t.id IS NOT NULL AND n.kind <> 'mentioned' AND ",
        );
    reach(&mut sql, &tickets, who);
    sql = sql.push(") OR (t.id IS NOT NULL AND n.kind = 'mentioned' AND ");
    reach(&mut sql, &notes, who);
    sql = sql.push(")");
    if who.can(Perm::UserEdit, &Place::Desk) {
        sql = sql.push(" OR l.id IS NOT NULL");
    }
    for request in asked::grantable(tx, who)? {
        sql = sql
            .push(" OR (n.kind = 'permission_asked' AND n.request_id = ")
            .bind(request)
            .push(")");
    }
    Ok(sql.push(")"))
}

fn reach(sql: &mut Sql, reach: &Reach, who: &Who) {
    if reach.is_empty() {
        sql.add("1 = 0");
    } else {
        reach.write_sql(&mut Into(sql), "t", who.now);
    }
}

const LINE: &str = "SELECT n.id, n.kind, t.id, t.number, t.subject, (SELECT c.name FROM contact c WHERE c.org_id = t.org_id AND c.id = t.contact_id), \
    n.message_id, n.actor_id, (SELECT m.first_name FROM member m WHERE m.org_id = n.org_id AND m.id = n.actor_id), \
    (SELECT m.last_name FROM member m WHERE m.org_id = n.org_id AND m.id = n.actor_id), n.at, n.read_at, \
    l.id, (SELECT TRIM(m.first_name || ' ' || m.last_name) FROM member m WHERE m.org_id = n.org_id AND m.account_id = l.account_id AND m.state <> 'removed'), \
    (SELECT o.name FROM organisation o WHERE o.id = l.org_id), n.amount, \
    q.id, q.permission, q.scope, q.scope_id, q.ticket_id, q.until, q.reason, \
    (SELECT TRIM(m.first_name || ' ' || m.last_name) FROM member m WHERE m.org_id = q.org_id AND m.id = q.member_id), \
    COALESCE((SELECT c.name FROM channel c WHERE c.org_id = q.org_id AND c.id = q.scope_id), \
    (SELECT e.name FROM team e WHERE e.org_id = q.org_id AND e.id = q.scope_id))";

/// The teams that somebody is in, by name.
pub fn team_names(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<String>> {
    let sql = "SELECT t.name FROM team_member tm JOIN team t ON t.org_id = tm.org_id AND t.id = tm.team_id \
        WHERE tm.org_id = $1 AND tm.member_id = $2 AND t.archived_at IS NULL ORDER BY t.name_folded, t.id";
    Ok(tx.all(sql, args![org, member])?)
}

/// One of the caller's, where its ticket can be read now.
pub fn one(tx: &mut Tx<'_>, who: &Who, id: NotificationId) -> Result<Option<Line>> {
    let sql = readable(tx, Sql::new(LINE), who)?.push(" AND n.id = ").bind(id);
    Ok(tx.opt_sql(&sql)?)
}

pub fn page(tx: &mut Tx<'_>, who: &Who, unread: bool, after: Option<Cursor>, limit: u32) -> Result<Vec<Line>> {
    let mut sql = readable(tx, Sql::new(LINE), who)?;
    if unread {
        sql = sql.push(" AND n.read_at IS NULL");
    }
    if let Some(cursor) = after {
        sql = sql
            .push(" AND (n.at, n.id) < (")
            .bind(cursor.at)
            .push(", ")
            .bind(cursor.id)
            .push(")");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY n.at DESC, n.id DESC").limit(limit))?)
}

/// How many are not read, counted up to `most`.
pub fn unread(tx: &mut Tx<'_>, who: &Who, most: i64) -> Result<i64> {
    let sql = readable(tx, Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one"), who)?
        .push(" AND n.read_at IS NULL")
        .limit(most)
        .push(") q");
    Ok(tx.one_sql(&sql)?)
}

/// `false` when there is none of this member.
pub fn read(tx: &mut Tx<'_>, org: OrgId, member: MemberId, id: NotificationId) -> Result<bool> {
    let sql = "UPDATE notification SET read_at = COALESCE(read_at, $4) WHERE org_id = $1 AND member_id = $2 AND id = $3";
    let now = tx.now();
    Ok(tx.exec(sql, args![org, member, id, now])? > 0)
}

/// Those of a member about a ticket, and of its messages up to a place; how many.
pub fn read_with(tx: &mut Tx<'_>, org: OrgId, member: MemberId, ticket: TicketId, seq: i64) -> Result<u64> {
    let sql = "UPDATE notification SET read_at = $5 WHERE org_id = $1 AND member_id = $2 AND ticket_id = $3 AND read_at IS NULL \
        AND (message_id IS NULL OR EXISTS (SELECT 1 FROM message m WHERE m.org_id = notification.org_id AND m.id = notification.message_id AND m.seq <= $4))";
    let now = tx.now();
    Ok(tx.exec(sql, args![org, member, ticket, seq, now])?)
}

/// All of a member up to an instant; how many.
pub fn read_all(tx: &mut Tx<'_>, org: OrgId, member: MemberId, until: Time) -> Result<u64> {
    let sql = "UPDATE notification SET read_at = $4 WHERE org_id = $1 AND member_id = $2 AND read_at IS NULL AND at <= $3";
    let now = tx.now();
    Ok(tx.exec(sql, args![org, member, until, now])?)
}

/// Removes what is older than `before`, some at a time; how many.
pub fn sweep(tx: &mut Tx<'_>, before: Time, most: u32) -> Result<u64> {
    let sql = "DELETE FROM notification WHERE (org_id, id) IN (SELECT org_id, id FROM notification WHERE at < $1 ORDER BY at LIMIT $2)";
    Ok(tx.exec(sql, args![before, most])?)
}
