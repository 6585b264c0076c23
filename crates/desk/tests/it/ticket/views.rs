//! Lists and counts: for whoever asks, the same tickets.

use std::collections::BTreeSet;

use access::{Builtin, Perm, Place};
use db::testing::on_both;
use desk::testing::Office;
use desk::ticket::count::counts;
use desk::ticket::filter::{View, Whose};
use desk::ticket::list::{Sort, list};
use desk::ticket::{Filter, Priority, State, Ticket, external, store};
use desk::view::save::{self, Choice};
use desk::who::Who;
use kit::{LabelId, MemberId, OriginId, TeamId, TicketId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::desk::{code, hear, pass, sql, view, walk, word};

/// Random, and the same again: a world that fails can be looked at.
const SEED: [u8; 32] = [7; 32];

/// Where a ticket of a random world is.
#[derive(Clone, Debug)]
struct Spot {
    team: usize,
    assignee: Option<usize>,
    state: usize,
    origin: Option<usize>,
    channel: usize,
    label: bool,
    mention: Option<usize>,
    priority: i64,
    age: u64,
    deferred: bool,
    unread: bool,
}

fn spot() -> impl Strategy<Value = Spot> {
    let place = (
        0..3_usize,
        proptest::option::of(0..12_usize),
        0..5_usize,
        proptest::option::of(0..2_usize),
        0..2_usize,
    );
    let rest = (
        any::<bool>(),
        proptest::option::of(0..12_usize),
        0..4_i64,
        0..500_u64,
        proptest::bool::weighted(0.1),
        any::<bool>(),
    );
    (place, rest).prop_map(
        |((team, assignee, state, origin, channel), (label, mention, priority, age, deferred, unread))| Spot {
            team,
            assignee,
            state,
            origin,
            channel,
            label,
            mention,
            priority,
            age,
            deferred,
            unread,
        },
    )
}

struct World {
    office: Office,
    teams: Vec<TeamId>,
    people: Vec<MemberId>,
    origins: Vec<OriginId>,
    label: LabelId,
}

impl World {
    fn new(db: &db::Db) -> Self {
        let office = Office::new(db);
        let teams = vec![office.team, office.team("Refacciones"), office.team("Ventas")];
        let mut people: Vec<MemberId> = office.people.values().map(|worker| worker.member).collect();
        people.push(office.hire(&[Builtin::Advisor], &[teams[1], teams[2]]).member);
        people.push(office.hire(&[Builtin::Operator, Builtin::ViewOnly], &[teams[1]]).member);
        let narrow = office.hire(&[Builtin::Supervisor], &[]).member;
        let term = access::Term {
            channel: access::Set::only([office.channel]),
            ..access::Term::in_teams(access::Set::only([teams[0], teams[2]]))
        };
        let json = serde_json::to_string(&term).unwrap();
        sql(
            &office,
            "UPDATE member SET narrowing = $2, epoch = epoch + 1 WHERE id = $1",
            db::args![narrow, json],
        );
        people.push(narrow);
        let origins = vec![word(&office, "origin", "Pagos"), word(&office, "origin", "Reclamos")];
        let label = word(&office, "label", "Rojo");
        let served = "INSERT INTO member_origin (org_id, member_id, origin_id) VALUES ($1, $2, $3)";
        sql(&office, served, db::args![office.org, people[5], origins[0]]);
        Self {
            office,
            teams,
            people,
            origins,
            label,
        }
    }

    /// A ticket, made by a customer and then put where the spot says.
    fn put(&self, n: usize, spot: &Spot, channels: &[kit::ChannelId]) -> TicketId {
        let office = &self.office;
        let heard = hear(office, &format!("v{n}"), "Hola");
        let id = heard.ticket.id;
        let assignee = spot.assignee.map(|at| self.people[at % self.people.len()]);
        let state = match (assignee, spot.state) {
            (None, 0..4) => "waiting",
            (_, 4) => "closed",
            (Some(_), 2) => "hold",
            (Some(_), 3) => "snoozed",
            (Some(_), _) => "open",
            (None, _) => "waiting",
        };
        let at = office.db.now().minus(std::time::Duration::from_secs(spot.age));
        let deferred = spot.deferred.then(|| office.db.now().plus(std::time::Duration::from_secs(60)));
        let update = "UPDATE ticket SET team_id = $2, assignee_id = $3, state = $4, live = ($4 <> 'closed'), origin_id = $5, channel_id = $6, priority = $7, last_at = $8, \
            deferred_until = $9, last_in_seq = $10, waiting_since = $11 WHERE id = $1";
        let seen = if spot.unread { heard.message.seq } else { 0 };
        let waits = spot.age.is_multiple_of(2).then_some(at);
        let origin = spot.origin.map(|at| self.origins[at]);
        let args = db::args![
            id,
            self.teams[spot.team],
            assignee,
            state,
            origin,
            channels[spot.channel],
            spot.priority,
            at,
            deferred,
            seen,
            waits
        ];
        sql(office, update, &args.iter().cloned().map(db::Arg::into_owned).collect::<Vec<_>>());
        if spot.label {
            sql(
                office,
                "INSERT INTO ticket_label (org_id, ticket_id, label_id) VALUES ($1, $2, $3)",
                db::args![office.org, id, self.label],
            );
        }
        if let Some(member) = spot.mention.map(|at| self.people[at % self.people.len()]) {
            let mention = "INSERT INTO mention (org_id, member_id, message_id, ticket_id, at) VALUES ($1, $2, $3, $4, 0)";
            sql(office, mention, db::args![office.org, member, heard.message.id, id]);
        }
        id
    }

    fn rows(&self) -> Vec<Ticket> {
        let org = self.office.org;
        self.office.read(move |tx| tickets(tx, org)).unwrap()
    }
}

fn tickets(tx: &mut db::Tx<'_>, org: kit::OrgId) -> kit::Result<Vec<Ticket>> {
    Ok(tx.all(
        &format!("SELECT {} FROM ticket t WHERE t.org_id = $1", store::COLUMNS),
        db::args![org],
    )?)
}

/// What a filter means, said without SQL.
fn shown(who: &Who, filter: &Filter, t: &Ticket, labelled: bool, mentioned: bool) -> bool {
    let place = Place::At(t.facts());
    let perm = if filter.view == View::Mentions {
        Perm::NoteRead
    } else {
        Perm::TicketRead
    };
    let mine = t.assignee == Some(who.member());
    let put_aside = matches!(t.state, State::Hold | State::Snoozed);
    let view = match filter.view {
        View::Mine => mine,
        View::Team => who.caller.teams.contains(&t.team),
        View::Unassigned => t.assignee.is_none(),
        View::All | View::Hold | View::Snoozed | View::Closed => true,
        View::Mentions => mentioned,
        View::ExternalMine => who.caller.external && who.caller.teams.contains(&t.team) && (mine || t.assignee.is_none()),
        View::ExternalTeam => who.caller.external && who.caller.teams.contains(&t.team),
    };
    let state = match filter.view {
        _ if !filter.state.is_empty() => filter.state.contains(&t.state),
        View::Mine | View::Team | View::Unassigned => t.live() && !put_aside,
        View::All | View::ExternalMine | View::ExternalTeam => t.live(),
        View::Mentions => true,
        View::Hold => t.state == State::Hold,
        View::Snoozed => t.state == State::Snoozed,
        View::Closed => !t.live(),
    };
    let whose = match filter.assignee {
        None => true,
        Some(Whose::Me) => mine,
        Some(Whose::Nobody) => t.assignee.is_none(),
        Some(Whose::Member(member)) => t.assignee == Some(member),
    };
    let among = filter.team.is_empty() || filter.team.contains(&t.team);
    let from = filter.origin.is_empty() || t.origin.is_some_and(|o| filter.origin.contains(&o));
    let urgent = filter.priority.is_empty() || filter.priority.contains(&t.priority);
    let contact = filter.contact.is_none_or(|c| c == t.contact);
    let label = filter.label.is_empty() || labelled;
    who.can(perm, &place) && view && state && whose && among && from && urgent && contact && label
}

#[test]
fn every_list_and_every_count_is_what_the_decision_says_for_whoever_asks() {
    on_both(|db| {
        let world = World::new(db);
        let office = &world.office;
        let channels = [office.channel, office.channel(office.team)];
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &SEED));
        let spots = proptest::collection::vec(spot(), 60);
        let spots = spots.new_tree(&mut runner).unwrap().current();
        for (n, spot) in spots.iter().enumerate() {
            world.put(n, spot, &channels);
        }
        let all = world.rows();
        let labelled = |id: TicketId| all.iter().position(|t| t.id == id).is_some_and(|_| spots[number(&all, id)].label);
        let mentioned = |id: TicketId, who: &Who| {
            spots[number(&all, id)]
                .mention
                .is_some_and(|at| world.people[at % world.people.len()] == who.member())
        };
        let views = [
            View::Mine,
            View::Team,
            View::Unassigned,
            View::All,
            View::Mentions,
            View::Hold,
            View::Snoozed,
            View::Closed,
            View::ExternalMine,
            View::ExternalTeam,
        ];
        let more = [
            Filter {
                label: vec![world.label],
                ..Filter::of(View::All)
            },
            Filter {
                state: State::ALL.to_vec(),
                team: vec![world.teams[1], world.teams[2]],
                ..Filter::of(View::All)
            },
            Filter {
                state: vec![State::Open, State::Closed],
                assignee: Some(Whose::Member(world.people[3])),
                ..Filter::of(View::All)
            },
            Filter {
                origin: vec![world.origins[0]],
                priority: vec![Priority::High, Priority::Urgent],
                ..Filter::of(View::All)
            },
            Filter {
                state: State::ALL.to_vec(),
                contact: Some(all[0].contact),
                ..Filter::of(View::All)
            },
            Filter {
                assignee: Some(Whose::Nobody),
                label: vec![world.label],
                state: vec![State::Waiting, State::Closed],
                ..Filter::of(View::Team)
            },
        ];
        let filters: Vec<Filter> = views.into_iter().map(Filter::of).chain(more).collect();
        for member in &world.people {
            let who = office.of(*member);
            let (asker, asked) = (who.clone(), filters.clone());
            let counted = office.read(move |tx| counts(tx, &asker, &asked)).unwrap();
            for (filter, count) in filters.iter().zip(counted) {
                let wanted: BTreeSet<TicketId> = (all.iter())
                    .filter(|t| shown(&who, filter, t, labelled(t.id), mentioned(t.id, &who)))
                    .map(|t| t.id)
                    .collect();
                let listed = walk(office, &who, filter, Sort::LastActivity, 7);
                let ids: Vec<TicketId> = listed.iter().map(|row| row.ticket.id).collect();
                assert_eq!(ids.iter().copied().collect::<BTreeSet<_>>(), wanted, "{filter:?} of {}", who.name);
                assert_eq!(ids.len(), wanted.len(), "nothing twice");
                let keys: Vec<_> = listed
                    .iter()
                    .map(|row| std::cmp::Reverse((row.ticket.last_at, row.ticket.id)))
                    .collect();
                assert!(keys.is_sorted(), "in order");
                assert_eq!(
                    (count.count, count.more),
                    (i64::try_from(wanted.len()).unwrap(), false),
                    "{filter:?}"
                );
                let unread = listed.iter().filter(|row| row.ticket.unread > 0).count();
                let unread = (filter.view == View::Mine).then(|| i64::try_from(unread).unwrap());
                assert_eq!(count.unread, unread, "{filter:?}");
                for row in &listed {
                    let ticket = all.iter().find(|t| t.id == row.ticket.id).unwrap();
                    let can = |perm: &Perm| who.can(*perm, &Place::At(ticket.facts()));
                    let buttons = [
                        Perm::TicketTake,
                        Perm::TicketTransfer,
                        Perm::TicketEdit,
                        Perm::TicketHold,
                        Perm::TicketClose,
                    ];
                    assert_eq!(row.can, buttons.into_iter().filter(can).collect::<Vec<_>>());
                }
            }
        }
    });
}

