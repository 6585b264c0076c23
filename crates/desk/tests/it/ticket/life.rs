//! A ticket's life, from the customer's first word to the close, and what comes after.

use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use desk::message::timeline::{self, Item, Side};
use desk::testing::Office;
use desk::ticket::close::Ending;
use desk::ticket::edit::Edit;
use desk::ticket::filter::View;
use desk::ticket::label::Change;
use desk::ticket::{Priority, State, assign, close, edit, hold, label, one, origin, reopen, snooze, take};
use desk::who::Who;
use kit::{FieldId, LabelId, OriginId, ResolutionId, TicketId};
use serde_json::json;

use crate::desk::{answer, code, hear, pass, row, sql, view, word};

fn kind(item: &Item) -> String {
    match item {
        Item::Message { message } => format!("{} {}", message.kind.name(), message.body),
        Item::Activity { activity } => activity.kind.clone(),
    }
}

pub fn told(office: &Office, who: &Who, id: TicketId) -> Vec<String> {
    let who = who.clone();
    let told = office.read(move |tx| timeline::timeline(tx, &who, id, Side::End, 50)).unwrap();
    told.items.iter().map(kind).collect()
}

fn taken(office: &Office, who: &Who, address: &str) -> TicketId {
    let id = hear(office, address, "Hola").ticket.id;
    let who = who.clone();
    office.write(move |tx| take::take(tx, &who, id)).unwrap();
    id
}

fn closed(office: &Office, who: &Who, id: TicketId, ending: Ending) -> kit::Result<State> {
    let (cache, who) = (office.cache.clone(), who.clone());
    office.write(move |tx| Ok(close::close(tx, &cache, &who, id, &ending)?.state))
}

#[test]
fn a_customer_writes_and_is_answered() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let first = hear(&office, "v1", "¿Tienen filtros para el 5075E?");
        assert_eq!((first.ticket.number, first.ticket.state), (1, State::Waiting));
        pass(&office, 5);
        let second = hear(&office, "v1", "¿Hola?");
        assert_eq!(second.ticket.id, first.ticket.id);
        let waiting = view(&office, &rosa, View::Unassigned);
        assert_eq!(waiting.len(), 1);
        let shown = &waiting[0].ticket;
        assert_eq!((shown.unread, shown.waiting_since), (2, Some(first.message.created_at)));
        let last = shown.last.as_ref().map(|l| (l.kind.as_str(), l.text.as_str(), l.by.is_none()));
        assert_eq!(last, Some(("in", "¿Hola?", true)));

        let id = first.ticket.id;
        let taker = rosa.clone();
        office.write(move |tx| take::take(tx, &taker, id)).unwrap();
        assert!(view(&office, &rosa, View::Unassigned).is_empty());
        let sent = answer(&office, &rosa, id, "Sí, en existencia.").unwrap();
        let mine = view(&office, &rosa, View::Mine);
        assert_eq!(
            mine[0].ticket.last.as_ref().and_then(|l| l.by.as_ref()).and_then(|p| p.id),
            Some(rosa.member())
        );
        assert_eq!((mine[0].ticket.state, mine[0].ticket.waiting_since), (State::Open, None));
        let lines = [
            "opened",
            "in ¿Tienen filtros para el 5075E?",
            "in ¿Hola?",
            "assigned",
            "out Sí, en existencia.",
        ];
        assert_eq!(told(&office, &rosa, id), lines);
        assert_eq!(row(&office, id).last_seq, sent.seq);

        assert_eq!(closed(&office, &rosa, id, Ending::default()).unwrap(), State::Closed);
        assert_eq!(code(closed(&office, &rosa, id, Ending::default())), "ticket_closed");
        assert_eq!(code(answer(&office, &rosa, id, "tarde")), "ticket_closed");
        let reader = rosa.clone();
        let whole = office.read(move |tx| one::one(tx, &reader, id)).unwrap();
        assert_eq!((whole.ticket.number, whole.closed_at.is_some()), (1, true));
        assert_eq!(view(&office, &rosa, View::Closed).len(), 1);
    });
}

