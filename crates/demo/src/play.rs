//! The plans of all organisations, carried out in the order of their times.

use std::sync::Arc;

use desk::App;
use desk::channel::Kind;
use desk::widget::visitor::{self, Arriving, Visitor};
use kit::{Result, Time};

use crate::act::{Scene, Standing, perform};
use crate::beat::Act;
use crate::files::Files;
use crate::people;
use crate::plan::{Customer, Plan, What};
use crate::world::Org;

/// One organisation on the stage.
struct Stage {
    scene: Arc<Scene>,
    customers: Vec<Arc<Customer>>,
    /// What outlives a story: a visitor's browser, and how often they have written.
    known: Vec<Standing>,
    stories: Vec<Standing>,
}

pub async fn play(app: &App, orgs: &[Org], files: &Files, plans: Vec<Plan>, now: Time) -> Result<()> {
    let mut stages = Vec::new();
    let mut steps = Vec::new();
    for (at, (org, plan)) in orgs.iter().zip(plans).enumerate() {
        stages.push(Stage {
            scene: Arc::new(scene(app, org, files)),
            known: vec![Standing::default(); plan.customers.len()],
            stories: vec![Standing::default(); plan.stories],
            customers: plan.customers.into_iter().map(Arc::new).collect(),
        });
        steps.extend(plan.steps.into_iter().map(|step| (at, step)));
    }
    steps.sort_by_key(|(_, step)| step.at);
    for (at, step) in steps {
        app.clock.advance(step.at.since(app.clock.now()));
        match step.what {
            What::Story { story, customer, acts } => stages[at].step(app, &orgs[at], story, customer, acts).await?,
            What::Invite(person) => people::invite(app, &orgs[at], person).await?,
            What::Suspend(person) => people::suspend(app, &orgs[at], person).await?,
        }
    }
    app.clock.advance(now.since(app.clock.now()));
    Ok(())
}

fn scene(app: &App, org: &Org, files: &Files) -> Scene {
    Scene {
        org: org.id,
        callers: app.callers.clone(),
        members: org.staff.iter().map(|s| s.member).collect(),
        teams: org.teams.iter().map(|t| t.id).collect(),
        channels: org.channels.iter().map(|c| (c.id, c.kind)).collect(),
        words: org.words.clone(),
        files: files.clone(),
    }
}

impl Stage {
    async fn step(&mut self, app: &App, org: &Org, story: usize, customer: usize, acts: Vec<Act>) -> Result<()> {
        let who = Arc::clone(&self.customers[customer]);
        if self.known[customer].visitor.is_none() && org.channels[who.channel].kind == Kind::Webchat {
            self.known[customer].visitor = Some(arrive(app, org, who.channel).await?);
        }
        let known = &self.known[customer];
        let before = Standing {
            visitor: known.visitor.clone(),
            said: known.said,
            ..self.stories[story].clone()
        };
        let (scene, first) = (Arc::clone(&self.scene), before.ticket.is_none());
        let after = app
            .db
            .write(org.id, move |tx| {
                let begun = before.clone();
                acts.iter().try_fold(begun, |now, act| perform(tx, &scene, &who, now, act))
            })
            .await?;
        debug_assert!(!first || after.ticket.is_some());
        self.known[customer].visitor.clone_from(&after.visitor);
        self.known[customer].said = after.said;
        self.stories[story] = after;
        Ok(())
    }
}

/// A browser that opens the chat for the first time.
async fn arrive(app: &App, org: &Org, channel: usize) -> Result<Visitor> {
    let channel = &org.channels[channel];
    let arriving = Arriving {
        locale: Some("es".into()),
        page: Some(format!("https://www.{}/contacto", org.spec.domain)),
        identity: None,
    };
    // The token is the browser's, which nobody will open again.
    let (id, _) = visitor::arrive(app, &channel.address, arriving).await?;
    Ok(Visitor {
        org: org.id,
        id,
        channel: channel.id,
        identity: None,
        locale: "es".into(),
        read_seq: 0,
        linked: false,
    })
}
