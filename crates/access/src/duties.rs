//! Separation of duties: who made a thing does not also approve it. By account, whatever role, membership or token.

use crate::decision::Why;
use crate::{Caller, Perm, Place};

/// Who created an order does not reconcile its payment, unless the organisation allows it (R13).
pub fn separated(caller: &Caller, perm: Perm, place: &Place) -> Option<Why> {
    match place {
        Place::Order {
            creator,
            creator_may: false,
            ..
        } if perm == Perm::PaymentReconcile && *creator == caller.account => Some(Why::Duties),
        _ => None,
    }
}
