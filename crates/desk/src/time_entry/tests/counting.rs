//! What is counted: never more than the time that went by, and by whom.

use access::Builtin;
use axum::http::Method;
use db::testing::on_both;
use db::{Db, args};
use kit::{AccountId, TicketId};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use super::{MINUTE, acting, beat, later, rows, said, seconds};
use crate::testing::Office;
use crate::testing::site::Site;
use crate::time_entry::model::{Day, Stretch};

#[test]
fn a_minute_in_two_tabs_or_said_twice_is_one_minute() {
    on_both(|db| {
        let office = Office::new(db);
        let me = office.people[&Builtin::Advisor].member;
        let (first, second) = (office.ticket(office.team, Some(me)), office.ticket(office.team, Some(me)));
        later(db, 10 * MINUTE);
        beat(&office, me, first, 60, 0);
        beat(&office, me, first, 60, 0);
        beat(&office, me, second, 60, 0);
        assert_eq!((seconds(&office, first), seconds(&office, second)), (60, 0));
        // The other began before and goes on after: what is between is not its own.
        beat(&office, me, second, 90, 0);
        assert_eq!((seconds(&office, first), seconds(&office, second)), (60, 30));
        // Another person's minute is another minute.
        let other = office.people[&Builtin::Supervisor].member;
        beat(&office, other, first, 60, 0);
        assert_eq!(seconds(&office, first), 120);
    });
}

#[test]
fn what_goes_on_is_one_row_and_no_event() {
    on_both(|db| {
        let office = Office::new(db);
        let (me, org) = (office.people[&Builtin::Advisor].member, office.org);
        let ticket = office.ticket(office.team, Some(me));
        let head = || office.read(move |tx| Ok(db::event::head(tx, org)?)).unwrap();
        let before = head();
        for _ in 0..10 {
            later(db, MINUTE);
            beat(&office, me, ticket, MINUTE, 0);
        }
        // A blink between two is how long a request takes; more is a pause.
        later(db, MINUTE);
        beat(&office, me, ticket, MINUTE - 1, 0);
        assert_eq!((seconds(&office, ticket), rows(&office, ticket)), (660, 1));
        later(db, 2 * MINUTE);
        beat(&office, me, ticket, MINUTE, 0);
        assert_eq!((seconds(&office, ticket), rows(&office, ticket)), (720, 2));
        assert_eq!(head(), before);
    });
}

#[test]
fn a_day_ends_at_midnight_where_the_organisation_is() {
    on_both(|db| {
        let office = Office::new(db);
        let me = office.people[&Builtin::Advisor].member;
        let ticket = office.ticket(office.team, Some(me));
        let zone = jiff::tz::TimeZone::get("America/Mexico_City").unwrap();
        let today = Day::at(db.now(), &zone);
        db.clock().advance(today.next().begins(&zone).since(db.now()));
        later(db, 40);
        beat(&office, me, ticket, 100, 0);
        later(db, MINUTE);
        beat(&office, me, ticket, MINUTE, 0);
        let days: Vec<(i64, i64)> = office
            .read(move |tx| {
                Ok(tx.all(
                    "SELECT day, seconds FROM time_entry WHERE ticket_id = $1 ORDER BY day",
                    args![ticket],
                )?)
            })
            .unwrap();
        assert_eq!(days, [(today.0, 60), (today.next().0, 100)]);
    });
}

#[test]
fn a_day_without_a_network_is_counted_when_it_is_back_and_no_more_than_that() {
    on_both(|db| {
        let office = Office::new(db);
        let me = office.people[&Builtin::Advisor].member;
        let ticket = office.ticket(office.team, Some(me));
        later(db, 20 * 60 * MINUTE);
        // What came between, from another device.
        beat(&office, me, ticket, 60, 0);
        later(db, 60 * MINUTE);
        beat(&office, me, ticket, 2 * 60 * MINUTE, 60 * MINUTE);
        assert_eq!(seconds(&office, ticket), i64::from(60 * MINUTE));
        // Longer ago than a day of work is not taken; nor from before there was a ticket, or the person.
        beat(&office, me, ticket, 20 * 60 * MINUTE, 13 * 60 * MINUTE);
        assert_eq!(seconds(&office, ticket), i64::from(60 * MINUTE));
        let young = office.ticket(office.team, Some(me));
        later(db, 10);
        beat(&office, me, young, 5 * 60 * MINUTE, 0);
        assert_eq!(seconds(&office, young), 10);
    });
}

