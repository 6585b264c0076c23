//! Pages of tickets: the reach's branches, each walking one index in order, cut together outside.

use access::Reach;
use db::{FromRow, Row, Sql, Tx, args};
use kit::{Cursor, MemberId, Result, Time};

pub use crate::sink::Into;
use crate::ticket::filter::Plan;
use crate::ticket::list::Sort;
use crate::ticket::{State, Ticket};
use crate::who::Who;

/// A message or note as a row's last line needs it.
#[derive(Clone, Debug)]
pub struct Said {
    pub kind: String,
    pub member: Option<MemberId>,
    pub text: String,
    pub at: Time,
    pub seq: i64,
    pub files: i64,
}

/// A ticket with what a row shows of what hangs from it.
#[derive(Clone, Debug)]
pub struct Found {
    pub ticket: Ticket,
    pub contact: String,
    pub message: Option<Said>,
    pub note: Option<Said>,
    pub unread: i64,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let said = |at: usize| -> db::Result<Option<Said>> {
            let Some(kind) = row.get(at)? else { return Ok(None) };
            let (member, text, when) = (row.get(at + 1)?, row.get(at + 2)?, row.get(at + 3)?);
            Ok(Some(Said {
                kind,
                member,
                text,
                at: when,
                seq: row.get(at + 4)?,
                files: row.get(at + 5)?,
            }))
        };
        let at = super::WIDTH;
        Ok(Self {
            ticket: Ticket::from_row(row)?,
            contact: row.get(at)?,
            unread: row.get(at + 1)?,
            message: said(at + 2)?,
            note: said(at + 8)?,
        })
    }
}

/// How much of a text a row shows.
const PREVIEW: u32 = 160;

/// A label that fewer tickets have, or somebody whom fewer mention, is looked up first, and the reach is asked about those;
/// what is common is met while walking the order.
const SPARSE: i64 = 2_000;

/// The sort key of a ticket as a cursor.
pub fn key(sort: Sort, t: &Ticket) -> Cursor {
    let at = match sort {
        Sort::LastActivity => t.last_at,
        Sort::WaitingSince => t.waiting_since.unwrap_or(Time::MAX),
        Sort::Newest => t.created_at,
        Sort::Priority => Time::from_micros(t.priority.rank() * STEP + t.last_at.micros()),
    };
    Cursor::new(at, t.id)
}

/// Apart enough that no time (microseconds, until the year 4253) reaches the next priority.
const STEP: i64 = 1 << 56;

/// The same key as SQL over an alias, and whether the greatest comes first.
fn order(sort: Sort, alias: &str) -> (String, bool) {
    match sort {
        Sort::LastActivity => (format!("{alias}.last_at"), true),
        Sort::WaitingSince => (format!("COALESCE({alias}.waiting_since, {})", i64::MAX), false),
        Sort::Newest => (format!("{alias}.created_at"), true),
        Sort::Priority => (format!("({alias}.priority * {STEP} + {alias}.last_at)"), true),
    }
}

/// A page of `limit + 1` tickets with what rows show of them. The branches hand over keys, which their indexes hold: only what is left of
/// them is read whole.
pub fn page(tx: &mut Tx<'_>, who: &Who, plan: &Plan, sort: Sort, after: Option<Cursor>, limit: u32) -> Result<Vec<Found>> {
    let sparse = sparse(tx, plan)?;
    let mut sql = rows();
    let (key, descending) = order(sort, "t");
    let direction = if descending { "DESC" } else { "ASC" };
    let columns = format!("t.org_id, t.id, {key} AS k");
    sql.add("(SELECT * FROM (");
    let some = each(&mut sql, plan, who.now, sparse, &columns, |sql| {
        if let Some(cursor) = after {
            // Row values, and not an OR: only these walk the index.
            *sql = std::mem::take(sql)
                .push(" AND (")
                .push(&key)
                .push(", t.id) ")
                .push(if descending { "< (" } else { "> (" });
            *sql = std::mem::take(sql).bind(cursor.at).push(", ").bind(cursor.id).push(")");
        }
        // A sum is no column: what was found through a short list of ids is sorted, not looked for along an index.
        let plain = if sparse && sort == Sort::LastActivity {
            "t.last_at + 0"
        } else {
            &key
        };
        *sql = std::mem::take(sql)
            .push(" ORDER BY ")
            .push(plain)
            .push(&format!(" {direction}, t.id {direction}"))
            .limit(limit + 1);
    });
    if !some {
        return Ok(Vec::new());
    }
    let cut = format!(") t ORDER BY t.k {direction}, t.id {direction}");
    sql = sql.push(&cut).limit(limit + 1).push(") w").push(JOINS).bind(who.member());
    Ok(tx.all_sql(&sql.push(&format!(" ORDER BY w.k {direction}, w.id {direction}")))?)
}

