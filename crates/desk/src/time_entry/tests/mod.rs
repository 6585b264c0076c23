//! Time that was worked, on both engines.

mod corrections;
mod counting;
mod export;
mod sides;

use std::time::Duration;

use access::Builtin;
use db::{Db, args};
use kit::{MemberId, TicketId};
use serde_json::{Value, json};

use super::record::{InFront, record};
use crate::testing::Office;
use crate::testing::site::{Browser, Site};

const MINUTE: u32 = 60;

fn later(db: &Db, seconds: u32) {
    db.clock().advance(Duration::from_secs(seconds.into()));
}

/// A ticket was in front of somebody, as they stand now, from so many seconds ago until so many.
fn beat(office: &Office, member: MemberId, ticket: TicketId, from: u32, to: u32) {
    let said = InFront {
        from_ago: from * 1000,
        to_ago: to * 1000,
    };
    let who = office.of(member);
    office.write(move |tx| record(tx, &who, ticket, said)).expect("it is counted");
}

/// All that is counted of a ticket.
fn seconds(office: &Office, ticket: TicketId) -> i64 {
    let sql = "SELECT CAST(COALESCE(SUM(seconds), 0) AS BIGINT) FROM time_entry WHERE ticket_id = $1";
    office.read(move |tx| Ok(tx.one(sql, args![ticket])?)).expect("a sum")
}

fn rows(office: &Office, ticket: TicketId) -> i64 {
    let sql = "SELECT COUNT(*) FROM time_entry WHERE ticket_id = $1";
    office.read(move |tx| Ok(tx.one(sql, args![ticket])?)).expect("a count")
}

fn acting<'a>(site: &'a Site, office: &Office, role: Builtin) -> Browser<'a> {
    site.program(&office.token(office.people[&role].member))
}

/// The whole time by the clock of both organisations, wherever the tests' clock stands.
fn year(path: &str, db: &Db) -> String {
    let day = |days: i64| {
        let at = kit::Time::from_micros(db.now().micros() + days * 86_400_000_000);
        super::Day::at(at, &jiff::tz::TimeZone::UTC)
    };
    format!("{path}?from={}&to={}", day(-100), day(100))
}

fn said(from: u32, to: u32) -> Value {
    json!({ "from_ago": from * 1000, "to_ago": to * 1000 })
}

/// The day that the office's clock shows.
fn today(db: &Db) -> String {
    let zone = jiff::tz::TimeZone::get("America/Mexico_City").expect("a zone");
    super::Day::at(db.now(), &zone).to_string()
}
