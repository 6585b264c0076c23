//! A ticket's life, from the customer's first word to the close.

use access::Builtin;
use db::testing::on_both;
use desk::message::timeline::{self, Item, Side};
use desk::testing::Office;
use desk::ticket::close::Ending;
use desk::ticket::filter::View;
use desk::ticket::{State, close, one, take};

use crate::desk::{answer, hear, pass, row, view};

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
        assert_eq!(
            shown.last.as_ref().map(|l| (l.kind.as_str(), l.text.as_str(), l.by.is_none())),
            Some(("in", "¿Hola?", true))
        );

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

        let reader = rosa.clone();
        let told = office.read(move |tx| timeline::timeline(tx, &reader, id, Side::End, 50)).unwrap();
        let kinds: Vec<String> = told.items.iter().map(kind).collect();
        assert_eq!(
            kinds,
            [
                "opened",
                "in ¿Tienen filtros para el 5075E?",
                "in ¿Hola?",
                "assigned",
                "out Sí, en existencia."
            ]
        );
        assert_eq!(told.last_seq, Some(sent.seq));

        let (cache, closer) = (office.cache.clone(), rosa.clone());
        office
            .write(move |tx| close::close(tx, &cache, &closer, id, &Ending::default()))
            .unwrap();
        assert_eq!(row(&office, id).state, State::Closed);
        let reader = rosa.clone();
        let whole = office.read(move |tx| one::one(tx, &reader, id)).unwrap();
        assert_eq!(whole.ticket.number, 1);
        assert_eq!(view(&office, &rosa, View::Closed).len(), 1);
    });
}

fn kind(item: &Item) -> String {
    match item {
        Item::Message { message } => format!("{} {}", message.kind.name(), message.body),
        Item::Activity { activity } => activity.kind.clone(),
    }
}