/// One ticket with what a row shows of it.
pub fn found(tx: &mut Tx<'_>, who: &Who, ticket: &Ticket) -> Result<Option<Found>> {
    let sql = rows()
        .push("(SELECT t.org_id, t.id FROM ticket t WHERE t.org_id = ")
        .bind(ticket.org);
    let sql = sql.push(" AND t.id = ").bind(ticket.id).push(") w").push(JOINS);
    Ok(tx.opt_sql(&sql.bind(who.member()))?)
}

/// `SELECT … FROM`: what a [`Found`] is read from; after it, which tickets, as `w`, and [`JOINS`].
fn rows() -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.add(&super::COLUMNS.replace("t.", "p."));
    sql.add(", c.name, CASE WHEN p.last_in_seq > COALESCE(r.seq, 0) THEN (SELECT COUNT(*) FROM (SELECT 1 FROM message u WHERE u.org_id = p.org_id AND u.ticket_id = p.id AND u.kind = 'in' AND u.seq > COALESCE(r.seq, 0) LIMIT 99) q) ELSE 0 END");
    for alias in ["m", "n"] {
        sql.add(&format!(
            ", {alias}.kind, {alias}.member_id, SUBSTR({alias}.body, 1, {PREVIEW}), {alias}.created_at, {alias}.seq, \
             (SELECT COUNT(*) FROM message_file f WHERE f.org_id = {alias}.org_id AND f.message_id = {alias}.id) \
             + CASE WHEN {alias}.kind = 'in' THEN \
             (SELECT COUNT(*) FROM message_media f WHERE f.org_id = {alias}.org_id AND f.message_id = {alias}.id) ELSE 0 END"
        ));
    }
    sql.push(" FROM ")
}

const JOINS: &str = " JOIN ticket p ON p.org_id = w.org_id AND p.id = w.id \
    JOIN contact c ON c.org_id = p.org_id AND c.id = p.contact_id \
    LEFT JOIN message m ON m.org_id = p.org_id AND m.id = p.last_message_id \
    LEFT JOIN message n ON n.org_id = p.org_id AND n.id = p.last_note_id \
    LEFT JOIN read_mark r ON r.org_id = p.org_id AND r.ticket_id = p.id AND r.member_id = ";

