//! What of everything there is at the most. Each context names its own; `docs/keeping.md` tells all of them, and a test holds it to that.

use std::{num::NonZeroU32, time::Duration};

/// Wrong passwords for one account from one address, within fifteen minutes.
pub const TRIES: u64 = 8;
/// Wrong passwords from one address.
pub const TRIES_OF_ONE: u64 = 60;
/// Wrong passwords for one account from everywhere together: nobody locks out somebody elsewhere with a few.
pub const TRIES_EVERYWHERE: u64 = 100;
/// Letters that are asked for from one address of the network, and invitations by one person.
pub const LETTERS: u64 = 20;
/// Letters that are asked for to one recipient.
pub const LETTERS_TO_ONE: u64 = 3;
/// Sign-ins that are begun from one address of the network, with what must be kept for each.
pub const BEGINNINGS: u64 = 120;
/// Passwords that are hashed at one time.
pub const HASHED: usize = 4;
/// The fewest characters of a password.
pub const LEAST_PASSWORD: usize = 12;
/// The most: longer texts only cost time.
pub const MOST_PASSWORD: usize = 200;
/// Tries of a job.
pub const ATTEMPTS: i32 = 8;
/// Bytes that one person sends within an hour.
pub const SENT: i64 = 2 * 1024 * 1024 * 1024;
/// Files that one person sends within an hour.
pub const FILES_SENT: i64 = 300;
/// How long a file stays that nothing names any more: until then it may be put back.
pub const UNNAMED: Duration = Duration::from_hours(7 * 24);
/// Sessions that a person's page shows, those used last.
pub const SESSIONS: usize = 50;
/// Bytes of what stands around a file in the form that carries it.
pub const AROUND_FILE: usize = MIB;
/// Bytes of a form with long texts: a part of an application, messages, a revision.
pub const LONG_FORM: usize = 4 * MIB;
/// Bytes of any other form.
pub const FORM: usize = 64 * KIB;
/// Bytes of all forms that are held at one time for those who are signed in.
pub const FORMS: usize = 64 * MIB;
/// Bytes of all forms that are held at one time for those who are not.
pub const FORMS_OF_NOBODY: usize = 16 * MIB;
/// Letters that leave to one address in an hour and in a day, where somebody there has an account or has said yes.
pub const LEAVING: (u64, u64) = (10, 40);
/// The same to an address of which nobody has said anything.
pub const LEAVING_UNKNOWN: (u64, u64) = (3, 8);
/// Letters that one person of a company causes in an hour.
pub const CAUSED: u64 = 60;
/// Days for which a question to a contact is open, and what is to be sent there is held.
pub const QUESTION: i64 = 14;
/// Bytes to which the streams of a PDF may unpack for it to be looked into.
pub const UNPACKED_PDF: u64 = 768 * 1024 * 1024;
/// Bytes to which the parts of an office file may unpack.
pub const UNPACKED_OFFICE: u64 = 1024 * 1024 * 1024;
/// Bytes of files that are opened at one time.
pub const OPENED: usize = 512 * MIB;
/// How long a file may take to be opened.
pub const OPENING: Duration = Duration::from_secs(30);
/// Requests that are answered at one time for one person.
pub const AT_ONCE: usize = 2;
/// Requests to one route that are answered at one time for one network address where nobody is signed in.
pub const AT_ONCE_OF_NOBODY: usize = 8;
/// Requests that are answered at one time in all.
pub const AT_ONCE_IN_ALL: usize = 256;
/// Requests of one person, or of one address to one route, that are there at one time: answered, or waiting.
pub const THERE: usize = 32;
/// The same for an address where nobody is signed in: many people may sit behind one.
pub const THERE_OF_NOBODY: usize = 128;
/// How long such a request waits for its turn.
pub const TURN: Duration = Duration::from_secs(10);
/// Requests of a system with a token in a minute.
pub const INTERFACE_TOKEN: NonZeroU32 = NonZeroU32::new(3_000).unwrap();
/// Requests of programs without a token in a minute, from one network.
pub const INTERFACE_NETWORK: NonZeroU32 = NonZeroU32::new(600).unwrap();
/// The longest that a token holds, in days.
pub const TOKEN_DAYS: i64 = 366;
/// Signs of the name of a token.
pub const TOKEN_NAME: usize = 60;
/// Tokens of one agency that hold at one time.
pub const TOKENS: u64 = 50;
/// How long the head of a request may take to arrive.
pub const HEAD_WAITS: Duration = Duration::from_secs(10);
/// How long a request and its answer may take.
pub const REQUEST_WAITS: Duration = Duration::from_secs(30);
/// The same with a file, from a bad network too.
pub const FILE_WAITS: Duration = Duration::from_mins(15);
/// How long a connection may say nothing between requests, and leave what is sent unread.
pub const SILENT: Duration = Duration::from_secs(65);
/// Connections from one network address, where no proxy stands before the site.
pub const CONNECTIONS_OF_ONE: usize = 128;
/// Connections in all.
pub const CONNECTIONS: usize = 4_096;
/// Requests within one connection at one time (HTTP/2).
pub const STREAMS: u32 = 64;
/// Bytes of the head of a request.
pub const HEAD: usize = 64 * KIB;

