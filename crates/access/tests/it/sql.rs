//! The SQL against the function: in a real engine, over every ticket that can be told apart.

use std::collections::BTreeSet;

use access::{Bind, Branch, Caller, Facts, Reach, Sink};
use kit::Time;
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::member::id;
use crate::world::{ALL_FACTS, ORG, config, membership, perm, term, time};

/// Text and values, as a store would collect them.
#[derive(Default)]
pub struct Text {
    pub sql: String,
    pub args: Vec<Value>,
}

impl Sink for Text {
    fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }
    fn bind(&mut self, value: Bind) {
        self.args.push(match value {
            Bind::Id(bytes) => Value::Blob(bytes.to_vec()),
            Bind::Time(at) => Value::Integer(at.micros()),
        });
        self.sql.push_str(&format!("?{}", self.args.len()));
    }
}

pub fn branch_text(branch: &Branch<'_>) -> Text {
    let mut text = Text::default();
    branch.write_sql(&mut text, "t");
    text
}

/// A table with one ticket for each of the facts; its id is the facts' place in the list.
pub fn database(all: &[Facts]) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE ticket (id INTEGER PRIMARY KEY, org_id BLOB NOT NULL, assignee_id BLOB, team_id BLOB, channel_id BLOB, origin_id BLOB,
           deferred_until INTEGER, state INTEGER NOT NULL DEFAULT 0, last_at INTEGER NOT NULL DEFAULT 0);
         CREATE INDEX by_org ON ticket (org_id, state, last_at, id);
         CREATE INDEX by_assignee ON ticket (org_id, assignee_id, state, last_at, id);
         CREATE INDEX by_team ON ticket (org_id, team_id, state, last_at, id);
         CREATE INDEX by_team_unassigned ON ticket (org_id, team_id, state, last_at, id) WHERE assignee_id IS NULL;
         BEGIN;",
    )
    .unwrap();
    let blob = |bytes: [u8; 16]| Value::Blob(bytes.to_vec());
    let maybe = |bytes: Option<[u8; 16]>| bytes.map_or(Value::Null, blob);
    let mut insert = db.prepare("INSERT INTO ticket VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?1)").unwrap();
    for (i, f) in all.iter().enumerate() {
        let row = (
            i64::try_from(i).unwrap(),
            blob(f.org.to_bytes()),
            maybe(f.assignee.map(|x| x.to_bytes())),
            maybe(f.team.map(|x| x.to_bytes())),
            maybe(f.channel.map(|x| x.to_bytes())),
            maybe(f.origin.map(|x| x.to_bytes())),
            f.deferred_until.map(Time::micros),
        );
        insert.execute(row).unwrap();
    }
    drop(insert);
    db.execute_batch("COMMIT").unwrap();
    db
}

pub fn select(db: &Connection, text: &Text) -> Vec<usize> {
    let mut query = db
        .prepare_cached(&format!("SELECT t.id FROM ticket t WHERE {} AND t.state = 0", text.sql))
        .unwrap();
    let rows = query
        .query_map(rusqlite::params_from_iter(&text.args), |row| row.get::<_, i64>(0))
        .unwrap();
    rows.map(|row| usize::try_from(row.unwrap()).unwrap()).collect()
}

/// The same rows three ways: the function, the condition, the branches.
fn agree(db: &Connection, reach: &Reach, now: Time) -> Result<(), TestCaseError> {
    let expected: BTreeSet<usize> = ALL_FACTS
        .iter()
        .enumerate()
        .filter(|(_, f)| reach.contains(f, now))
        .map(|(i, _)| i)
        .collect();
    let mut text = Text::default();
    reach.write_sql(&mut text, "t", now);
    let selected = select(db, &text);
    prop_assert_eq!(selected.iter().copied().collect::<BTreeSet<_>>(), expected.clone(), "{}", text.sql);
    prop_assert_eq!(selected.len(), expected.len());

    let mut union = Vec::new();
    for branch in reach.branches(now) {
        union.extend(select(db, &branch_text(&branch)));
    }
    let distinct: BTreeSet<usize> = union.iter().copied().collect();
    prop_assert_eq!(union.len(), distinct.len(), "no row in two branches");
    prop_assert_eq!(distinct, expected);
    Ok(())
}

thread_local! {
    static DB: Connection = database(&ALL_FACTS);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rows_selected_are_rows_admitted_for_members(m in membership(), perm in perm(), now in time()) {
        let reach = Caller::build(&m).reach(perm, now);
        DB.with(|db| agree(db, &reach, now))?;
    }

    #[test]
    fn rows_selected_are_rows_admitted_for_any_terms(terms in proptest::collection::vec(term(), 0..5), me in 1u8..=3, now in time()) {
        let reach = Reach::new(id(ORG), id(me), terms);
        DB.with(|db| agree(db, &reach, now))?;
    }

    #[test]
    fn rows_selected_are_rows_admitted_for_view_as(m in membership(), v in membership(), perm in perm(), now in time()) {
        let reach = Caller::build(&m).seen_by(&Caller::build(&v)).reach(perm, now);
        DB.with(|db| agree(db, &reach, now))?;
    }

    /// *What if*: what a change opens is what is in the later reach and not in the earlier one, and the other way round.
    #[test]
    fn what_is_beyond_another_reach_is_in_the_one_and_not_in_the_other(
        a in proptest::collection::vec(term(), 0..4), b in proptest::collection::vec(term(), 0..4), now in time()
    ) {
        let (a, b) = (Reach::new(id(ORG), id(1), a), Reach::new(id(ORG), id(1), b));
        let beyond = a.beyond(&b);
        for f in ALL_FACTS.iter() {
            prop_assert_eq!(beyond.contains(f, now), a.contains(f, now) && !b.contains(f, now));
        }
        DB.with(|db| agree(db, &beyond, now))?;
    }

    #[test]
    fn covered_terms_are_dropped_and_nothing_else(terms in proptest::collection::vec(term(), 0..6), now in time()) {
        let reach = Reach::new(id(ORG), id(1), terms.clone());
        prop_assert!(reach.terms().len() <= terms.len());
        for (i, a) in reach.terms().iter().enumerate() {
            prop_assert!(!reach.terms().iter().enumerate().any(|(j, b)| i != j && b.covers(a)));
        }
        for f in ALL_FACTS.iter().filter(|f| f.org == reach.org) {
            prop_assert_eq!(reach.contains(f, now), terms.iter().any(|t| t.contains(f, reach.me, now)));
        }
    }
}

#[test]
fn the_alias_may_be_left_out() {
    let mut text = Text::default();
    Reach::new(id(ORG), id(1), vec![access::Term::ALL]).write_sql(&mut text, "", crate::world::at(0));
    assert_eq!(text.sql, "org_id = ?1 AND 1 = 1");
}
