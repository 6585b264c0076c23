//! What `access` writes as SQL and `contains` says as a function, through `db`, on both engines: the random worlds of the `access` crate's
//! own tests, over every ticket that can be told apart in them.

use std::collections::BTreeSet;

use access::{Branch, Caller, Facts, Reach};
use db::testing::on_both;
use db::{Db, Sql};
use desk::ticket::store::page::Into;
use kit::{OrgId, Time};
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};

use crate::member::id;
use crate::world::{ALL_FACTS, ORG, membership, perm, term, time};

/// Callers, and as many sets of terms as nobody could have by a role.
const CASES: u32 = 96;

/// A table with one row for each of the facts; its number is the facts' place in the list.
fn fill(db: &Db) {
    let org: OrgId = id(ORG);
    let made = db.write_blocking(org, |tx| {
        tx.exec(
            "CREATE TABLE reach_ticket (n BIGINT NOT NULL, org_id BYTEA NOT NULL, assignee_id BYTEA, team_id BYTEA, channel_id BYTEA, \
             origin_id BYTEA, deferred_until BIGINT)",
            &[],
        )?;
        for (n, f) in (0i64..).zip(ALL_FACTS.iter()) {
            let (assignee, team) = (f.assignee.map(|x| x.to_bytes()), f.team.map(|x| x.to_bytes()));
            let (channel, origin) = (f.channel.map(|x| x.to_bytes()), f.origin.map(|x| x.to_bytes()));
            tx.exec(
                "INSERT INTO reach_ticket VALUES ($1, $2, $3, $4, $5, $6, $7)",
                db::args![n, f.org.to_bytes(), assignee, team, channel, origin, f.deferred_until],
            )?;
        }
        Ok::<_, kit::Error>(())
    });
    made.expect("a table");
}

fn select(db: &Db, write: impl Fn(&mut Sql) + Send + Sync + 'static) -> Vec<i64> {
    let rows = db.read_blocking(move |tx| {
        let mut sql = Sql::new("SELECT t.n FROM reach_ticket t WHERE ");
        write(&mut sql);
        Ok::<_, kit::Error>(tx.all_sql::<i64>(&sql)?)
    });
    rows.expect("rows")
}

fn branch(db: &Db, reach: &Reach, at: usize, now: Time) -> Vec<i64> {
    let reach = reach.clone();
    select(db, move |sql| {
        let branches: Vec<Branch<'_>> = reach.branches(now);
        branches[at].write_sql(&mut Into(sql), "t");
    })
}

/// The same rows three ways: the function, the condition, the branches; none twice.
fn agree(db: &Db, reach: &Reach, now: Time) -> Result<(), TestCaseError> {
    let admitted = |f: &Facts| reach.contains(f, now);
    let expected: Vec<i64> = (0i64..)
        .zip(ALL_FACTS.iter())
        .filter(|(_, f)| admitted(f))
        .map(|(n, _)| n)
        .collect();
    let whole = reach.clone();
    let mut selected = select(db, move |sql| whole.write_sql(&mut Into(sql), "t", now));
    selected.sort_unstable();
    prop_assert_eq!(&selected, &expected);
    let mut union: Vec<i64> = (0..reach.branches(now).len()).flat_map(|at| branch(db, reach, at, now)).collect();
    union.sort_unstable();
    prop_assert_eq!(&union, &expected);
    Ok(())
}

fn hold<S: Strategy>(db: &Db, worlds: S, reach: impl Fn(S::Value) -> (Reach, Time)) -> Vec<usize> {
    let sizes = std::cell::RefCell::new(Vec::new());
    let mut runner = TestRunner::new(ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let held = runner.run(&worlds, |world| {
        let (reach, now) = reach(world);
        sizes.borrow_mut().push(ALL_FACTS.iter().filter(|f| reach.contains(f, now)).count());
        agree(db, &reach, now)
    });
    match held {
        Ok(()) => sizes.into_inner(),
        Err(TestError::Fail(why, _)) => panic!("{why}"),
        Err(abort) => panic!("{abort}"),
    }
}

#[test]
fn rows_selected_through_the_database_are_rows_admitted() {
    on_both(|db| {
        fill(db);
        let members = hold(db, (membership(), perm(), time()), |(m, perm, now)| {
            (Caller::build(&m).reach(perm, now), now)
        });
        let terms = (proptest::collection::vec(term(), 0..5), 1u8..=3, time());
        let any = hold(db, terms, |(terms, me, now)| (Reach::new(id(ORG), id(me), terms), now));
        // The worlds are not all of nothing, nor of everything.
        let sizes: BTreeSet<usize> = members.into_iter().chain(any).collect();
        assert!(sizes.len() > 20 && sizes.contains(&0), "{sizes:?}");
        let gone = db.write_blocking(id::<OrgId>(ORG), |tx| Ok::<_, kit::Error>(tx.exec("DROP TABLE reach_ticket", &[])?));
        gone.expect("the table goes");
    });
}