/// Clients say how long ago; whatever their clocks, nothing is in the future and nothing is longer than it was.
#[test]
fn a_clients_clock_does_not_matter() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let ticket = office.ticket(office.team, None);
        let path = office.path(&format!("/tickets/{ticket}/time"));
        let mut me = acting(&site, &office, Builtin::Advisor);
        later(db, MINUTE);
        for body in [said(0, 0), said(1, 5)] {
            me.put(&path, body).problem(422, "stretch_reversed");
        }
        for body in [
            json!({ "from_ago": -5, "to_ago": 0 }),
            json!({ "from_ago": 5_000, "to_ago": -1 }),
            json!({ "from_ago": 1e12, "to_ago": 0 }),
        ] {
            assert!(me.put(&path, body).status.is_client_error());
        }
        assert_eq!(seconds(&office, ticket), 0);
        me.put(&path, json!({ "from_ago": u32::MAX, "to_ago": 0 })).with(204);
        assert_eq!(seconds(&office, ticket), i64::from(MINUTE));
    });
}

#[test]
fn only_of_who_works_on_it_and_never_through_anybodys_eyes() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (far, ticket) = (office.team("Refacciones"), office.ticket(office.team, None));
        let elsewhere = office.ticket(far, None);
        later(db, MINUTE);
        let path = |ticket: TicketId| office.path(&format!("/tickets/{ticket}/time"));
        // Reads and does not work on it; does not see it; is of another organisation.
        acting(&site, &office, Builtin::ViewOnly)
            .put(&path(ticket), said(60, 0))
            .problem(403, "denied");
        acting(&site, &office, Builtin::Operator)
            .put(&path(ticket), said(60, 0))
            .problem(404, "not_found");
        let mut external = acting(&site, &office, Builtin::ExternalAdvisor);
        external.put(&path(elsewhere), said(60, 0)).problem(404, "not_found");
        let other = Office::new(db);
        acting(&site, &other, Builtin::Admin)
            .put(&path(ticket), said(60, 0))
            .problem(404, "not_found");

        let mut admin = acting(&site, &office, Builtin::Admin);
        let looked_at = office.path(&format!("/members/{}/view-as", office.people[&Builtin::Advisor].member));
        let begun = admin.post(&looked_at, json!({})).with(201).json;
        admin.headers.push(("x-relevo-view-as", begun["id"].as_str().unwrap().to_owned()));
        admin.put(&path(ticket), said(60, 0)).problem(403, "view_as_reads_only");
        assert_eq!((seconds(&office, ticket), seconds(&office, elsewhere)), (0, 0));

        external.put(&path(ticket), said(60, 0)).with(204);
        assert_eq!(seconds(&office, ticket), 60);
    });
}

#[test]
fn nothing_is_counted_of_who_has_no_right_to_it_any_more() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let me = office.people[&Builtin::ExternalAdvisor].member;
        let ticket = office.ticket(office.team, Some(me));
        later(db, MINUTE);
        let path = office.path(&format!("/tickets/{ticket}/time"));
        let mut me_again = site.program(&office.token(me));
        me_again.put(&path, said(30, 0)).with(204);
        // Their end comes between two beats: what was counted stays, what comes is nobody's.
        let until = db.now().plus(std::time::Duration::from_secs(10));
        office
            .write(move |tx| Ok(tx.exec("UPDATE member SET until = $2, epoch = epoch + 1 WHERE id = $1", args![me, until])?))
            .unwrap();
        later(db, 30);
        me_again.put(&path, said(30, 0)).problem(404, "not_found");
        assert_eq!(seconds(&office, ticket), 30);
    });
}

#[test]
fn time_goes_with_a_ticket_that_is_merged() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (kept, gone) = (office.ticket(office.team, None), office.ticket(office.team, None));
        let contact = office.ticket_row(kept).contact;
        office
            .write(move |tx| {
                Ok(tx.exec(
                    "UPDATE ticket SET contact_id = $2, identity_id = NULL WHERE id = $1",
                    args![gone, contact],
                )?)
            })
            .unwrap();
        later(db, MINUTE);
        let mut admin = acting(&site, &office, Builtin::Admin);
        let path = office.path(&format!("/tickets/{gone}/time"));
        admin.put(&path, said(60, 0)).with(204);
        admin
            .post(&office.path(&format!("/tickets/{gone}/merge")), json!({ "into": kept }))
            .with(200);
        assert_eq!((seconds(&office, gone), seconds(&office, kept)), (0, 60));
        admin.put(&path, said(60, 0)).problem(409, "state_conflict");
    });
}

