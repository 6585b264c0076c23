//! Customers write.

use access::Builtin;
use db::testing::on_both;
use desk::message::receive::Arrival;
use desk::testing::Office;
use desk::ticket::State;
use kit::{MemberId, Phone};
use std::collections::BTreeSet;

use crate::desk::{accept, arrival, code, hear, row, sql};

#[test]
fn thirty_two_at_once_from_one_address_are_one_ticket() {
    on_both(|db| {
        let office = Office::new(db);
        let heard: Vec<_> = std::thread::scope(|scope| {
            let each: Vec<_> = (0..32)
                .map(|n| (n, &office))
                .map(|(n, office)| scope.spawn(move || hear(office, "v1", &format!("mensaje {n}"))))
                .collect();
            each.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let tickets: BTreeSet<_> = heard.iter().map(|h| h.ticket.id).collect();
        let contacts: BTreeSet<_> = heard.iter().map(|h| h.contact).collect();
        let seqs: BTreeSet<_> = heard.iter().map(|h| h.message.seq).collect();
        assert_eq!((tickets.len(), contacts.len(), seqs.len()), (1, 1, 32));
        // And the index would not let a second one be.
        let second = "INSERT INTO ticket (org_id, id, number, subject, state, live, priority, team_id, channel_id, contact_id, identity_id, created_at, last_at, \
            last_seq, last_in_seq, version) SELECT org_id, $2, 99, subject, 'open', TRUE, priority, team_id, channel_id, contact_id, identity_id, created_at, \
            last_at, 0, 0, 1 FROM ticket WHERE id = $1";
        let args = [
            db::Arg::from(heard[0].ticket.id),
            db::Arg::from(kit::TicketId::new(office.db.now())),
        ];
        let refused = office.write(move |tx| Ok(tx.exec(second, &args)?)).unwrap_err();
        assert!(refused.to_string().contains("ticket_live_identity_key"), "{refused}");
    });
}

#[test]
fn the_same_message_again_has_no_second_effect() {
    on_both(|db| {
        let office = Office::new(db);
        let named = |id: &str, text: &str| Arrival {
            provider: Some(id.to_owned()),
            ..arrival(office.channel, "v1", text)
        };
        let first = accept(&office, named("wamid.1", "Hola")).unwrap();
        let events = |office: &Office| {
            let org = office.org;
            office.read(move |tx| Ok(db::event::head(tx, org)?)).unwrap()
        };
        let before = events(&office);
        let again = accept(&office, named("wamid.1", "Hola")).unwrap();
        assert_eq!(
            (again.message.id, again.ticket.id, again.repeated),
            (first.message.id, first.ticket.id, true)
        );
        assert_eq!(events(&office), before, "nothing happened");
        assert!(!accept(&office, named("wamid.2", "Hola")).unwrap().repeated);
        // The guard is the index: without the look, the row is refused.
        let twin = "INSERT INTO message (org_id, id, ticket_id, seq, kind, channel_id, body, provider_id, delivery, created_at) \
            SELECT org_id, $2, ticket_id, 999, kind, channel_id, body, provider_id, delivery, created_at FROM message WHERE id = $1";
        let args = [db::Arg::from(first.message.id), db::Arg::from(kit::MessageId::new(office.db.now()))];
        let refused = office.write(move |tx| Ok(tx.exec(twin, &args)?)).unwrap_err();
        assert!(refused.to_string().contains("message_provider_key"), "{refused}");
        // Another channel may use the same ids.
        let other = office.channel(office.team);
        assert!(
            !accept(
                &office,
                Arrival {
                    channel: other,
                    ..named("wamid.1", "Hola")
                }
            )
            .unwrap()
            .repeated
        );
    });
}

#[test]
fn a_contact_in_a_portfolio_goes_straight_to_its_owner_if_they_can_serve_it() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let known = hear(&office, "v1", "Hola");
        let owned = |member: MemberId| {
            sql(&office, "DELETE FROM portfolio WHERE contact_id = $1", db::args![known.contact]);
            let put = "INSERT INTO portfolio (org_id, contact_id, member_id, since) VALUES ($1, $2, $3, 0)";
            sql(&office, put, db::args![office.org, known.contact, member]);
            sql(
                &office,
                "UPDATE ticket SET state = 'closed', live = FALSE, closed_at = 0 WHERE contact_id = $1",
                db::args![known.contact],
            );
            hear(&office, "v1", "Otra vez").ticket
        };
        let ticket = owned(rosa.member());
        assert_eq!(
            (ticket.assignee, ticket.state, ticket.team),
            (Some(rosa.member()), State::Open, office.team)
        );
        // Whoever cannot answer it gets nothing; it waits in the channel's team.
        let ticket = owned(office.who(Builtin::ViewOnly).member());
        assert_eq!((ticket.assignee, ticket.state), (None, State::Waiting));
        // Whoever has gone, neither.
        sql(
            &office,
            "UPDATE member SET state = 'removed', epoch = epoch + 1 WHERE id = $1",
            db::args![rosa.member()],
        );
        assert_eq!(owned(rosa.member()).assignee, None);
        // An advisor of another team gets it, as own tickets are read everywhere.
        let far = office.team("Lejos");
        let away = office.hire(&[Builtin::Advisor], &[far]).member;
        assert_eq!(owned(away).assignee, Some(away));
    });
}

#[test]
fn only_a_channel_that_vouches_joins_a_new_address_to_a_contact_that_we_know() {
    on_both(|db| {
        let office = Office::new(db);
        let phone = Some(Phone::parse("+523312044417", None, "phone").unwrap());
        let known = accept(
            &office,
            Arrival {
                phone: phone.clone(),
                ..arrival(office.channel, "v1", "Hola")
            },
        )
        .unwrap();
        let claimed = accept(
            &office,
            Arrival {
                phone: phone.clone(),
                ..arrival(office.channel, "v2", "Soy yo")
            },
        )
        .unwrap();
        assert_ne!(claimed.contact, known.contact, "a claim joins nobody");
        // Two contacts have that number now: of two nobody knows which.
        let vouched = |address: &str| Arrival {
            phone: phone.clone(),
            verified: true,
            ..arrival(office.channel, address, "Soy yo")
        };
        let third = accept(&office, vouched("v3")).unwrap();
        assert!(third.contact != known.contact && third.contact != claimed.contact);
        sql(&office, "UPDATE contact SET phone = NULL WHERE id <> $1", db::args![known.contact]);
        let fourth = accept(&office, vouched("v4")).unwrap();
        assert_eq!(fourth.contact, known.contact);
        assert_ne!(fourth.identity, known.identity);
    });
}

#[test]
fn a_channel_of_another_organisation_or_one_that_is_gone_takes_nothing_in() {
    on_both(|db| {
        let (office, other) = (Office::new(db), Office::new(db));
        assert_eq!(code(accept(&office, arrival(other.channel, "v1", "Hola"))), "not_found");
        sql(
            &office,
            "UPDATE channel SET state = 'archived' WHERE id = $1",
            db::args![office.channel],
        );
        assert_eq!(code(accept(&office, arrival(office.channel, "v1", "Hola"))), "not_found");
        let heard = hear(&other, "v1", "Hola\0!");
        assert_eq!(
            (heard.message.body.as_str(), row(&other, heard.ticket.id).last_in_seq),
            ("Hola!", heard.message.seq)
        );
    });
}