/// How many tickets each plan has, and where it says so how many of them the caller has not read, each counted up to `most`; with one
/// statement. What is unread is another table for each ticket: without it a count stays inside one index.
pub fn counts(tx: &mut Tx<'_>, who: &Who, plans: &[Plan], most: i64) -> Result<Vec<(i64, Option<i64>)>> {
    let mut sql = Sql::new("");
    let mut counted = Vec::new();
    for (i, plan) in plans.iter().enumerate() {
        let sparse = sparse(tx, plan)?;
        let start = sql.clone();
        sql = sql.push(if counted.is_empty() { "" } else { " UNION ALL " }).push(&if plan.unread {
            format!(
                "SELECT {i}, COUNT(*), COUNT(q.fresh) FROM (SELECT CASE WHEN p.last_in_seq > COALESCE(r.seq, 0) THEN 1 END AS fresh FROM ("
            )
        } else {
            format!("SELECT {i}, COUNT(*), 0 FROM (")
        });
        let columns = if plan.unread { "t.org_id, t.id, t.last_in_seq" } else { "1 AS one" };
        let some = each(&mut sql, plan, who.now, sparse, columns, |sql| {
            *sql = std::mem::take(sql).limit(most);
        });
        if !some {
            sql = start;
            continue;
        }
        sql = sql.limit(most);
        if plan.unread {
            let marks = ") p LEFT JOIN read_mark r ON r.org_id = p.org_id AND r.ticket_id = p.id AND r.member_id = ";
            sql = sql.push(marks).bind(who.member());
        }
        sql = sql.push(") q");
        counted.push(i);
    }
    let mut all: Vec<_> = plans.iter().map(|plan| (0, plan.unread.then_some(0))).collect();
    if !counted.is_empty() {
        for (i, count, fresh) in tx.all_sql::<(i64, i64, i64)>(&sql)? {
            let i = usize::try_from(i).unwrap_or_default();
            all[i] = (count, plans[i].unread.then_some(fresh));
        }
    }
    Ok(all)
}

/// Writes `SELECT … UNION ALL SELECT …`: each branch of the reach, live and closed apart since the indexes hold them apart; `end` ends
/// each. `false`, and nothing written, when there is nothing to see.
fn each(sql: &mut Sql, plan: &Plan, now: Time, sparse: bool, columns: &str, end: impl Fn(&mut Sql)) -> bool {
    let live = plan.states.iter().any(|state| *state != State::Closed);
    let closed = plan.states.contains(&State::Closed);
    let halves: &[Option<bool>] = match (live, closed) {
        (true, true) => &[Some(true), Some(false)],
        (true, false) => &[Some(true)],
        (false, true) => &[Some(false)],
        (false, false) => &[],
    };
    // Through a contact or a short list of ids there is one way only, and the reach is a condition on it.
    let through = sparse || plan.contact.is_some();
    let branches = if plan.reach.is_empty() {
        Vec::new()
    } else {
        plan.reach.branches(now)
    };
    let mut parts = 0;
    let mut part = |half: Option<bool>, reach: &dyn Fn(&mut Sql)| {
        sql.add(if parts == 0 {
            "SELECT * FROM (SELECT "
        } else {
            " UNION ALL SELECT * FROM (SELECT "
        });
        sql.add(columns);
        sql.add(" FROM ticket t WHERE ");
        reach(sql);
        narrow(sql, plan, half, sparse);
        end(sql);
        sql.add(&format!(") b{parts}"));
        parts += 1;
    };
    if through {
        if !branches.is_empty() && !halves.is_empty() {
            let half = if halves.len() == 1 { halves[0] } else { None };
            part(half, &|sql| plan.reach.write_sql(&mut Into(sql), "t", now));
        }
    } else {
        for branch in &branches {
            for half in halves {
                part(*half, &|sql| branch.write_sql(&mut Into(sql), "t"));
            }
        }
    }
    parts > 0
}

