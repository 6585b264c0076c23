//! Search: what is found, and by whom.

use access::Builtin;
use db::testing::on_both;
use desk::contact::edit::{self, Asked};
use desk::message::{note, reply, undo};
use desk::search::find::{self, Found, Kind, Narrow};
use desk::testing::Office;
use desk::ticket::edit::Edit;
use desk::ticket::{assign, edit as editing, merge};
use desk::who::Who;
use kit::{Phone, TicketId};

use crate::desk::{accept, answer, arrival, carrier, hear, sql};

fn found(office: &Office, who: &Who, text: &str, kind: Option<Kind>) -> Vec<Found> {
    narrowed(office, who, text, kind, Narrow::default())
}

fn narrowed(office: &Office, who: &Who, text: &str, kind: Option<Kind>, narrow: Narrow) -> Vec<Found> {
    let (who, text) = (who.clone(), text.to_owned());
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (who, text) = (who.clone(), text.clone());
        let page = office.read(move |tx| find::find(tx, &who, &text, kind, narrow, after, 2)).unwrap();
        all.extend(page.items);
        match page.next {
            Some(next) => after = Some(kit::Cursor::read(&next).unwrap()),
            None => return all,
        }
    }
}

fn texts(found: &[Found]) -> Vec<String> {
    found
        .iter()
        .filter_map(|f| f.message.as_ref().map(|m| m.snippet.text.clone()))
        .collect()
}

#[test]
fn words_are_found_folded_and_only_inside_the_reach() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, watcher, own) = (
            office.who(Builtin::Advisor),
            office.who(Builtin::ViewOnly),
            office.who(Builtin::Operator),
        );
        let far = office.team("Lejos");
        let near = hear(&office, "v1", "¿Tienen la COSECHADORA de Íñigo?").ticket.id;
        let away = hear(&office, "v2", "Otra cosechadora").ticket.id;
        sql(&office, "UPDATE ticket SET team_id = $2 WHERE id = $1", db::args![away, far]);
        answer(&office, &rosa, near, "La cosechadora está lista").unwrap();
        let (cache, who) = (office.cache.clone(), rosa.clone());
        let secret = note::Draft {
            body: "Cosechadora en garantía vencida".into(),
            ..Default::default()
        };
        office.write(move |tx| note::note(tx, &cache, &who, near, &secret)).unwrap();
        assert!(found(&office, &rosa, "cosechadora", None).is_empty(), "not indexed yet");
        office.index();

        let mine = found(&office, &rosa, "inigo cosech", None);
        assert_eq!(texts(&mine), ["¿Tienen la COSECHADORA de Íñigo?"]);
        let snippet = &mine[0].message.as_ref().unwrap().snippet;
        assert_eq!(snippet.marks, [[11, 22], [26, 31]]);
        assert_eq!(found(&office, &rosa, "cosechadora", Some(Kind::Message)).len(), 3);
        assert_eq!(
            found(&office, &watcher, "cosechadora", Some(Kind::Message)).len(),
            3,
            "both tickets, without the note"
        );
        assert!(found(&office, &watcher, "garantía", None).is_empty() && found(&office, &own, "cosechadora", None).is_empty());
        assert_eq!(texts(&found(&office, &rosa, "garantia", None)), ["Cosechadora en garantía vencida"]);
        let strangers = Office::new(db);
        assert!(found(&strangers, &strangers.who(Builtin::Admin), "cosechadora", None).is_empty());
        for nothing in ["", "   ", "¿?", "' OR 1=1 --", "\"", "cosechadora NOT nada"] {
            let _ = found(&office, &rosa, nothing, None);
        }
        // The ticket goes elsewhere, and with it what was found in it.
        sql(&office, "UPDATE ticket SET team_id = $2 WHERE id = $1", db::args![near, far]);
        assert!(found(&office, &rosa, "cosechadora", None).is_empty());
    });
}

#[test]
fn what_is_found_can_be_narrowed_and_never_widened() {
    on_both(|db| {
        let office = Office::new(db);
        let (admin, rosa) = (office.who(Builtin::Admin), office.who(Builtin::Advisor));
        let far = office.team("Lejos");
        let (near, away) = (
            hear(&office, "v1", "Empacadora atascada").ticket,
            hear(&office, "v2", "Empacadora nueva").ticket,
        );
        sql(&office, "UPDATE ticket SET team_id = $2 WHERE id = $1", db::args![away.id, far]);
        sql(
            &office,
            "UPDATE ticket SET state = 'closed', live = FALSE WHERE id = $1",
            db::args![away.id],
        );
        office.index();
        let of = |who: &Who, narrow| texts(&narrowed(&office, who, "empacadora", None, narrow));
        let team = |team| Narrow {
            team: Some(team),
            ..Narrow::default()
        };
        let closed = |closed| Narrow {
            closed: Some(closed),
            ..Narrow::default()
        };
        let channel = |channel| Narrow {
            channel: Some(channel),
            ..Narrow::default()
        };
        assert_eq!(of(&admin, Narrow::default()).len(), 2);
        assert_eq!(of(&admin, team(far)), ["Empacadora nueva"]);
        assert_eq!(of(&admin, closed(true)), ["Empacadora nueva"]);
        assert_eq!(of(&admin, closed(false)), ["Empacadora atascada"]);
        assert_eq!(of(&admin, channel(near.channel)).len(), 2);
        assert!(of(&admin, channel(kit::ChannelId::from_bytes([7; 16]))).is_empty());
        assert!(of(&rosa, team(far)).is_empty(), "outside of the reach, whatever is asked");
        // Contacts are of no ticket: they are found where nothing is asked of tickets.
        let contacts = |narrow| narrowed(&office, &admin, "empacadora", Some(Kind::Contact), narrow).len();
        assert_eq!((contacts(closed(true)), contacts(Narrow::default())), (0, 0));
    });
}

