//! The timeline, drafts and read marks.

use access::Builtin;
use db::testing::on_both;
use desk::message::timeline::{self, Item, Side, Timeline};
use desk::message::{Kind, draft, read, reply};
use desk::testing::Office;
use desk::ticket::filter::View;
use desk::ticket::{assign, one};
use desk::who::Who;
use kit::{FileId, TicketId};

use crate::desk::{answer, code, hear, sql, view};

fn stretch(office: &Office, who: &Who, id: TicketId, side: Side, limit: u32) -> Timeline {
    let who = who.clone();
    office.read(move |tx| timeline::timeline(tx, &who, id, side, limit)).unwrap()
}

#[test]
fn it_is_walked_both_ways_without_a_gap_or_a_double() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = hear(&office, "v1", "0").ticket.id;
        for n in 1..8 {
            let (cache, who) = (office.cache.clone(), rosa.clone());
            let to = (n % 2 == 0).then(|| rosa.member());
            office.write(move |tx| assign::assign(tx, &cache, &who, id, to)).unwrap();
            hear(&office, "v1", &n.to_string());
            hear(&office, "v2", "otro ticket");
        }
        let all: Vec<i64> = stretch(&office, &rosa, id, Side::End, 200).items.iter().map(Item::seq).collect();
        assert!(all.len() > 10 && all.is_sorted());
        for limit in [1, 3, 4] {
            let (mut back, mut side) = (Vec::new(), Side::End);
            loop {
                let page = stretch(&office, &rosa, id, side, limit);
                assert!(page.items.len() <= limit as usize);
                back.splice(0..0, page.items.iter().map(Item::seq));
                if !page.more_before {
                    break;
                }
                side = Side::Before(page.first_seq.unwrap());
            }
            assert_eq!(back, all);
            let (mut forth, mut side) = (Vec::new(), Side::After(0));
            loop {
                let page = stretch(&office, &rosa, id, side, limit);
                forth.extend(page.items.iter().map(Item::seq));
                if !page.more_after {
                    break;
                }
                side = Side::After(page.last_seq.unwrap());
            }
            assert_eq!(forth, all);
        }
    });
}

#[test]
fn who_is_outside_the_readers_sight_is_another_member() {
    on_both(|db| {
        let office = Office::new(db);
        let lent = office.who(Builtin::ExternalAdvisor);
        let far = office.team("Lejos");
        let chief = office.of(office.hire(&[Builtin::Supervisor], &[far]).member);
        let id = hear(&office, "v1", "Hola").ticket.id;
        answer(&office, &chief, id, "Buenas").unwrap();
        let (cache, giver, to) = (office.cache.clone(), chief.clone(), lent.member());
        office.write(move |tx| assign::assign(tx, &cache, &giver, id, Some(to))).unwrap();
        let told = serde_json::to_value(stretch(&office, &lent, id, Side::End, 50)).unwrap();
        let items = told["items"].as_array().unwrap();
        assert_eq!(items[2]["message"]["author"]["code"], "another_member");
        assert_eq!(items[3]["activity"]["by"]["code"], "another_member");
        assert_eq!(items[3]["activity"]["names"][lent.member().to_string()], lent.name);
        assert!(!told.to_string().contains(&chief.member().to_string()) && !told.to_string().contains(&chief.name));
        // The control: who sees the directory sees the name.
        let told = serde_json::to_value(stretch(&office, &office.who(Builtin::Advisor), id, Side::End, 50)).unwrap();
        assert_eq!(told["items"][2]["message"]["author"]["name"], chief.name);
    });
}