/// The conditions that no extent says.
fn narrow(sql: &mut Sql, plan: &Plan, half: Option<bool>, sparse: bool) {
    let only = plan.states.first().filter(|_| plan.states.len() == 1);
    // Of what was put aside there are indexes by state; named, `live` would draw SQLite to those by it, which hold ten times as much.
    let aside = matches!(only, Some(State::Hold | State::Snoozed));
    if let Some(live) = half.filter(|_| !aside) {
        sql.add(if live { " AND t.live = TRUE" } else { " AND t.live = FALSE" });
    }
    let whole = match half {
        Some(false) => plan.states.contains(&State::Closed),
        Some(true) => State::ALL.iter().filter(|s| **s != State::Closed).all(|s| plan.states.contains(s)),
        None => plan.states.len() == State::ALL.len(),
    };
    if !whole {
        // Names of ours, so that the text of the statement can use a partial index; of one, `=`, since SQLite does not see it in `IN`.
        let names: Vec<String> = plan.states.iter().map(|s| format!("'{}'", s.name())).collect();
        sql.add(&match only {
            Some(_) => format!(" AND t.state = {}", names.concat()),
            None => format!(" AND t.state IN ({})", names.join(", ")),
        });
    }
    if let Some(member) = plan.assignee {
        sql.add(" AND t.assignee_id = ");
        sql.add_arg(member);
    }
    if let Some(contact) = plan.contact {
        sql.add(" AND t.contact_id = ");
        sql.add_arg(contact);
    }
    if let Some(company) = plan.company {
        *sql = std::mem::take(sql)
            .push(" AND t.contact_id IN (SELECT c.id FROM contact c WHERE c.company_id IS NOT NULL AND c.org_id = ")
            .bind(plan.reach.org)
            .push(" AND c.company_id = ")
            .bind(company)
            .push(")");
    }
    if !plan.priorities.is_empty() {
        *sql = std::mem::take(sql)
            .push(" AND t.priority IN ")
            .list(plan.priorities.iter().map(|p| p.rank()));
    }
    if !plan.labels.is_empty() {
        if sparse {
            *sql = std::mem::take(sql)
                .push(" AND t.id IN (SELECT l.ticket_id FROM ticket_label l WHERE l.org_id = ")
                .bind(plan.reach.org);
        } else {
            sql.add(" AND EXISTS (SELECT 1 FROM ticket_label l WHERE l.org_id = t.org_id AND l.ticket_id = t.id");
        }
        *sql = std::mem::take(sql).push(" AND l.label_id IN ").list(&plan.labels).push(")");
    }
    if let Some(member) = plan.mentioned {
        if sparse {
            *sql = std::mem::take(sql)
                .push(" AND t.id IN (SELECT n.ticket_id FROM mention n WHERE n.org_id = ")
                .bind(plan.reach.org);
        } else {
            sql.add(" AND EXISTS (SELECT 1 FROM mention n WHERE n.org_id = t.org_id AND n.ticket_id = t.id");
        }
        *sql = std::mem::take(sql).push(" AND n.member_id = ").bind(member).push(")");
    }
}

/// Whether so few tickets have one of the labels, or mention the member, that they are looked up first; those of a company always are.
fn sparse(tx: &mut Tx<'_>, plan: &Plan) -> Result<bool> {
    if let Some(member) = plan.mentioned {
        let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM mention WHERE org_id = $1 AND member_id = $2 LIMIT $3) q";
        return Ok(tx.one::<i64>(sql, args![plan.reach.org, member, SPARSE])? < SPARSE);
    }
    if plan.company.is_some() {
        return Ok(true);
    }
    if plan.labels.is_empty() {
        return Ok(false);
    }
    let sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM ticket_label WHERE org_id = ")
        .bind(plan.reach.org)
        .push(" AND label_id IN ");
    let sql = sql.list(&plan.labels).limit(SPARSE).push(") q");
    Ok(tx.one_sql::<i64>(&sql)? < SPARSE)
}

/// The rows of a reach among given tickets, for those that another noun found: which of them the reader may see.
pub fn readable(tx: &mut Tx<'_>, reach: &Reach, now: Time, ids: &[kit::TicketId]) -> Result<Vec<Ticket>> {
    if ids.is_empty() || reach.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ").push(super::COLUMNS).push(" FROM ticket t WHERE ");
    reach.write_sql(&mut Into(&mut sql), "t", now);
    Ok(tx.all_sql(&sql.push(" AND t.id IN ").list(super::few(ids.iter().copied())))?)
}

/// The numbers of the tickets in a reach, in no order, as far as they are counted.
pub fn numbers(tx: &mut Tx<'_>, reach: &Reach, now: Time, most: i64) -> Result<Vec<i64>> {
    if reach.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT t.number FROM ticket t WHERE ");
    reach.write_sql(&mut Into(&mut sql), "t", now);
    Ok(tx.all_sql(&sql.limit(most))?)
}
