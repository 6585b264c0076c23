//! SECURITY 6: nobody raises anybody above their own rights, in any sequence of calls.
//!
//! Random sequences of administration by members of every role. Before each, what everybody has; after it, what anybody has gained must
//! have been the actor's to have or to give, and an administrator must be left. A refused act changes nothing.

use std::collections::BTreeMap;

use access::{Base, State as CellState};
use access::{Builtin, Caller, Cell, Perm, Role, RoleKey, RoleReach, Scope, Set, Switch, change};
use db::Tx;
use db::testing::on_both;
use kit::{ChannelId, MemberId, PermissionRequestId, Result, RoleId, TeamId};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::member::{create, remove, rights, roles, served, suspend, switches, teams};
use crate::permission_request::{ask, grant};
use crate::role::model::Definition;
use crate::role::{create as make_role, delete as delete_role, edit as edit_role};
use crate::team::{archive, create as make_team, seats};
use crate::testing::Office;
use crate::who::{self, Cache, Who, crowd};

/// One call. Numbers choose among what there is when it is made.
#[derive(Clone, Debug)]
enum Act {
    Create(usize),
    Roles(usize, usize, Option<usize>),
    Teams(usize, usize),
    Join(usize, usize),
    Switch(usize, usize, u8, bool),
    Channels(usize),
    Suspend(usize),
    Resume(usize),
    Remove(usize),
    MakeRole(usize, u8, usize),
    EditRole(usize, usize, u8),
    GivenBy(usize, usize),
    DeleteRole(usize),
    MakeTeam(bool),
    Archive(usize, usize),
    Ask(usize, u8),
    Grant(usize, Option<usize>),
}

fn act() -> impl Strategy<Value = Act> {
    let n = 0usize..40;
    prop_oneof![
        3 => n.clone().prop_map(Act::Create),
        5 => (n.clone(), n.clone(), proptest::option::of(n.clone())).prop_map(|(a, b, c)| Act::Roles(a, b, c)),
        2 => (n.clone(), n.clone()).prop_map(|(a, b)| Act::Teams(a, b)),
        2 => (n.clone(), n.clone()).prop_map(|(a, b)| Act::Join(a, b)),
        5 => (n.clone(), n.clone(), 0u8..3, any::<bool>()).prop_map(|(a, b, c, d)| Act::Switch(a, b, c, d)),
        1 => n.clone().prop_map(Act::Channels),
        1 => n.clone().prop_map(Act::Suspend),
        1 => n.clone().prop_map(Act::Resume),
        1 => n.clone().prop_map(Act::Remove),
        2 => (n.clone(), 0u8..5, n.clone()).prop_map(|(a, b, c)| Act::MakeRole(a, b, c)),
        3 => (n.clone(), n.clone(), 0u8..5).prop_map(|(a, b, c)| Act::EditRole(a, b, c)),
        2 => (n.clone(), n.clone()).prop_map(|(a, b)| Act::GivenBy(a, b)),
        1 => n.clone().prop_map(Act::DeleteRole),
        1 => any::<bool>().prop_map(Act::MakeTeam),
        4 => (n.clone(), 0u8..3).prop_map(|(a, b)| Act::Ask(a, b)),
        5 => (n.clone(), proptest::option::of(1..n.end)).prop_map(|(a, b)| Act::Grant(a, b)),
        1 => (n.clone(), n).prop_map(|(a, b)| Act::Archive(a, b)),
    ]
}

/// What there is to choose from.
struct World {
    members: Vec<MemberId>,
    roles: Vec<(RoleId, RoleKey)>,
    teams: Vec<TeamId>,
    channel: ChannelId,
    requests: Vec<PermissionRequestId>,
}

fn pick<T: Copy>(from: &[T], n: usize) -> T {
    from[n % from.len()]
}

fn definition(perm: usize, reach: u8, given: RoleKey) -> Definition {
    let reach = [RoleReach::None, RoleReach::Own, RoleReach::Pool, RoleReach::Teams, RoleReach::Org][usize::from(reach)];
    let cells = [
        pick(Perm::ALL, perm),
        pick(Perm::ALL, perm * 7 + 3),
        Perm::TicketRead,
        Perm::UserView,
        Perm::UserEdit,
    ];
    let cell = |i: usize| Cell {
        state: [CellState::Always, CellState::Off, CellState::On][(perm + i) % 3],
        base: [Base::Reach, Base::Desk][(perm / 3 + i) % 2],
    };
    let cells: BTreeMap<Perm, Cell> = cells.into_iter().enumerate().map(|(i, perm)| (perm, cell(i))).collect();
    Definition {
        reach,
        cells,
        gives: if perm.is_multiple_of(2) { Set::none() } else { Set::only([given]) },
    }
}

