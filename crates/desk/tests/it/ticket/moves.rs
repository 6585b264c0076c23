//! Both ends of a move.

use std::collections::BTreeSet;

use access::Builtin;
use db::testing::on_both;
use desk::testing::Office;
use desk::ticket::open::{Opening, With};
use desk::ticket::transfer::To;
use desk::ticket::{Priority, State, assign, bulk, merge, one, open, reopen, take, transfer};
use desk::who::Who;
use kit::{ChannelId, ContactId, MemberId, OriginId, TeamId, TicketId};

use crate::desk::{accept, answer, arrival, carrier, code, hear, row, sql, word};
use crate::ticket::life::told;

fn moved(office: &Office, who: &Who, id: TicketId, to: To) -> kit::Result<desk::ticket::Ticket> {
    let (cache, who) = (office.cache.clone(), who.clone());
    office.write(move |tx| transfer::transfer(tx, &cache, &who, id, &to))
}

fn given(office: &Office, who: &Who, id: TicketId, to: Option<MemberId>) -> kit::Result<desk::ticket::Ticket> {
    let (cache, who) = (office.cache.clone(), who.clone());
    office.write(move |tx| assign::assign(tx, &cache, &who, id, to))
}

#[test]
fn a_team_is_its_queue_and_a_note_stays_where_it_was_written() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let parts = office.team("Refacciones");
        let id = hear(&office, "v1", "Hola").ticket.id;
        given(&office, &rosa, id, Some(rosa.member())).unwrap();
        assert_eq!(code(moved(&office, &rosa, id, To::default())), "required");
        let to = To {
            team: Some(parts),
            member: None,
            note: Some("Pide un filtro.".into()),
        };
        let after = moved(&office, &rosa, id, to).unwrap();
        assert_eq!((after.team, after.assignee, after.state), (parts, None, State::Waiting));
        // It is out of her sight now, and the act was answered all the same.
        let reader = rosa.clone();
        let acted = office
            .read(move |tx| {
                let ticket = desk::ticket::store::row(tx, reader.org(), id)?.unwrap();
                one::after(tx, &reader, ticket)
            })
            .unwrap();
        assert_eq!((acted.id, acted.ticket.is_none()), (id, true));
        let chief = office.who(Builtin::Supervisor);
        assert_eq!(
            told(&office, &chief, id),
            ["opened", "in Hola", "assigned", "note Pide un filtro.", "transferred"]
        );
    });
}

#[test]
fn nobody_gets_what_they_could_not_serve() {
    on_both(|db| {
        let office = Office::new(db);
        let chief = office.who(Builtin::Supervisor);
        let id = hear(&office, "v1", "Hola").ticket.id;
        let elsewhere = office.team("Refacciones");
        let away = office.hire(&[Builtin::Advisor], &[elsewhere]).member;
        let refused = given(&office, &chief, id, Some(office.who(Builtin::ViewOnly).member())).unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), ("assignee_ineligible", Some("member")));
        // Own tickets are read wherever they are, so an advisor of another team can have it; with the team he belongs to, all the more.
        given(&office, &chief, id, Some(away)).unwrap();
        // Who does not serve its origin does not get it.
        let claims: OriginId = word(&office, "origin", "Reclamos");
        let other: OriginId = word(&office, "origin", "Pagos");
        sql(
            &office,
            "INSERT INTO member_origin (org_id, member_id, origin_id) VALUES ($1, $2, $3)",
            db::args![office.org, away, other],
        );
        sql(&office, "UPDATE member SET epoch = epoch + 1 WHERE id = $1", db::args![away]);
        sql(
            &office,
            "UPDATE ticket SET origin_id = $2, assignee_id = NULL, state = 'waiting' WHERE id = $1",
            db::args![id, claims],
        );
        let refused = given(&office, &chief, id, Some(away)).unwrap_err();
        assert_eq!(refused.detail.unwrap()["reason"], "origin");
        assert_eq!(row(&office, id).assignee, None);
    });
}