/// Tickets are numbered as they were made.
fn number(all: &[Ticket], id: TicketId) -> usize {
    let ticket = all.iter().find(|t| t.id == id).expect("one of them");
    usize::try_from(ticket.number - 1).unwrap()
}

#[test]
fn the_other_orders_are_of_what_is_not_closed() {
    on_both(|db| {
        let world = World::new(db);
        let office = &world.office;
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &SEED));
        let spots = proptest::collection::vec(spot(), 30).new_tree(&mut runner).unwrap().current();
        let channels = [office.channel, office.channel];
        for (n, spot) in spots.iter().enumerate() {
            pass(office, 1);
            world.put(n, spot, &channels);
        }
        let chief = office.who(Builtin::Supervisor);
        let live: BTreeSet<TicketId> = world.rows().into_iter().filter(Ticket::live).map(|t| t.id).collect();
        for sort in [Sort::WaitingSince, Sort::Newest, Sort::Priority] {
            let rows = walk(office, &chief, &Filter::of(View::All), sort, 4);
            assert_eq!(rows.iter().map(|row| row.ticket.id).collect::<BTreeSet<_>>(), live);
            assert_eq!(rows.len(), live.len());
            let sorted = match sort {
                Sort::WaitingSince => rows.is_sorted_by_key(|r| (r.ticket.waiting_since.unwrap_or(kit::Time::MAX), r.ticket.id)),
                Sort::Newest => rows.is_sorted_by_key(|r| std::cmp::Reverse((r.ticket.created_at, r.ticket.id))),
                _ => rows.is_sorted_by_key(|r| std::cmp::Reverse((r.ticket.priority, r.ticket.last_at, r.ticket.id))),
            };
            assert!(sorted, "{sort:?}");
        }
        let who = chief.clone();
        let closed = office.read(move |tx| list(tx, &who, &Filter::of(View::Closed), Sort::Priority, None, 5));
        assert_eq!(closed.unwrap_err().code, "sort_of_live_only");
    });
}

