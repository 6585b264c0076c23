//! What can be asked for, on random members: the switch that a refusal names gives it, and where it names none, none does.

use access::asking::{could_grant, gives, may_set};
use access::{Builtin::*, Caller, Decision, Perm, Perm::*, Place, Scope, Switch};
use proptest::prelude::*;

use crate::member::{NOW, at, caller, external, later, member, ticket, whatsapp, with};
use crate::world::{ALL_FACTS, config, membership, perm, switch, time};

const fn on(perm: Perm, scope: Scope) -> Switch {
    Switch {
        perm,
        scope,
        on: true,
        until: None,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_switch_that_is_named_gives_it_and_without_one_there_is_none(m in membership(), perm in perm(), which in 0..ALL_FACTS.len(), now in time()) {
        let f = ALL_FACTS[which];
        let place = Place::At(f);
        let with = |scope| Caller::build(&m.with_switch(on(perm, scope))).allows(perm, &place, now);
        let Decision::Denied(denial) = Caller::build(&m).decide(perm, &place, now) else { return Ok(()) };
        if let Some(scope) = denial.switch {
            prop_assert!(with(scope), "{scope:?} {denial:?}");
            prop_assert!(!denial.optional_in.is_empty());
        } else {
            let scopes = [Some(Scope::Org), f.channel.map(Scope::Channel), f.team.map(Scope::Team)];
            for scope in scopes.into_iter().flatten() {
                prop_assert!(!with(scope), "{scope:?} {denial:?}");
            }
        }
    }

    #[test]
    fn who_could_grant_holds_it_and_may_set_it(a in membership(), m in membership(), switch in switch(), now in time()) {
        let switch = Switch { on: true, ..switch };
        let (actor, place) = (Caller::build(&a), Place::Anywhere);
        let could = could_grant(&actor, &m, switch, &place, now);
        let (before, after) = (Caller::build(&m), Caller::build(&m.with_switch(switch)));
        if could {
            prop_assert!(may_set(&actor, switch.scope, &place, now) && gives(&before, &after, switch.perm, now));
            prop_assert!(actor.account != before.account);
            prop_assert_eq!(access::change::may_change(&actor, Some(&before), Some(&after), now), Ok(()));
        }
    }
}

/// What a refusal names, for a ticket of one's own.
fn named(c: &Caller, perm: Perm) -> Option<Scope> {
    match c.decide(perm, &at(ticket(5)), NOW) {
        Decision::Denied(denial) => denial.switch,
        decision => panic!("{perm}: {decision:?}"),
    }
}

#[test]
fn the_narrowest_that_helps_is_named_and_of_never_there_is_none() {
    let advisor = caller(5, Advisor);
    assert_eq!(named(&advisor, ContactEdit), Some(Scope::Channel(whatsapp())));
    assert_eq!(named(&advisor, TicketTransferBulk), None, "no role of theirs has it as optional");
    let off = |m: access::Membership, scope| {
        let mut m = m;
        m.switches.push(Switch {
            on: false,
            ..on(TicketTransfer, scope)
        });
        m
    };
    let here = off(member(5, &[Advisor]), Scope::Channel(whatsapp()));
    assert_eq!(named(&Caller::build(&here), TicketTransfer), Some(Scope::Channel(whatsapp())));
    let everywhere = off(member(5, &[Advisor]), Scope::Org);
    assert_eq!(named(&Caller::build(&everywhere), TicketTransfer), Some(Scope::Org));
    let both = off(here, Scope::Org);
    assert_eq!(named(&Caller::build(&both), TicketTransfer), None);
    // What no external member may ever hold, nobody can give them, though a role of theirs has it.
    let lent = Caller::build(&external(5, &[ExternalAdvisor, ConversationAgent]));
    assert_eq!(
        (named(&lent, ContactEdit), named(&lent, ContactHistory)),
        (Some(Scope::Channel(whatsapp())), None)
    );
    assert!(!lent.askable(NOW).contains(&ContactHistory));
    assert!(
        caller(6, Coordinator).askable(NOW).contains(&UserView),
        "what is read by itself is missing without being denied"
    );
    assert!(!with_contact_edit().askable(NOW).contains(&ContactEdit), "held somewhere");
}

fn with_contact_edit() -> Caller {
    Caller::build(&with(member(5, &[Advisor]), ContactEdit, Scope::Channel(whatsapp())))
}

#[test]
fn nobody_grants_to_themselves_or_what_they_do_not_hold() {
    let asker = member(5, &[Advisor]);
    let place = Place::Channel {
        channel: whatsapp(),
        team: Some(crate::member::sales()),
    };
    let wished = on(ContactEdit, Scope::Channel(whatsapp()));
    let could = |actor: &Caller, until| could_grant(actor, &asker, Switch { until, ..wished }, &place, NOW);
    assert!(could(&caller(7, Admin), None) && could(&caller(7, Admin), Some(later(60))));
    assert!(!could(&caller(7, Supervisor), None), "holds it, and edits nobody");
    assert!(!could(&caller(5, Admin), None), "it is their own account");
    // Edits people, and does not cover what an advisor holds.
    let coordinator = with(with(member(7, &[Coordinator]), UserView, Scope::Org), UserEdit, Scope::Org);
    assert!(!could(&Caller::build(&coordinator), None));
    let held = asker.with_switch(wished);
    assert!(!could_grant(&caller(7, Admin), &held, wished, &place, NOW), "it is held already");
}
