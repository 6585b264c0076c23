//! The audit log: everything that changes who may do what, and every access across organisations (G7).
//!
//! Invariants:
//! - An entry is written by the transaction that made it so, and never changed or removed.
//! - It names its actor as they were then, since people go and names change.
//! - What is kept once per person, thing and day is guarded by a unique index.
//!
//! To log: `audit::write(tx, who, "member.created", member, json!({…}))`. Bodies hold ids, codes, and the values before and after;
//! never secrets, nor hashes of them.

pub mod api;
pub mod list;
pub mod model;
pub mod store;
#[cfg(test)]
mod tests;

use db::Tx;
use kit::{AuditId, OrgId, Result, TicketId};
use serde_json::{Value, json};

use crate::who::Who;

pub use list::list;
pub use model::{Actor, Entry, Filter};

/// Writes an entry. Who acted: `who`, or an [`Actor`] where nobody is signed in.
pub fn write(tx: &mut Tx<'_>, actor: impl Into<Actor>, action: &str, subject: impl std::fmt::Display, body: Value) -> Result<()> {
    let (org, entry) = entry(tx, actor.into(), action, subject, body);
    store::insert(tx, org, &entry, None)?;
    Ok(())
}

/// As [`write`], by work that may run again: what `key` stands for is logged once. Whether this was it.
pub fn write_once(
    tx: &mut Tx<'_>,
    actor: impl Into<Actor>,
    action: &str,
    subject: impl std::fmt::Display,
    body: Value,
    key: &str,
) -> Result<bool> {
    let (org, entry) = entry(tx, actor.into(), action, subject, body);
    store::insert(tx, org, &entry, Some(key))
}

fn entry(tx: &Tx<'_>, actor: Actor, action: &str, subject: impl std::fmt::Display, body: Value) -> (OrgId, Entry) {
    let entry = Entry {
        id: AuditId::new(tx.now()),
        at: tx.now(),
        actor: actor.member,
        actor_name: actor.name,
        action: action.to_owned(),
        subject: subject.to_string(),
        subject_name: None,
        body,
        address: actor.address,
    };
    (actor.org, entry)
}

/// An external member read a ticket: kept once per person, ticket and day. Home members' reads are not.
pub fn cross_read(tx: &mut Tx<'_>, who: &Who, ticket: TicketId) -> Result<()> {
    if !who.caller.external {
        return Ok(());
    }
    let (_, entry) = entry(tx, who.into(), "ticket.read", ticket, json!({ "account": who.account() }));
    store::insert(tx, who.org(), &entry, Some(&day_key(who, ticket)))?;
    Ok(())
}

/// Whether [`cross_read`] would write, so that a read needs no write when it has been logged today.
pub fn wants_cross_read(tx: &mut Tx<'_>, who: &Who, ticket: TicketId) -> Result<bool> {
    Ok(who.caller.external && !store::has_day(tx, who.org(), &day_key(who, ticket))?)
}

/// Days are UTC's: the log's days, not a person's.
fn day_key(who: &Who, ticket: TicketId) -> String {
    format!("ticket.read:{}:{ticket}:{}", who.account(), who.now.to_jiff().strftime("%F"))
}

/// The fields that differ, each with its value before and after.
pub fn diff<T: serde::Serialize>(before: &T, after: &T) -> Value {
    let fields = |value: &T| match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    let of = |map: &serde_json::Map<String, Value>, field: &str| map.get(field).cloned().unwrap_or_default();
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    changed
        .map(|name| (name.clone(), json!({ "before": of(&before, name), "after": of(&after, name) })))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
