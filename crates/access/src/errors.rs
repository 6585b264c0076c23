//! Refusals as the domain's errors. Their texts are looked up by code; the grounds travel as `detail`.

use kit::{Error, Kind};
use serde::Serialize;

use crate::{MoveRefused, Refusal};

fn with(error: Error, grounds: &impl Serialize) -> Error {
    match serde_json::to_value(grounds) {
        Ok(grounds) => error.with_detail(grounds),
        Err(cause) => Error::internal(cause),
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Stranger => Self::unknown(),
            Refusal::LastAdministrator => Self::conflict("last_administrator"),
            Refusal::Oneself => with(Self::new(Kind::Denied, "not_about_yourself"), &refusal),
            refusal => with(Self::new(Kind::Denied, "beyond_your_rights"), &refusal),
        }
    }
}

impl From<MoveRefused> for Error {
    fn from(refused: MoveRefused) -> Self {
        match refused {
            MoveRefused::Mover(decision) => (*decision).check().err().unwrap_or_else(Self::unknown),
            MoveRefused::Destination => Self::unknown(),
            MoveRefused::Assignee(why) => with(Self::invalid("assignee", "assignee_ineligible"), &why),
        }
    }
}