#[test]
fn reading_goes_forward_only_and_drafts_are_ones_own() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, chief) = (office.who(Builtin::Advisor), office.who(Builtin::Supervisor));
        let first = hear(&office, "v1", "uno");
        let second = hear(&office, "v1", "dos");
        let id = first.ticket.id;
        let mark = |who: &Who, seq: i64| {
            let who = who.clone();
            office.write(move |tx| read::read(tx, &who, id, seq)).unwrap()
        };
        let unread = |who: &Who| view(&office, who, View::All)[0].ticket.unread;
        assert_eq!(unread(&rosa), 2);
        assert_eq!(mark(&rosa, first.message.seq), first.message.seq);
        assert_eq!((unread(&rosa), unread(&chief)), (1, 2));
        assert_eq!(
            mark(&rosa, 1_000_000),
            second.message.seq,
            "not further than there is something to read"
        );
        assert_eq!(mark(&rosa, 1), second.message.seq);
        assert_eq!(unread(&rosa), 0);

        let keep = |who: &Who, kind: Kind, text: &str| {
            let (who, text) = (who.clone(), text.to_owned());
            office.write(move |tx| draft::keep(tx, &who, id, kind, &text)).unwrap();
        };
        let drafts = |who: &Who| {
            let who = who.clone();
            office.read(move |tx| one::one(tx, &who, id)).unwrap().drafts
        };
        keep(&rosa, Kind::Out, "Estimado");
        keep(&rosa, Kind::Note, "ojo");
        keep(&rosa, Kind::Out, "Estimado cliente");
        assert_eq!(
            (drafts(&rosa).out.as_deref(), drafts(&rosa).note.as_deref()),
            (Some("Estimado cliente"), Some("ojo"))
        );
        assert_eq!(drafts(&chief), one::Drafts::default());
        answer(&office, &rosa, id, "Estimado cliente: va").unwrap();
        keep(&rosa, Kind::Note, " ");
        assert_eq!(drafts(&rosa), one::Drafts::default());
    });
}

#[test]
fn a_message_says_something_and_carries_only_what_is_its_authors() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, chief) = (office.who(Builtin::Advisor), office.who(Builtin::Supervisor));
        let heard = hear(&office, "v1", "Hola");
        let id = heard.ticket.id;
        let file = FileId::new(office.db.now());
        let insert = "INSERT INTO file (org_id, id, hash, size, media_type, name, member_id, created_at) VALUES ($1, $2, $3, 3, 'text/plain', 'lista.txt', $4, 0)";
        sql(&office, insert, db::args![office.org, file, vec![1_u8; 32], rosa.member()]);
        let send = |who: &Who, draft: reply::Draft| {
            let who = who.clone();
            office.write(move |tx| reply::reply(tx, &who, id, &draft))
        };
        let with = |files: &[FileId]| reply::Draft {
            files: files.to_vec(),
            ..Default::default()
        };
        assert_eq!(code(send(&rosa, reply::Draft::default())), "required");
        assert_eq!(
            code(send(
                &rosa,
                reply::Draft {
                    body: "x".repeat(16_001),
                    ..Default::default()
                }
            )),
            "too_long"
        );
        assert_eq!(send(&chief, with(&[file])).unwrap_err().field.as_deref(), Some("files[0]"));
        assert_eq!(send(&rosa, with(&[file, file])).unwrap_err().field.as_deref(), Some("files[1]"));
        send(&rosa, with(&[file])).unwrap();
        assert_eq!(code(send(&rosa, with(&[file]))), "file_unknown");
        let told = stretch(&office, &rosa, id, Side::End, 50);
        let Some(Item::Message { message }) = told.items.last() else {
            panic!("the message")
        };
        assert_eq!(message.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["lista.txt"]);

        // A quoted message is of the same ticket.
        let other = hear(&office, "v2", "Otro");
        let quote = |message| reply::Draft {
            body: "Sobre esto".into(),
            reply_to: Some(message),
            ..Default::default()
        };
        assert_eq!(code(send(&rosa, quote(other.message.id))), "message_unknown");
        let sent = send(&rosa, quote(heard.message.id)).unwrap();
        let told = stretch(&office, &rosa, id, Side::After(sent.seq - 1), 5);
        let Some(Item::Message { message }) = told.items.first() else {
            panic!("the message")
        };
        assert_eq!(message.reply_to.as_ref().map(|q| q.text.as_str()), Some("Hola"));
    });
}
