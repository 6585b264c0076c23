//! The event log: what was appended is read in order, once, and who is too late is told so.

use std::time::Duration;

use db::event::{self, Batch};
use db::testing::{START, on_both};
use db::{Db, Error, NewEvent, Thing};
use kit::{MemberId, TicketId};

use crate::{event, org};

fn seqs(db: &Db, cursor: i64, limit: u32) -> Result<Vec<i64>, i64> {
    match db.read_blocking(move |tx| event::after(tx, org(1), cursor, limit)).unwrap() {
        Batch::Events(events) => Ok(events.iter().map(|e| e.seq).collect()),
        Batch::Reset { head } => Err(head),
    }
}

fn append(db: &Db, n: usize) {
    for _ in 0..n {
        db.write_blocking(org(1), |tx| tx.append(&event(1))).unwrap();
    }
}

#[test]
fn an_event_comes_back_whole() {
    on_both(|db| {
        let (member, ticket) = (MemberId::new(START), TicketId::new(START));
        let new = NewEvent {
            kind: "ticket.assigned",
            version: 3,
            actor: Some(member.into()),
            subject: ticket.into(),
            before: Some("{\"team\":\"ñ\"}".into()),
            after: None,
            body: "{\"assignee\":1}".into(),
        };
        let sent = new.clone();
        db.write_blocking(org(1), move |tx| tx.append(&sent)).unwrap();
        let Batch::Events(events) = db.read_blocking(|tx| event::after(tx, org(1), 0, 10)).unwrap() else {
            panic!("no reset")
        };
        let [found] = events.as_slice() else { panic!("one event") };
        assert_eq!(
            (found.seq, found.at, found.kind.as_str(), found.version),
            (1, START, "ticket.assigned", 3)
        );
        assert_eq!(found.actor.as_ref().and_then(Thing::id::<MemberId>), Some(member));
        assert_eq!(found.subject.id::<TicketId>(), Some(ticket));
        assert_eq!(found.subject.id::<MemberId>(), None);
        assert_eq!(found.subject.to_string(), ticket.to_string());
        assert_eq!((&found.before, &found.after, &found.body), (&new.before, &new.after, &new.body));
        let nul = NewEvent { body: "\0".into(), ..new };
        assert!(matches!(db.write_blocking(org(1), move |tx| tx.append(&nul)), Err(Error::Value(_))));
    });
}

#[test]
fn readers_go_on_where_they_stood() {
    on_both(|db| {
        append(db, 100);
        assert_eq!(seqs(db, 0, 3), Ok(vec![1, 2, 3]));
        assert_eq!(seqs(db, 98, 10), Ok(vec![99, 100]));
        assert_eq!(seqs(db, 100, 10), Ok(vec![]));
        let behind = db.read_blocking(|tx| event::behind(tx, "search", 10)).unwrap();
        assert_eq!(behind, [(org(1).into(), 0)]);
        db.write_blocking(org(1), |tx| event::set_cursor(tx, "search", org(1), 60)).unwrap();
        assert_eq!(
            db.read_blocking(|tx| event::behind(tx, "search", 10)).unwrap(),
            [(org(1).into(), 60)]
        );
        db.write_blocking(org(1), |tx| event::set_cursor(tx, "search", org(1), 100))
            .unwrap();
        assert_eq!(db.read_blocking(|tx| event::behind(tx, "search", 10)).unwrap(), []);
        assert_eq!(db.read_blocking(|tx| event::cursor(tx, "search", org(1))).unwrap(), 100);
        assert_eq!(db.read_blocking(|tx| event::cursor(tx, "webhook", org(1))).unwrap(), 0);
    });
}

#[test]
fn many_of_one_batch_are_written_together() {
    on_both(|db| {
        // 77 events: every power of two that the statement comes in, and a rest.
        db.write_blocking(org(1), |tx| (0..77).try_for_each(|_| tx.append(&event(1)).map(drop)))
            .unwrap();
        assert_eq!(seqs(db, 0, 1000), Ok((1..=77).collect()));
    });
}

#[test]
fn what_is_old_goes_and_who_needed_it_is_told() {
    on_both(|db| {
        append(db, 30);
        db.clock().advance(Duration::from_secs(10));
        append(db, 5);
        let cut = START.plus(Duration::from_secs(5));
        let prune = |limit| db.write_blocking(org(1), move |tx| event::prune(tx, org(1), cut, limit)).unwrap();
        assert_eq!(prune(20), 20);
        assert_eq!(prune(20), 10);
        assert_eq!(prune(20), 0);
        assert_eq!(seqs(db, 30, 10), Ok(vec![31, 32, 33, 34, 35]));
        assert_eq!(seqs(db, 29, 10), Err(35));
        assert_eq!(seqs(db, 0, 10), Err(35));
        // A cursor beyond the head: the database was restored to an earlier day.
        assert_eq!(seqs(db, 36, 10), Err(35));
        db.clock().advance(Duration::from_secs(3600));
        assert_eq!(db.prune_events(db.now(), Duration::ZERO).unwrap(), 4, "the newest stays");
        assert_eq!(seqs(db, 35, 10), Ok(vec![]));
        append(db, 1);
        assert_eq!(seqs(db, 35, 10), Ok(vec![36]));
    });
}