fn perform(tx: &mut Tx<'_>, who: &Who, world: &World, n: usize, act: &Act) -> Result<()> {
    let member = |i: &usize| pick(&world.members, *i);
    let team = |i: &usize| pick(&world.teams, *i);
    let role = |i: &usize| pick(&world.roles, *i);
    match act {
        Act::Create(r) => {
            let new = create::New {
                first_name: "Nueva".into(),
                last_name: format!("Persona {n}"),
                email: format!("nueva{n}.{}@ejemplo.mx", who.now.micros()),
                phone: None,
                locale: None,
                roles: vec![role(r).1],
                teams: vec![team(r)],
                origins: Vec::new(),
            };
            create::create(tx, who, &new).map(drop)
        }
        Act::Roles(m, a, b) => {
            let keys: Vec<RoleKey> = [Some(role(a).1), b.as_ref().map(|b| role(b).1)].into_iter().flatten().collect();
            roles::roles(tx, who, member(m), &keys)
        }
        Act::Teams(m, t) => teams::teams(
            tx,
            who,
            member(m),
            &[teams::Seat {
                id: team(t),
                default: true,
            }],
        ),
        Act::Join(m, t) => seats::join(tx, who, team(t), member(m), None),
        Act::Switch(m, p, scope, on) => {
            let scope = [Scope::Org, Scope::Channel(world.channel), Scope::Team(team(p))][usize::from(*scope)];
            let switch = Switch {
                perm: pick(Perm::ALL, p * 3),
                scope,
                on: *on,
                until: None,
            };
            switches::put(tx, who, member(m), switch).map(drop)
        }
        Act::Channels(m) => served::channels(tx, who, member(m), &[world.channel]),
        Act::Suspend(m) => suspend::suspend(tx, who, member(m)),
        Act::Resume(m) => suspend::resume(tx, who, member(m)),
        Act::Remove(m) => remove::remove(tx, who, member(m), None).map(drop),
        Act::MakeRole(p, reach, g) => {
            let new = make_role::New {
                name: format!("Rol {n}"),
                definition: definition(*p, *reach, role(g).1),
            };
            make_role::create(tx, who, &new).map(drop)
        }
        Act::EditRole(r, p, reach) => {
            let definition = definition(*p, *reach, RoleKey::Builtin(Builtin::Operator));
            let change = edit_role::Change {
                cells: Some(definition.cells),
                reach: Some(definition.reach),
                ..edit_role::Change::default()
            };
            edit_role::edit(tx, who, role(r).0, &change)
        }
        Act::GivenBy(r, g) => {
            let change = edit_role::Change {
                gives: Some(Set::only([role(g).1])),
                ..edit_role::Change::default()
            };
            edit_role::edit(tx, who, role(r).0, &change)
        }
        Act::DeleteRole(r) => delete_role::delete(tx, who, role(r).0),
        Act::MakeTeam(hidden) => {
            let new = make_team::New {
                name: format!("Equipo {n}"),
                description: String::new(),
                hidden: *hidden,
                parent: None,
                mode: crate::team::Mode::Manual,
            };
            make_team::create(tx, who, &new).map(drop)
        }
        Act::Ask(p, scope) => {
            let optional: Vec<Perm> = who::store::roles(tx, who.org(), who.member())?
                .iter()
                .flat_map(Role::optional)
                .collect();
            let scope = [Scope::Org, Scope::Channel(world.channel), Scope::Team(team(p))][usize::from(*scope)];
            let permission = pick(if optional.is_empty() { Perm::ALL } else { &optional }, *p);
            let new = ask::New {
                permission,
                scope,
                ticket: None,
            };
            ask::ask(tx, who, &new).map(drop)
        }
        Act::Grant(r, hours) => {
            let until = hours.map(|hours| tx.now().plus(std::time::Duration::from_secs(3600 * hours as u64)));
            match world.requests.as_slice() {
                [] => Err(kit::Error::unknown()),
                some => grant::grant(tx, who, pick(some, *r), until),
            }
        }
        Act::Archive(t, to) => archive::archive(tx, who, team(t), Some(team(to))).map(drop),
    }
}

