//! Who gets what, and when.

use access::Builtin;
use db::testing::on_both;
use kit::OriginId;
use serde_json::json;

use super::{Desk, team};
use crate::member::Presence::{Invisible, Offline, Online, Paused};
use crate::team::Mode;
use crate::ticket::{State, close};

/// Whoever has it closes it.
fn close(desk: &Desk, ticket: kit::TicketId) {
    let (callers, who) = (desk.office.cache.clone(), desk.office.who(Builtin::Supervisor));
    desk.office
        .write(move |tx| close::close(tx, &callers, &who, ticket, &close::Ending::default()))
        .unwrap();
}

#[test]
fn nobody_is_given_anything_by_hand_teams_and_by_nobody_who_is_not_online() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::Manual);
        let rosa = desk.advisor().member;
        desk.is(rosa, Online);
        let first = desk.hear("v1");
        desk.settle();
        assert_eq!(desk.has(first), None, "a team whose queue is taken from by hand");
        // The mode is chosen: what waits goes.
        let path = desk.office.path(&format!("/teams/{}", desk.office.team));
        desk.admin().patch(&path, json!({ "mode": "round_robin" })).with(200);
        desk.settle();
        assert_eq!(desk.has(first), Some(rosa));
        for away in [Paused, Offline, Invisible] {
            desk.is(rosa, away);
            let waits = desk.hear(&format!("{away:?}"));
            desk.settle();
            assert_eq!(desk.has(waits), None, "{away:?}");
            desk.is(rosa, Online);
            desk.settle();
            assert_eq!(desk.has(waits), Some(rosa), "after {away:?}");
        }
        // And taken back.
        desk.admin().patch(&path, json!({ "mode": "manual" })).with(200);
        let last = desk.hear("v9");
        desk.settle();
        assert_eq!(desk.has(last), None);
    });
}

#[test]
fn the_longest_waiting_goes_first_as_places_come_free() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::LeastBusy);
        let rosa = desk.advisor().member;
        desk.quota(rosa, Some(2));
        let waits: Vec<_> = (0..7)
            .map(|n| {
                desk.pass(10);
                desk.hear(&format!("v{n}"))
            })
            .collect();
        let had =
            |n: usize| waits.iter().map(|id| desk.has(*id) == Some(rosa)).collect::<Vec<_>>() == (0..7).map(|i| i < n).collect::<Vec<_>>();
        desk.is(rosa, Online);
        desk.settle();
        assert!(had(2));
        // Closing, holding, snoozing, transferring and a larger quota each free one place.
        close(&desk, waits[0]);
        desk.settle();
        assert_eq!((desk.has(waits[2]), desk.has(waits[3])), (Some(rosa), None));
        let mut admin = desk.admin();
        let on = |ticket: usize, rest: &str| desk.office.path(&format!("/tickets/{}{rest}", waits[ticket]));
        admin.put(&on(1, "/hold"), json!({})).with(200);
        desk.settle();
        assert_eq!((desk.has(waits[3]), desk.has(waits[4])), (Some(rosa), None));
        let elsewhere = team(&desk, "Refacciones", Mode::Manual);
        admin.post(&on(2, "/transfer"), json!({ "team": elsewhere })).with(200);
        desk.settle();
        assert_eq!(
            (desk.has(waits[2]), desk.has(waits[4]), desk.has(waits[5])),
            (None, Some(rosa), None)
        );
        desk.quota(rosa, Some(3));
        desk.settle();
        assert_eq!((desk.has(waits[5]), desk.has(waits[6])), (Some(rosa), None));
        // What is taken off hold may be one more than her quota; it gives nothing more, and takes nothing away.
        admin.delete(&on(1, "/hold")).with(200);
        desk.settle();
        assert_eq!((desk.has(waits[1]), desk.has(waits[6])), (Some(rosa), None));
        assert_eq!(desk.row(waits[6]).state, State::Waiting);
        // A reopened one counts too: one closes, and it is back at three.
        close(&desk, waits[1]);
        desk.settle();
        assert_eq!(desk.has(waits[6]), None, "three of three are open");
        admin
            .patch(&desk.office.path(""), json!({ "settings": { "quota": null } }))
            .with(200);
        desk.quota(rosa, None);
        desk.settle();
        assert_eq!(desk.has(waits[6]), Some(rosa), "the organisation sets no limit");
    });
}

#[test]
fn each_mode_has_its_order() {
    let gets = |mode: Mode| {
        let got = std::sync::Mutex::new(String::new());
        on_both(|db| {
            let desk = Desk::new(db, mode);
            // Ana has three and a place for twenty; Beto has one and a place for two.
            let (ana, beto) = (desk.advisor().member, desk.advisor().member);
            desk.quota(ana, Some(20));
            desk.quota(beto, Some(2));
            for _ in 0..3 {
                desk.office.ticket(desk.office.team, Some(ana));
            }
            desk.office.ticket(desk.office.team, Some(beto));
            desk.is(ana, Online);
            desk.is(beto, Online);
            desk.settle();
            let letters = (0..4)
                .map(|n| {
                    desk.pass(10);
                    let ticket = desk.hear(&format!("v{n}"));
                    desk.settle();
                    match desk.has(ticket) {
                        Some(member) if member == ana => 'a',
                        Some(member) if member == beto => 'b',
                        _ => '-',
                    }
                })
                .collect();
            *got.lock().unwrap() = letters;
        });
        got.into_inner().unwrap()
    };
    // Beto has room for one.
    assert_eq!(gets(Mode::RoundRobin).matches('b').count(), 1);
    assert_eq!(&gets(Mode::RoundRobin)[2..], "aa");
    assert_eq!(gets(Mode::LeastBusy), "baaa");
    assert_eq!(gets(Mode::Quota), "aaaa");
}