/// Two organisations at once, each with a lock of its own: one minute of one person.
#[test]
fn two_organisations_at_once_share_one_minute() {
    on_both(|db| {
        let (host, home, site) = (Office::new(db), Office::new(db), Site::new(db));
        let worker = home.people[&Builtin::Advisor];
        let there = host.host(worker.account);
        let (near, far) = (home.ticket(home.team, None), host.ticket(host.team, None));
        for round in 1..=10 {
            later(db, MINUTE);
            let sends = |office: &Office, member, ticket: TicketId| {
                let path = office.path(&format!("/tickets/{ticket}/time"));
                let program = site.program(&office.token(member));
                for reply in program.at_once(4, &Method::PUT, &path, &said(MINUTE, 0)) {
                    reply.with(204);
                }
            };
            std::thread::scope(|scope| {
                scope.spawn(|| sends(&home, worker.member, near));
                scope.spawn(|| sends(&host, there, far));
            });
            let all = seconds(&home, near) + seconds(&host, far);
            assert_eq!(all, i64::from(MINUTE) * round);
        }
    });
}

/// One report: of whom, where, on which ticket, how long after the last, and how long ago.
type Said = (usize, usize, usize, u32, u32, u32);

/// Whatever is said in whatever order: no two stretches of one person overlap, and their sum is what of the time was said.
#[test]
fn random_reports_never_make_more_than_the_time_that_went_by() {
    on_both(|db| {
        let mut runner = TestRunner::new_with_rng(
            Config {
                cases: 6,
                failure_persistence: None,
                ..Config::default()
            },
            TestRng::deterministic_rng(RngAlgorithm::ChaCha),
        );
        let one = (0usize..2, 0usize..2, 0usize..2, 0u32..300, 1u32..900, 0u32..200);
        let outcome = runner.run(&proptest::collection::vec(one, 1..40), |said: Vec<Said>| {
            check(db, &said);
            Ok(())
        });
        outcome.unwrap();
    });
}

fn check(db: &Db, said: &[Said]) {
    let offices = [Office::new(db), Office::new(db)];
    let workers = [offices[0].people[&Builtin::Advisor], offices[0].people[&Builtin::Supervisor]];
    let members = [workers.map(|w| w.member), workers.map(|w| offices[1].host(w.account))];
    let tickets = [0, 1].map(|at: usize| [(); 2].map(|()| offices[at].ticket(offices[at].team, None)));
    // Half a night into a day, so that some cross midnight.
    later(db, 7 * 3600);
    let began = db.now();
    let mut reported: [Vec<Stretch>; 2] = [Vec::new(), Vec::new()];
    for (who, at, ticket, wait, from, to) in said {
        later(db, *wait);
        let to = (*to).min(from - 1);
        beat(&offices[*at], members[*at][*who], tickets[*at][*ticket], *from, to);
        let ago = |s: u32| db.now().minus(std::time::Duration::from_secs(s.into()));
        reported[*who].push(Stretch {
            began: ago(*from),
            ended: ago(to),
        });
    }
    for (who, worker) in workers.iter().enumerate() {
        let kept = stretches(&offices[0], worker.account);
        for pair in kept.windows(2) {
            assert!(pair[0].ended <= pair[1].began, "{pair:?}");
        }
        let sum: i64 = kept.iter().map(|s| s.seconds()).sum();
        let whole = Stretch {
            began: began.minus(std::time::Duration::from_secs(900)),
            ended: db.now(),
        };
        assert!(sum <= whole.seconds());
        // All that was said is there; and beside it only blinks.
        let left: usize = reported[who].iter().map(|s| s.without(kept.clone()).len()).sum();
        assert_eq!(left, 0, "{:?} of {:?}", kept, reported[who]);
        let beside: i64 = kept
            .iter()
            .flat_map(|s| s.without(reported[who].clone()))
            .map(|s| s.seconds())
            .sum();
        assert!(
            beside <= 2 * i64::try_from(said.len()).unwrap(),
            "{beside} seconds that nobody reported"
        );
    }
}

fn stretches(office: &Office, account: AccountId) -> Vec<Stretch> {
    let sql = "SELECT began, ended FROM time_entry WHERE account_id = $1 ORDER BY began";
    let rows: Vec<(kit::Time, kit::Time)> = office.read(move |tx| Ok(tx.all(sql, args![account])?)).unwrap();
    rows.into_iter().map(|(began, ended)| Stretch { began, ended }).collect()
}