#[test]
fn one_list_over_every_organisation_that_one_serves_away_from_home() {
    on_both(|db| {
        let (here, there) = (Office::new(db), Office::new(db));
        let lent = here.people[&Builtin::ExternalAdvisor];
        // The same person, lent to the second office too.
        let account = lent.account;
        let org = there.org;
        let team = there.team;
        let role = there.role(Builtin::ExternalAdvisor);
        there
            .write(move |tx| {
                let account = desk::account::store::row(tx, account)?.ok_or_else(kit::Error::unknown)?;
                desk::member::enrol::host(tx, org, &account, &[role], &[team])
            })
            .unwrap();
        let mut wanted = Vec::new();
        for n in 0..5 {
            pass(&here, 1);
            let office = if n % 2 == 0 { &here } else { &there };
            wanted.insert(0, hear(office, &format!("v{n}"), "Hola").ticket.id);
        }
        let far = here.team("Lejos");
        sql(&here, "UPDATE ticket SET team_id = $2 WHERE id = $1", db::args![wanted[0], far]);
        wanted.remove(0);
        let cache = here.cache.clone();
        let page = |view: View, after: Option<kit::Cursor>| {
            let cache = cache.clone();
            here.db
                .read_blocking(move |tx| external::list(tx, &cache, account, view, after, 2))
                .unwrap()
        };
        let (mut ids, mut names, mut after) = (Vec::new(), BTreeSet::new(), None);
        loop {
            let found = page(View::ExternalMine, after);
            for row in &found.items {
                ids.push(row.ticket.id);
                names.insert(row.ticket.organisation.as_ref().unwrap().id);
            }
            match found.next {
                Some(next) => after = Some(kit::Cursor::read(&next).unwrap()),
                None => break,
            }
        }
        assert_eq!((ids, names.len()), (wanted.clone(), 2));
        let counted = {
            let cache = cache.clone();
            here.db.read_blocking(move |tx| external::counts(tx, &cache, account)).unwrap()
        };
        assert_eq!(
            counted.iter().map(|(view, count)| (*view, count.count)).collect::<Vec<_>>(),
            [(View::ExternalMine, 4), (View::ExternalTeam, 4)]
        );
        // Somebody else's is the team's, not mine; at home there is nothing external.
        let advisor = here.who(Builtin::Advisor).member();
        sql(
            &here,
            "UPDATE ticket SET assignee_id = $2, state = 'open' WHERE id = $1",
            db::args![wanted[3], advisor],
        );
        assert_eq!(page(View::ExternalTeam, None).items.len(), 2);
        let home = here.people[&Builtin::Advisor].account;
        let none = here
            .db
            .read_blocking(move |tx| external::list(tx, &cache, home, View::ExternalTeam, None, 10))
            .unwrap();
        assert!(none.items.is_empty());
    });
}

