//! One story: a dialogue as it went this time, beat by beat, and how it ended.

use crate::beat::{Act, Beat, End};
use crate::cast::{agent, colleague, dispatcher, editor};
use crate::chance::Chance;
use crate::data::{self, Dialogue};
use crate::files;
use crate::phrase::{self, Slots};
use crate::plan::{Customer, MINUTE};
use crate::script::{self, Line, Side};
use crate::slots;
use crate::words;
use crate::world::Org;

pub struct Teller<'a> {
    pub org: &'a Org,
    pub customer: &'a Customer,
    pub dialogue: &'static Dialogue,
    pub chance: Chance,
    slots: Slots,
    agent: usize,
    team: usize,
    beats: Vec<Beat>,
    /// Put aside by the advisor.
    asleep: bool,
}

impl<'a> Teller<'a> {
    pub fn new(org: &'a Org, customer: &'a Customer, dialogue: &'static Dialogue, mut chance: Chance) -> Self {
        let team = org.team_of_topic(&dialogue.topic);
        let agent = agent(org, team, None, &mut chance);
        let slots = slots::of(org, customer, agent, &mut chance);
        Self {
            org,
            customer,
            dialogue,
            chance,
            slots,
            agent,
            team,
            beats: Vec::new(),
            asleep: false,
        }
    }

    /// The whole of it.
    pub fn tell(mut self, end: End) -> Vec<Beat> {
        let lines = script::lines(&self.dialogue.lines);
        let first = lines.iter().position(|l| l.side != Side::Customer).unwrap_or(lines.len());
        for line in &lines[..first] {
            self.customer(line);
        }
        self.route();
        if end == End::Waiting {
            return self.beats;
        }
        self.begin();
        let rest = &lines[first..];
        let cut = self.cut(rest, end);
        for (at, line) in rest[..cut].iter().enumerate() {
            match line.side {
                Side::Customer => self.customer(line),
                Side::Advisor => self.advisor(line),
                Side::Note => self.note(line),
                Side::Deed => self.deed(line, rest.get(at + 1), end),
            }
        }
        self.ending(end);
        self.beats
    }

