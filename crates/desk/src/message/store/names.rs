//! Names of the ids that activities speak of.

use std::collections::{BTreeMap, BTreeSet};

use access::{Perm, Place};
use db::{Sql, Tx};
use kit::{LabelId, MemberId, OriginId, ResolutionId, Result, TeamId};
use serde_json::Value;

use crate::ticket::store::few;
use crate::ticket::store::names::plain;
use crate::who::Who;

/// Names by id as text, and the members, whose names depend on the reader.
#[derive(Default)]
pub struct Words {
    pub names: BTreeMap<String, String>,
    pub members: BTreeSet<MemberId>,
}

/// Every text in a body, however deep.
pub fn texts(body: &Value) -> Vec<&str> {
    match body {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        Value::Object(all) => all.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// One statement for each noun that the bodies speak of.
pub fn of_bodies<'b>(tx: &mut Tx<'_>, who: &Who, bodies: impl Iterator<Item = &'b Value>) -> Result<Words> {
    let all: BTreeSet<&str> = bodies.flat_map(texts).collect();
    let mut words = Words {
        members: all.iter().filter_map(|text| text.parse().ok()).collect(),
        ..Words::default()
    };
    let mut add = |found: BTreeMap<String, String>| words.names.extend(found);
    add(shown(plain::<LabelId>(tx, "label", who.org(), ids(&all))?));
    add(shown(plain::<OriginId>(tx, "origin", who.org(), ids(&all))?));
    add(shown(plain::<ResolutionId>(tx, "resolution", who.org(), ids(&all))?));
    add(shown(teams(tx, who, ids(&all))?));
    Ok(words)
}

fn ids<I: kit::Id>(all: &BTreeSet<&str>) -> BTreeSet<I> {
    all.iter().filter_map(|text| text.parse().ok()).collect()
}

fn shown<I: kit::Id>(names: BTreeMap<I, String>) -> BTreeMap<String, String> {
    names.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
}

/// Teams that the reader may know: a hidden one where a ticket once was stays hidden.
fn teams(tx: &mut Tx<'_>, who: &Who, ids: BTreeSet<TeamId>) -> Result<BTreeMap<TeamId, String>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new("SELECT id, name, hidden FROM team WHERE org_id = ")
        .bind(who.org())
        .push(" AND id IN ")
        .list(few(ids));
    let rows: Vec<(TeamId, String, bool)> = tx.all_sql(&sql)?;
    let known = rows
        .into_iter()
        .filter(|(team, _, hidden)| !hidden || who.can(Perm::TeamRead, &Place::Team { team: *team, hidden: true }));
    Ok(known.map(|(team, name, _)| (team, name)).collect())
}
