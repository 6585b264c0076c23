//! To whom a ticket may go.

use access::{Builtin::*, Caller, Destination, Facts, Ineligible, MoveRefused, Perm};
use proptest::prelude::*;

use crate::member::{NOW, caller, claims, external, field, id, later, mail, member, payments, sales, ticket};
use crate::world::{ALL_FACTS, config, membership, time};

fn to(assignee: &Caller) -> Destination<'_> {
    Destination {
        team: Some((sales(), false)),
        assignee: Some(assignee),
    }
}

#[test]
fn eligible_is_who_reads_and_replies_there_and_serves_channel_and_origin() {
    assert_eq!(
        caller(5, Operator).eligible(&ticket(0), NOW),
        Ok(()),
        "as assignee they would see it"
    );
    assert_eq!(caller(5, OrdersAdmin).eligible(&ticket(0), NOW), Err(Ineligible::CannotRead));
    assert_eq!(caller(5, ViewOnly).eligible(&ticket(0), NOW), Err(Ineligible::CannotReply));
    let mut m = member(5, &[Operator]);
    m.origins = Some([claims()].into());
    let c = Caller::build(&m);
    assert_eq!(
        c.eligible(
            &Facts {
                origin: Some(payments()),
                ..ticket(0)
            },
            NOW
        ),
        Err(Ineligible::Origin)
    );
    assert_eq!(
        c.eligible(
            &Facts {
                origin: Some(claims()),
                ..ticket(0)
            },
            NOW
        ),
        Ok(())
    );
    m.channels = Some([mail()].into());
    assert_eq!(Caller::build(&m).eligible(&ticket(0), NOW), Err(Ineligible::Channel));
    let shut = Facts {
        deferred_until: Some(later(60)),
        ..ticket(0)
    };
    assert_eq!(
        caller(5, Operator).eligible(&shut, NOW),
        Ok(()),
        "C7: derived now, seen when attention opens"
    );
}

#[test]
fn a_move_needs_the_right_before_a_destination_in_sight_and_an_eligible_assignee() {
    let (mover, rosa) = (caller(1, Coordinator), caller(5, Operator));
    assert_eq!(mover.may_move(Perm::TicketTransfer, &ticket(6), to(&rosa), NOW), Ok(()));
    assert!(matches!(
        rosa.may_move(Perm::TicketTransfer, &ticket(5), to(&mover), NOW),
        Err(MoveRefused::Mover(_))
    ));
    let refused = mover.may_move(Perm::TicketTransfer, &ticket(6), to(&caller(5, ViewOnly)), NOW);
    assert_eq!(refused, Err(MoveRefused::Assignee(Ineligible::CannotReply)));
    let mut stranger = member(5, &[Operator]);
    stranger.org = id(2);
    let refused = mover.may_move(Perm::TicketTransfer, &ticket(6), to(&Caller::build(&stranger)), NOW);
    assert_eq!(refused, Err(MoveRefused::Destination));
}

#[test]
fn an_external_advisor_transfers_within_the_host_teams() {
    let guest = Caller::build(&external(5, &[ExternalAdvisor]));
    assert_eq!(
        guest.may_move(Perm::TicketTransfer, &ticket(5), to(&caller(6, Advisor)), NOW),
        Ok(())
    );
    let out = Destination {
        team: Some((field(), false)),
        assignee: None,
    };
    assert_eq!(
        guest.may_move(Perm::TicketTransfer, &ticket(5), out, NOW),
        Err(MoveRefused::Destination)
    );
    let mut far = member(6, &[Advisor]);
    far.teams = [field()].into();
    assert_eq!(
        guest.may_move(Perm::TicketTransfer, &ticket(5), to(&Caller::build(&far)), NOW),
        Err(MoveRefused::Destination)
    );
    let hidden = Destination {
        team: Some((field(), true)),
        assignee: None,
    };
    assert_eq!(
        caller(1, Supervisor).may_move(Perm::TicketTransfer, &ticket(5), hidden, NOW),
        Err(MoveRefused::Destination)
    );
}

#[test]
fn losing_sight_is_no_obstacle_and_who_cannot_keep_is_unassigned() {
    let advisor = caller(5, Advisor);
    let away = Destination {
        team: Some((field(), false)),
        assignee: None,
    };
    assert_eq!(advisor.may_move(Perm::TicketTransfer, &ticket(6), away, NOW), Ok(()));
    let guest = Caller::build(&external(5, &[ExternalAdvisor]));
    assert!(
        guest.keeps(&ticket(5), NOW)
            && !guest.keeps(
                &Facts {
                    team: Some(field()),
                    ..ticket(5)
                },
                NOW
            )
    );
    let shut = Facts {
        deferred_until: Some(later(60)),
        ..ticket(5)
    };
    assert!(caller(5, Operator).keeps(&shut, NOW), "deferral hides, it does not take away");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whoever_may_take_a_ticket_they_will_answer_is_eligible_for_it(m in membership(), now in time()) {
        let c = Caller::build(&m);
        for f in ALL_FACTS.iter().filter(|f| f.assignee.is_none()) {
            let mine = Facts { assignee: Some(m.member), deferred_until: None, ..*f };
            let answers = c.allows(Perm::TicketReply, &access::Place::At(mine), now);
            let serves = m.served_origins().contains(f.origin) && m.served_channels().contains(f.channel);
            prop_assert_eq!(c.eligible(f, now).is_ok(), answers && serves);
        }
    }
}