    /// How many of the lines are said: all, or up to where it stands now.
    fn cut(&mut self, rest: &[Line<'_>], end: End) -> usize {
        let answered = |n: &usize| rest[..*n].iter().any(|l| l.side == Side::Advisor);
        let last = |n: usize| rest[n - 1].side;
        let customer_last = self.chance.percent(60);
        let fits = |n: &usize| match end {
            End::Open => last(*n) == if customer_last { Side::Customer } else { Side::Advisor },
            End::Hold | End::Snoozed => last(*n) == Side::Advisor,
            _ => *n == rest.len(),
        };
        let places: Vec<usize> = (1..=rest.len()).filter(answered).filter(fits).collect();
        if places.is_empty() { rest.len() } else { *self.chance.one(&places) }
    }

    fn say(&mut self, text: &str) -> String {
        phrase::say(text, &self.slots, &mut self.chance)
    }

    /// What a line says, and what hangs from it: from the line, or from the words that were chosen.
    fn said(&mut self, line: &Line<'_>) -> (String, Option<&'static str>) {
        let said = self.say(line.text);
        match script::hung(&said) {
            Some((name, words)) => (words, files::named(&name)),
            None => (said, line.file.and_then(files::named)),
        }
    }

    fn push(&mut self, wait: u64, office: bool, acts: Vec<Act>) {
        self.beats.push(Beat { wait, office, acts });
    }

    fn customer(&mut self, line: &Line<'_>) {
        let wait = if self.beats.is_empty() {
            0
        } else {
            line.wait.unwrap_or_else(|| self.chance.within(1, 22))
        };
        let mail = self.org.channels[self.customer.channel].spec.mail;
        let subject = if self.beats.is_empty() && mail {
            Some(self.say(&self.dialogue.subject))
        } else {
            None
        };
        let (text, file) = self.said(line);
        let say = Act::Say { text, subject, file };
        self.asleep = false;
        self.push(wait, false, vec![Act::Seen, say]);
    }

    /// To the team that knows about it, when it came in elsewhere.
    fn route(&mut self) {
        let came = self.org.channels[self.customer.channel].team;
        if came != self.team {
            let by = dispatcher(self.org, self.team, &mut self.chance);
            let wait = self.chance.within(2, 14);
            let team = self.team;
            self.push(wait, true, vec![Act::Read { by: vec![by] }, Act::Transfer { by, team, to: None }]);
        }
    }

    /// Somebody takes it, or is given it.
    fn begin(&mut self) {
        let agent = self.agent;
        let wait = self.chance.within(1, 16);
        let got = if self.org.staff[agent].takes {
            Act::Take { by: agent }
        } else {
            let by = dispatcher(self.org, self.team, &mut self.chance);
            Act::Give { by, to: agent }
        };
        let subject = self.say(&self.dialogue.subject);
        let classify = Act::Classify {
            by: agent,
            subject,
            origin: words::local(&self.dialogue.origin, self.org.spec),
            labels: self.dialogue.labels.clone(),
            priority: self.dialogue.priority,
        };
        self.push(wait, true, vec![got, Act::Read { by: vec![agent] }, classify]);
        if matches!(self.dialogue.topic.as_str(), "campo" | "garantia" | "precision") && self.chance.percent(60) {
            let values = self.values();
            self.push(1, true, vec![Act::Fields { by: agent, values }]);
        }
    }

    fn values(&mut self) -> Vec<(&'static str, serde_json::Value)> {
        let kinds = ["Cosechadora", "Tractor", "Sembradora", "Pulverizadora", "Empacadora"];
        let kind = self.dialogue.labels.iter().find(|l| kinds.contains(&l.as_str()));
        let kind = kind.map_or("Tractor", String::as_str).to_owned();
        let hours = self.chance.within(120, 6400);
        vec![
            ("Número de serie", self.slots["serie"].clone().into()),
            ("Horas de uso", hours.into()),
            ("Máquina", kind.into()),
            ("En garantía", self.chance.percent(35).into()),
        ]
    }

    fn advisor(&mut self, line: &Line<'_>) {
        let wait = line.wait.unwrap_or_else(|| self.chance.within(1, 11));
        let by = self.agent;
        let (text, file) = self.said(line);
        let answer = Act::Answer {
            by,
            text,
            file,
            fails: self.chance.percent(1),
        };
        let mut acts = vec![Act::Read { by: vec![by] }, answer];
        if std::mem::take(&mut self.asleep) {
            acts.insert(0, Act::Wake { by });
        }
        self.push(wait, true, acts);
    }

    fn note(&mut self, line: &Line<'_>) {
        let by = self.agent;
        let colleague = colleague(self.org, self.team, by, &mut self.chance);
        if let Some(other) = colleague {
            self.slots.insert("colega", self.org.name_of(other).to_owned());
        }
        let text = self.say(line.text);
        let wait = line.wait.unwrap_or_else(|| self.chance.within(1, 6));
        let mention = colleague.filter(|_| text.contains('@'));
        self.push(wait, true, vec![Act::Note { by, text, mention }]);
    }

    fn deed(&mut self, line: &Line<'_>, next: Option<&Line<'_>>, end: End) {
        let by = self.agent;
        let wait = self.chance.within(1, 5);
        // What is still going on gets its state from its end.
        let settled = matches!(end, End::Closed | End::Twice | End::Reopened);
        match line.text {
            "hold" if settled => self.push(wait, true, vec![Act::Hold { by }]),
            "release" if settled => self.push(wait, true, vec![Act::Release { by }]),
            "snooze" if settled => {
                let lasts = MINUTE * u32::try_from(next.and_then(|l| l.wait).unwrap_or(60) + 30).unwrap_or(90);
                self.push(wait, true, vec![Act::Snooze { by, lasts }]);
                self.asleep = true;
            }
            "edit" => {
                let by = editor(self.org, &mut self.chance);
                let email = self.slots["correo"].clone();
                self.push(
                    wait,
                    true,
                    vec![Act::Edit {
                        by,
                        fields: vec![("email", email)],
                    }],
                );
            }
            moved if moved.starts_with("transfer ") => {
                let team = self.org.team_of_topic(moved.trim_start_matches("transfer "));
                let to = agent(self.org, team, Some(by), &mut self.chance);
                let by = dispatcher(self.org, team, &mut self.chance);
                self.push(
                    wait,
                    true,
                    vec![Act::Transfer { by, team, to: Some(to) }, Act::Read { by: vec![to] }],
                );
                (self.team, self.agent) = (team, to);
                self.slots.insert("yo", self.org.name_of(to).to_owned());
            }
            _ => {}
        }
    }

    fn ending(&mut self, end: End) {
        let by = self.agent;
        match end {
            End::Closed => self.close(),
            End::Twice => {
                self.close();
                self.again();
                self.close();
            }
            End::Reopened => {
                self.close();
                self.again();
            }
            End::Hold => self.push(3, true, vec![Act::Hold { by }]),
            End::Snoozed => {
                let lasts = MINUTE * u32::try_from(self.chance.within(2, 140) * 60).unwrap_or(600);
                self.push(3, true, vec![Act::Snooze { by, lasts }]);
            }
            End::Open | End::Waiting => {
                if self.chance.percent(12) {
                    let template = self.chance.one(&data::words().drafts);
                    let text = self.say(template);
                    let note = template.starts_with("Pedir");
                    self.push(1, true, vec![Act::Read { by: vec![by] }, Act::Draft { by, text, note }]);
                }
                if self.chance.percent(15) {
                    let by = dispatcher(self.org, self.team, &mut self.chance);
                    self.push(0, true, vec![Act::Read { by: vec![by] }, Act::Follow { by }]);
                }
            }
        }
    }

    fn close(&mut self) {
        let by = self.agent;
        let mut acts = Vec::new();
        if self.chance.percent(75) {
            acts.push(Act::Seen);
        }
        if let Some(edit) = self.edit() {
            acts.push(edit);
            if self.chance.percent(6) {
                let by = editor(self.org, &mut self.chance);
                self.push(30, true, std::mem::take(&mut acts));
                acts.push(Act::Revert { by });
            }
        }
        let over_all = (0..self.org.staff.len()).filter(|i| self.org.staff[*i].dispatches());
        acts.push(Act::Read {
            by: over_all.chain([by]).collect(),
        });
        let resolution = self.resolution();
        acts.push(Act::Close { by, resolution });
        let wait = self.chance.within(4, 160);
        self.push(wait, true, acts);
    }

    /// What somebody learns of a customer on the way.
    fn edit(&mut self) -> Option<Act> {
        if !self.customer.fresh || !self.chance.percent(30) {
            return None;
        }
        let by = editor(self.org, &mut self.chance);
        let mut fields = vec![("company", self.customer.company.clone())];
        if self.chance.percent(60) {
            fields.push(("document", self.customer.document.clone()));
        }
        if self.chance.percent(40) {
            fields.push(("email", self.customer.email.clone()));
        }
        Some(Act::Edit { by, fields })
    }

    fn resolution(&mut self) -> String {
        let by_topic = match self.dialogue.topic.as_str() {
            "campo" => "Resuelto con visita",
            "refacciones" => "Refacción entregada",
            "garantia" => "Garantía autorizada",
            "ventas" | "facturacion" => "Información enviada",
            _ => "Resuelto",
        };
        let name = match self.chance.within(0, 100) {
            0..50 => by_topic,
            50..86 => "Resuelto",
            86..95 => "Sin respuesta del cliente",
            95..98 => "No procede",
            _ => "Duplicado",
        };
        name.to_owned()
    }

    /// Hours after the end the customer is back.
    fn again(&mut self) {
        let template = self.chance.one(&data::words().again);
        let text = self.say(template);
        let wait = self.chance.within(90, 1300);
        let say = Act::Say {
            text,
            subject: None,
            file: None,
        };
        self.push(wait, false, vec![Act::Seen, say]);
    }
}