#[test]
fn contacts_and_tickets_by_what_people_know_of_them() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, own) = (office.who(Builtin::Advisor), office.who(Builtin::Operator));
        let channel = carrier(&office);
        let heard = accept(
            &office,
            desk::message::receive::Arrival {
                phone: Some(Phone::parse("+523312044417", None, "phone").unwrap()),
                name: Some("Íñigo Núñez".into()),
                ..arrival(channel, "+523312044417", "Hola")
            },
        )
        .unwrap();
        let id = heard.ticket.id;
        let who = rosa.clone();
        let change = Edit {
            subject: Some("Refacción del 5075E".into()),
            ..Edit::default()
        };
        office.write(move |tx| editing::edit(tx, &who, id, &change)).unwrap();
        office.index();
        for typed in ["nunez", "Iñigo nu", "3312044417", "33 1204 4417", "+52 33 1204-4417", "4417"] {
            let hits = found(&office, &rosa, typed, Some(Kind::Contact));
            assert_eq!(
                hits.iter().map(|f| f.contact.as_ref().unwrap().id).collect::<Vec<_>>(),
                [heard.contact],
                "{typed}"
            );
            assert!(found(&office, &own, typed, Some(Kind::Contact)).is_empty(), "{typed}");
        }
        for typed in ["refaccion", "5075e", &heard.ticket.number.to_string()] {
            let hits = found(&office, &rosa, typed, Some(Kind::Ticket));
            assert_eq!(
                hits.iter().map(|f| f.ticket.as_ref().unwrap().id).collect::<Vec<_>>(),
                [id],
                "{typed}"
            );
        }
        // What is said of the contact now is what is found.
        let chief = office.who(Builtin::Supervisor);
        let renamed = Asked {
            version: 1,
            fields: [("name".to_owned(), Some("Graciela".to_owned()))].into(),
            company: None,
        };
        let contact = heard.contact;
        office.write(move |tx| edit::whole(tx, &chief, contact, &renamed)).unwrap();
        office.index();
        assert!(found(&office, &rosa, "nunez", Some(Kind::Contact)).is_empty());
        assert_eq!(found(&office, &rosa, "graciela", Some(Kind::Contact)).len(), 1);
    });
}

#[test]
fn what_is_taken_back_is_not_found_and_what_is_merged_moves() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, chief) = (office.who(Builtin::Advisor), office.who(Builtin::Supervisor));
        let channel = carrier(&office);
        let one = accept(&office, arrival(channel, "+5215512345678", "Primero")).unwrap();
        let id = one.ticket.id;
        let who = rosa.clone();
        let draft = reply::Draft {
            body: "Precipitado".into(),
            ..Default::default()
        };
        let sent = office.write(move |tx| reply::reply(tx, &who, id, &draft)).unwrap();
        office.index();
        assert_eq!(found(&office, &rosa, "precipitado", None).len(), 1);
        let (who, message) = (rosa.clone(), sent.id);
        office.write(move |tx| undo::undo(tx, &who, id, message)).unwrap();
        office.index();
        assert!(found(&office, &rosa, "precipitado", None).is_empty());

        let two = hear(&office, "v1", "Segundo").ticket.id;
        sql(
            &office,
            "UPDATE ticket SET contact_id = $2 WHERE id = $1",
            db::args![two, one.contact],
        );
        office.index();
        let (who, into) = (chief.clone(), two);
        office.write(move |tx| merge::merge(tx, &who, id, into)).unwrap();
        let own = office.who(Builtin::Operator);
        let (cache, giver, to) = (office.cache.clone(), chief, own.member());
        office.write(move |tx| assign::assign(tx, &cache, &giver, two, Some(to))).unwrap();
        let tickets: Vec<TicketId> = found(&office, &own, "primero", None)
            .iter()
            .map(|f| f.ticket.as_ref().unwrap().id)
            .collect();
        assert_eq!(tickets, [two]);
    });
}
