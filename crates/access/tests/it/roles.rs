//! What is peculiar to each role, by the lines of SPEC and of the access model.

use access::{Builtin::*, Caller, Decision, Facts, Perm, Perm::*, Place, Scope, State, Why, builtin_roles};
use kit::Time;

use crate::member::{NOW, at, caller, external, field, id, mail, member, org, ticket, whatsapp, with, without};

fn may(c: &Caller, perm: Perm, facts: Facts) -> bool {
    c.decide(perm, &at(facts), NOW).is_allowed()
}

fn sees(c: &Caller, facts: Facts) -> bool {
    may(c, TicketRead, facts)
}

#[test]
fn c1_an_operator_sees_and_answers_only_what_was_derived_to_them() {
    let rosa = caller(5, Operator);
    assert!(may(&rosa, TicketReply, ticket(5)));
    for others in [ticket(0), ticket(6), Facts { team: None, ..ticket(0) }] {
        assert_eq!(
            rosa.decide(TicketReply, &at(others), NOW),
            Decision::Unknown,
            "nothing else exists for them"
        );
    }
    assert!(rosa.decide(DirectoryRead, &Place::Person { teams: [field()].into() }, NOW) == Decision::Unknown);
}

#[test]
fn c2_only_coordinator_and_admin_of_that_module_transfer_and_only_admin_in_bulk() {
    assert!(!may(&caller(5, Operator), TicketTransfer, ticket(5)));
    let no = caller(5, Operator).decide(TicketTransfer, &at(ticket(5)), NOW);
    assert!(
        matches!(no, Decision::Denied(ref d) if d.why == Why::Never && d.optional_in.is_empty()),
        "{no:?}"
    );
    assert!(may(&caller(5, Coordinator), TicketTransfer, ticket(6)));
    assert!(!may(&caller(5, Coordinator), TicketTransferBulk, ticket(6)));
    assert!(may(&caller(5, Admin), TicketTransferBulk, ticket(6)));
    let bulk = builtin_roles().iter().filter(|r| r.cell(TicketTransferBulk).is_some());
    assert_eq!(bulk.map(|r| r.key).collect::<Vec<_>>(), [Admin.into()]);
}

#[test]
fn r5_the_dispenser_makes_the_reach_a_pool_and_adds_nothing_else() {
    let agent = || member(5, &[ConversationAgent]);
    assert!(!sees(&Caller::build(&agent()), ticket(0)));
    let with_it = Caller::build(&with(agent(), TicketTake, Scope::Org));
    assert!(sees(&with_it, ticket(0)) && may(&with_it, TicketTake, ticket(0)));
    assert!(
        !sees(&with_it, ticket(6))
            && !sees(
                &with_it,
                Facts {
                    team: Some(field()),
                    ..ticket(0)
                }
            )
    );
    let reply = with_it.decide(TicketReply, &at(ticket(0)), NOW);
    assert!(
        matches!(reply, Decision::Denied(d) if matches!(d.why, Why::Elsewhere { .. })),
        "seen, not yet answered: take it first"
    );
}

#[test]
fn an_advisor_has_own_tickets_and_everything_in_their_teams() {
    let c = caller(5, Advisor);
    assert!(sees(&c, ticket(0)) && sees(&c, ticket(6)));
    assert!(
        sees(
            &c,
            Facts {
                team: Some(field()),
                ..ticket(5)
            }
        ),
        "own, wherever it is"
    );
    assert!(!sees(
        &c,
        Facts {
            team: Some(field()),
            ..ticket(6)
        }
    ));
}

#[test]
fn c7_a_deferred_ticket_is_hidden_from_own_and_pool_until_opening() {
    let shut = Facts {
        deferred_until: Some(crate::member::later(60)),
        ..ticket(5)
    };
    let c = caller(5, Operator);
    assert!(!sees(&c, shut));
    assert!(
        c.decide(TicketRead, &at(shut), crate::member::later(60)).is_allowed(),
        "at the very instant"
    );
    assert!(
        sees(&caller(6, Coordinator), shut) && sees(&caller(6, Advisor), shut),
        "those who watch over a queue see it"
    );
}

