//! Messages on their way out.

use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use desk::message::delivery::{self, Report, Which};
use desk::message::shown;
use desk::message::{Delivery, Message, jobs, retry, store, undo};
use desk::testing::Office;
use desk::who::Who;
use kit::{MessageId, TicketId};

use crate::desk::{accept, answer, arrival, carrier, code, hear, pass, row, sql};

/// A ticket of a channel that carries, with its customer's message.
fn carried(office: &Office) -> TicketId {
    let channel = carrier(office);
    accept(office, arrival(channel, "+5215512345678", "Hola")).unwrap().ticket.id
}

fn undone(office: &Office, who: &Who, ticket: TicketId, message: MessageId) -> kit::Result<()> {
    let who = who.clone();
    office.write(move |tx| undo::undo(tx, &who, ticket, message))
}

fn now(office: &Office, id: MessageId) -> Option<Message> {
    let org = office.org;
    office.read(move |tx| store::row(tx, org, id)).unwrap()
}

fn due(office: &Office, seconds: u64) -> Vec<String> {
    pass(office, seconds);
    let claimed = office.db.write_global_blocking(b"jobs", |tx| {
        Ok::<_, kit::Error>(db::job::claim(tx, &[jobs::DELIVER], [7; 16], Duration::from_secs(60), 10)?)
    });
    claimed.unwrap().into_iter().map(|job| job.body).collect()
}

#[test]
fn a_message_waits_on_the_server_and_can_be_taken_back_until_it_leaves() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, chief) = (office.who(Builtin::Advisor), office.who(Builtin::Supervisor));
        let id = carried(&office);
        let before = row(&office, id);
        pass(&office, 2);
        let sent = answer(&office, &rosa, id, "Ya casi").unwrap();
        assert_eq!(
            (
                sent.delivery,
                row(&office, id).waiting_since,
                row(&office, id).first_reply_at.is_some()
            ),
            (Delivery::Queued, None, true)
        );
        let reader = rosa.clone();
        let (ticket, message) = (row(&office, id), sent.clone());
        let shown = office.read(move |tx| shown::one(tx, &reader, &ticket, message.clone())).unwrap();
        assert_eq!(shown.undo_until, Some(sent.created_at.plus(Duration::from_secs(5))));

        let refused = undone(&office, &chief, id, sent.id).unwrap_err();
        assert_eq!((refused.code, refused.kind), ("not_your_message", kit::Kind::Denied));
        assert_eq!(
            undone(&office, &office.who(Builtin::Operator), id, sent.id).unwrap_err().kind,
            kit::Kind::Unknown
        );
        pass(&office, 4);
        undone(&office, &rosa, id, sent.id).unwrap();
        assert_eq!(now(&office, sent.id), None);
        let after = row(&office, id);
        assert_eq!(
            (after.last_message, after.waiting_since, after.first_reply_at),
            (before.last_message, before.waiting_since, None)
        );
        assert!(due(&office, 60).is_empty(), "nothing is left to be sent");

        let late = answer(&office, &rosa, id, "Ahora sí").unwrap();
        pass(&office, 5);
        assert_eq!(code(undone(&office, &rosa, id, late.id)), "undo_too_late");
        assert_eq!(due(&office, 1), [format!("{{\"message\":\"{}\"}}", late.id)]);
        assert_eq!(undone(&office, &rosa, id, late.id).unwrap_err().code, "undo_too_late");
    });
}

#[test]
fn what_somebody_works_at_already_cannot_be_taken_back() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = carried(&office);
        sql(
            &office,
            "UPDATE account SET preferences = '{\"undo_seconds\":30}' WHERE id = $1",
            db::args![rosa.account()],
        );
        let sent = answer(&office, &rosa, id, "Va").unwrap();
        // A worker whose clock is ahead claims it while it could be taken back by ours.
        sql(&office, "UPDATE job SET due_at = 0 WHERE kind = 'message.deliver'", &[]);
        assert_eq!(due(&office, 0).len(), 1);
        pass(&office, 1);
        assert_eq!(code(undone(&office, &rosa, id, sent.id)), "undo_too_late");
        assert!(now(&office, sent.id).is_some());
    });
}

