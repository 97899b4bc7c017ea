//! The nouns: an application, those who have a part in it, what is typed, and what was filed. States and what leads from one to
//! another are here and nowhere else.

use crate::acts;
use std::collections::BTreeMap;

use platform::{
    Instant, Subject,
    access::{Kind, Resource},
    scan::Scan,
};
use programmes::call::Call;
use rules::language::Channel;
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

/// How an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, IntoStaticStr, DeriveValueType)]
#[strum(serialize_all = "snake_case")]
#[sea_orm(value_type = "String")]
pub enum State {
    /// 作成中: nothing was filed.
    Draft,
    /// 提出済.
    Filed,
    /// 提出後の修正中: what was filed stands until it is filed again.
    Reopened,
    /// 補正依頼中: the office gave it back, with reasons and a day.
    Returned,
    /// 受理: it goes on to examination, and nobody changes it any more.
    Accepted,
    /// 不受理.
    Refused,
    /// 取下げ.
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [Self::Draft, Self::Filed, Self::Reopened, Self::Returned, Self::Accepted, Self::Refused, Self::Withdrawn];

    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The state of a name.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// Whether those who applied may type.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Reopened | Self::Returned)
    }

    /// Whether something that was filed stands.
    pub const fn stands(self) -> bool {
        matches!(self, Self::Filed | Self::Reopened | Self::Returned | Self::Accepted)
    }
}

/// What is done to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// 提出.
    File,
    /// 提出後の修正を始める.
    Reopen,
    /// 修正をやめて、提出したものに戻す.
    Discard,
    /// 取下げ.
    Withdraw,
    /// 補正依頼.
    Return,
    /// 補正依頼の取消し.
    Recall,
    /// 受理.
    Accept,
    /// 不受理.
    Refuse,
}

impl Transition {
    /// Its name, as the journal writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "filed",
            Self::Reopen => "reopened",
            Self::Discard => "discarded",
            Self::Withdraw => "withdrawn",
            Self::Return => "returned",
            Self::Recall => "recalled",
            Self::Accept => "accepted",
            Self::Refuse => "refused",
        }
    }
}

/// Why something can't be done to an application as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransitionError {
    /// Not in this state.
    State,
    /// The time for it is over.
    Late,
    /// Those who applied are still at it.
    Busy,
}

/// An application (応募, 交付申請).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its identifier.
    pub id: String,
    /// The call.
    pub call: String,
    /// The agency of the call.
    pub agency: String,
    /// The company that applies, or leads.
    pub company: String,
    /// The project's title, for lists.
    pub title: String,
    /// What the company is called, for lists.
    pub company_name: String,
    /// How it stands.
    pub state: State,
    /// Counts the moves, so that no two people decide at once.
    pub version: i32,
    /// Counts what is typed into what all share, and papers.
    pub typed: i32,
    /// The way it came.
    pub channel: Channel,
    /// The agency that keyed it in, where it did not come online.
    pub entered_by: Option<String>,
    /// When it was begun.
    pub made_at: Instant,
    /// When something was typed last into what all share.
    pub saved_at: Instant,
    /// 受付番号, from the first filing on.
    pub receipt: Option<String>,
    /// When what stands arrived.
    pub filed_at: Option<Instant>,
    /// How often it was filed.
    pub filings: i32,
    /// The revision of the call under which what stands was filed.
    pub revision: Option<String>,
    /// The verdict on what stands.
    pub verdict: Option<String>,
    /// The grant asked for, in yen, as the engine reckons it.
    pub grant_yen: Option<i64>,
    /// What was asked for in all, in yen.
    pub requested_yen: Option<i64>,
    /// Until when the correction is due.
    pub due: Option<Instant>,
    /// Until when this one may be filed, where it was let in after the deadline.
    pub late_until: Option<Instant>,
    /// 担当: who looks it through, by the person's id.
    pub officer: Option<String>,
    /// When those who applied wrote something that the office has not answered.
    pub asked_at: Option<Instant>,
    /// Those who have a part in it, the lead first.
    pub members: Vec<Member>,
    /// What each has done with its own part, by the member's name within the application.
    pub parts: BTreeMap<String, Progress>,
}

/// What a member has done with its own part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Counts what is typed there.
    pub typed: i32,
    /// When something was typed there last.
    pub saved_at: Option<Instant>,
    /// Counts how often it was released to the lead.
    pub releases: i32,
    /// When it was last.
    pub released_at: Option<Instant>,
}

/// A member's own part as its member released it to the lead: what is reckoned with and filed, whatever is typed since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Released {
    /// What stood in its fields.
    pub fields: BTreeMap<String, String>,
    /// What the company's record said then, where the form does not ask it.
    pub record: Option<rules::application::Member>,
}

/// A member of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its name within the application: `m0` leads.
    pub id: String,
    /// The company, once it has joined.
    pub company: Option<String>,
    /// What it is called.
    pub name: String,
    /// Where the invitation went.
    #[serde(skip)]
    pub email: String,
    /// Whether it has joined.
    #[serde(skip)]
    pub joined: bool,
}