/// Everybody's rights, suspended and invited ones too.
fn everybody(tx: &mut Tx<'_>, office_org: kit::OrgId) -> Result<BTreeMap<MemberId, Caller>> {
    let ids: Vec<MemberId> = tx.all(
        "SELECT id FROM member WHERE org_id = $1 AND state <> 'removed' ORDER BY id",
        db::args![office_org],
    )?;
    let mut all = BTreeMap::new();
    for id in ids {
        all.extend(rights::standing(tx, office_org, id)?.map(|caller| (id, caller)));
    }
    Ok(all)
}

fn world(tx: &mut Tx<'_>, org: kit::OrgId, channel: ChannelId) -> Result<World> {
    let rows = crate::role::store::all(tx, org)?;
    Ok(World {
        members: tx.all(
            "SELECT id FROM member WHERE org_id = $1 AND state <> 'removed' ORDER BY id",
            db::args![org],
        )?,
        roles: rows.iter().map(|row| (row.id, row.key())).collect(),
        teams: tx.all(
            "SELECT id FROM team WHERE org_id = $1 AND archived_at IS NULL ORDER BY id",
            db::args![org],
        )?,
        channel,
        requests: tx.all(
            "SELECT id FROM permission_request WHERE org_id = $1 AND state = 'asked' ORDER BY id",
            db::args![org],
        )?,
    })
}

/// Of a gain: whether the actor had it, as far and as long, or may give the role that it comes from.
fn may_have_given(actor: &Caller, before: Option<&Caller>, after: &Caller, now: kit::Time) -> std::result::Result<(), String> {
    if actor.administers() {
        return Ok(());
    }
    for gain in change::gained(before, after, now) {
        let lacks = |perm: Perm| {
            let held = actor
                .entitlements()
                .iter()
                .filter(|e| e.perm == perm && e.live(now) && e.outlasts(gain.until));
            gain.extent.as_other().minus_all(held.map(|e| &e.extent))
        };
        let rest = lacks(gain.perm);
        let by_role = gain.by.switch.is_none() && actor.gives.iter().any(|g| g.roles.contains(Some(gain.by.role)));
        // ACCESS, Administration: inviting includes giving the role External advisor in teams that the inviter reads.
        let by_inviting = after.external
            && gain.by.switch.is_none()
            && gain.by.role == RoleKey::Builtin(Builtin::ExternalAdvisor)
            && lacks(Perm::ExternalInvite).is_empty()
            && (gain.perm.desk_wide() || lacks(Perm::TicketRead).is_empty());
        if !rest.is_empty() && !by_role && !by_inviting {
            return Err(format!("{} in {:?}, by {:?}", gain.perm, rest[0], gain.by));
        }
    }
    Ok(())
}

/// Anybody, and every other time somebody who has something to administer with.
fn choose(tx: &mut Tx<'_>, org: kit::OrgId, n: usize) -> Result<MemberId> {
    let now = tx.now();
    let alive: Vec<Caller> = crowd::callers(tx, org)?.into_iter().filter(|c| c.alive).collect();
    let manages = |c: &&Caller| {
        [Perm::UserEdit, Perm::RoleManage, Perm::TeamManage]
            .iter()
            .any(|p| c.holds_anywhere(*p, now))
    };
    let some: Vec<MemberId> = if n.is_multiple_of(2) {
        alive.iter().map(|c| c.member).collect()
    } else {
        alive.iter().filter(manages).map(|c| c.member).collect()
    };
    Ok(pick(&some, n / 2))
}

