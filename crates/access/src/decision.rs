//! The answer, as data. Sentences are made of it elsewhere, in the reader's language.

use kit::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entitlement::{Cap, Source};
use crate::{Perm, RoleKey, Scope, Term};

/// What may be done, and why or why not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Allowed(Grounds),
    /// One may know of the thing but not do this: 403.
    Denied(Denial),
    /// One may not even know that it is there: 404, like an id never issued.
    Unknown,
}

/// By what something is allowed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Grounds {
    pub by: Source,
    pub extent: Term,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

/// Which permission is missing, why, and from where it could come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Denial {
    pub permission: Perm,
    #[serde(flatten)]
    pub why: Why,
    /// My roles in which it is optional: there it could be switched on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional_in: Vec<RoleKey>,
    /// It was switched off only until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumes: Option<Time>,
    /// The switch with which one's own roles would give it here: what can be asked for. None: no switch would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<Scope>,
    /// Who could give it: those who hold one of these, and cover what they give. Empty when nobody can.
    pub given_by: Vec<Perm>,
}

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Why {
    /// A role would give it here; something else does not let it.
    Capped { by: Cap },
    /// It was held here until then.
    Expired { at: Time, by: Source },
    /// It is held, but not here.
    Elsewhere { held: Vec<Term> },
    /// None of the member's roles and switches gives it.
    Never,
    /// Whoever made it does not also approve it (R13).
    Duties,
}

/// One entry of an answer's `can`: `true`, `false`, or `{"denied": …}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Can {
    Plain(bool),
    No { denied: Denial },
}

impl Decision {
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }

    /// For an answer's `can`.
    pub fn can(self) -> Can {
        match self {
            Self::Allowed(_) => Can::Plain(true),
            Self::Denied(denied) => Can::No { denied },
            Self::Unknown => Can::Plain(false),
        }
    }

    /// As the domain's result: an error of kind *denied* with its grounds, or *unknown*.
    pub fn check(self) -> kit::Result<Grounds> {
        match self {
            Self::Allowed(grounds) => Ok(grounds),
            Self::Unknown => Err(kit::Error::unknown()),
            Self::Denied(denial) => {
                let error = kit::Error::new(kit::Kind::Denied, "denied").with_param("permission", denial.permission);
                let grounds = serde_json::to_value(&denial).map_err(kit::Error::internal)?;
                Err(error.with_detail(grounds))
            }
        }
    }
}