/// The name of the lead.
pub const LEAD: &str = "m0";

impl Member {
    /// Its place in names of fields.
    pub fn place(&self) -> usize {
        self.id.strip_prefix('m').and_then(|n| n.parse().ok()).unwrap_or_default()
    }
}

/// Clocks are read in whole seconds.
fn is_past(due: Instant, at: Instant) -> bool {
    at.timestamp().as_second() > due.timestamp().as_second()
}

impl Application {
    /// Until when what is typed may be filed.
    pub fn deadline(&self, call: &Call) -> Instant {
        let of_call = self.of_call(call);
        // A day for a correction takes nothing from the time that everybody has.
        self.correction_due().map_or(of_call, |due| due.max(of_call))
    }

    /// The call's last moment, or that of one who was let in late.
    fn of_call(&self, call: &Call) -> Instant {
        self.late_until.map_or_else(|| call.deadline(), |a| a.max(call.deadline()))
    }

    /// Until when those who apply are told that there is time: for a correction its own day, which may come before the deadline.
    pub fn until(&self, call: &Call) -> Instant {
        self.correction_due().unwrap_or_else(|| self.deadline(call))
    }

    /// Until when the office waits for a correction, where it does.
    pub fn correction_due(&self) -> Option<Instant> {
        self.due.filter(|_| self.state == State::Returned)
    }

    /// Whether that is over at an instant. Clocks are read in whole seconds, as in [`rules::language::Window::before_close`].
    pub fn is_over(&self, call: &Call, at: Instant) -> bool {
        match self.correction_due() {
            Some(due) if due > self.of_call(call) => is_past(due, at),
            _ => !call.programme.plan().programme.window.before(self.deadline(call).in_japan(), at.in_japan()),
        }
    }

    /// How it stands at an instant: what was reopened and not filed again before the deadline is what was filed.
    pub fn effective_state(&self, call: &Call, at: Instant) -> State {
        if self.state == State::Reopened && self.is_over(call, at) { State::Filed } else { self.state }
    }

    /// Whether those who applied may write at an instant. After the deadline nothing is added to what may have arrived before it; what
    /// came on paper is keyed in whenever there is time.
    pub fn is_writable(&self, call: &Call, at: Instant) -> bool {
        self.effective_state(call, at).is_open() && (self.entered_by.is_some() || !self.is_over(call, at))
    }

    /// What a move leads to at an instant.
    pub fn next_state(&self, what: Transition, call: &Call, at: Instant) -> Result<State, TransitionError> {
        use State::{Accepted, Draft, Filed, Refused, Reopened, Returned, Withdrawn};
        let over = self.is_over(call, at);
        match (what, self.effective_state(call, at)) {
            (Transition::File, Draft | Reopened | Returned) | (Transition::Reopen, Filed) if over => Err(TransitionError::Late),
            (Transition::File, Filed) if self.state == Reopened => Err(TransitionError::Late),
            (Transition::File, Draft | Reopened | Returned) | (Transition::Discard, Reopened) | (Transition::Recall, Returned) => Ok(Filed),
            (Transition::Reopen, Filed) => Ok(Reopened),
            (Transition::Withdraw, Draft | Filed | Reopened | Returned | Accepted) => Ok(Withdrawn),
            (Transition::Return | Transition::Accept | Transition::Refuse, Reopened) => Err(TransitionError::Busy),
            // Once more: with another day, or more to correct.
            (Transition::Return, Filed | Returned) => Ok(Returned),
            (Transition::Accept | Transition::Refuse, Returned) if self.due.is_some_and(|due| !is_past(due, at)) => {
                Err(TransitionError::Busy)
            }
            (Transition::Accept, Filed | Returned) => Ok(Accepted),
            (Transition::Refuse, Filed | Returned) => Ok(Refused),
            _ => Err(TransitionError::State),
        }
    }

    /// When somebody who sees these members' parts finds that something was typed last.
    pub fn saved(&self, sees: impl Fn(&str) -> bool) -> Instant {
        let own = self.parts.iter().filter(|(member, _)| sees(member)).filter_map(|(_, part)| part.saved_at);
        own.fold(self.saved_at, Instant::max)
    }

    /// What a member has done with its own part.
    pub fn part(&self, member: &str) -> Progress {
        self.parts.get(member).copied().unwrap_or_default()
    }

    /// Whether a member writes its part apart from the lead, who counts of it what was released.
    pub fn releases(&self, member: &Member) -> bool {
        self.entered_by.is_none() && member.id != LEAD && member.company.is_some()
    }

    /// The lead.
    pub fn lead(&self) -> Option<&Member> {
        self.members.iter().find(|m| m.id == LEAD)
    }

    /// A member's part, as the policy sees it.
    pub fn section(&self, member: &str) -> Option<Section> {
        let found = self.members.iter().find(|m| m.id == member)?;
        // As long as nobody has joined for it, the lead types what is known of it.
        let holder = found.company.clone().or_else(|| self.lead().and_then(|l| l.company.clone()));
        Some(Section {
            id: format!("{}/{member}", self.id),
            member: member.to_owned(),
            holder,
            office: self.office(),
            entered_by: self.entered_by.clone(),
        })
    }

