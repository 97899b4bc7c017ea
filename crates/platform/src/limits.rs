//! What of everything there is at the most, named in one place: `docs/keeping.md` tells the same, and a test holds it to that.

use std::time::Duration;

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
/// Companies that one person founds before anybody looked.
pub const UNPROVEN: usize = 3;
/// Claims of one person that wait.
pub const CLAIMS: usize = 5;
/// Proposals that wait for one company.
pub const PROPOSALS: u64 = 20;
/// Forms with copies of certificates by one person, and questions to gBizINFO, within fifteen minutes.
pub const LOOKS: u64 = 60;
/// Rows of a list of a company: contacts, establishments, owners, officers.
pub const LIST: usize = 50;
/// Invitations to join an application by one person, within fifteen minutes.
pub const JOINING: u64 = 20;
/// Tries of a job.
pub const ATTEMPTS: i32 = 8;
/// Bytes of a paper beside an application.
pub const PAPER: usize = 200 * MIB;
/// Papers beside an application.
pub const PAPERS: usize = 200;
/// Bytes of the papers of one application together.
pub const PAPERS_TOGETHER: i64 = 1024 * 1024 * 1024;
/// Bytes that one person sends within an hour.
pub const SENT: i64 = 2 * 1024 * 1024 * 1024;
/// Files that one person sends within an hour.
pub const FILES_SENT: i64 = 300;
/// How long a file stays that nothing names any more: until then it may be put back.
pub const UNNAMED: Duration = Duration::from_hours(7 * 24);
/// Bytes of a copy of a certificate.
pub const COPY: usize = 20 * MIB;
/// Certifications of a company.
pub const CERTIFICATIONS: usize = 100;
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
/// Characters of a field of an application.
pub const FIELD: usize = 20_000;
/// Fields of an application that are typed at once.
pub const FIELDS: usize = 4_000;
/// Fields of an application in all, those that were emptied with them.
pub const FIELDS_IN_ALL: usize = 20_000;
/// Characters of an application in all.
pub const CHARACTERS: usize = 2_000_000;
/// Rows of a table of an application: of one member's costs, of the schedule, of the team, of other subsidies.
pub const ROWS: usize = 300;
/// Rows of such a table on one page.
pub const ROWS_SHOWN: usize = 50;
/// Applications of one company that are being written, in all calls.
pub const DRAFTS: usize = 100;
/// Applications on one page of a list.
pub const LISTED: usize = 50;
/// Members of an application, and in the estimator.
pub const MEMBERS: usize = 12;
/// Messages beside one application that those who apply have sent.
pub const MESSAGES: usize = 300;
/// Entries of one list of clauses of a programme: conditions, limits, categories, documents.
pub const CLAUSES: usize = 500;
/// Bytes of a programme's file that an office publishes.
pub const PROGRAMME: usize = MIB;
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

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::*;

    fn bytes(n: usize) -> String {
        if n.is_multiple_of(MIB) { format!("{} MiB", n / MIB) } else { format!("{} KiB", n / KIB) }
    }

    fn count(n: impl TryInto<i64>) -> String {
        kernel::text::separated(n.try_into().unwrap_or(i64::MAX))
    }

    fn lasts(time: Duration) -> String {
        let seconds = time.as_secs();
        if seconds >= 120 && seconds.is_multiple_of(60) { format!("{} min", seconds / 60) } else { format!("{seconds} s") }
    }

    fn told() -> Vec<(&'static str, String)> {
        vec![
            (
                "wrong passwords in 15 minutes",
                format!(
                    "{TRIES} for one account from one network address, {TRIES_EVERYWHERE} for one account, {TRIES_OF_ONE} from one address (IPv6: the first 64 bits)"
                ),
            ),
            ("wrong codes, wrong present passwords in 15 minutes", format!("{TRIES} each for one account")),
            (
                "letters asked for in 15 minutes",
                format!("{LETTERS} from one address, {LETTERS_TO_ONE} to one recipient; invitations {LETTERS} by one person"),
            ),
            (
                "letters that leave to one address, in an hour and in a day",
                format!(
                    "{}, {}; where nobody there has an account or has said yes: {}, {}; the rest waits and is joined to one letter",
                    LEAVING.0, LEAVING.1, LEAVING_UNKNOWN.0, LEAVING_UNKNOWN.1
                ),
            ),
            ("letters that one person of a company causes in an hour", format!("{CAUSED}; the rest waits")),
            ("a question to a contact whom somebody else named", format!("open, and letters held for its answer, for {QUESTION} days")),
            ("sign-ins begun with a passkey or GビズID in 15 minutes", format!("{BEGINNINGS} from one address")),
            ("passwords that are hashed at one time", count(HASHED)),
            ("characters of a password", format!("{LEAST_PASSWORD} to {MOST_PASSWORD}")),
            ("companies that one person founds before anybody looked, claims that wait", format!("{UNPROVEN}, {CLAIMS}")),
            ("proposals that wait for one company", count(PROPOSALS)),
            ("forms with copies, questions to gBizINFO in 15 minutes", format!("{LOOKS} each by one person")),
            ("rows of a list of a company", count(LIST)),
            (
                "members of an application and in the estimator, invitations to join in 15 minutes",
                format!("{MEMBERS}, {JOINING} by one person"),
            ),
            ("applications of one company that are being written, on one page of a list", format!("{DRAFTS}, {LISTED}")),
            ("rows of a table of an application, on one page of it", format!("{ROWS}, {ROWS_SHOWN}")),
            ("a field, fields at once", format!("{} characters, {}", count(FIELD), count(FIELDS))),
            ("an application in all", format!("{} fields, {} characters", count(FIELDS_IN_ALL), count(CHARACTERS))),
            ("messages of those who applied about one application", count(MESSAGES)),
            (
                "a paper of an application, papers of one",
                format!("{} each, {PAPERS}; PDF, JPEG, PNG, WebP, Word (.docx), Excel (.xlsx) by content", bytes(PAPER)),
            ),
            (
                "papers of one application together, files of one person within an hour",
                format!("{} GiB; {} GiB, {FILES_SENT} files", PAPERS_TOGETHER >> 30, SENT >> 30),
            ),
            (
                "a file that nothing names any more, a paper that was taken away for instance",
                format!("{} days", UNNAMED.as_secs() / 86_400),
            ),
            ("certifications of a company, sessions that a person's page shows", format!("{CERTIFICATIONS}, {SESSIONS}")),
            ("a copy of a certificate", format!("{}; PDF, JPEG, PNG, WebP by content", bytes(COPY))),
            (
                "opening a file that arrived; files that are opened at one time",
                format!(
                    "{}, {} unpacked of a PDF, {} of an office file; {}",
                    lasts(OPENING),
                    bytes(usize::try_from(UNPACKED_PDF).unwrap()),
                    bytes(usize::try_from(UNPACKED_OFFICE).unwrap()),
                    bytes(OPENED)
                ),
            ),
            ("a programme's file that an office publishes, entries of each of its lists", format!("{}, {CLAUSES}", bytes(PROGRAMME))),
            ("a form with long texts: a part of an application, messages, a revision, a batch", bytes(LONG_FORM)),
            ("any other form", bytes(FORM)),
            ("all forms held at one time", format!("{} of people who are signed in, {} of others", bytes(FORMS), bytes(FORMS_OF_NOBODY))),
            (
                "requests answered at one time",
                format!(
                    "{AT_ONCE} of one person, {AT_ONCE_OF_NOBODY} of one address to one page where nobody is signed in, {AT_ONCE_IN_ALL} in all; others wait up to {}",
                    lasts(TURN)
                ),
            ),
            (
                "requests that are answered or wait",
                format!(
                    "{THERE} of one person, {THERE_OF_NOBODY} of one address to one page; who asks for more is told to come again (429)"
                ),
            ),
            (
                "connections",
                format!(
                    "{} in all, {CONNECTIONS_OF_ONE} from one address that is no proxy; {STREAMS} requests within one",
                    count(CONNECTIONS)
                ),
            ),
            ("the head of a request", bytes(HEAD)),
            (
                "head of a request, a request, one with a file, a silent connection",
                [HEAD_WAITS, REQUEST_WAITS, FILE_WAITS, SILENT].map(lasts).join(", "),
            ),
            ("tries of a job", count(ATTEMPTS)),
        ]
    }

    #[test]
    fn the_limits_that_are_told_are_those_that_hold() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/keeping.md");
        let document = std::fs::read_to_string(path).unwrap();
        let rows: String = told().into_iter().map(|(what, most)| format!("| {what} | {most} |\n")).collect();
        let table = format!("| what | most |\n|---|---|\n{rows}");
        let (before, rest) = document.split_once("## Limits\n\n").unwrap();
        let (there, behind) = rest.split_once("\n\n").unwrap();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, format!("{before}## Limits\n\n{table}\n{behind}")).unwrap();
            return;
        }
        assert_eq!(format!("{there}\n"), table, "UPDATE=1 writes the table anew");
    }
}