/// Bytes of a kibibyte.
pub const KIB: usize = 1024;
/// Bytes of a mebibyte.
pub const MIB: usize = 1024 * KIB;

/// A limit, as the operating guide tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Of what.
    pub what: &'static str,
    /// How much, with its unit.
    pub most: fn() -> String,
}

impl Limit {
    /// A limit of something, told with its unit.
    pub const fn new(what: &'static str, most: fn() -> String) -> Self {
        Self { what, most }
    }
}

/// Bytes as the operating guide writes them.
pub fn bytes(n: impl TryInto<u64>) -> String {
    let n = n.try_into().unwrap_or(u64::MAX);
    if n.is_multiple_of(1024 * 1024) { format!("{} MiB", n >> 20) } else { format!("{} KiB", n >> 10) }
}

/// A count with separators.
pub fn count(n: impl TryInto<i64>) -> String {
    kernel::text::separated(n.try_into().unwrap_or(i64::MAX))
}

/// How long something lasts.
pub fn lasts(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 120 && seconds.is_multiple_of(60) { format!("{} min", seconds / 60) } else { format!("{seconds} s") }
}

/// What the platform and every page keep to.
pub(crate) const ALL: &[Limit] = &[
    Limit::new("wrong passwords in 15 minutes", || {
        format!(
            "{TRIES} for one account from one network address, {TRIES_EVERYWHERE} for one account, {TRIES_OF_ONE} from one address (IPv6: the first 64 bits)"
        )
    }),
    Limit::new("wrong codes, wrong present passwords in 15 minutes", || format!("{TRIES} each for one account")),
    Limit::new("letters asked for in 15 minutes", || {
        format!("{LETTERS} from one address, {LETTERS_TO_ONE} to one recipient; invitations {LETTERS} by one person")
    }),
    Limit::new("letters that leave to one address, in an hour and in a day", || {
        format!(
            "{}, {}; where nobody there has an account or has said yes: {}, {}; the rest waits and is joined to one letter",
            LEAVING.0, LEAVING.1, LEAVING_UNKNOWN.0, LEAVING_UNKNOWN.1
        )
    }),
    Limit::new("letters that one person of a company causes in an hour", || format!("{CAUSED}; the rest waits")),
    Limit::new("a question to a contact whom somebody else named", || {
        format!("open, and letters held for its answer, for {QUESTION} days")
    }),
    Limit::new("sign-ins begun with a passkey or GビズID in 15 minutes", || format!("{BEGINNINGS} from one address")),
    Limit::new("passwords that are hashed at one time", || count(HASHED)),
    Limit::new("characters of a password", || format!("{LEAST_PASSWORD} to {MOST_PASSWORD}")),
    Limit::new("sessions that a person's page shows", || count(SESSIONS)),
    Limit::new("files of one person within an hour", || format!("{} GiB, {FILES_SENT} files", SENT >> 30)),
    Limit::new("a file that nothing names any more", || format!("{} days", UNNAMED.as_secs() / 86_400)),
    Limit::new("opening a file that arrived; files that are opened at one time", || {
        format!(
            "{}, {} unpacked of a PDF, {} of an office file; {}",
            lasts(OPENING),
            bytes(UNPACKED_PDF),
            bytes(UNPACKED_OFFICE),
            bytes(OPENED)
        )
    }),
    Limit::new("a form with long texts", || bytes(LONG_FORM)),
    Limit::new("any other form", || bytes(FORM)),
    Limit::new("all forms held at one time", || {
        format!("{} of people who are signed in, {} of others", bytes(FORMS), bytes(FORMS_OF_NOBODY))
    }),
    Limit::new("requests answered at one time", || {
        format!(
            "{AT_ONCE} of one person, {AT_ONCE_OF_NOBODY} of one address to one page where nobody is signed in, {AT_ONCE_IN_ALL} in all; others wait up to {}",
            lasts(TURN)
        )
    }),
    Limit::new("requests that are answered or wait", || {
        format!("{THERE} of one person, {THERE_OF_NOBODY} of one address to one page; who asks for more is told to come again (429)")
    }),
    Limit::new("connections", || {
        format!("{} in all, {CONNECTIONS_OF_ONE} from one address that is no proxy; {STREAMS} requests within one", count(CONNECTIONS))
    }),
    Limit::new("the head of a request", || bytes(HEAD)),
    Limit::new("head of a request, a request, one with a file, a silent connection", || {
        [HEAD_WAITS, REQUEST_WAITS, FILE_WAITS, SILENT].map(lasts).join(", ")
    }),
    Limit::new("requests of programs in a minute", || {
        format!(
            "{} with a token, {} of one network without",
            count(INTERFACE_TOKEN.get() as usize),
            count(INTERFACE_NETWORK.get() as usize)
        )
    }),
    Limit::new("tokens of an agency", || {
        format!("{TOKENS} at one time, each for {TOKEN_DAYS} days at most, with a name of {TOKEN_NAME} characters")
    }),
    Limit::new("tries of a job", || count(ATTEMPTS)),
];
