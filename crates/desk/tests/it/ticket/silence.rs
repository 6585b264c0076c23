//! Customers who do not answer (B9): the clock, hold, and the close that comes by itself.

use access::Builtin;
use db::testing::on_both;
use desk::testing::Office;
use desk::testing::site::Site;
use desk::ticket::{State, take};
use desk::work;
use kit::{ResolutionId, TicketId};
use serde_json::{Value, json};

use super::life::told;
use crate::desk::{answer, hear, pass, row, sql, word};

const MINUTE: u64 = 60;

/// An office whose tickets close by themselves after an hour, and what works in it.
fn desk(db: &db::Db) -> (Office, Site, ResolutionId) {
    let (office, site) = (Office::new(db), Site::new(db));
    let resolution: ResolutionId = word(&office, "resolution", "Sin respuesta");
    set(
        &office,
        &site,
        json!({ "idle_close_minutes": 60, "idle_close_resolution": resolution, "idle_close_text": "Cerramos por falta de respuesta." }),
    );
    (office, site, resolution)
}

fn set(office: &Office, site: &Site, settings: Value) {
    let mut admin = site.program(&office.token(office.people[&Builtin::Admin].member));
    admin.patch(&office.path(""), json!({ "settings": settings })).with(200);
}

fn settle(site: &Site) {
    let app = site.app.clone();
    site.run(async move { work::settle(&app).await }).unwrap();
}

/// A ticket that somebody has and has answered.
fn answered(office: &Office, address: &str) -> TicketId {
    let id = hear(office, address, "Hola").ticket.id;
    let who = office.who(Builtin::Advisor);
    let taker = who.clone();
    office.write(move |tx| take::take(tx, &taker, id)).unwrap();
    answer(office, &who, id, "¿Qué modelo es?").unwrap();
    id
}

#[test]
fn it_closes_after_the_set_time_with_words_and_resolution_and_not_before() {
    on_both(|db| {
        let (office, site, resolution) = desk(db);
        let silent = answered(&office, "v1");
        pass(&office, 30 * MINUTE);
        // A second message of ours does not begin the count anew; a word of the customer ends it.
        answer(&office, &office.who(Builtin::Advisor), silent, "¿Sigue ahí?").unwrap();
        let talks = answered(&office, "v2");
        pass(&office, 20 * MINUTE);
        hear(&office, "v2", "Es el 6130");
        pass(&office, 9 * MINUTE);
        settle(&site);
        assert_eq!(row(&office, silent).state, State::Open, "59 minutes");
        pass(&office, MINUTE);
        settle(&site);
        let closed = row(&office, silent);
        assert_eq!(
            (closed.state, closed.resolution, closed.silent_since),
            (State::Closed, Some(resolution), None)
        );
        let lines = told(&office, &office.who(Builtin::Advisor), silent);
        assert_eq!(lines[lines.len() - 2..], ["out Cerramos por falta de respuesta.", "closed"]);
        pass(&office, 300 * MINUTE);
        settle(&site);
        assert_eq!(
            row(&office, talks).state,
            State::Open,
            "the customer waits for us, and not we for them"
        );
        // Nobody's first reply.
        let first = closed.first_reply_at.unwrap();
        assert!(first < closed.closed_at.unwrap());
        // The customer's next word opens it again, with no clock.
        hear(&office, "v1", "Perdón, ya estoy");
        assert_eq!((row(&office, silent).state, row(&office, silent).silent_since), (State::Open, None));
    });
}

#[test]
fn what_is_on_hold_or_snoozed_never_closes_and_is_counted_anew_when_it_is_back() {
    on_both(|db| {
        let (office, site, _) = desk(db);
        let (held, snoozed) = (answered(&office, "v1"), answered(&office, "v2"));
        let mut admin = site.program(&office.token(office.people[&Builtin::Admin].member));
        let path = |id: TicketId, rest: &str| office.path(&format!("/tickets/{id}{rest}"));
        pass(&office, 50 * MINUTE);
        admin.put(&path(held, "/hold"), json!({})).with(200);
        let until = office.db.now().plus(std::time::Duration::from_secs(600 * MINUTE));
        admin.put(&path(snoozed, "/snooze"), json!({ "until": until })).with(200);
        pass(&office, 500 * MINUTE);
        settle(&site);
        assert_eq!(
            (row(&office, held).state, row(&office, snoozed).state),
            (State::Hold, State::Snoozed)
        );
        admin.delete(&path(held, "/hold")).with(200);
        pass(&office, 59 * MINUTE);
        settle(&site);
        assert_eq!(row(&office, held).state, State::Open);
        pass(&office, MINUTE);
        settle(&site);
        assert_eq!(row(&office, held).state, State::Closed);
        // The snooze ends by itself meanwhile; from then on it counts.
        pass(&office, 41 * MINUTE);
        settle(&site);
        assert_eq!(row(&office, snoozed).state, State::Open);
        pass(&office, 60 * MINUTE);
        settle(&site);
        assert_eq!(row(&office, snoozed).state, State::Closed);
    });
}

#[test]
fn a_new_time_counts_for_what_is_silent_already_and_none_closes_nothing() {
    on_both(|db| {
        let (office, site, _) = desk(db);
        let first = answered(&office, "v1");
        set(&office, &site, json!({ "idle_close_minutes": null }));
        pass(&office, 200 * MINUTE);
        settle(&site);
        assert_eq!(row(&office, first).state, State::Open);
        set(&office, &site, json!({ "idle_close_minutes": 240, "idle_close_text": "" }));
        settle(&site);
        assert_eq!(row(&office, first).state, State::Open);
        set(&office, &site, json!({ "idle_close_minutes": 180 }));
        settle(&site);
        assert_eq!(row(&office, first).state, State::Closed);
        let lines = told(&office, &office.who(Builtin::Advisor), first);
        assert_eq!(
            lines[lines.len() - 2..],
            ["out ¿Qué modelo es?", "closed"],
            "nothing is said where nothing is written"
        );
        // Many at once are closed in steps, all of them.
        let many: Vec<TicketId> = (0..60).map(|n| hear(&office, &format!("w{n}"), "Hola").ticket.id).collect();
        let since = office.db.now();
        sql(
            &office,
            "UPDATE ticket SET silent_since = $1 WHERE state = 'waiting'",
            db::args![since],
        );
        pass(&office, 181 * MINUTE);
        set(&office, &site, json!({ "idle_close_minutes": 181 }));
        settle(&site);
        assert!(many.iter().all(|id| row(&office, *id).state == State::Closed));
        let mut admin = site.program(&office.token(office.people[&Builtin::Admin].member));
        let stranger = json!({ "settings": { "idle_close_resolution": ResolutionId::new(since) } });
        admin.patch(&office.path(""), stranger).problem(422, "resolution_unknown");
    });
}