/// How many acts succeeded: a test in which nothing is allowed proves nothing.
fn sequence(office: &Office, acts: &[(usize, Act)]) -> std::result::Result<usize, TestCaseError> {
    let (org, channel, mut done) = (office.org, office.channel, 0);
    let head = || office.read(move |tx| Ok(db::event::head(tx, org)?)).unwrap();
    let mut before = office.read(move |tx| everybody(tx, org)).unwrap();
    for (n, (actor, act)) in acts.iter().enumerate() {
        let (n, actor, act) = (n, *actor, act.clone());
        let told = head();
        let outcome = office.write({
            let act = act.clone();
            move |tx| {
                let world = world(tx, org, channel)?;
                let chosen = choose(tx, org, actor)?;
                let who = Cache::default().of_member(tx, org, chosen)?;
                perform(tx, &who, &world, n, &act).map(|()| who.clone()).map_err(|error| {
                    if error.kind == kit::Kind::Internal {
                        panic!("{error}")
                    } else {
                        error
                    }
                })
            }
        });
        let Ok(who) = outcome else {
            prop_assert_eq!(told, head(), "a refused {:?} was told", act);
            continue;
        };
        let after = office.read(move |tx| everybody(tx, org)).unwrap();
        done += 1;
        let now = who.now;
        for (id, caller) in &after {
            let was = before.get(id);
            if let Err(what) = may_have_given(&who.caller, was, caller, now) {
                return Err(TestCaseError::fail(format!("{} by {act:?} gave {id} {what}", who.name)));
            }
            if *id == who.member() {
                prop_assert!(
                    change::gained(was, caller, now).is_empty(),
                    "{} raised themselves by {:?}",
                    who.name,
                    act
                );
            }
        }
        prop_assert!(
            after.values().any(|c| c.alive && c.administers()),
            "{:?} left nobody who administers",
            act
        );
        before = after;
    }
    // What was refused has left nothing behind either.
    prop_assert_eq!(&before, &office.read(move |tx| everybody(tx, org)).unwrap());
    Ok(done)
}

#[test]
fn no_sequence_of_calls_raises_anybody_above_the_actor() {
    on_both(|db| {
        let office = Office::new(db);
        // A coordinator and a manager who have all that can be switched on: those between everything and nothing.
        let admin = office.who(Builtin::Admin);
        for role in [Builtin::Coordinator, Builtin::Manager, Builtin::Supervisor] {
            let member = office.people[&role].member;
            for perm in role.role().optional().collect::<Vec<_>>() {
                let admin = admin.clone();
                office
                    .write(move |tx| {
                        switches::put(
                            tx,
                            &admin,
                            member,
                            Switch {
                                perm,
                                scope: Scope::Org,
                                on: true,
                                until: None,
                            },
                        )
                    })
                    .unwrap();
            }
        }
        let managing = Role {
            gives: Set::only([RoleKey::Builtin(Builtin::Operator)]),
            ..Builtin::Coordinator.role().clone()
        };
        let cells = managing.cells.into_iter().chain(
            [
                Perm::RoleRead,
                Perm::RoleManage,
                Perm::TeamManage,
                Perm::UserView,
                Perm::UserCreate,
                Perm::UserEdit,
                Perm::UserDelete,
            ]
            .map(|perm| {
                (
                    perm,
                    Cell {
                        state: CellState::Always,
                        base: Base::Desk,
                    },
                )
            }),
        );
        let new = make_role::New {
            name: "Encargado".into(),
            definition: Definition {
                reach: RoleReach::Org,
                cells: cells.collect(),
                gives: managing.gives,
            },
        };
        let keeper = office.hire(&[Builtin::ViewOnly], &[office.team]).member;
        office
            .write(move |tx| {
                let made = make_role::create(tx, &admin, &new)?;
                roles::roles(tx, &admin, keeper, &[RoleKey::Custom(made)])
            })
            .unwrap();
        let config = Config {
            cases: 100,
            failure_persistence: None,
            max_shrink_iters: 200,
            ..Config::default()
        };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let done = std::cell::Cell::new(0usize);
        let acts = proptest::collection::vec((0usize..40, act()), 1..6);
        let outcome = runner.run(&acts, |acts| {
            done.set(done.get() + sequence(&office, &acts)?);
            Ok(())
        });
        outcome.unwrap();
        assert!(done.get() >= 30, "only {} acts were allowed", done.get());
    });
}

/// The positive control: the judge of the test above sees what is too much.
#[test]
fn the_judge_sees_a_gift_beyond_the_givers_own() {
    on_both(|db| {
        let office = Office::new(db);
        let (org, coordinator, operator) = (
            office.org,
            office.who(Builtin::Coordinator),
            office.people[&Builtin::Operator].member,
        );
        let before = office.read(move |tx| rights::standing(tx, org, operator)).unwrap().unwrap();
        let admin_role = office.role(Builtin::Admin);
        office
            .write(move |tx| crate::member::store::sets::put_roles(tx, org, operator, &[admin_role]))
            .unwrap();
        let after = office.read(move |tx| rights::standing(tx, org, operator)).unwrap().unwrap();
        assert!(may_have_given(&coordinator.caller, Some(&before), &after, db.now()).is_err());
        assert!(may_have_given(&office.who(Builtin::Admin).caller, Some(&before), &after, db.now()).is_ok());
    });
}