#[test]
fn hold_and_snooze_are_for_what_somebody_has_and_end_in_their_ways() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let waiting = hear(&office, "v0", "Hola").ticket.id;
        let who = rosa.clone();
        assert_eq!(code(office.write(move |tx| hold::hold(tx, &who, waiting))), "ticket_unassigned");

        let id = taken(&office, &rosa, "v1");
        let who = rosa.clone();
        office.write(move |tx| hold::hold(tx, &who, id)).unwrap();
        assert_eq!(view(&office, &rosa, View::Hold).len(), 1);
        assert!(view(&office, &rosa, View::Mine).is_empty());
        hear(&office, "v1", "¿Sigue ahí?");
        assert_eq!(
            row(&office, id).state,
            State::Hold,
            "what is on hold is so until somebody says otherwise"
        );
        let who = rosa.clone();
        office.write(move |tx| hold::release(tx, &who, id)).unwrap();
        let who = rosa.clone();
        assert_eq!(code(office.write(move |tx| hold::release(tx, &who, id))), "state_conflict");

        let until = office.db.now().plus(Duration::from_secs(3600));
        let snoozed = |until| {
            let who = rosa.clone();
            office.write(move |tx| snooze::snooze(tx, &who, id, until))
        };
        assert_eq!(code(snoozed(office.db.now())), "time_out_of_range");
        snoozed(until).unwrap();
        assert_eq!(row(&office, id).state, State::Snoozed);
        let org = office.org;
        office.write(move |tx| snooze::due(tx, org, id)).unwrap();
        assert_eq!(row(&office, id).state, State::Snoozed, "it is not due");
        pass(&office, 3600);
        office.write(move |tx| snooze::due(tx, org, id)).unwrap();
        assert_eq!((row(&office, id).state, row(&office, id).snoozed_until), (State::Open, None));

        snoozed(office.db.now().plus(Duration::from_secs(60))).unwrap();
        hear(&office, "v1", "Ya llegó");
        assert_eq!(row(&office, id).state, State::Open, "the customer wakes it");
        let who = rosa.clone();
        assert_eq!(code(office.write(move |tx| snooze::end(tx, &who, id))), "state_conflict");
        assert_eq!(told(&office, &rosa, id).iter().filter(|line| *line == "woke").count(), 2);
    });
}

#[test]
fn closing_asks_for_what_the_organisation_wants() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = taken(&office, &rosa, "v1");
        sql(
            &office,
            "UPDATE organisation SET settings = '{\"resolution_required\":true}' WHERE id = $1",
            db::args![office.org],
        );
        assert_eq!(code(closed(&office, &rosa, id, Ending::default())), "resolution_required");
        let never = Ending {
            resolution: Some(ResolutionId::new(office.db.now())),
            note: None,
        };
        assert_eq!(code(closed(&office, &rosa, id, never)), "resolution_unknown");

        let field = FieldId::new(office.db.now());
        let insert = "INSERT INTO field (org_id, id, subject, name, name_folded, kind, choices, required, position, created_at) \
            VALUES ($1, $2, 'ticket', 'Serie', 'serie', 'text', '[]', TRUE, 0, 0)";
        sql(&office, insert, db::args![office.org, field]);
        let sold: ResolutionId = word(&office, "resolution", "Vendido");
        let ending = Ending {
            resolution: Some(sold),
            note: Some("Pasa el martes.".into()),
        };
        assert_eq!(code(closed(&office, &rosa, id, ending.clone())), "field_required");
        let who = rosa.clone();
        let fill = Edit {
            fields: [(field, Some(json!("1P05075")))].into(),
            ..Edit::default()
        };
        office.write(move |tx| edit::edit(tx, &who, id, &fill)).unwrap();
        closed(&office, &rosa, id, ending).unwrap();
        assert_eq!(
            told(&office, &rosa, id),
            ["opened", "in Hola", "assigned", "edited", "note Pasa el martes.", "closed"]
        );
        let who = rosa.clone();
        let whole = office.read(move |tx| one::one(tx, &who, id)).unwrap();
        assert_eq!(whole.resolution.map(|r| r.name).as_deref(), Some("Vendido"));
        assert_eq!(whole.fields[0].value, json!("1P05075"));
    });
}