#[test]
fn e9_an_external_advisor_has_the_host_teams_and_no_more() {
    let c = Caller::build(&external(5, &[ExternalAdvisor]));
    assert!(may(&c, TicketReply, ticket(0)) && may(&c, TicketTransfer, ticket(6)) && may(&c, TicketTake, ticket(0)));
    assert!(
        !sees(
            &c,
            Facts {
                team: Some(field()),
                ..ticket(5)
            }
        ),
        "their own tickets included"
    );
    assert!(!sees(&c, Facts { team: None, ..ticket(5) }));
    for perm in [LabelRead, OriginRead, ResolutionRead, CannedRead, FieldRead] {
        assert!(c.decide(perm, &Place::Desk, NOW).is_allowed(), "E8: the host's {perm}");
    }
    assert!(
        c.decide(
            TeamRead,
            &Place::Team {
                team: crate::member::sales(),
                hidden: false
            },
            NOW
        )
        .is_allowed()
    );
    assert_eq!(
        c.decide(
            TeamRead,
            &Place::Team {
                team: field(),
                hidden: false
            },
            NOW
        ),
        Decision::Unknown
    );
    let all = [
        ReportConversation,
        MonitorRead,
        BroadcastDraft,
        ContactExport,
        ContactMerge,
        SettingsRead,
        UserView,
        AuditRead,
    ];
    for perm in all {
        assert!(!c.holds_anywhere(perm, NOW), "{perm}");
    }
}

#[test]
fn e9_the_ceiling_holds_whatever_role_the_host_gives() {
    for roles in [
        &[Admin][..],
        &[Supervisor, Advisor],
        &[Manager],
        &[Stakeholder, Coordinator, OrdersAdmin],
    ] {
        let m = with(with(external(5, roles), IntegrationView, Scope::Org), ContactExport, Scope::Org);
        let c = Caller::build(&m);
        for perm in Perm::ALL.iter().filter(|p| !p.external_ok()) {
            assert!(!c.holds_anywhere(*perm, NOW), "{perm}");
        }
        assert!(
            sees(&c, ticket(6))
                && !sees(
                    &c,
                    Facts {
                        team: Some(field()),
                        ..ticket(5)
                    }
                )
        );
    }
    let c = Caller::build(&external(5, &[Supervisor]));
    let no = c.decide(IntegrationView, &at(ticket(6)), NOW);
    assert!(matches!(no, Decision::Denied(d) if d.why == Why::Capped { by: access::Cap::External } && d.given_by.is_empty()));
}

#[test]
fn b1_b3_contact_editing_is_granted_channel_by_channel() {
    let off = caller(5, Operator).decide(ContactEdit, &at(ticket(5)), NOW);
    let Decision::Denied(denial) = off else { panic!("{off:?}") };
    assert_eq!((denial.why, denial.optional_in), (Why::Never, vec![Operator.into()]));
    assert_eq!(denial.given_by, [UserEdit, ChannelManage]);
    let c = Caller::build(&with(member(5, &[Operator]), ContactEdit, Scope::Channel(whatsapp())));
    assert!(may(&c, ContactEdit, ticket(5)));
    assert!(!may(
        &c,
        ContactEdit,
        Facts {
            channel: Some(mail()),
            ..ticket(5)
        }
    ));
    assert!(
        !c.decide(ContactEdit, &Place::Desk, NOW).is_allowed(),
        "the contact itself needs the organisation's extent"
    );
    assert!(c.decide(ContactEdit, &Place::Through(vec![ticket(6), ticket(5)]), NOW).is_allowed());
    assert!(caller(5, Supervisor).decide(ContactEdit, &Place::Desk, NOW).is_allowed());
}

#[test]
fn b8_transfer_is_on_for_advisors_until_it_is_switched_off_in_a_channel() {
    let c = Caller::build(&without(member(5, &[Advisor]), TicketTransfer, Scope::Channel(whatsapp())));
    assert!(!may(&c, TicketTransfer, ticket(6)));
    assert!(may(
        &c,
        TicketTransfer,
        Facts {
            channel: Some(mail()),
            ..ticket(6)
        }
    ));
}

#[test]
fn e12_view_only_changes_nothing() {
    let role = ViewOnly.role();
    assert!(
        role.cells.keys().all(|perm| perm.reads()),
        "{:?}",
        role.cells.keys().filter(|p| !p.reads()).collect::<Vec<_>>()
    );
    assert!(
        role.cells.values().all(|cell| cell.state == State::Always),
        "and nothing can be switched on"
    );
    let c = caller(5, ViewOnly);
    assert!(sees(&c, ticket(6)) && c.holds_anywhere(ReportConversation, NOW) && c.holds_anywhere(ContactHistory, NOW));
}

