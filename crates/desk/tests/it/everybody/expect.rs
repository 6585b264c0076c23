//! What the access model says to a call.

use access::{Decision, Place};
use desk::http::Permit;
use desk::http::route::Line;

use super::call::Call;
use super::world::{Caller, World};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// Done.
    Done,
    /// 401: whoever it is, not with this.
    NotSignedIn,
    /// 403: seen, and not allowed.
    Denied,
    /// 404: the answer for an id that was never issued.
    Unknown,
    /// 409: there is nothing to set up any more.
    Closed,
}

impl Expected {
    pub fn is(self, status: u16) -> bool {
        match self {
            // A socket's route says to somebody who may use it that it wants to be one.
            Self::Done => (200..300).contains(&status) || status == 426,
            _ => status == self.status(),
        }
    }

    pub fn status(self) -> u16 {
        match self {
            Self::Done => 200,
            Self::NotSignedIn => 401,
            Self::Denied => 403,
            Self::Unknown => 404,
            Self::Closed => 409,
        }
    }

    fn of(decision: &Decision) -> Self {
        match decision {
            Decision::Allowed(_) => Self::Done,
            Decision::Denied(_) => Self::Denied,
            Decision::Unknown => Self::Unknown,
        }
    }
}

pub fn expected(world: &World, line: &Line, caller: Caller, call: &Call) -> Expected {
    let only = |who: bool| if who { Expected::Done } else { Expected::NotSignedIn };
    match line.permit {
        Permit::Public(_) if line.slice == "setup" => Expected::Closed,
        Permit::Public(_) => Expected::Done,
        Permit::Person("hears what each of their memberships may read") => only(world.account(caller).is_some() || caller == Caller::Token),
        Permit::Person(_) => only(world.account(caller).is_some()),
        Permit::Visitor(_) => only(caller == Caller::Visitor),
        Permit::Channel(_) => only(caller == Caller::Channel),
        Permit::Member(_) | Permit::Desk(_) | Permit::At(_) => of_member(world, line, caller, call),
    }
}

fn of_member(world: &World, line: &Line, caller: Caller, call: &Call) -> Expected {
    if matches!(caller, Caller::Nobody | Caller::Visitor | Caller::Channel) {
        return Expected::NotSignedIn;
    }
    let Some(who) = world.who(caller).filter(|who| who.caller.alive) else {
        return Expected::Unknown;
    };
    match line.permit {
        Permit::Desk(perm) => Expected::of(&who.decide(perm, &Place::Desk)),
        // A list has in it what is in reach, which may be nothing.
        Permit::At(_) => call
            .ground
            .iter()
            .map(|(perm, place)| Expected::of(&who.decide(*perm, place)))
            .find(|said| *said != Expected::Done)
            .unwrap_or(Expected::Done),
        _ => Expected::Done,
    }
}
