//! Who may see and do what, where, and why. Pure: no I/O, no clock, no SQL client, no HTTP; everything else asks here.
//!
//! A permission never travels without *where it holds*. What a member has is a list of [`Entitlement`]s, each one [`Perm`]
//! with one extent, a [`Term`]. Roles, switches, teams, narrowings and caps are only ways to make them; two roles together
//! give the union of the pairs and never more. The way through the crate:
//!
//! - [`Perm`] (`perm.rs`): the registry. [`Role`] (`role.rs`), [`builtin_roles`] (`builtin.rs`): SPEC's table, as data.
//! - [`Set`], [`Who`], [`When`], [`Term`]: extents, closed under meeting and taking away.
//! - [`Membership`] → [`Caller::build`] (`build.rs`, with `switch.rs`): from what is stored to what is held.
//! - [`Caller::decide`] (`decide.rs`, `duties.rs`): one act at one [`Place`]. [`Decision`]: the answer, with its grounds.
//! - [`Caller::reach`] → [`Reach`] (`reach.rs`, `sql.rs`, `branch.rs`): the same decision for lists, as a function, as SQL, and
//!   as disjoint branches for pages. The tests hold the three against each other on random worlds.
//! - [`Caller::eligible`], [`Caller::may_move`] (`eligible.rs`): who can be given a ticket.
//! - [`change`]: who may change whose rights. [`asking`]: what can be asked for, and who could give it. [`Caller::seen_by`] (`view_as.rs`). [`matrix`]: the policy as a table.
//!
//! Time is an argument, and everything is decided anew each time: nothing here remembers an answer.
//!
//! # Example
//!
//! Rosa is an operator who may edit contacts in one channel, until noon.
//!
//! ```
//! use access::{Builtin, Caller, Decision, Facts, Membership, Perm, Place, Scope, Switch, Why};
//! use kit::{AccountId, ChannelId, MemberId, OrgId, Time};
//!
//! let (now, noon) = (Time::from_micros(0), Time::from_micros(10));
//! let (org, rosa) = (OrgId::new(now), MemberId::new(now));
//! let (whatsapp, mail) = (ChannelId::new(now), ChannelId::new(now));
//!
//! let mut membership = Membership::new(org, rosa, AccountId::new(now)).with_role(Builtin::Operator.role());
//! membership.switches.push(Switch { perm: Perm::ContactEdit, scope: Scope::Channel(whatsapp), on: true, until: Some(noon) });
//! let caller = Caller::build(&membership);
//!
//! let hers = Facts { assignee: Some(rosa), channel: Some(whatsapp), ..Facts::of(org) };
//! let why_not = |facts, now| match caller.decide(Perm::ContactEdit, &Place::At(facts), now) {
//!     Decision::Denied(denial) => Some(denial.why),
//!     Decision::Allowed(_) => None,
//!     Decision::Unknown => panic!("she cannot even see it"),
//! };
//! assert_eq!(why_not(hers, now), None);
//! assert!(matches!(why_not(Facts { channel: Some(mail), ..hers }, now), Some(Why::Elsewhere { .. })));
//! assert!(matches!(why_not(hers, noon), Some(Why::Expired { .. })));
//! assert_eq!(caller.next_change(now), Some(noon));
//!
//! // Somebody else's ticket does not exist for her, one by one or in a list.
//! let theirs = Facts { assignee: None, ..hers };
//! assert_eq!(caller.decide(Perm::TicketReply, &Place::At(theirs), now), Decision::Unknown);
//! assert!(!caller.reach(Perm::TicketRead, now).contains(&theirs, now));
//! ```

pub mod asking;
mod bits;
pub mod branch;
mod build;
pub mod builtin;
mod caller;
pub mod change;
mod decide;
pub mod decision;
mod duties;
mod eligible;
pub mod entitlement;
mod errors;
mod facts;
pub mod matrix;
mod membership;
mod perm;
mod reach;
mod role;
mod set;
mod sql;
mod switch;
mod term;
mod text;
mod view_as;

pub use bits::{When, Who};
pub use branch::{Branch, Lead};
pub use builtin::{Builtin, builtin_roles};
pub use caller::{Caller, Giving};
pub use change::Refusal;
pub use decision::{Can, Decision, Denial, Grounds, Why};
pub use eligible::{Destination, Ineligible, MoveRefused};
pub use entitlement::{Cap, Entitlement, Source};
pub use facts::{Facts, Place};
pub use membership::{External, Given, Membership, Standing};
pub use perm::{Kind, Perm, ScopeKind};
pub use reach::Reach;
pub use role::{Base, Cell, Role, RoleKey, RoleReach, State};
pub use set::Set;
pub use sql::{Bind, Sink};
pub use switch::{Scope, Switch};
pub use term::Term;
