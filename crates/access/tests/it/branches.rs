//! Branches for pages: by which column they lead, that an index serves them in order, and when they give way.

use access::{Builtin, Caller, Facts, Lead, Perm, Reach, Scope, Set, Term, Who, branch::MAX_BRANCHES};
use kit::{MemberId, TeamId};

use crate::member::{NOW, external, id, member, org, sales, ticket, with};
use crate::sql::{branch_text, database};

fn leads(reach: &Reach) -> Vec<Lead> {
    reach.branches(NOW).iter().map(|b| b.lead).collect()
}

fn reach(m: &access::Membership) -> Reach {
    Caller::build(m).reach(Perm::TicketRead, NOW)
}

#[test]
fn own_and_three_teams_are_four_branches() {
    let mut m = member(5, &[Builtin::Advisor]);
    m.teams = [id(10), id(11), id(12)].into();
    let teams = [10, 11, 12].map(|n| Lead::Team(Some(id(n))));
    assert_eq!(leads(&reach(&m)), [&[Lead::Mine][..], &teams].concat());
}

#[test]
fn each_kind_of_reach_has_its_leads() {
    let agent = with(member(5, &[Builtin::ConversationAgent]), Perm::TicketTake, Scope::Org);
    assert_eq!(leads(&reach(&member(5, &[Builtin::Operator]))), [Lead::Mine]);
    assert_eq!(leads(&reach(&agent)), [Lead::Mine, Lead::UnassignedIn(Some(sales()))]);
    assert_eq!(
        leads(&reach(&member(5, &[Builtin::Coordinator, Builtin::Advisor]))),
        [Lead::Organisation],
        "the rest is covered"
    );
    assert_eq!(
        leads(&reach(&external(5, &[Builtin::ExternalAdvisor]))),
        [Lead::Team(Some(sales()))],
        "own lies inside the host teams"
    );
    assert_eq!(leads(&reach(&member(5, &[Builtin::OrdersAdmin]))), [], "nothing to see");
}

#[test]
fn beyond_64_branches_the_organisations_index_is_walked() {
    let many = |n: u8| Term::in_teams(Set::only((0..n).map(id::<TeamId>)));
    let branches = |term: Term| leads(&Reach::new(org(), id::<MemberId>(5), vec![term])).len();
    assert_eq!(branches(many(64)), MAX_BRANCHES);
    assert_eq!(branches(many(65)), 1);
    let others = Term {
        who: Who::OTHER,
        ..Term::ALL
    };
    assert_eq!(
        leads(&Reach::new(org(), id::<MemberId>(5), vec![Term::OWN, others])),
        [Lead::Organisation],
        "no column leads to what is others'"
    );
}

#[test]
fn every_branch_walks_one_index_in_order() {
    let facts: Vec<Facts> = (0..200u8).map(|n| ticket(n % 7)).collect();
    let db = database(&facts);
    let mut advisor = with(member(5, &[Builtin::Advisor]), Perm::TicketMerge, Scope::Org);
    advisor.teams.insert(id(11));
    let mut agent = with(member(5, &[Builtin::ConversationAgent]), Perm::TicketTake, Scope::Org);
    agent.teams.insert(id(11));
    let mut seen = Vec::new();
    for m in [advisor, agent, member(5, &[Builtin::Supervisor])] {
        for branch in reach(&m).branches(NOW) {
            let text = branch_text(&branch);
            let page = format!(
                "EXPLAIN QUERY PLAN SELECT t.id FROM ticket t WHERE {} AND t.state = 0 ORDER BY t.last_at DESC, t.id DESC LIMIT 51",
                text.sql
            );
            let mut query = db.prepare(&page).unwrap();
            let plan: Vec<String> = query
                .query_map(rusqlite::params_from_iter(&text.args), |row| row.get(3))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let index = match branch.lead {
                Lead::Organisation => "by_org (org_id=? AND state=?)",
                Lead::Mine | Lead::Unassigned => "by_assignee (org_id=? AND assignee_id=? AND state=?)",
                Lead::Team(_) => "by_team (org_id=? AND team_id=? AND state=?)",
                Lead::UnassignedIn(_) => "by_team_unassigned (org_id=? AND team_id=? AND state=?)",
            };
            assert_eq!(plan.len(), 1, "no sort: {plan:?}");
            assert!(plan[0].contains(index), "{:?}: {plan:?}", branch.lead);
            seen.push(branch.lead);
        }
    }
    assert_eq!(seen.len(), 3 + 3 + 1, "{seen:?}");
}
