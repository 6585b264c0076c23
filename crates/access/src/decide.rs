//! The decision, in the four steps of the model.

use std::collections::BTreeMap;

use kit::Time;

use crate::decision::{Can, Decision, Denial, Grounds, Why};
use crate::entitlement::{Cap, Entitlement};
use crate::{Caller, Facts, Perm, Place, ScopeKind, Term, duties};

impl Caller {
    /// May this be done there now, and why or why not.
    pub fn decide(&self, perm: Perm, place: &Place, now: Time) -> Decision {
        let decision = match place {
            Place::Through(all) => self.through(perm, all, now),
            _ => self.at(perm, place, now),
        };
        match &self.viewer {
            Some(viewer) if decision.is_allowed() => viewed(viewer, perm, place, now, decision),
            _ => decision,
        }
    }

    /// [`Caller::decide`] without its grounds, for where only yes or no is wanted.
    pub fn allows(&self, perm: Perm, place: &Place, now: Time) -> bool {
        let seen = |perm| self.extents(perm, now).any(|e| self.admits(&e.extent, place, now));
        let own = match place {
            Place::At(_) if self.viewer.is_none() => self.here(place) && seen(perm.read_of()) && seen(perm),
            _ => return self.decide(perm, place, now).is_allowed(),
        };
        own && duties::separated(self, perm, place).is_none()
    }

    /// The `can` of a single answer: each act with its reason.
    pub fn can(&self, perms: &[Perm], place: &Place, now: Time) -> BTreeMap<Perm, Can> {
        perms.iter().map(|perm| (*perm, self.decide(*perm, place, now).can())).collect()
    }

    /// The `can` of a list's row: only the names of what is allowed.
    pub fn allowed(&self, perms: &[Perm], place: &Place, now: Time) -> Vec<Perm> {
        perms.iter().copied().filter(|perm| self.allows(*perm, place, now)).collect()
    }

    fn at(&self, perm: Perm, place: &Place, now: Time) -> Decision {
        // 1: everybody alive, and the place in this organisation.
        if !self.alive || !self.here(place) {
            return Decision::Unknown;
        }
        // 2: it can be seen. Somewhere-or-other is seen where there is anything to see.
        let read = perm.read_of();
        if !self.extents(read, now).any(|e| self.admits(&e.extent, place, now)) {
            return Decision::Unknown;
        }
        // 3: it can be done.
        let found = match place {
            Place::Anywhere => self
                .extents(perm, now)
                .find(|e| self.extents(read, now).any(|r| !e.extent.meet(&r.extent).is_empty())),
            _ => self.extents(perm, now).find(|e| self.admits(&e.extent, place, now)),
        };
        let Some(found) = found else {
            return Decision::Denied(self.deny(perm, place, now));
        };
        // 4: by somebody who did not also make it.
        if let Some(why) = duties::separated(self, perm, place) {
            return Decision::Denied(Denial {
                permission: perm,
                why,
                optional_in: Vec::new(),
                resumes: None,
                switch: None,
                given_by: Vec::new(),
            });
        }
        Decision::Allowed(Grounds {
            by: found.by,
            extent: found.extent.clone(),
            until: found.until,
        })
    }

    /// Through any one of several places, seeing and doing through the same one; or as a whole.
    fn through(&self, perm: Perm, all: &[Facts], now: Time) -> Decision {
        let mut best = self.at(perm, &Place::Desk, now);
        for facts in all {
            match (&best, self.at(perm, &Place::At(*facts), now)) {
                (Decision::Allowed(_), _) => break,
                (_, allowed @ Decision::Allowed(_)) => best = allowed,
                (Decision::Unknown, denied @ Decision::Denied(_)) => best = denied,
                _ => {}
            }
        }
        best
    }

    fn here(&self, place: &Place) -> bool {
        place.facts().is_none_or(|facts| facts.org == self.org)
    }

    /// Whether an extent takes in a place.
    pub(crate) fn admits(&self, extent: &Term, place: &Place, now: Time) -> bool {
        match place {
            Place::Desk => extent.is_whole(),
            Place::Anywhere => !extent.is_empty(),
            Place::At(facts) | Place::Order { facts, .. } => extent.contains(facts, self.member, now),
            Place::Through(all) => extent.is_whole() || all.iter().any(|f| f.org == self.org && extent.contains(f, self.member, now)),
            Place::Team { team, hidden } => extent.team.contains(Some(*team)) && (!hidden || self.knows_hidden(*team, now)),
            Place::Channel { channel, team } => extent.channel.contains(Some(*channel)) && extent.team.contains(*team),
            Place::Person { teams } => extent.team.is_any() || teams.iter().any(|team| extent.team.contains(Some(*team))),
        }
    }

    fn knows_hidden(&self, team: kit::TeamId, now: Time) -> bool {
        self.teams.contains(&team) || self.extents(Perm::TeamManage, now).any(|e| e.extent.team.contains(Some(team)))
    }

    fn deny(&self, perm: Perm, place: &Place, now: Time) -> Denial {
        let admits = |e: &&Entitlement| self.admits(&e.extent, place, now);
        let cap = self
            .capped
            .iter()
            .find(|c| c.entitlement.perm == perm && c.entitlement.live(now) && admits(&&c.entitlement));
        let over = self
            .of(perm)
            .iter()
            .filter(|e| e.over(now))
            .filter(admits)
            .filter_map(|e| Some((e.until?, e.by)))
            .max_by_key(|(at, _)| *at);
        let held: Vec<Term> = self.extents(perm, now).map(|e| e.extent.clone()).collect();
        let why = match (cap, over) {
            (Some(cap), _) => Why::Capped { by: cap.by },
            (None, Some((at, by))) => Why::Expired { at, by },
            (None, None) if !held.is_empty() => Why::Elsewhere { held },
            (None, None) => Why::Never,
        };
        let resumes = self
            .of(perm)
            .iter()
            .filter(|e| !e.begun(now))
            .filter(admits)
            .filter_map(|e| e.from)
            .min();
        let optional_in = self.optional.iter().filter(|(p, _)| *p == perm).map(|(_, role)| *role).collect();
        let given_by = given_by(perm, &why);
        Denial {
            permission: perm,
            why,
            optional_in,
            resumes,
            switch: self.would(perm, place, now),
            given_by,
        }
    }
}

/// With what one gives a permission to a member: by editing the member, or on the channel's page (B2).
fn given_by(perm: Perm, why: &Why) -> Vec<Perm> {
    match why {
        // The ceiling is nobody's to lift, and a token's maker makes another token.
        Why::Capped {
            by: Cap::External | Cap::Token | Cap::ViewAs,
        }
        | Why::Duties => Vec::new(),
        Why::Capped { by: Cap::HostPolicy } => vec![Perm::SettingsManage],
        _ if perm.scopes().contains(&ScopeKind::Channel) => vec![Perm::UserEdit, Perm::ChannelManage],
        _ => vec![Perm::UserEdit],
    }
}

/// Looking through another's eyes: what both may see, and nothing is changed.
fn viewed(viewer: &Caller, perm: Perm, place: &Place, now: Time, decision: Decision) -> Decision {
    if !perm.reads() {
        let why = Why::Capped { by: Cap::ViewAs };
        return Decision::Denied(Denial {
            permission: perm,
            why,
            optional_in: Vec::new(),
            resumes: None,
            switch: None,
            given_by: Vec::new(),
        });
    }
    match viewer.decide(perm, place, now) {
        Decision::Allowed(_) => decision,
        refused => refused,
    }
}