#[test]
fn what_the_mover_does_not_see_is_like_what_is_not_there() {
    on_both(|db| {
        let office = Office::new(db);
        let lent = office.who(Builtin::ExternalAdvisor);
        let stranger = Office::new(db);
        let id = hear(&office, "v1", "Hola").ticket.id;
        let (hidden, far) = (office.team("Oculto"), office.team("Lejos"));
        sql(&office, "UPDATE team SET hidden = TRUE WHERE id = $1", db::args![hidden]);
        let never = TeamId::new(office.db.now());
        for team in [hidden, far, never, stranger.team] {
            let refused = moved(
                &office,
                &lent,
                id,
                To {
                    team: Some(team),
                    ..To::default()
                },
            )
            .unwrap_err();
            assert_eq!(
                (refused.code, refused.field.as_deref(), refused.kind),
                ("destination_unknown", Some("team"), kit::Kind::Invalid)
            );
        }
        let colleague = office.hire(&[Builtin::Advisor], &[far]).member;
        for member in [colleague, MemberId::new(office.db.now()), stranger.who(Builtin::Advisor).member()] {
            let refused = given(&office, &lent, id, Some(member)).unwrap_err();
            assert_eq!((refused.code, refused.field.as_deref()), ("destination_unknown", Some("member")));
        }
        // The control: somebody of the same team.
        given(&office, &lent, id, Some(office.who(Builtin::Advisor).member())).unwrap();
        // And the ticket itself, for who is nobody here.
        assert_eq!(
            given(&office, &stranger.who(Builtin::Admin), id, None).unwrap_err().kind,
            kit::Kind::Unknown
        );
        assert_eq!(
            given(&office, &office.who(Builtin::Operator), id, None).unwrap_err().kind,
            kit::Kind::Unknown
        );
    });
}

fn opening(office: &Office, channel: ChannelId, with: With) -> Opening {
    let _ = office;
    Opening {
        with,
        channel,
        team: None,
        assignee: None,
        origin: None,
        subject: "Seguimiento".into(),
        priority: Priority::Normal,
        labels: BTreeSet::new(),
        text: None,
        files: Vec::new(),
    }
}

fn opened(office: &Office, who: &Who, opening: Opening) -> kit::Result<desk::ticket::Ticket> {
    let (cache, who) = (office.cache.clone(), who.clone());
    office.write(move |tx| open::open(tx, &cache, &who, &opening))
}

#[test]
fn a_member_starts_a_conversation_where_they_could_have_it() {
    on_both(|db| {
        let office = Office::new(db);
        let carrier = carrier(&office);
        let rosa = office.who(Builtin::Advisor);
        let new = || {
            With::New(desk::contact::Profile {
                name: "Íñigo".into(),
                phone: Some("33 1204 4417".into()),
                ..Default::default()
            })
        };
        let first = opened(
            &office,
            &rosa,
            Opening {
                text: Some("Buenos días".into()),
                ..opening(&office, carrier, new())
            },
        )
        .unwrap();
        assert_eq!(
            (first.state, first.assignee, first.first_reply_at.is_some()),
            (State::Open, Some(rosa.member()), true)
        );
        // Another contact with the same number: the address is taken.
        assert_eq!(code(opened(&office, &rosa, opening(&office, carrier, new()))), "address_taken");
        let known = With::Contact(first.contact);
        assert_eq!(
            code(opened(&office, &rosa, opening(&office, carrier, known.clone()))),
            "ticket_live"
        );
        // A web chat reaches only who has come to it: the ticket is there, and no way to write yet.
        let mute = opened(&office, &rosa, opening(&office, office.channel, known.clone())).unwrap();
        assert_eq!(mute.identity, None);
        assert_eq!(code(answer(&office, &rosa, mute.id, "Hola")), "no_address");
        // The customer answers on the carrier, and it is the same ticket.
        let back = accept(&office, arrival(carrier, "+523312044417", "Buenas")).unwrap();
        assert_eq!(back.ticket.id, first.id);

        let far = office.team("Lejos");
        let beyond = Opening {
            team: Some(far),
            assignee: Some(None),
            ..opening(&office, carrier, new())
        };
        assert_eq!(code(opened(&office, &rosa, beyond)), "open_beyond_reach");
        let unknown = With::Contact(ContactId::new(office.db.now()));
        assert_eq!(code(opened(&office, &rosa, opening(&office, carrier, unknown))), "contact_unknown");
        let never = ChannelId::new(office.db.now());
        assert_eq!(
            code(opened(&office, &rosa, opening(&office, never, known.clone()))),
            "channel_unknown"
        );
        // By default an operator does not start conversations.
        assert_eq!(
            opened(&office, &office.who(Builtin::Operator), opening(&office, carrier, known))
                .unwrap_err()
                .kind,
            kit::Kind::Denied
        );
    });
}

