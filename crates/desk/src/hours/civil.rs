//! From what a clock shows to instants, where summer time comes and goes.
//!
//! Something has begun once the clock has shown its beginning, and has ended when the clock will not show anything before its end any more. So an
//! hour that is shown twice counts both times, and one that is left out is none.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use kit::Time;

/// The first instant at which the clock shows this or later; none beyond what calendars know.
pub fn begin(zone: &TimeZone, at: DateTime) -> Option<Time> {
    match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => instant(at, offset),
        AmbiguousOffset::Gap { after, .. } => leap(zone, at, after),
    }
}

/// The instant from which on the clock shows nothing before this any more.
pub fn end(zone: &TimeZone, at: DateTime) -> Option<Time> {
    match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { offset } => instant(at, offset),
        AmbiguousOffset::Gap { after, .. } => leap(zone, at, after),
        AmbiguousOffset::Fold { before, after } => {
            // Put back to this very minute, the clock shows nothing before it again; put back further, it does.
            let (first, again) = (instant(at, before)?, instant(at, after)?);
            let put_back = zone.following(first.to_jiff()).next().map(|t| Time::from(t.timestamp()));
            match put_back {
                Some(put_back) if put_back < again => Some(again),
                _ => Some(first),
            }
        }
    }
}

fn instant(at: DateTime, offset: jiff::tz::Offset) -> Option<Time> {
    offset.to_timestamp(at).ok().map(Time::from)
}

/// Where the clock jumps over `at`: the jump itself. With the offset after it, `at` is still before it.
fn leap(zone: &TimeZone, at: DateTime, after: jiff::tz::Offset) -> Option<Time> {
    let before = after.to_timestamp(at).ok()?;
    zone.following(before).next().map(|t| t.timestamp().into())
}