#[test]
fn a_saved_view_is_its_owners_and_shows_each_what_they_may_see() {
    on_both(|db| {
        let office = Office::new(db);
        let (rosa, lent) = (office.who(Builtin::Advisor), office.who(Builtin::ExternalAdvisor));
        let far = office.team("Lejos");
        let (near, away) = (hear(&office, "v1", "uno").ticket.id, hear(&office, "v2", "dos").ticket.id);
        sql(&office, "UPDATE ticket SET team_id = $2 WHERE id = $1", db::args![away, far]);
        let chief = office.who(Builtin::Supervisor);
        let save = |who: &Who, choice: Choice| {
            let who = who.clone();
            office.write(move |tx| save::create(tx, &who, &choice))
        };
        let choice = |shared: bool| Choice {
            name: Some("Todo".into()),
            shared: Some(shared),
            filter: Some(Filter::of(View::All)),
        };
        assert_eq!(
            code(save(
                &chief,
                Choice {
                    name: Some(" ".into()),
                    ..choice(true)
                }
            )),
            "required"
        );
        let shared = save(&chief, choice(true)).unwrap();
        pass(&office, 1);
        let private = save(&chief, choice(false)).unwrap();
        let counted = |who: &Who| {
            let who = who.clone();
            let views = office.read(move |tx| desk::view::list::list(tx, &who)).unwrap();
            views
                .into_iter()
                .filter_map(|v| v.saved.map(|saved| (saved.id, saved.own, v.count.count)))
                .collect::<Vec<_>>()
        };
        assert_eq!(counted(&chief), [(shared, true, 2), (private, true, 2)]);
        assert_eq!(counted(&rosa), [(shared, false, 1)]);
        assert_eq!(counted(&lent), [(shared, false, 1)]);
        assert_eq!(
            view(&office, &rosa, View::All).iter().map(|r| r.ticket.id).collect::<Vec<_>>(),
            [near]
        );
        let change = |who: &Who, id| {
            let who = who.clone();
            office.write(move |tx| {
                save::change(
                    tx,
                    &who,
                    id,
                    &Choice {
                        name: Some("Mío".into()),
                        ..Choice::default()
                    },
                )
            })
        };
        assert_eq!(code(change(&rosa, shared)), "not_your_view");
        assert_eq!(code(change(&rosa, private)), "not_found");
        change(&chief, private).unwrap();
        let who = chief.clone();
        office.write(move |tx| save::remove(tx, &who, shared)).unwrap();
        assert_eq!(counted(&rosa), []);
        let many = Filter {
            label: vec![LabelId::new(office.db.now()); 51],
            ..Filter::default()
        };
        let refused = save(
            &chief,
            Choice {
                filter: Some(many),
                ..choice(false)
            },
        )
        .unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), ("too_many_values", Some("filter.label")));
    });
}

#[test]
fn views_that_can_have_nothing_of_their_own_are_not_offered() {
    on_both(|db| {
        let office = Office::new(db);
        let offered = |role: Builtin| {
            let who = office.who(role);
            let views = office.read(move |tx| desk::view::list::list(tx, &who)).unwrap();
            views.into_iter().filter_map(|v| v.key).collect::<Vec<_>>()
        };
        let everybodys = desk::view::list::EVERYBODYS;
        assert_eq!(offered(Builtin::Supervisor), everybodys);
        assert_eq!(offered(Builtin::Advisor), everybodys);
        // Only what is derived to them exists for operators.
        assert_eq!(
            offered(Builtin::Operator),
            [View::Mine, View::Mentions, View::Hold, View::Snoozed, View::Closed]
        );
        // Who only reads is never given anything.
        assert!(!offered(Builtin::ViewOnly).contains(&View::Mine));
        assert!(offered(Builtin::ViewOnly).contains(&View::All));
        assert_eq!(offered(Builtin::OrdersAdmin), []);
    });
}