#[test]
fn in_turn_each_gets_one_before_anybody_gets_two() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::RoundRobin);
        let team: Vec<_> = (0..3).map(|_| desk.advisor().member).collect();
        for member in &team {
            desk.is(*member, Online);
        }
        desk.settle();
        let got: Vec<_> = (0..9)
            .map(|n| {
                desk.pass(1);
                let ticket = desk.hear(&format!("v{n}"));
                desk.settle();
                desk.has(ticket).unwrap()
            })
            .collect();
        for round in got.chunks(3) {
            let mut round = round.to_vec();
            round.sort_unstable();
            let mut all = team.clone();
            all.sort_unstable();
            assert_eq!(round, all);
        }
    });
}

#[test]
fn only_to_who_serves_its_origin_and_could_be_given_it_by_hand() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::LeastBusy);
        let office = &desk.office;
        let origin = |name: &str| -> OriginId {
            let made = desk.admin().post(&office.path("/origins"), json!({ "name": name })).with(201);
            made.json["id"].as_str().unwrap().parse().unwrap()
        };
        let (payments, claims) = (origin("Pagos"), origin("Reclamos"));
        let (rosa, ines) = (desk.advisor().member, desk.advisor().member);
        let serves = |member: kit::MemberId, origins: &[OriginId]| {
            let path = office.path(&format!("/members/{member}/origins"));
            desk.admin().put(&path, json!({ "origins": origins })).with(200);
        };
        serves(rosa, &[payments]);
        serves(ines, &[claims]);
        // View-only people of the team read it and could not answer; the external advisor could.
        let (reader, external) = (
            office.people[&Builtin::ViewOnly].member,
            office.people[&Builtin::ExternalAdvisor].member,
        );
        desk.is(reader, Online);
        let ticket = desk.hear("v1");
        let path = office.path(&format!("/tickets/{ticket}"));
        desk.admin().patch(&path, json!({ "origin": claims })).with(200);
        let second = desk.hear("v2");
        desk.is(rosa, Online);
        desk.settle();
        // One for which nobody is the right one lets others pass.
        assert_eq!((desk.has(ticket), desk.has(second)), (None, Some(rosa)));
        desk.is(ines, Online);
        desk.settle();
        assert_eq!(desk.has(ticket), Some(ines));
        desk.is(rosa, Offline);
        desk.is(ines, Offline);
        desk.is(external, Online);
        let third = desk.hear("v3");
        desk.settle();
        assert_eq!(desk.has(third), Some(external), "an external advisor's presence counts in the host");
        // Who leaves the team, or is shut out, is given nothing more; a change of rights counts at once.
        desk.admin()
            .delete(&office.path(&format!("/teams/{}/members/{external}", office.team)))
            .with(204);
        let fourth = desk.hear("v4");
        desk.settle();
        assert_eq!(desk.has(fourth), None);
        assert_eq!(desk.has(third), None, "and what was theirs is back");
        desk.is(ines, Online);
        desk.admin()
            .put(&office.path(&format!("/members/{ines}/origins")), json!({ "origins": [] }))
            .with(200);
        desk.settle();
        assert_eq!((desk.has(third), desk.has(fourth)), (Some(ines), Some(ines)));
    });
}

#[test]
fn who_lets_go_of_one_gets_it_again_only_when_nobody_else_would() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::LeastBusy);
        let rosa = desk.advisor().member;
        desk.is(rosa, Online);
        let ticket = desk.hear("v1");
        desk.settle();
        assert_eq!(desk.has(ticket), Some(rosa));
        let mut admin = desk.admin();
        let back = || desk.office.path(&format!("/tickets/{ticket}/assignee"));
        admin.put(&back(), json!({ "member": null })).with(200);
        desk.settle();
        assert_eq!(desk.has(ticket), Some(rosa), "nobody else is there");
        let ines = desk.advisor().member;
        desk.quota(ines, Some(50));
        for _ in 0..3 {
            desk.office.ticket(desk.office.team, Some(ines));
        }
        desk.is(ines, Online);
        desk.settle();
        admin.put(&back(), json!({ "member": null })).with(200);
        desk.settle();
        assert_eq!(desk.has(ticket), Some(ines), "though she has more");
        // The line of the timeline says that nobody did it.
        let lines = admin.get(&desk.office.path(&format!("/tickets/{ticket}/timeline"))).with(200).json;
        let shared = lines["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|line| line["activity"]["body"]["shared"] == json!("least_busy"));
        assert_eq!(shared.count(), 3);
    });
}
