//! The decision against the reach, on random members.

use access::{Caller, Decision, Place, Why};
use proptest::prelude::*;

use crate::member::id;
use crate::world::{ALL_FACTS, OTHER_ORG, config, few, membership, perm, time};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn allowed_is_in_the_reach_and_unknown_is_unreadable(m in membership(), perm in perm(), now in time()) {
        let caller = Caller::build(&m);
        let (reach, sees) = (caller.reach(perm, now), caller.reach(perm.read_of(), now));
        for f in ALL_FACTS.iter() {
            let decision = caller.decide(perm, &Place::At(*f), now);
            prop_assert_eq!(decision.is_allowed(), reach.contains(f, now));
            prop_assert_eq!(decision == Decision::Unknown, !sees.contains(f, now));
            prop_assert_eq!(caller.allows(perm, &Place::At(*f), now), decision.is_allowed());
        }
        prop_assert_eq!(caller.holds_anywhere(perm, now), !reach.is_empty());
        prop_assert_eq!(caller.allows(perm, &Place::Desk, now), reach.is_whole());
    }

    #[test]
    fn through_several_is_through_one_of_them(m in membership(), perm in few(), which in proptest::collection::vec(0..ALL_FACTS.len(), 0..4), now in time()) {
        let caller = Caller::build(&m);
        let facts: Vec<_> = which.iter().map(|i| ALL_FACTS[*i]).collect();
        let one = facts.iter().any(|f| caller.allows(perm, &Place::At(*f), now)) || caller.allows(perm, &Place::Desk, now);
        prop_assert_eq!(caller.decide(perm, &Place::Through(facts), now).is_allowed(), one);
    }

    #[test]
    fn view_as_shows_what_both_may_read_and_changes_nothing(m in membership(), v in membership(), perm in perm(), now in time()) {
        let (target, viewer) = (Caller::build(&m), Caller::build(&v));
        let eyes = target.clone().seen_by(&viewer);
        let reach = eyes.reach(perm, now);
        for f in ALL_FACTS.iter() {
            let place = Place::At(*f);
            let both = perm.reads() && target.allows(perm, &place, now) && viewer.allows(perm, &place, now);
            prop_assert_eq!(eyes.allows(perm, &place, now), both);
            prop_assert_eq!(reach.contains(f, now), both);
        }
    }

    #[test]
    fn grounds_hold_what_they_say(m in membership(), perm in few(), which in 0..ALL_FACTS.len(), now in time()) {
        let caller = Caller::build(&m);
        let f = ALL_FACTS[which];
        match caller.decide(perm, &Place::At(f), now) {
            Decision::Allowed(grounds) => {
                prop_assert!(grounds.extent.contains(&f, m.member, now) && grounds.until.is_none_or(|until| now < until));
                prop_assert!(m.roles.iter().any(|given| given.role.key == grounds.by.role));
            }
            Decision::Denied(denial) => match denial.why {
                Why::Expired { at, .. } => prop_assert!(at <= now),
                Why::Elsewhere { held } => prop_assert!(!held.is_empty() && held.iter().all(|t| !t.contains(&f, m.member, now))),
                Why::Capped { .. } | Why::Never => {}
                Why::Duties => prop_assert!(false, "only orders have duties"),
            },
            Decision::Unknown => {}
        }
    }

    #[test]
    fn decisions_survive_json(m in membership(), perm in few(), which in 0..ALL_FACTS.len(), now in time()) {
        let decision = Caller::build(&m).decide(perm, &Place::At(ALL_FACTS[which]), now);
        let text = serde_json::to_string(&decision).unwrap();
        prop_assert_eq!(serde_json::from_str::<Decision>(&text).unwrap(), decision);
    }
}

#[test]
fn another_organisations_thing_is_unknown_to_an_administrator() {
    let admin = crate::member::caller(5, access::Builtin::Admin);
    let theirs = access::Facts {
        org: id(OTHER_ORG),
        ..crate::member::ticket(5)
    };
    let now = crate::member::NOW;
    for perm in access::Perm::ALL {
        assert_eq!(admin.decide(*perm, &Place::At(theirs), now), Decision::Unknown);
        assert!(!admin.reach(*perm, now).contains(&theirs, now));
        assert!(!admin.decide(*perm, &Place::Through(vec![theirs]), now).is_allowed() || admin.allows(*perm, &Place::Desk, now));
    }
}

#[test]
fn can_is_true_or_says_what_is_denied() {
    use access::{Builtin, Perm::*};
    let c = crate::member::caller(5, Builtin::Operator);
    let place = crate::member::at(crate::member::ticket(5));
    let can = serde_json::to_value(c.can(&[TicketReply, ContactEdit], &place, crate::member::NOW)).unwrap();
    assert_eq!(can["ticket.reply"], true);
    assert_eq!(can["contact.edit"]["denied"]["reason"], "never");
    assert_eq!(can["contact.edit"]["denied"]["optional_in"][0], "operator");
    assert_eq!(c.allowed(&[TicketReply, ContactEdit], &place, crate::member::NOW), [TicketReply]);
    let refused = c.decide(ContactEdit, &place, crate::member::NOW).check().unwrap_err();
    assert_eq!(
        (refused.kind, refused.params["permission"].as_str()),
        (kit::Kind::Denied, "contact.edit")
    );
    let schema = serde_json::to_value(schemars::schema_for!(Decision)).unwrap();
    assert!(
        schema.to_string().contains("ticket.reply"),
        "the API's document lists the permissions"
    );
}