#[test]
fn a_web_chats_message_is_with_the_customer_at_once() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let heard = hear(&office, "v1", "Hola");
        let id = heard.ticket.id;
        let first = answer(&office, &rosa, id, "Buenas").unwrap();
        assert_eq!(first.delivery, Delivery::Sent);
        assert_eq!(code(undone(&office, &rosa, id, first.id)), "undo_too_late");
        assert!(due(&office, 60).is_empty());
        let second = answer(&office, &rosa, id, "¿En qué ayudo?").unwrap();
        let (org, identity) = (office.org, heard.identity);
        let seen = |up_to: i64, delivery: Delivery| office.write(move |tx| delivery::seen(tx, org, identity, up_to, delivery)).unwrap();
        assert_eq!(seen(first.seq, Delivery::Read), 1);
        assert_eq!(
            seen(second.seq, Delivery::Delivered),
            1,
            "what is read is not taken back to delivered"
        );
        assert_eq!(
            (now(&office, first.id).unwrap().delivery, now(&office, second.id).unwrap().delivery),
            (Delivery::Read, Delivery::Delivered)
        );
        assert_eq!(seen(second.seq, Delivery::Read), 1);
        assert_eq!(seen(second.seq, Delivery::Read), 0);
    });
}

#[test]
fn reports_come_late_and_twice_and_a_failed_one_can_be_sent_again() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = carried(&office);
        let channel = row(&office, id).channel;
        let sent = answer(&office, &rosa, id, "Va").unwrap();
        let org = office.org;
        let report = |which: Which, delivery: Delivery, provider: Option<&str>| {
            let report = Report {
                delivery,
                failure: Some("unreachable".into()),
                provider: provider.map(str::to_owned),
            };
            office.write(move |tx| delivery::report(tx, org, channel, &which, &report)).unwrap()
        };
        report(Which::Ours(sent.id), Delivery::Sent, Some("p1"));
        report(Which::Theirs("p1".into()), Delivery::Failed, None);
        let failed = now(&office, sent.id).unwrap();
        assert_eq!(
            (failed.delivery, failed.failure.as_deref()),
            (Delivery::Failed, Some("unreachable"))
        );
        assert!(report(Which::Theirs("p9".into()), Delivery::Read, None).is_none());
        let other = office.channel;
        let foreign = Report {
            delivery: Delivery::Read,
            failure: None,
            provider: None,
        };
        let id_of = sent.id;
        assert!(
            office
                .write(move |tx| delivery::report(tx, org, other, &Which::Ours(id_of), &foreign))
                .unwrap()
                .is_none(),
            "another channel's message"
        );

        let again = |message: MessageId| {
            let who = rosa.clone();
            office.write(move |tx| retry::retry(tx, &who, id, message))
        };
        assert_eq!(again(sent.id).unwrap().delivery, Delivery::Queued);
        assert_eq!(code(again(sent.id)), "message_not_failed");
        report(Which::Ours(sent.id), Delivery::Read, None);
        report(Which::Ours(sent.id), Delivery::Delivered, None);
        report(Which::Ours(sent.id), Delivery::Failed, None);
        let read = now(&office, sent.id).unwrap();
        assert_eq!((read.delivery, read.failure), (Delivery::Read, None));
        let customers = row(&office, id).last_message.and_then(|_| now(&office, sent.id)).unwrap();
        assert_eq!(customers.provider.as_deref(), Some("p1"));
    });
}

#[test]
fn a_window_that_the_channel_has_closes() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let id = carried(&office);
        sql(
            &office,
            "UPDATE channel SET settings = '{\"window_hours\":24}' WHERE kind = 'api'",
            &[],
        );
        answer(&office, &rosa, id, "A tiempo").unwrap();
        pass(&office, 24 * 3600);
        let refused = answer(&office, &rosa, id, "Tarde").unwrap_err();
        assert_eq!((refused.code, refused.params["hours"].as_str()), ("window_closed", "24"));
        let who = rosa.clone();
        let window = office.read(move |tx| desk::ticket::one::one(tx, &who, id)).unwrap().window.unwrap();
        assert!(!window.open && window.until.is_some());
    });
}