    /// The agency that examines it.
    fn office(&self) -> Option<String> {
        (self.filings > 0).then(|| self.agency.clone())
    }
}

impl Subject for Application {
    fn agency(&self) -> &str {
        &self.agency
    }
}

impl Resource for Application {
    const KIND: Kind = acts::APPLICATION;

    fn id(&self) -> &str {
        &self.id
    }

    fn set(&self, name: &str) -> Vec<&str> {
        match name {
            // What came on paper is the office's to key in: those who sent it read it once it is filed.
            "lead" if self.entered_by.is_none() => self.lead().and_then(|m| m.company.as_deref()).into_iter().collect(),
            "party" if self.entered_by.is_none() => self.members.iter().filter_map(|m| m.company.as_deref()).collect(),
            "recipients" if self.entered_by.is_none() || self.filings > 0 => {
                self.members.iter().filter_map(|m| m.company.as_deref()).collect()
            }
            "correspondents" if self.filings > 0 => self.members.iter().filter_map(|m| m.company.as_deref()).collect(),
            "agency" => vec![&self.agency],
            "office" if self.filings > 0 => vec![&self.agency],
            "entered_by" => self.entered_by.as_deref().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// A member's own part of an application: its facts, costs, funds and papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    id: String,
    /// The member.
    pub member: String,
    holder: Option<String>,
    office: Option<String>,
    entered_by: Option<String>,
}

impl Resource for Section {
    const KIND: Kind = acts::SECTION;

    fn id(&self) -> &str {
        &self.id
    }

    fn set(&self, name: &str) -> Vec<&str> {
        let of = match name {
            "writer" if self.entered_by.is_some() => &None,
            "holder" | "writer" => &self.holder,
            "office" => &self.office,
            _ => &self.entered_by,
        };
        of.as_deref().into_iter().collect()
    }
}

/// Whose a field is: everybody's who has a part in the application, or a member's.
pub fn owner(field: &str) -> Option<&str> {
    let (scope, _) = field.split_once('.')?;
    scope.strip_prefix('m').filter(|n| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit())).map(|_| scope)
}

/// A paper beside an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The document of the call, or `scan` for what came on paper.
    pub document: String,
    /// The member who put it there.
    pub member: String,
    /// Its id as an attachment.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub kind: String,
    /// Its length in bytes.
    pub size: i64,
    /// What is in it, by its hash.
    pub sha256: String,
    /// What a scanner says of it.
    #[serde(skip)]
    pub scan: Scan,
}

impl Paper {
    /// Whether it is the same file under the same name for the same document of the same member, whenever it was put there.
    pub fn is(&self, other: &Self) -> bool {
        (&self.member, &self.document, &self.sha256, &self.name) == (&other.member, &other.document, &other.sha256, &other.name)
    }
}

/// What was filed: kept as it was, whatever is typed later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What stood in each field.
    pub fields: BTreeMap<String, String>,
    /// Who had a part in it.
    pub members: Vec<Member>,
    /// The papers.
    pub papers: Vec<Paper>,
    /// Until when it could be filed: the call's last moment, that of a correction, or of one who was let in late.
    pub deadline: String,
    /// What the engine was asked.
    pub application: rules::application::Application,
}

/// What a receipt says. Its hash is the receipt's code: nothing of it can be changed without the code showing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// 受付番号.
    pub receipt: String,
    /// Which filing of the application it is, from 1.
    pub filing: i32,
    /// The call.
    pub call: String,
    /// Its revision, by the hash of its file.
    pub revision: String,
    /// The applicant.
    pub company: String,
    /// The project.
    pub title: String,
    /// When it arrived.
    pub arrived_at: String,
    /// The way it came.
    pub channel: String,
    /// What was typed, by its hash.
    pub content: String,
    /// How it was assessed, by its hash.
    pub assessment: String,
    /// The papers: name, length in bytes, hash.
    pub papers: Vec<(String, i64, String)>,
}

/// A filing as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// The application.
    pub application: String,
    /// Which filing of it, from 1.
    pub number: i32,
    /// 受付番号.
    pub receipt: String,
    /// When it arrived.
    pub arrived_at: Instant,
    /// When it was kept: for what was keyed in, later than it arrived.
    pub filed_at: Instant,
    /// The way it came.
    pub channel: Channel,
    /// Who filed it, as the journal names them.
    pub by: String,
    /// The revision of the call, by the hash of its file.
    pub revision: String,
    /// The receipt's code.
    pub code: String,
    /// What the receipt says, word by word as it was hashed.
    pub manifest: String,
    /// What was filed, word by word as it was hashed.
    pub content: String,
    /// The engine's answer, word by word as it was hashed.
    pub assessment: String,
    /// The end of the journal that tells of it, as a signed note.
    pub checkpoint: String,
}

/// The way of a name.
pub fn channel(text: &str) -> Option<Channel> {
    [Channel::Post, Channel::InPerson, Channel::Email, Channel::Online].into_iter().find(|c| c.word() == text)
}
