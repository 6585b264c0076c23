//! Who calls: a membership made ready to decide. Cheap to ask, made anew whenever the membership changes.

use std::collections::BTreeSet;
use std::ops::Range;

use kit::{AccountId, ChannelId, MemberId, OrgId, OriginId, TeamId, Time};

use crate::builtin::Builtin;
use crate::entitlement::{Capped, Entitlement};
use crate::{Membership, Perm, Reach, RoleKey, Set, Switch, Term};

/// The roles that one of the member's roles lets them give.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Giving {
    pub roles: Set<RoleKey>,
    pub until: Option<Time>,
}

/// A member, as far as access is concerned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    pub org: OrgId,
    pub member: MemberId,
    pub account: AccountId,
    pub teams: BTreeSet<TeamId>,
    pub external: bool,
    /// Account, home membership, this membership and both organisations.
    pub alive: bool,
    /// What the member's roles let them give to others.
    pub gives: Vec<Giving>,
    pub(crate) origins: Set<OriginId>,
    pub(crate) channels: Set<ChannelId>,
    /// Sorted by permission; see `index`.
    pub(crate) entitlements: Vec<Entitlement>,
    pub(crate) capped: Vec<Capped>,
    /// The cells that could be switched on.
    pub(crate) optional: Vec<(Perm, RoleKey)>,
    /// Where they would hold then, by the caps and the narrowing.
    pub(crate) offered: Vec<Entitlement>,
    /// The switches by which they are off.
    pub(crate) withheld: Vec<Switch>,
    administers: bool,
    ranges: Vec<Range<usize>>,
    /// Who looks through this member's eyes.
    pub(crate) viewer: Option<Box<Caller>>,
}

impl Caller {
    pub(crate) fn bare(m: &Membership) -> Self {
        let admin = |given: &crate::Given| given.role.key == Builtin::Admin.into() && given.until.is_none();
        let unlimited = m.external.is_none() && m.until.is_none() && m.token.is_none() && m.narrowing.is_whole();
        Self {
            org: m.org,
            member: m.member,
            account: m.account,
            teams: m.teams.clone(),
            external: m.external.is_some(),
            alive: m.alive(),
            gives: Vec::new(),
            origins: m.served_origins(),
            channels: m.served_channels(),
            entitlements: Vec::new(),
            capped: Vec::new(),
            optional: Vec::new(),
            offered: Vec::new(),
            withheld: m.switches.iter().filter(|switch| !switch.on).copied().collect(),
            administers: unlimited && m.roles.iter().any(admin),
            ranges: Vec::new(),
            viewer: None,
        }
    }

    pub(crate) fn index(&mut self) {
        self.entitlements.sort_by_key(|e| e.perm);
        let start = |perm: &Perm| self.entitlements.partition_point(|e| e.perm < *perm);
        let end = |perm: &Perm| self.entitlements.partition_point(|e| e.perm <= *perm);
        self.ranges = Perm::ALL.iter().map(|perm| start(perm)..end(perm)).collect();
    }

    /// A home member with the built-in role Admin for good, in full, and not through a token: covers everybody.
    pub const fn administers(&self) -> bool {
        self.administers
    }

    /// All entitlements, also those that have not begun or are over, whether or not the member is in good standing.
    pub fn entitlements(&self) -> &[Entitlement] {
        &self.entitlements
    }

    /// The entitlements of one permission, at any time.
    pub(crate) fn of(&self, perm: Perm) -> &[Entitlement] {
        &self.entitlements[self.ranges[perm as usize].clone()]
    }

    /// The extents of one permission that hold now. Nobody who is not in good standing has any.
    pub(crate) fn extents(&self, perm: Perm, now: Time) -> impl Iterator<Item = &Entitlement> {
        self.of(perm).iter().filter(move |e| self.alive && e.live(now))
    }

    /// Where a permission holds together with the one it needs for seeing: for lists, counts, search, events.
    pub fn reach(&self, perm: Perm, now: Time) -> Reach {
        let read = perm.read_of();
        let mut terms: Vec<Term> = Vec::new();
        for e in self.extents(perm, now) {
            if perm == read {
                terms.push(e.extent.clone());
            } else {
                terms.extend(self.extents(read, now).map(|r| e.extent.meet(&r.extent)));
            }
        }
        let own = Reach::new(self.org, self.member, terms);
        match &self.viewer {
            Some(viewer) if perm.reads() => own.and(viewer.reach(perm, now)),
            Some(_) => Reach::new(self.org, self.member, Vec::new()),
            None => own,
        }
    }

    /// Whether there is any place at all where it may be done: to offer a page, a list, a report.
    pub fn holds_anywhere(&self, perm: Perm, now: Time) -> bool {
        self.allows(perm, &crate::Place::Anywhere, now)
    }

    /// The teams in which a permission holds, for lists that are kept by team (colleagues, teams, channels).
    pub fn teams_where(&self, perm: Perm, now: Time) -> Set<TeamId> {
        self.reach(perm, now).teams()
    }

    /// The next time at which something begins or ends by itself. Sockets wake then and decide again.
    pub fn next_change(&self, now: Time) -> Option<Time> {
        let own = self
            .entitlements
            .iter()
            .flat_map(|e| [e.from, e.until])
            .flatten()
            .filter(|at| *at > now)
            .min();
        let viewers = self.viewer.as_ref().and_then(|viewer| viewer.next_change(now));
        crate::entitlement::earlier(own, viewers)
    }
}
