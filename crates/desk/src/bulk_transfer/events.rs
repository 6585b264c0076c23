//! What is told of one: `bulk_transfer.begun` and `bulk_transfer.ended`, version 1, to those who may transfer so. Of an end the body says
//! who asked (`by`), who is rid of how many (`lost`) and who got how many (`got`), so that both sides are told.

use std::collections::BTreeMap;

use db::{NewEvent, Tx};
use kit::{MemberId, Result};
use serde_json::{Value, json};

use super::model::{Act, State};
use super::store::Counts;
use crate::who::Who;

pub fn begun(tx: &mut Tx<'_>, who: &Who, act: &Act) -> Result<()> {
    append(tx, "bulk_transfer.begun", who.member(), act, &json!({ "state": act.state }))
}

pub fn ended(tx: &mut Tx<'_>, by: MemberId, act: &Act, counts: &Counts) -> Result<()> {
    let of = |each: &BTreeMap<MemberId, i64>| {
        each.iter()
            .map(|(member, n)| json!({ "member": member, "count": n }))
            .collect::<Vec<Value>>()
    };
    let owner = BTreeMap::from([(
        act.draft.from,
        if act.state == State::Undone {
            counts.returned
        } else {
            counts.moved
        },
    )]);
    let (lost, got) = if act.state == State::Undone {
        (of(&counts.gave_back), of(&owner))
    } else {
        (of(&owner), of(&counts.got))
    };
    append(
        tx,
        "bulk_transfer.ended",
        by,
        act,
        &json!({ "state": act.state, "lost": lost, "got": got }),
    )
}

fn append(tx: &mut Tx<'_>, kind: &'static str, by: MemberId, act: &Act, body: &Value) -> Result<()> {
    tx.append(&NewEvent {
        kind,
        version: 1,
        actor: Some(by.into()),
        subject: act.id.into(),
        before: None,
        after: None,
        body: body.to_string(),
    })?;
    Ok(())
}
