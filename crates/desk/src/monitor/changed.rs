//! Whose rows may have changed since somebody looked, by what has happened since.

use std::collections::BTreeSet;

use access::Facts;
use db::Tx;
use db::event::{self, Batch};
use kit::{MemberId, OrgId, Result};

/// More events than this are read no faster than the table itself.
const MOST: u32 = 500;

/// Nothing: everybody's, since too much has happened, or something that is about everybody.
pub fn changed(tx: &mut Tx<'_>, org: OrgId, since: i64) -> Result<Option<BTreeSet<MemberId>>> {
    let Batch::Events(events) = event::after(tx, org, since, MOST)? else {
        return Ok(None);
    };
    if events.len() == MOST as usize {
        return Ok(None);
    }
    let mut whose = BTreeSet::new();
    for event in &events {
        match event.kind.split('.').next() {
            Some("ticket" | "message") => whose.extend([&event.before, &event.after].into_iter().filter_map(assignee)),
            Some("presence") => whose.extend(event.subject.id::<MemberId>()),
            // Who is there at all, where they are, and what the reader may see.
            Some("member" | "team" | "role" | "access" | "organisation") => return Ok(None),
            _ => {}
        }
    }
    Ok(Some(whose))
}

fn assignee(facts: &Option<String>) -> Option<MemberId> {
    serde_json::from_str::<Facts>(facts.as_deref()?).ok()?.assignee
}
