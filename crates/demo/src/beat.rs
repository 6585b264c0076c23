//! What can be done in a story, moment by moment.

use std::time::Duration;

use desk::ticket::Priority;
use kit::Time;

use crate::chance::Chance;
use crate::plan::MINUTE;

/// Something done, by indexes into the organisation's people, teams and words. Texts are as they are said.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Say {
        text: String,
        subject: Option<String>,
        file: Option<&'static str>,
    },
    /// The customer has read what was answered.
    Seen,
    Take {
        by: usize,
    },
    Give {
        by: usize,
        to: usize,
    },
    Answer {
        by: usize,
        text: String,
        file: Option<&'static str>,
        fails: bool,
    },
    Note {
        by: usize,
        text: String,
        mention: Option<usize>,
    },
    Classify {
        by: usize,
        subject: String,
        origin: String,
        labels: Vec<String>,
        priority: Priority,
    },
    Fields {
        by: usize,
        values: Vec<(&'static str, serde_json::Value)>,
    },
    Transfer {
        by: usize,
        team: usize,
        to: Option<usize>,
    },
    Hold {
        by: usize,
    },
    Release {
        by: usize,
    },
    /// For so long.
    Snooze {
        by: usize,
        lasts: Duration,
    },
    Wake {
        by: usize,
    },
    Close {
        by: usize,
        resolution: String,
    },
    Read {
        by: Vec<usize>,
    },
    Follow {
        by: usize,
    },
    Draft {
        by: usize,
        text: String,
        note: bool,
    },
    Edit {
        by: usize,
        fields: Vec<(&'static str, String)>,
    },
    Revert {
        by: usize,
    },
}

impl Act {
    /// Who of us does it, when it is one.
    pub fn by(&self) -> Option<usize> {
        match self {
            Self::Say { .. } | Self::Seen | Self::Read { .. } => None,
            Self::Take { by }
            | Self::Give { by, .. }
            | Self::Answer { by, .. }
            | Self::Note { by, .. }
            | Self::Classify { by, .. }
            | Self::Fields { by, .. }
            | Self::Transfer { by, .. }
            | Self::Hold { by }
            | Self::Release { by }
            | Self::Snooze { by, .. }
            | Self::Wake { by }
            | Self::Close { by, .. }
            | Self::Follow { by }
            | Self::Draft { by, .. }
            | Self::Edit { by, .. }
            | Self::Revert { by } => Some(*by),
        }
    }
}

/// Acts of one moment, so many minutes after the last ones.
#[derive(Clone, Debug)]
pub struct Beat {
    pub wait: u64,
    /// Done by somebody at work, in working hours.
    pub office: bool,
    pub acts: Vec<Act>,
}

/// How it stands at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Closed,
    /// The customer came back, and it was closed again.
    Twice,
    Waiting,
    Open,
    Hold,
    Snoozed,
    Reopened,
}

/// When the last of these beats happens, if the first happens at `start` and nobody sleeps.
pub fn lasts(beats: &[Beat]) -> Duration {
    MINUTE * u32::try_from(beats.iter().map(|b| b.wait).sum::<u64>()).unwrap_or(u32::MAX)
}

/// A moment within a minute, so that nothing happens on the dot.
pub fn at(time: Time, chance: &mut Chance) -> Time {
    time.plus(Duration::from_micros(chance.within(1_000_000, 55_000_000)))
}