#[test]
fn the_customer_reopens_within_the_hours_and_after_them_begins_anew() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = taken(&office, &rosa, "v1");
        closed(&office, &rosa, id, Ending::default()).unwrap();
        pass(&office, 72 * 3600 - 1);
        let again = hear(&office, "v1", "Sigue fallando");
        assert_eq!(
            (again.ticket.id, again.ticket.state, again.ticket.assignee),
            (id, State::Open, Some(rosa.member()))
        );
        closed(&office, &rosa, id, Ending::default()).unwrap();
        pass(&office, 72 * 3600 + 1);
        let anew = hear(&office, "v1", "Otra cosa");
        assert_ne!(anew.ticket.id, id);
        assert_eq!((anew.ticket.number, anew.ticket.contact), (2, again.ticket.contact));

        // A member cannot bring the old one back beside it (R8).
        let (cache, who) = (office.cache.clone(), rosa.clone());
        let refused = office.write(move |tx| reopen::reopen(tx, &cache, &who, id)).unwrap_err();
        assert_eq!(
            (refused.code, refused.detail.unwrap()["ticket"]["number"].clone()),
            ("ticket_live", json!(2))
        );
    });
}

#[test]
fn a_reopened_ticket_goes_back_to_the_queue_when_its_holder_can_no_longer_keep_it() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = taken(&office, &rosa, "v1");
        closed(&office, &rosa, id, Ending::default()).unwrap();
        sql(
            &office,
            "UPDATE member SET state = 'suspended', epoch = epoch + 1 WHERE id = $1",
            db::args![rosa.member()],
        );
        let again = hear(&office, "v1", "¿Hola?");
        assert_eq!((again.ticket.state, again.ticket.assignee), (State::Waiting, None));
    });
}

#[test]
fn an_edit_says_what_it_changed_and_changes_nothing_else() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = taken(&office, &rosa, "v1");
        let edited = |change: Edit| {
            let who = rosa.clone();
            office.write(move |tx| edit::edit(tx, &who, id, &change))
        };
        let before = row(&office, id);
        let same = edited(Edit {
            subject: Some("  ".into()),
            priority: Some(Priority::Normal),
            ..Edit::default()
        })
        .unwrap();
        assert_eq!(same.version, before.version, "nothing changed, nothing is written");
        let after = edited(Edit {
            subject: Some(" Filtro  5075E\n".into()),
            priority: Some(Priority::Urgent),
            ..Edit::default()
        })
        .unwrap();
        assert_eq!((after.subject.as_str(), after.priority), ("Filtro 5075E", Priority::Urgent));
        assert_eq!(
            code(edited(Edit {
                subject: Some("x".repeat(201)),
                ..Edit::default()
            })),
            "too_long"
        );
        let unknown = FieldId::new(office.db.now());
        assert_eq!(
            code(edited(Edit {
                fields: [(unknown, Some(json!("x")))].into(),
                ..Edit::default()
            })),
            "field_unknown"
        );

        let (red, blue): (LabelId, LabelId) = (word(&office, "label", "Rojo"), word(&office, "label", "Azul"));
        let labelled = |change: Change| {
            let who = rosa.clone();
            office.write(move |tx| label::label(tx, &who, id, &change))
        };
        labelled(Change::Add(red)).unwrap();
        labelled(Change::Set([blue].into())).unwrap();
        assert_eq!(code(labelled(Change::Add(LabelId::new(office.db.now())))), "label_unknown");
        let shown = view(&office, &rosa, View::Mine);
        assert_eq!(shown[0].ticket.labels.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["Azul"]);

        let claims: OriginId = word(&office, "origin", "Reclamos");
        let set = |origin| {
            let (cache, who) = (office.cache.clone(), rosa.clone());
            office.write(move |tx| origin::set_origin(tx, &cache, &who, id, origin))
        };
        assert_eq!(set(Some(claims)).unwrap().origin, Some(claims));
        assert_eq!(code(set(Some(OriginId::new(office.db.now())))), "origin_unknown");
        let nobody = {
            let (cache, who) = (office.cache.clone(), rosa.clone());
            office.write(move |tx| assign::assign(tx, &cache, &who, id, None)).unwrap()
        };
        assert_eq!((nobody.state, nobody.assignee), (State::Waiting, None));
    });
}
