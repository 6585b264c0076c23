//! Finite or co-finite sets of ids, where `None` is *has none* (no team, no origin).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// *Any* is `Except` nothing. A list that was emptied is `Only` nothing and stays nothing: it never turns into *any*.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", bound(deserialize = "T: Ord + Deserialize<'de>"))]
pub enum Set<T> {
    Only(BTreeSet<Option<T>>),
    Except(BTreeSet<Option<T>>),
}

use Set::{Except, Only};

impl<T: Copy + Ord> Set<T> {
    pub const fn any() -> Self {
        Except(BTreeSet::new())
    }

    pub const fn none() -> Self {
        Only(BTreeSet::new())
    }

    /// Only these.
    pub fn only(ids: impl IntoIterator<Item = T>) -> Self {
        Only(ids.into_iter().map(Some).collect())
    }

    /// These, and what has none: an origin that was not set suits everyone.
    pub fn only_or_unset(ids: impl IntoIterator<Item = T>) -> Self {
        Only(ids.into_iter().map(Some).chain([None]).collect())
    }

    pub fn contains(&self, id: Option<T>) -> bool {
        match self {
            Only(ids) => ids.contains(&id),
            Except(ids) => !ids.contains(&id),
        }
    }

    /// Ids are without end, so that only an `Only` can be empty.
    pub fn is_empty(&self) -> bool {
        matches!(self, Only(ids) if ids.is_empty())
    }

    pub fn is_any(&self) -> bool {
        matches!(self, Except(ids) if ids.is_empty())
    }

    /// In both.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        match (self, other) {
            (Only(a), Only(b)) => Only(a & b),
            (Only(a), Except(b)) | (Except(b), Only(a)) => Only(a - b),
            (Except(a), Except(b)) => Except(a | b),
        }
    }

    /// In either.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Only(a), Only(b)) => Only(a | b),
            (Only(a), Except(b)) | (Except(b), Only(a)) => Except(b - a),
            (Except(a), Except(b)) => Except(a & b),
        }
    }

    /// In this and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        match other {
            Only(b) => self.meet(&Except(b.clone())),
            Except(b) => self.meet(&Only(b.clone())),
        }
    }

    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Only(a), Only(b)) => b.is_subset(a),
            (Except(a), Only(b)) => a.is_disjoint(b),
            (Except(a), Except(b)) => a.is_subset(b),
            (Only(_), Except(_)) => false,
        }
    }
}

impl<T: Copy + Ord> Default for Set<T> {
    fn default() -> Self {
        Self::any()
    }
}
