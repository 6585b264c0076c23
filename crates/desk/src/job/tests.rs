//! Dead letters, on both engines.

use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use db::{NewJob, job};
use kit::JobId;
use serde_json::json;

use crate::testing::Office;
use crate::testing::site::Site;

/// Work that nobody can do dies at once.
fn dead(office: &Office, site: &Site) -> JobId {
    let org = office.org;
    let id = JobId::new(office.db.now());
    office
        .write(move |tx| {
            let due_at = tx.now();
            Ok(tx.enqueue(&NewJob {
                id,
                kind: "no.such_work",
                version: 1,
                body: json!({ "secret": "whsec_x" }).to_string(),
                org: Some(org),
                due_at,
                dedup: None,
            })?)
        })
        .unwrap();
    site.settle();
    id
}

#[test]
fn an_administrator_sees_why_and_has_it_tried_again() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = site.program(&office.token(office.people[&Builtin::Admin].member));
        let (first, second) = (dead(&office, &site), dead(&office, &site));
        let path = office.path("/dead-letters");
        let page = admin.get(&format!("{path}?limit=1")).with(200).json;
        let next = page["next"].as_str().unwrap();
        let rest = admin.get(&format!("{path}?limit=1&cursor={next}")).with(200).json;
        let mut ids = [&page, &rest].map(|p| p["items"][0]["id"].as_str().unwrap().to_owned());
        ids.sort();
        let mut made = [first.to_string(), second.to_string()];
        made.sort();
        assert_eq!(ids, made);
        assert_eq!(
            (&page["items"][0]["kind"], &page["items"][0]["attempts"]),
            (&json!("no.such_work"), &json!(1))
        );
        assert_eq!(page["items"][0]["reason"], "no_worker");
        assert!(!page.to_string().contains("whsec_"));

        admin.post(&format!("{path}/{first}/retry"), json!({})).with(204);
        assert_eq!(admin.get(&path).json["items"].as_array().unwrap().len(), 1);
        site.settle();
        assert_eq!(admin.get(&path).json["items"].as_array().unwrap().len(), 2, "tried, and dead again");
        admin.delete(&format!("{path}/{first}")).with(204);
        admin.delete(&format!("{path}/{first}")).problem(404, "not_found");
        let elsewhere = Office::new(db);
        let mut stranger = site.program(&elsewhere.token(elsewhere.people[&Builtin::Admin].member));
        stranger
            .post(&elsewhere.path(&format!("/dead-letters/{second}/retry")), json!({}))
            .problem(404, "not_found");
        assert_eq!(stranger.get(&elsewhere.path("/dead-letters")).json["items"], json!([]));
        for role in Builtin::ALL.iter().filter(|role| **role != Builtin::Admin) {
            let refused = site.program(&office.token(office.people[role].member)).get(&path);
            assert!(refused.status == 403 || refused.status == 404, "{role:?}");
        }
    });
}

/// A worker that dies each time (a crash, a panic) leaves its claim behind; its job must not come back for ever.
#[test]
fn work_that_kills_its_worker_is_given_up() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let org = office.org;
        let id = JobId::new(db.now());
        office
            .write(move |tx| {
                let due_at = tx.now();
                tx.enqueue(&NewJob {
                    id,
                    kind: crate::work::upkeep::KIND,
                    version: 1,
                    body: "{}".into(),
                    org: Some(org),
                    due_at,
                    dedup: None,
                })?;
                tx.exec("UPDATE job SET attempts = 18 WHERE id = $1", db::args![id])?;
                Ok(())
            })
            .unwrap();
        site.settle();
        let dead = office.read(move |tx| Ok(job::dead(tx, Some(org), None, 10)?)).unwrap();
        assert_eq!((dead[0].id, dead[0].last_error.as_deref()), (id, Some("worker_died")));
    });
}

#[test]
fn once_a_day_what_is_old_is_swept_away() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let ticket = office.ticket(office.team, Some(office.people[&Builtin::Advisor].member));
        site.settle();
        let count = |table: &'static str| -> i64 {
            office
                .read(move |tx| Ok(tx.one(&format!("SELECT COUNT(*) FROM {table}"), db::args![])?))
                .unwrap()
        };
        site.run(crate::work::upkeep::begin(&site.app)).unwrap();
        assert!(count("notification") > 0 && count("event") > 5, "{ticket}");
        db.clock().advance(Duration::from_secs(91 * 24 * 3600));
        site.settle();
        assert_eq!(count("notification"), 0);
        assert!(count("event") <= 4, "the newest of each stream stays");
        assert_eq!(count("job"), 1, "and tomorrow again");
    });
}