#[test]
fn merging_moves_what_was_said_and_leads_the_old_number_on() {
    on_both(|db| {
        let office = Office::new(db);
        let carrier = carrier(&office);
        let chief = office.who(Builtin::Supervisor);
        let web = hear(&office, "v1", "Por la web");
        let call = accept(&office, arrival(carrier, "+5215512345678", "Por teléfono")).unwrap();
        let merged = |from: TicketId, into: TicketId, who: &Who| {
            let who = who.clone();
            office.write(move |tx| merge::merge(tx, &who, from, into))
        };
        assert_eq!(code(merged(call.ticket.id, web.ticket.id, &chief)), "merge_other_contact");
        sql(
            &office,
            "UPDATE ticket SET contact_id = $2 WHERE id = $1",
            db::args![call.ticket.id, web.contact],
        );
        sql(
            &office,
            "UPDATE identity SET contact_id = $2 WHERE id = $1",
            db::args![call.identity, web.contact],
        );
        assert_eq!(code(merged(web.ticket.id, web.ticket.id, &chief)), "merge_same");
        let stays = merged(call.ticket.id, web.ticket.id, &chief).unwrap();
        assert_eq!((stays.id, stays.last_message), (web.ticket.id, Some(call.message.id)));
        assert_eq!(
            told(&office, &chief, stays.id),
            ["opened", "in Por la web", "opened", "in Por teléfono", "merged"]
        );
        assert_eq!(told(&office, &chief, call.ticket.id), ["merged_away"]);
        assert_eq!(row(&office, call.ticket.id).state, State::Closed);
        assert_eq!(code(merged(call.ticket.id, web.ticket.id, &chief)), "ticket_merged");

        let by_number = |who: &Who, number: i64| {
            let who = who.clone();
            office.read(move |tx| one::by_number(tx, &who, number))
        };
        let there = by_number(&chief, call.ticket.number).unwrap();
        assert_eq!((there.ticket.id, there.merged_from.len()), (web.ticket.id, 1));
        // The number of what was merged away says nothing to who may not read where it went.
        let own = office.who(Builtin::Operator);
        sql(
            &office,
            "UPDATE ticket SET assignee_id = $2 WHERE id = $1",
            db::args![call.ticket.id, own.member()],
        );
        assert_eq!(by_number(&own, call.ticket.number).unwrap_err().kind, kit::Kind::Unknown);
        // Merged tickets do not come back: the customer's next word by that way is a new one.
        let (cache, who) = (office.cache.clone(), chief.clone());
        let old = call.ticket.id;
        assert_eq!(code(office.write(move |tx| reopen::reopen(tx, &cache, &who, old))), "ticket_merged");
        let next = accept(&office, arrival(carrier, "+5215512345678", "¿Y bien?")).unwrap();
        assert!(next.ticket.id != old && next.ticket.id != web.ticket.id);
        // What was said to one address is never shown at another.
        let org = office.org;
        let (a, b) = (web.identity, call.identity);
        let said = move |identity| move |tx: &mut db::Tx<'_>| desk::message::conversation::conversation(tx, org, identity, None, None, 50);
        let texts = |said: Vec<desk::message::conversation::Said>| said.into_iter().map(|s| s.message.body).collect::<Vec<_>>();
        assert_eq!(texts(office.read(said(a)).unwrap()), ["Por la web"]);
        assert_eq!(texts(office.read(said(b)).unwrap()), ["Por teléfono", "¿Y bien?"]);
    });
}

