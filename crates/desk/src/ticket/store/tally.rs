//! What people have on their hands and have done today, for the monitoring table (R7). Each person's own tickets are read by an index
//! that begins with them: what one row costs does not grow with the organisation.

use std::collections::BTreeMap;

use access::Reach;
use db::{Sql, Tx};
use kit::{MemberId, Result, Time};

use super::page::Into;

/// One person's tickets, inside a reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MonitorTally")]
pub struct Tally {
    /// Neither closed nor put aside.
    pub open: i64,
    /// Of these, where the customer waits for an answer.
    pub unanswered: i64,
    /// Since when the one who has waited longest does.
    pub unanswered_since: Option<Time>,
    pub on_hold: i64,
    pub snoozed: i64,
    /// Closed today.
    pub closed: i64,
    /// How many were answered for the first time today.
    pub first_replies: i64,
    /// From the ticket's beginning to that answer, on average.
    pub first_reply_seconds: Option<i64>,
    /// From the beginning to the end of those closed today, on average.
    pub resolution_seconds: Option<i64>,
}

impl Tally {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Live ones: open, unanswered, since when, on hold, snoozed.
type Live = (MemberId, i64, i64, Option<Time>, i64, i64, i64, i64);

/// The microseconds of many, as seconds of one.
fn mean(micros: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| micros / of / 1_000_000)
}

/// Of these people, by what is in the reach; who has nothing there is left out. `day`: when today began.
pub fn tallies(tx: &mut Tx<'_>, reach: &Reach, now: Time, day: Time, of: &[MemberId]) -> Result<BTreeMap<MemberId, Tally>> {
    let mut all: BTreeMap<MemberId, Tally> = BTreeMap::new();
    if reach.is_empty() || of.is_empty() {
        return Ok(all);
    }
    // A first answer of today is at a ticket that lives or was closed today: no index is needed to find it.
    let mut answered: BTreeMap<MemberId, (i64, i64)> = BTreeMap::new();
    let mut add = |member: MemberId, n: i64, micros: i64| {
        let sum = answered.entry(member).or_default();
        *sum = (sum.0 + n, sum.1 + micros);
    };

    let live = from(reach, now, live_columns(day)).push(" AND t.live = TRUE AND t.assignee_id IN ");
    let live = live.list(super::few(of.iter().copied())).push(" GROUP BY t.assignee_id");
    for (member, open, unanswered, unanswered_since, on_hold, snoozed, first, micros) in tx.all_sql::<Live>(&live)? {
        add(member, first, micros);
        all.insert(
            member,
            Tally {
                open,
                unanswered,
                unanswered_since,
                on_hold,
                snoozed,
                ..Tally::default()
            },
        );
    }

    let closed = from(reach, now, closed_columns(day)).push(" AND t.closed_at >= ").bind(day);
    let closed = closed.push(" AND t.live = FALSE AND t.merged_into IS NULL AND t.assignee_id IN ");
    let closed = closed.list(super::few(of.iter().copied())).push(" GROUP BY t.assignee_id");
    for (member, n, taken, first, micros) in tx.all_sql::<(MemberId, i64, i64, i64, i64)>(&closed)? {
        add(member, first, micros);
        let tally = all.entry(member).or_default();
        tally.closed = n;
        tally.resolution_seconds = mean(taken, n);
    }
    for (member, (n, micros)) in answered {
        let tally = all.entry(member).or_default();
        tally.first_replies = n;
        tally.first_reply_seconds = mean(micros, n);
    }
    Ok(all)
}

fn from(reach: &Reach, now: Time, columns: Sql) -> Sql {
    let mut sql = columns.push(" FROM ticket t WHERE ");
    reach.write_sql(&mut Into(&mut sql), "t", now);
    sql
}

/// Sums are cast: PostgreSQL's of such numbers is a numeric.
fn live_columns(day: Time) -> Sql {
    const AT_WORK: &str = "t.state IN ('open', 'waiting')";
    let sql = Sql::new(&format!(
        "SELECT t.assignee_id, COUNT(CASE WHEN {AT_WORK} THEN 1 END), \
         COUNT(CASE WHEN {AT_WORK} THEN t.waiting_since END), MIN(CASE WHEN {AT_WORK} THEN t.waiting_since END), \
         COUNT(CASE WHEN t.state = 'hold' THEN 1 END), COUNT(CASE WHEN t.state = 'snoozed' THEN 1 END), "
    ));
    first_replies(sql, day)
}

fn closed_columns(day: Time) -> Sql {
    first_replies(
        Sql::new("SELECT t.assignee_id, COUNT(*), CAST(SUM(t.closed_at - t.created_at) AS BIGINT), "),
        day,
    )
}

fn first_replies(sql: Sql, day: Time) -> Sql {
    sql.push("COUNT(CASE WHEN t.first_reply_at >= ")
        .bind(day)
        .push(" THEN 1 END), CAST(COALESCE(SUM(CASE WHEN t.first_reply_at >= ")
        .bind(day)
        .push(" THEN t.first_reply_at - t.created_at END), 0) AS BIGINT)")
}

/// How many wait in the queues, as far as they are counted, and since when the first does.
pub fn queue(tx: &mut Tx<'_>, reach: &Reach, now: Time, most: i64) -> Result<(i64, Option<Time>)> {
    if reach.is_empty() {
        return Ok((0, None));
    }
    let waiting = |columns: &str| from(reach, now, Sql::new(columns)).push(" AND t.state = 'waiting'");
    let n = tx.one_sql(&waiting("SELECT COUNT(*) FROM (SELECT 1").limit(most).push(") q"))?;
    let first = waiting("SELECT COALESCE(t.waiting_since, t.created_at)").push(" ORDER BY COALESCE(t.waiting_since, t.created_at), t.id");
    Ok((n, tx.opt_sql(&first.limit(1u32))?))
}