#[test]
fn orders_admin_sees_orders_and_no_tickets() {
    let c = caller(5, OrdersAdmin);
    assert!(!sees(&c, ticket(5)) && c.reach(TicketRead, NOW).is_empty());
    let order = Place::Order {
        facts: ticket(6),
        creator: id(9),
        creator_may: false,
    };
    assert!(c.decide(OrderVoid, &order, NOW).is_allowed());
    assert!(matches!(c.decide(PaymentReconcile, &order, NOW), Decision::Denied(d) if d.optional_in == [OrdersAdmin.into()]));
    // R3: several roles add up, pair by pair: reading own tickets comes from Operator, ordering in them from Orders admin.
    let both = Caller::build(&member(5, &[OrdersAdmin, Operator]));
    assert!(may(&both, OrderConverse, ticket(5)) && !may(&both, OrderConverse, ticket(6)));
}

#[test]
fn r13_who_created_an_order_does_not_reconcile_it() {
    let c = caller(5, Admin);
    let order = |creator, creator_may| Place::Order {
        facts: ticket(6),
        creator: id(creator),
        creator_may,
    };
    assert!(matches!(c.decide(PaymentReconcile, &order(5, false), NOW), Decision::Denied(d) if d.why == Why::Duties));
    assert!(c.decide(PaymentReconcile, &order(5, true), NOW).is_allowed());
    assert!(c.decide(PaymentReconcile, &order(6, false), NOW).is_allowed());
    assert!(c.decide(PaymentReject, &order(5, false), NOW).is_allowed());
    let mut other_membership = member(7, &[Admin]);
    other_membership.account = id(5);
    let again = Caller::build(&other_membership);
    assert!(!again.decide(PaymentReconcile, &order(5, false), NOW).is_allowed(), "by account");
}

#[test]
fn r12_an_independent_order_belongs_to_its_creator() {
    let c = Caller::build(&with(member(5, &[ConversationAgent]), OrderIndependent, Scope::Org));
    let mine = Facts {
        assignee: Some(id(5)),
        ..Facts::of(org())
    };
    assert!(may(&c, OrderIndependent, mine) && may(&c, OrderRead, mine));
    assert!(!may(
        &c,
        OrderRead,
        Facts {
            assignee: Some(id(6)),
            ..mine
        }
    ));
}

#[test]
fn c8_origins_narrow_the_pool_and_never_what_is_mine_or_the_organisations() {
    let mut m = with(member(5, &[ConversationAgent]), TicketTake, Scope::Org);
    m.origins = Some([crate::member::claims()].into());
    let c = Caller::build(&m);
    let about = |origin, assignee| Facts {
        origin,
        ..ticket(assignee)
    };
    assert!(sees(&c, about(Some(crate::member::claims()), 0)));
    assert!(!sees(&c, about(Some(crate::member::payments()), 0)));
    assert!(sees(&c, about(None, 0)), "no origin suits everyone");
    assert!(sees(&c, about(Some(crate::member::payments()), 5)), "own is never narrowed");
    m.roles[0].role = Coordinator.role().clone();
    assert!(sees(&Caller::build(&m), about(Some(crate::member::payments()), 0)));
}

#[test]
fn a_hidden_team_exists_for_its_members_and_for_who_manages_teams() {
    let hidden = |team| Place::Team { team, hidden: true };
    assert!(
        caller(5, Advisor)
            .decide(TeamRead, &hidden(crate::member::sales()), NOW)
            .is_allowed()
    );
    assert_eq!(caller(5, Supervisor).decide(TeamRead, &hidden(field()), NOW), Decision::Unknown);
    assert!(caller(5, Manager).decide(TeamRead, &hidden(field()), NOW).is_allowed());
}

#[test]
fn stakeholders_and_conversation_agents_manage_labels_and_templates() {
    for role in [Stakeholder, ConversationAgent] {
        for perm in [LabelManage, TemplateManage] {
            assert!(caller(5, role).decide(perm, &Place::Desk, NOW).is_allowed(), "{perm}");
        }
    }
    let operator = caller(5, Operator).decide(LabelManage, &Place::Desk, NOW);
    assert!(
        matches!(operator, Decision::Denied(_)),
        "knows the labels, does not manage them: {operator:?}"
    );
    assert_eq!(caller(5, Operator).decide(SettingsManage, &Place::Desk, NOW), Decision::Unknown);
}

#[test]
fn c11_user_management_is_off_for_a_coordinator_and_switched_on_one_by_one() {
    assert_eq!(caller(5, Coordinator).decide(UserCreate, &Place::Desk, NOW), Decision::Unknown);
    let c = Caller::build(&with(with(member(5, &[Coordinator]), UserView, Scope::Org), UserCreate, Scope::Org));
    assert!(c.decide(UserCreate, &Place::Desk, NOW).is_allowed());
    assert!(matches!(c.decide(UserDelete, &Place::Desk, NOW), Decision::Denied(_)));
    assert_eq!(c.next_change(Time::MIN), None);
}
