use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use super::{acting, of};
use crate::testing::Office;
use crate::testing::site::Site;
use crate::ticket::State;

/// E10: to a colleague, and to the queue what that one could not serve; history keeps the name.
#[test]
fn open_tickets_go_to_who_is_named_or_back_to_their_queues() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (advisor, heir) = (
            office.people[&Builtin::Advisor].member,
            office.hire(&[Builtin::Advisor], &[office.team]).member,
        );
        let narrow = office.hire(&[Builtin::Advisor], &[office.team]).member;
        let other = office.channel(office.team);
        admin
            .put(&office.path(&format!("/members/{narrow}/channels")), json!({ "channels": [other] }))
            .with(200);
        let tickets = [office.ticket(office.team, Some(advisor)), office.ticket(office.team, Some(advisor))];
        let closed = office.ticket(office.team, Some(advisor));
        office
            .write(move |tx| Ok(tx.exec("UPDATE ticket SET state = 'closed', live = FALSE WHERE id = $1", db::args![closed])?))
            .unwrap();

        for wrong in [advisor, kit::MemberId::new(db.now())] {
            admin
                .delete(&of(&office, Builtin::Advisor, &format!("?reassign_to={wrong}")))
                .problem(422, "destination_unknown");
        }
        let left = admin
            .delete(&of(&office, Builtin::Advisor, &format!("?reassign_to={heir}")))
            .with(200)
            .json;
        assert_eq!(left, json!({ "moved": 2, "unassigned": 0 }));
        assert!(tickets.iter().all(|t| office.ticket_row(*t).assignee == Some(heir)));
        assert_eq!(office.ticket_row(closed).assignee, Some(advisor), "history stays");
        let kept: String = office
            .read(move |tx| {
                Ok(tx.one(
                    "SELECT first_name FROM member WHERE id = $1 AND state = 'removed'",
                    db::args![advisor],
                )?)
            })
            .unwrap();
        assert!(kept.starts_with("Persona"));

        let left = admin
            .delete(&office.path(&format!("/members/{heir}?reassign_to={narrow}")))
            .with(200)
            .json;
        assert_eq!(left, json!({ "moved": 0, "unassigned": 2 }), "that one serves another channel");
        assert!(
            tickets
                .iter()
                .all(|t| (office.ticket_row(*t).assignee, office.ticket_row(*t).state) == (None, State::Waiting))
        );
        admin.get(&of(&office, Builtin::Advisor, "")).problem(404, "not_found");
        admin.delete(&of(&office, Builtin::Advisor, "")).problem(404, "not_found");
    });
}

#[test]
fn what_one_can_no_longer_read_goes_back_in_the_same_transaction() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let external = office.people[&Builtin::ExternalAdvisor].member;
        let elsewhere = office.team("Refacciones");
        let (theirs, mine) = (
            office.ticket(office.team, Some(external)),
            office.ticket(office.team, Some(office.people[&Builtin::Advisor].member)),
        );
        // An external member keeps nothing outside the host teams; a home member keeps their own.
        for role in [Builtin::ExternalAdvisor, Builtin::Advisor] {
            admin
                .put(&of(&office, role, "/teams"), json!({ "teams": [{ "id": elsewhere }] }))
                .with(200);
        }
        assert_eq!(office.ticket_row(theirs).assignee, None);
        assert_eq!(office.ticket_row(mine).assignee, Some(office.people[&Builtin::Advisor].member));
        admin.post(&of(&office, Builtin::Advisor, "/suspension"), json!({})).with(200);
        assert_eq!(office.ticket_row(mine).assignee, None);
    });
}

#[test]
fn the_same_address_can_be_invited_again_and_names_are_not_confused() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let new = json!({ "first_name": "Ana", "last_name": "Sosa", "email": "ana@ejemplo.mx", "roles": ["operator"] });
        let first = admin.post(&office.path("/members"), new.clone()).with(201).json["member"]["id"].clone();
        let taken = admin.post(&office.path("/members"), new.clone()).problem(409, "email_taken");
        assert_eq!(taken.json["field"], "email");
        admin
            .delete(&office.path(&format!("/members/{}", first.as_str().unwrap())))
            .with(200);
        let second = admin.post(&office.path("/members"), new).with(201).json["member"]["id"].clone();
        assert_ne!(first, second);
    });
}