#[test]
fn merging_needs_both_ends() {
    on_both(|db| {
        let office = Office::new(db);
        let chief = office.who(Builtin::Supervisor);
        let one = hear(&office, "v1", "uno");
        let two = hear(&office, "v2", "dos");
        sql(
            &office,
            "UPDATE ticket SET contact_id = $2 WHERE id = $1",
            db::args![two.ticket.id, one.contact],
        );
        let owner = office.who(Builtin::Operator);
        let merged = |who: &Who, from: TicketId, into: TicketId| {
            let who = who.clone();
            office.write(move |tx| merge::merge(tx, &who, from, into))
        };
        sql(
            &office,
            "UPDATE ticket SET assignee_id = $2, state = 'open' WHERE id = $1",
            db::args![one.ticket.id, owner.member()],
        );
        assert_eq!(merged(&owner, one.ticket.id, two.ticket.id).unwrap_err().kind, kit::Kind::Denied);
        assert_eq!(merged(&owner, two.ticket.id, one.ticket.id).unwrap_err().kind, kit::Kind::Unknown);
        merged(&chief, one.ticket.id, two.ticket.id).unwrap();
    });
}

#[test]
fn who_comes_second_is_told_that_it_is_taken() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, saul) = (office.who(Builtin::Advisor), office.who(Builtin::Advisor));
        let onlooker = office.who(Builtin::ViewOnly);
        let id = hear(&office, "v", "Hola").ticket.id;
        let taken = |who: &Who| {
            let who = who.clone();
            office.write(move |tx| take::take(tx, &who, id))
        };
        assert_eq!(taken(&onlooker).unwrap_err().kind, kit::Kind::Denied);
        taken(&rosa).unwrap();
        assert_eq!(taken(&saul).unwrap_err().code, "ticket_taken");
        assert_eq!(taken(&onlooker).unwrap_err().kind, kit::Kind::Denied);
        assert_eq!(row(&office, id).assignee, Some(rosa.member()));
    });
}

#[test]
fn each_of_several_is_decided_on_its_own() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let far = office.team("Lejos");
        let ids: Vec<TicketId> = (0..4).map(|n| hear(&office, &format!("v{n}"), "Hola").ticket.id).collect();
        sql(&office, "UPDATE ticket SET team_id = $2 WHERE id = $1", db::args![ids[2], far]);
        let taker = rosa.clone();
        let first = ids[0];
        office.write(move |tx| take::take(tx, &taker, first)).unwrap();
        let never = TicketId::new(office.db.now());
        let all = [&ids[..], &[never]].concat();
        let (cache, who, list) = (office.cache.clone(), rosa.clone(), all.clone());
        let codes = office
            .write(move |tx| {
                Ok(bulk::run(tx, &cache, &who, &list, &bulk::Act::Take)
                    .into_iter()
                    .map(|(_, r)| r.err().map(|e| e.code))
                    .collect::<Vec<_>>())
            })
            .unwrap();
        assert_eq!(codes, [Some("ticket_taken"), None, Some("not_found"), None, Some("not_found")]);
        assert_eq!(row(&office, ids[1]).assignee, Some(rosa.member()));
        assert_eq!(row(&office, ids[2]).assignee, None);
        for (act, state) in [(bulk::Act::Hold, State::Hold), (bulk::Act::Release, State::Open)] {
            let (cache, who, one) = (office.cache.clone(), rosa.clone(), [ids[1]]);
            office.write(move |tx| Ok(bulk::run(tx, &cache, &who, &one, &act))).unwrap();
            assert_eq!(row(&office, ids[1]).state, state);
        }
        assert_eq!(
            bulk::check("tickets", &[never, never]).unwrap_err().field.as_deref(),
            Some("tickets[1]")
        );
        assert_eq!(code(bulk::check::<TicketId>("tickets", &[])), "required");
        assert_eq!(code(bulk::check("tickets", &vec![never; 201])), "too_many_values");
    });
}
