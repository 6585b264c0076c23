//! Notes, and for whom they are.

use access::Builtin;
use db::testing::on_both;
use desk::message::note::{self, Draft};
use desk::message::timeline::{self, Item, Side};
use desk::testing::Office;
use desk::ticket::filter::View;
use desk::ticket::one;
use desk::who::Who;
use kit::{MemberId, TicketId};

use crate::desk::{answer, code, hear, pass, view};

fn noted(office: &Office, who: &Who, id: TicketId, text: &str, mentions: &[MemberId]) -> kit::Result<desk::message::Message> {
    let (cache, who) = (office.cache.clone(), who.clone());
    let draft = Draft {
        body: text.to_owned(),
        mentions: mentions.to_vec(),
        ..Draft::default()
    };
    office.write(move |tx| note::note(tx, &cache, &who, id, &draft))
}

#[test]
fn a_note_is_nothing_at_all_to_who_does_not_read_notes() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, watcher) = (office.who(Builtin::Advisor), office.who(Builtin::ViewOnly));
        let id = hear(&office, "v1", "Hola").ticket.id;
        answer(&office, &rosa, id, "Buenas").unwrap();
        pass(&office, 1);
        let note = noted(&office, &rosa, id, "Debe la última factura", &[]).unwrap();

        let last = |who: &Who| view(&office, who, View::All)[0].ticket.last.clone().map(|l| (l.kind, l.text));
        assert_eq!(last(&rosa), Some(("note".into(), "Debe la última factura".into())));
        assert_eq!(last(&watcher), Some(("out".into(), "Buenas".into())));
        let lines = |who: &Who| {
            let who = who.clone();
            let told = office.read(move |tx| timeline::timeline(tx, &who, id, Side::End, 50)).unwrap();
            told.items
                .into_iter()
                .filter_map(|item| {
                    if let Item::Message { message } = item {
                        Some(message.body)
                    } else {
                        None
                    }
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(&rosa), ["Hola", "Buenas", "Debe la última factura"]);
        assert_eq!(lines(&watcher), ["Hola", "Buenas"]);
        // The list keeps its order: a note is no activity towards the customer.
        let whole = |who: &Who| {
            let who = who.clone();
            office.read(move |tx| one::one(tx, &who, id)).unwrap()
        };
        assert!(whole(&rosa).ticket.last_at < note.created_at);
        assert_eq!(serde_json::to_string(&whole(&watcher)).unwrap().matches("factura").count(), 0);
        // Quoted by a later note, it stays a note's.
        assert_eq!(noted(&office, &watcher, id, "x", &[]).unwrap_err().kind, kit::Kind::Denied);
    });
}

#[test]
fn a_mention_tells_and_never_opens() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = hear(&office, "v1", "Hola").ticket.id;
        let colleague = office.hire(&[Builtin::Advisor], &[office.team]);
        let far = office.team("Lejos");
        let away = office.hire(&[Builtin::Advisor], &[far]);
        let strangers = Office::new(db);
        for nobody in [
            away.member,
            office.who(Builtin::Operator).member(),
            office.who(Builtin::ViewOnly).member(),
            MemberId::new(office.db.now()),
            strangers.who(Builtin::Admin).member(),
        ] {
            assert_eq!(
                code(noted(&office, &rosa, id, "Mira", &[colleague.member, nobody])),
                "mention_unreachable"
            );
        }
        assert!(
            view(&office, &office.of(colleague.member), View::Mentions).is_empty(),
            "nothing was left of what was refused"
        );
        noted(&office, &rosa, id, "Mira", &[colleague.member, colleague.member]).unwrap();
        let mentioned = view(&office, &office.of(colleague.member), View::Mentions);
        assert_eq!(mentioned.iter().map(|row| row.ticket.id).collect::<Vec<_>>(), [id]);
        assert!(view(&office, &rosa, View::Mentions).is_empty());
        // The ticket goes where they do not read it: the mention stays in the row and opens nothing.
        let (cache, chief) = (office.cache.clone(), office.who(Builtin::Supervisor));
        let to = desk::ticket::transfer::To {
            team: Some(far),
            ..Default::default()
        };
        office
            .write(move |tx| desk::ticket::transfer::transfer(tx, &cache, &chief, id, &to))
            .unwrap();
        assert!(view(&office, &office.of(colleague.member), View::Mentions).is_empty());
    });
}
