//! Who has a part in a story.

use access::Builtin;

use crate::chance::Chance;
use crate::world::Org;

/// Somebody who answers in this team, and is not `but`.
pub fn agent(org: &Org, team: usize, but: Option<usize>, chance: &mut Chance) -> usize {
    let able: Vec<usize> = (0..org.staff.len())
        .filter(|i| org.staff[*i].answers() && org.staff[*i].teams.contains(&team) && Some(*i) != but)
        .collect();
    if able.is_empty() {
        dispatcher(org, team, chance)
    } else {
        *chance.one(&able)
    }
}

/// Somebody who sees everything and knows this team.
pub fn dispatcher(org: &Org, team: usize, chance: &mut Chance) -> usize {
    let all: Vec<usize> = (0..org.staff.len())
        .filter(|i| org.staff[*i].steady && org.staff[*i].dispatches())
        .collect();
    let here: Vec<usize> = all.iter().copied().filter(|i| org.staff[*i].teams.contains(&team)).collect();
    let anybody = here.is_empty() || (!org.teams[team].spec.hidden && chance.percent(20));
    *chance.one(if anybody { &all } else { &here })
}

/// Somebody who changes contacts and sees what was changed.
pub fn editor(org: &Org, chance: &mut Chance) -> usize {
    let able: Vec<usize> = (0..org.staff.len())
        .filter(|i| org.staff[*i].dispatches() && !org.staff[*i].roles.contains(&Builtin::Coordinator))
        .collect();
    *chance.one(&able)
}

/// Somebody of the team who can read what is noted there.
pub fn colleague(org: &Org, team: usize, of: usize, chance: &mut Chance) -> Option<usize> {
    let able: Vec<usize> = (0..org.staff.len())
        .filter(|i| *i != of && org.staff[*i].steady && org.staff[*i].teams.contains(&team) && org.staff[*i].reads_teams())
        .collect();
    (!able.is_empty()).then(|| *chance.one(&able))
}
