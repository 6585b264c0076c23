//! The algebra of extents, ticket by ticket.

use access::{Facts, Term};
use kit::{MemberId, Time};
use proptest::prelude::*;

use crate::member::id;
use crate::world::{ALL_FACTS, ORG, config, term, time};

fn me() -> MemberId {
    id(1)
}

fn has(term: &Term, facts: &Facts, now: Time) -> bool {
    term.contains(facts, me(), now)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn meet_is_and_minus_is_and_not(a in term(), b in term(), now in time()) {
        let (both, only_a) = (a.meet(&b), a.minus(&b));
        for f in ALL_FACTS.iter() {
            prop_assert_eq!(has(&both, f, now), has(&a, f, now) && has(&b, f, now));
            let pieces = only_a.iter().filter(|piece| has(piece, f, now)).count();
            prop_assert_eq!(pieces, usize::from(has(&a, f, now) && !has(&b, f, now)), "in one piece, or in none");
        }
    }

    #[test]
    fn covers_and_empty_are_what_they_say(a in term(), b in term()) {
        let times = [0, 3, 6].map(crate::world::at);
        let all = |test: &dyn Fn(&Facts, Time) -> bool| times.iter().all(|now| ALL_FACTS.iter().all(|f| test(f, *now)));
        prop_assert_eq!(a.covers(&b), all(&|f, now| !has(&b, f, now) || has(&a, f, now)));
        prop_assert_eq!(a.is_empty(), all(&|f, now| !has(&a, f, now)));
        prop_assert_eq!(a.is_whole(), all(&|f, now| has(&a, f, now)));
    }

    #[test]
    fn taking_away_several_leaves_what_is_in_none(a in term(), others in proptest::collection::vec(term(), 0..4), now in time()) {
        let left = a.minus_all(&others);
        for f in ALL_FACTS.iter() {
            let expected = has(&a, f, now) && !others.iter().any(|o| has(o, f, now));
            prop_assert_eq!(left.iter().any(|piece| has(piece, f, now)), expected);
        }
    }

    #[test]
    fn another_persons_extent_lies_within_how_i_would_say_it(theirs in term(), now in time()) {
        let mine = theirs.as_other();
        for f in ALL_FACTS.iter() {
            let they = theirs.contains(f, id(2), now);
            prop_assert!(!they || has(&mine, f, now), "never less, or I would seem to hold what I do not");
        }
    }

    #[test]
    fn terms_survive_json(a in term()) {
        let text = serde_json::to_string(&a).unwrap();
        prop_assert_eq!(serde_json::from_str::<Term>(&text).unwrap(), a);
    }
}

#[test]
fn an_emptied_list_is_nothing_and_never_any() {
    let emptied = access::Set::<kit::TeamId>::only([]);
    assert!(emptied.is_empty() && !emptied.is_any());
    let json = serde_json::to_string(&emptied).unwrap();
    assert_eq!(json, r#"{"only":[]}"#);
    assert!(serde_json::from_str::<access::Set<kit::TeamId>>(&json).unwrap().is_empty());
    let term = Term::in_teams(emptied);
    assert!(
        ALL_FACTS
            .iter()
            .filter(|f| f.org == id(ORG))
            .all(|f| !has(&term, f, crate::world::at(0)))
    );
}
