skip = Skip to content
tagline = Business support programmes
footer = Verdicts and amounts are estimates from the call documents; the operating agency decides.
problem-not-found = Page not found
problem-not-found-help = The address may have changed, or contain a slip.
problem-too-large = Too much was entered
problem-too-large-help = Enter less and try again.
problem-full = This can't be kept just now
problem-full-help = The server has no space left. What you sent was not kept. The administrators have been told; please try again later. If a deadline is near, call the office.
problem-uncertain = It is not known whether this was kept
problem-uncertain-help = The server could not confirm whether what you sent was kept. Before you send it again, look at its present state, in the list of applications for instance. If a receipt number is shown there, the application was filed.
problem-damaged = This file can't be opened
problem-damaged-help = The stored file is not what was received. The administrators have been told. If you have the original, please keep it.
problem-unread = What was sent could not be read
problem-unread-help = Go back to the page before and send it again.
problem-elsewhere = This is not the address of this site
problem-elsewhere-help = Check the address that you were given, and open the site from there.
problem-at-once = Your last requests are being worked on
problem-at-once-help = Many pages were asked for at once, so they are answered one after another. Try again in about 10 seconds. What was saved is still there.
problem-failed = This could not be done
problem-failed-help = Please try again in a while.
problem-back = To the calls
calls = Calls
calls-lead = Enter your company and your expenses to see whether you are eligible, how much you would get, and why.
window = Window
cap = Cap
rate = Rate
operator = Operator
estimate = See how much you would get
detail = About the programme
notices = Notices
notice-extended = The deadline is extended to { $until }. { $said }
notice-revised = The call was revised. { $said }
apply = Write an application
state-open = Open
state-coming = Not open yet
state-closed = Closed
conditions = Conditions
rates = Rates and caps
limits = Limits on categories
expenses = Eligible expenses
excluded = Not eligible
documents = Documents
schedule = Schedule
duties = Duties after adoption
criteria = Criteria
contact = Contact
notes = Also
readings = Readings
filing = How to apply
planned = {" "}(planned)
about = {" "}or so
if-needed = conditional
group = Group
value = Content
source = Source
company = The company
member-n = Member
project = The project
budget = Expenses
budget-hint = Without tax. 5,000,000 and 500万 are both read.
category = Category
amount = Amount (yen)
industry = Industry
industry-manufacturing = Manufacturing, construction, transport, other
industry-wholesale = Wholesale
industry-retail = Retail, restaurants
industry-service = Services
industry-software = Software, information processing
industry-lodging = Lodging
employees = Regular employees
choose = Choose
yes = Yes
no = No
has-establishment = An establishment in { $prefecture }
other-subsidies = Other subsidies for the same project
other-none = None
other-pending = Applied for
other-adopted = Adopted or received
relation = Shares held by another member
relation-none = None
relation-share = Share held
labour = Work out labour from hours and pay
labour-hours = Hours on the project
labour-annual = Prescribed hours a year
labour-base = Base pay a year (yen)
labour-allowances = Counted allowances and bonus a year (yen)
add-member = Add a member
remove-member = Take this member away
calculate = Calculate
clear = Start again
sample = Try an example
sample-go = Fill in
answer = Result
grant = Estimated grant
if-eligible = If the conditions were met
still-needed = Needed for a verdict
to-mend = To meet the conditions
limit-bars = Limits on categories
gain = 10,000 yen more would bring
gain-row = More grant
documents-needed = Documents needed
judged = Judged by a person
why = Conditions
step = Step
before = Before
after = After
used = Used
copy = Copy the address of this result
copied = Copied
copy-hint = The address holds the figures that you typed: give it only to people who may see them.
print = Print
errors = Please check what you entered
yen = { $amount } yen
clause = Clause
none = none
member = Member
lead = Applicant (lead)
wrong-amount = Not an amount; write for example 5,000,000 or 500万.
wrong-not-whole = Enter whole yen. A fraction can only stand before a unit, as in 1.5億 or 12.5万.
wrong-two-numbers = There is a space between digits, so this reads as two numbers. Enter one number without spaces.
wrong-commas = Put commas every three digits, as in 5,000,000. Write a decimal point as a full stop.
wrong-point = The point may part thousands or be a decimal point. Write half a million as 500,000 or 500000.
wrong-too-large = The number is too large.
wrong-negative = It must not be negative.
wrong-count = Write a whole number, for example 25.
wrong-hours = Write hours as 160 or 8.5. Eight hours and 30 minutes are 8.5.
wrong-date = Write a date, for example 2022-10-21.
wrong-value = Please choose again.
wrong-share = Write a share, for example 50%.
who = Signing in and companies
sign-in = Sign in
sign-in-lead = Enter your e-mail address and password.
sign-out = Sign out
sign-in-for-trial = People to try out
sign-in-trial-lead = This site is for trying out. Sign in as anybody below; the password is always “{ $password }”.
email = E-mail address
password = Password
password-new = New password
password-old = Present password
password-hint = At least 12 characters. Signs are not needed; a few words in a row are easy to remember, and strong.
name = Your name
account = Account
account-lead = See and change where you are signed in, and your password.
devices = Devices that are signed in
device = Device
device-here = This device
device-since = Signed in since
device-seen = Last used
device-unknown = A device without a name
end-session = Sign this device out
end-others = Sign all other devices out
change-password = Change password
password-changed = The password was changed. All other devices were signed out.
sessions-ended = Signed out.
forgot = Forgotten password
forgot-lead = Enter the address you registered. A link for a new password will be sent to it.
forgot-sent = If the address is registered, a link was sent to it. If nothing arrives, look among the unwanted mail too.
forgot-button = Send the link
forgot-subject = A new password (shien)
forgot-letter = Dear { $name },

    to choose a new password, open this page within two hours:

    { $link }

    If you did not ask for it, throw this letter away; your password stays.
reset = Choose a new password
reset-button = Use this password
reset-done = The password was changed. Please sign in.
change-name = Change your name
change-name-lead = Papers and records show this name, earlier records too.
done-name = Your name was changed.
change-address = Change your e-mail address
change-address-lead = Your address is { $email } now. A letter goes to the new address; it changes when the link in it is opened.
new-address = New e-mail address
change-address-subject = Confirm your e-mail address (shien)
change-address-letter = Dear { $name },

    To change your e-mail address to this one, open this page within two hours:

    { $link }

    If you did not ask for this, throw this letter away. Nothing changes.
done-address-asked = A letter went to the new address. Until its link is opened, the present address stays.
take-address = Change to this address
take-address-lead = From now on you sign in with the address at which this letter arrived, and letters go there.
address-changed-subject = Your e-mail address was changed (shien)
address-changed-letter = Dear { $name },

    The e-mail address with which you sign in is now { $email }.

    If this was not you, tell the office at once.
done-address = Your e-mail address was changed.
wrong-address-known = Another account has this e-mail address.
invite = Invite
invite-lead = A letter is sent to the person. The invitation can be used for 14 days.
invite-subject = An invitation from { $place } (shien)
invite-letter = You are invited to { $place } as { $role }.

    Open this page within 14 days to register:

    { $link }

    If you did not expect it, throw this letter away.
invitation = Invitation
invitation-lead = You are invited to { $place } as { $role } ({ $email }).
invitation-known = You are registered already. With your password the role is added.
invitation-button = Accept the invitation
role = Role
role-owner = Owner
role-editor = Editor
role-accountant = Accountant
role-viewer = Viewer
role-officer = Officer
role-approver = Approver
role-reviewer = Reviewer
role-auditor = Auditor
role-administrator = Administrator
people = People and roles
take-role = Take the role away
our-company = Company
company-lead = What stands here is used in estimates and applications.
company-facts = About the company
save = Save
company-type-yes-no = yes or no
fact-list-hint = Names of prefectures, with 、 or a comma between them.
office = Office
office-people = Staff
journal = Journal
journal-lead = Every act stands in a journal that can't be changed. The newest come first.
journal-verify = Verify the chain
journal-whole = { $entries } entries follow from one another from first to last. The last hash: { $last }
journal-broken = The chain is broken at entry { $seq }. The database may have been tampered with; tell the administrator at once.
journal-letter-subject = The journal as of { $day }
journal-letter-body =
    To the auditors of { $agency }

    This is the end of the journal as of { $day }, signed. With it, it can be told later whether the journal was rewritten or its end cut off. Please keep it away from the server.

    To check: save this letter to a file and ask the system's operator to run `shien journal verify --against FILE`.
    The public key: { $key }
journal-act = Act
journal-actor = By
journal-subject = Record
journal-said = What
journal-at = When
journal-older = Older entries
journal-none = No entry fits.
search = Search
queue = Letters and jobs
queue-lead = Letters to be sent, and work to be done later.
queue-letters = Letters
queue-jobs = Jobs
queue-retry = Try again
queue-retried = It was put back into the queue.
queue-none = Nothing at the moment.
queue-state-waiting = waiting
queue-state-running = running
queue-state-done = done
queue-state-failed = failed
queue-kind = Kind
queue-attempts = Tries
queue-error = Last failure
queue-sent = Sent
queue-not-sent = not yet
to = To
subject = Subject
state = State
problem-denied = This page is not open to you
problem-denied-help = You do not hold a role that may see it. If you need it, ask an administrator or the owner of the company.
problem-stale = Somebody else changed this first
problem-stale-help = Go back, look at what stands there now, and enter your change again. What you entered was not saved.
problem-expired = This link can't be used any more
problem-expired-help = It is too old or was used already. Ask for another.
problem-harmful = This file is not given out
problem-harmful-help = The scan found what may be a harmful program. Look at the machine on which the file was made, and attach a safe one.
file-harmful = May be harmful
file-open = Waits for its scan
problem-too-many = Please wait
problem-too-many-help = There were too many tries in a row. Try again in about 15 minutes.
problem-busy = It is busy just now
problem-busy-help = Others are being served. Try again in a minute.
wrong-sign-in = The address or the password is wrong.
wrong-email = This is not an e-mail address, such as taro@example.jp.
wrong-name = Enter your name.
wrong-password-short = Use at least 12 characters.
wrong-password-long = Use at most 200 characters.
wrong-password-plain = Too many of the same characters; add other words.
wrong-old-password = The present password is wrong.
wrong-last-one = The last one's role can't be taken away. Invite somebody else first.
prefill = Fill in our company
act-account-sign-in = Sign in
act-account-read = See an account
act-account-change = Change an account
act-invitation-accept = Accept an invitation
act-system-set-up = Set up (command line)
act-job-work = Work
act-organisation-read = See a company
act-organisation-change = Change a company
act-organisation-invite = Invite to a company
act-organisation-remove = Take a role away in a company
act-agency-accounts = See the staff
act-agency-invite = Invite staff
act-agency-remove = Take a role away from staff
act-journal-read = Read the journal
act-queue-read = See the queues
act-queue-change = Put back into the queue
place = Company or agency
industry-hint = The number of the Japan Standard Industrial Classification, or its letter (E, 26).
wrong-code = The number is wrong or was used already. Type the six digits that the app shows now.
wrong-passkey = This passkey did not open the account. Try again, or use the password.
wrong-openid = Signing in with gBizID did not work. Please try again.
wrong-openid-away = gBizID does not answer. Try again later, or use the password.
wrong-openid-tied = This gBizID belongs to another account.
wrong-openid-email = gBizID sent no e-mail address. Please ask the office.
wrong-openid-known = There is an account with this address already. Sign in with the password first, and connect gBizID on the account page.
code = Six digits
code-title = Confirmation code
code-lead = Type the six digits that your authenticator app shows. Without the phone you can use one of your spare codes.
code-again = Start again
code-heading = Two-step sign-in
code-on = A code of your app is asked when you sign in. Since:
code-off = A password alone opens the account. With a code of an app beside it, a password that leaks opens nothing.
code-begin = Begin two-step sign-in
code-drop = Stop two-step sign-in
code-new = Begin two-step sign-in
code-step-app = Open an authenticator app on your phone.
code-step-scan = Scan this picture with the app.
code-step-type = Type the six digits that the app shows.
code-picture = QR code for the authenticator app
code-secret = If it can't be scanned, type this into the app.
code-confirm = Confirm
spare-title = Spare codes
spare-lead = Two-step sign-in has begun. If you lose the phone, any of these signs you in, each once. They are shown here only: print them or write them down, and keep them safe.
spare-left = spare codes left:
spare-done = I have kept them
password-confirm = Your password, to confirm
passkeys = Passkeys
passkeys-lead = Sign in with a finger, your face or the device's own number. Nothing to type, and no false site can take it from you.
passkey-name = A name for this passkey (for example: office computer)
passkey-add = Add a passkey
passkey-drop = Remove
passkey-unused = Not used yet
passkey-sign-in = Sign in with a passkey
passkey-closed = Cancelled. Try again, or use the password.
passkey-expired = Time is over. Please open the page again.
done-passkey = The passkey is added.
done-passkey-dropped = The passkey is removed.
done-code-dropped = Two-step sign-in has stopped.
openid-heading = gBizID
openid-sign-in = Sign in with gBizID
openid-hint = With a prime account your company is registered at once.
openid-tied = The account is connected to gBizID.
openid-untied = Connect gBizID, and you can sign in with it from now on.
openid-tie = Connect gBizID
rehearsal = This is a rehearsal: the clock has been moved. Nothing that is done here counts.
ownership = Shareholders and officers
ownership-lead = With these on record it is clear at once whether the company is deemed large, and no application asks for them again.
shareholders = Shareholders
shareholders-hint = Write shares like 50% or 1/3. People, and funds for small business, never count as large.
shareholders-none = There is no shareholder worth naming
officers = Officers
officers-none = There are no officers
officer-from = Posts elsewhere
from-nowhere = None elsewhere
from-large = Officer or employee of a large company
from-deemed = Officer or employee of a company deemed large
holder-kind = Kind of shareholder
holder-person = Person
holder-company = Company or the like
holder-fund = Fund
holder-share = Share
holder-size = Size of the shareholder
holder-capital = Its capital (yen)
size-unknown = Not known
size-other = Not large
size-large = Large
size-deemed = Deemed large
deemed = Whether the company is deemed large
deemed-yes = One of the three customary reasons (1 to 3) holds: the company is deemed large.
deemed-no = None of the three customary reasons (1 to 3) holds.
deemed-unknown = Not clear yet. What is missing below decides it.
deemed-note = Programmes differ in the reasons that they use. An application is judged by those of its programme.
deemed-rule-1 = 1 One large company holds at least half of the shares
deemed-rule-2 = 2 Large companies together hold at least two thirds of the shares
deemed-rule-3 = 3 At least half of the officers also serve a large company
deemed-rule-4 = 4 Companies of kinds 1 to 3 hold all the shares
deemed-rule-5 = 5 All officers serve companies of kinds 1 to 3
deemed-rule-6 = 6 The yearly taxable income of the last three years is above 1.5 billion yen on average
deemed-rule-7 = 7 One corporation with a capital of at least 500 million yen holds all the shares
reason = Reason
reason-yes = Holds
reason-no = Does not hold
reason-unknown = Not clear yet
rows-more = More rows appear when you save.
wrong-holder = Type the shareholder's name.
wrong-shares-sum = The shares add up to more than 100%.
wrong-file-large = The file is too large.
history = History
history-lead = Who changed what, and when; the newest first.
history-empty = Nothing has been changed yet.
history-none = None
history-part = Part
history-before = Before
history-after = After
holder-name = Name of the shareholder
certifications = Certifications and declarations
certifications-lead = What authorities have certified and what the company has declared. Sixty days before the end it says so.
certifications-none = Nothing is on record yet.
certification-kind = Kind
certification-name = Name
certification-name-hint = Only where the kind is “Other”
certification-number = Number
certification-add = Add
certification-remove = Remove
certification-management-innovation = Management innovation plan approved
certification-management-improvement = Management improvement plan certified
certification-advanced-equipment = Advanced equipment plan certified
certification-continuity = Business continuity plan certified
certification-regional-plan = Regional economy leading plan approved
certification-regional-future = Selected as a regional future leading company
certification-partnership = Partnership building declaration
certification-health = Certified for health management
certification-security = SECURITY ACTION declaration
certification-iso9001 = ISO 9001
certification-iso14001 = ISO 14001
certification-other = Other
valid-from = Valid from
valid-until = Valid until
valid-until-hint = Leave empty where there is no end
date-hint = For example: 2026-04-01
no-end = No end
standing-ahead = Not yet
standing-valid = Valid
standing-soon = Ends soon
standing-ended = Ended
wrong-certification-name = Where the kind is “Other”, type the name.
wrong-until = The end must be after the beginning.
act-directory-read = Find companies
act-directory-change = Register and merge companies
directory = Companies
directory-lead = Find and register companies. Where one is there twice, both can become one.
directory-search = Part of the name or of the corporate number
directory-none = Nothing was found.
directory-more = There are more. Add words to see fewer.
company-name = Name
company-kind = Kind
corporate-number = Corporate number
corporate-number-hint = 13 digits; leave empty where there is none, as for sole proprietors
register = Register a company
doubles = Companies that may be there twice
doubles-lead = Companies of the same name, whatever the form of the company and spaces.
merge = Merge two companies
merge-lead = This is what happens. As long as nothing is changed afterwards, it can be undone on the page of the company that stays.
merge-gone = The company that goes
merge-stays = The company that stays
merge-moves = What moves
merge-roles = Roles of people
merge-certifications = Certifications and declarations
merge-taken = Facts that the remaining company did not know, and takes
merge-kept = Facts that differ; those of the remaining company stay
merge-look = Look before merging
merge-do = Merge
merge-swap = Keep the other one
merged = The two companies are one now.
wrong-company-name = Type the name.
wrong-corporate-number = A corporate number has 13 digits. Please check it: its check digit does not fit.
wrong-number-taken = A company with this number is registered already. Look for it above.
wrong-merge-numbers = The corporate numbers differ: these are two companies and can't be merged.
account-closed = Closed
account-code = Two-step check
account-find-hint = The whole address as it was registered.
account-password = Password
account-sessions = Devices signed in
account-shut = Must wait after wrong tries
account-unknown = There is no account with this address, or it can't be looked after here.
accounts = Help with accounts
accounts-lead = Help people who can't get in, and close accounts nobody uses. What is done and why stays in the journal.
act-account-claim = say that one represents a company
act-account-sign-up = ask for an account
act-agency-change = rename an agency
act-agency-help = help with an account
act-organisation-propose = propose a change of a company
address = Address
agencies = Agencies of this site
agency-closure = Closed every year
agency-closure-hint = The days besides weekends and public holidays (for example 12-29..01-03). Used to find the next working day for an extension.
agency-en = Name in English
agency-found = Add an agency
agency-found-lead = Whoever adds an agency is its first administrator.
agency-id = Id
agency-id-hint = Small letters, digits and hyphens; it stays as it is (tokyo-center).
agency-ja = Name in Japanese
agency-settings = Settings of the agency
by-system = The office
certification-file = Copy of the certificate
certification-file-hint = PDF or a picture (JPEG, PNG, WebP), up to 20 MB
claim-answer-subject = Your word that you represent { $company } (shien)
claim-granted = Granted
claim-granted-letter = Dear { $name },

    you are a representative of { $company } from now on. Go on here:

    { $link }
claim-grant = Grant
claim-letter = Dear { $name },

    { $who } says that they represent { $company }. Please look at it and grant or refuse it here:

    { $link }
claim-note = A word about it
claim-note-hint = Where the company is here already, those who decide read it.
claim-refuse = Refuse
claim-refused = Refused
claim-refused-letter = Dear { $name },

    you were not confirmed as a representative of { $company }. Please ask the company or the office if you did not expect this.

    { $link }
claim-subject = { $who } says that they represent { $company } (shien)
claim-waiting = Waiting for an answer
claims = Claims and checks
claims-here = Claims to represent this company
claims-here-lead = These people say that they represent this company. Grant it only to those whom you know.
claims-lead = Check people who say that they represent a company.
claims-waiting = Claims on companies without a representative
company-pages = Pages of the company
contact-accounting = Accounts
contact-applications = Applications
contact-for = For
contact-other = Other
contact-representative = Representative
contact-title = Title
contacts = Contacts
contacts-lead = Whom to write to and call about applications and accounts; they need no account here.
department = Department
done-agency-founded = The agency was added.
done-agency-renamed = The settings were changed.
done-certified = The certification was added.
done-claim-granted = The claim was granted.
done-claim-made = Those who are registered for the company and the office were told. Please wait for their answer.
done-claim-refused = The claim was refused.
done-company-founded = The company is registered. Please check what stands below and add what is missing.
done-company-registered = The company is registered. Now invite its representative.
done-company-saved = The company was saved.
done-helped = Done, and written into the journal.
done-invitation-accepted = The invitation was accepted.
done-invitation-declined = The invitation was declined.
done-invite-sent = The invitation was sent.
done-invite-withdrawn = The invitation was withdrawn.
done-proposal-accepted = The proposal was accepted.
done-proposal-refused = The proposal was refused.
done-proposal-withdrawn = The proposal was withdrawn.
done-proposed = The change was proposed. The record changes once somebody of the company accepts it.
done-proven = The check was written down.
done-role-left = The role was given back.
done-role-taken = The role was taken away.
done-uncertified = The certification was removed.
done-unmerged = The merge was undone.
employees-word = Employees
establishment-branch = Branch
establishment-employees = Employees
establishment-factory = Factory
establishment-kind = Kind
establishment-laboratory = Laboratory
establishment-main = Head office
establishment-name = Name
establishment-other = Other
establishment-shop = Shop
establishments = Establishments
establishments-lead = The head office and other places of work. «Prefectures with an establishment» follows from them.
given-at = When
given-by = Given by
help-close = Close the account
help-code = Take the two-step check away
help-open = Let them try again
help-password = Send a link for a new password
help-reason = Reason
help-reason-hint = Say as well how you made sure who it is (called back on the registered number).
help-reopen = Open the account again
help-sign-out = Sign out everywhere
history-typed-decided = typed: { $typed } / decided: { $decided }
how-papers = by papers
how-person = in person
how-post = by post
how-telephone = by telephone
invitation-decline = Decline
invitations-open = Invitations waiting for an answer
invitations-to-me = Invitations to you
invite-until = Until (an agent's always ends)
invite-until-hint = The role is held through that day. Example: 2027-03-31
invite-withdraw = Withdraw
invited-by = invited by
kana = Reading (kana)
leave-role = Give back
new-company = Register a company
new-company-do = Register as the representative of this company
new-company-lead = Please enter the corporate number. Sole proprietors go on with an empty field.
new-company-look = Next
own-claims = Companies you claimed
own-roles = Roles and companies
own-roles-lead = Where you act, in which role, and until when.
own-roles-none = You have no role yet. Register a company, or wait for an invitation.
phone = Telephone
postal-code = Postal code
prefecture = Prefecture
proposal-accept = Accept
proposal-accepted = { $who } accepted it on { $at }
proposal-letter = Dear { $name },

    { $who } proposed a change of the record of { $company }. Please look at it and accept or refuse it here:

    { $link }
proposal-refuse = Refuse
proposal-refused = { $who } refused it on { $at }: { $reason }
proposal-subject = A proposed change of { $company } (shien)
proposal-waiting = Waiting for a decision
proposal-withdraw = Take back
proposal-withdrawn = { $who } took it back on { $at }
proposals = Proposals
proposals-lead = Changes typed by an agent. The record changes once somebody of the company accepts one; the history names both who typed and who decided.
proposals-none = There are no proposals.
propose = Propose the change
proposes-lead = You type as an agent. Somebody of the company decides what you propose.
prove = Checked
refuse-reason = Why (they will read it)
registry = gBizINFO
registry-away = gBizINFO does not answer. Please type it yourself.
registry-certified = Certifications in gBizINFO
registry-certified-none = There are none.
registry-closed = According to gBizINFO the registration of this company was closed on { $day }.
registry-do = Take over what is chosen
registry-fresh = This is what gBizINFO says.
registry-lead = Where the public registry and the record here differ. Only what you choose is taken over.
registry-no-number = Without a corporate number there is nothing to look up.
registry-old = gBizINFO does not answer; this is what it said on { $at }.
registry-ours = Here
registry-same = There is no difference.
registry-take = Take over
registry-theirs = In gBizINFO
registry-unknown = gBizINFO knows nothing of this number. Please check it, or type the rest yourself.
role-agent = Agent
role-until = until { $day }
rows-less = To remove a row, empty it and save.
sign-up = New here
sign-up-button = Send me a link
sign-up-end = Register
sign-up-lead = Enter your address, and we send you a link. With the corporate number of your company you will have less to type later.
sign-up-letter = Thank you for asking for an account.

    Open this page within 14 days and choose a name and a password:

    { $link }

    If you did not ask for it, throw this letter away.
sign-up-letter-known = This address is registered already. Please sign in here:

    { $link }

    If you did not ask for it, throw this letter away.
sign-up-number-hint = 13 digits. Sole proprietors leave it empty
sign-up-sent = We sent a link. Please look into your mail, and into the folder for unwanted letters too.
sign-up-subject = Your account (shien)
sign-up-welcome = You register as { $email }. Please choose a name and a password.
typed-by = typed by
unmerge = Undo
unmerge-lead = Merged into this company:
unproven = Not checked yet
unproven-companies = Companies not checked yet
unproven-lead = These registered themselves. Once you made sure who represents them, say how, and write it down.
wrong-closure = Write the days as 12-29..01-03. They can't be more than two months.
wrong-agency-id = Only small letters, digits and hyphens, at most 40.
wrong-agency-taken = There is an agency with this id.
wrong-establishment-name = Please enter the name of the establishment.
wrong-file-broken = The file could not be taken in. Please try again.
wrong-file-empty = The file is empty.
wrong-file-kind = This kind of file is not taken (by what is in it, not by its name). PDF, pictures (JPEG, PNG, WebP), Word (.docx) and Excel (.xlsx) are.
wrong-file-kind-picture = This kind of file is not taken (by what is in it, not by its name). PDF and pictures (JPEG, PNG, WebP) are.
wrong-file-locked = The file has a password. Take the password away and send it again.
wrong-file-damaged = The file is cut off or damaged. See whether the original opens, and send it again.
wrong-file-heic = HEIC (photographs of an iPhone) is not taken. Save it as JPEG or PDF first.
wrong-file-picture = This kind of picture (TIFF, GIF, BMP) is not taken. Save it as PDF, JPEG, PNG or WebP first.
wrong-file-old = Old Word and Excel files (.doc, .xls) are not taken. Save it as .docx or .xlsx, or as PDF, first.
wrong-file-office = This kind of document is not taken. Save it as Word (.docx), Excel (.xlsx) or PDF first.
wrong-file-macros = Files with macros (.docm, .xlsm) are not taken. Save it without macros (.docx, .xlsx) or as PDF first.
wrong-file-zip = Archives (ZIP) are not taken. Send the files in it one by one.
mark-macros = Has macros
mark-embedded = Has other files or programs in it
mark-remote = Fetches files from elsewhere when opened
mark-script = Runs a program when opened, or has files attached
mark-unopened = Could not be looked into
wrong-help-oneself = This can't be done to your own account. Please ask another administrator.
wrong-kind = Please choose a kind.
wrong-number-needed = Companies and bodies need their corporate number.
wrong-phone = This is no telephone number. Example: 028-600-0000
wrong-postal-code = A postal code has seven digits. Example: 320-0001
wrong-prefecture = Please choose a prefecture.
wrong-proposal-overtaken = The record was changed since, so this proposal can't be accepted. Refuse it and ask for a new one.
wrong-reason = Please enter a reason.
wrong-too-many-unproven = Too many of your companies are not checked yet. Please let the office check them first.
wrong-until-agent = An agent's role needs a last day.
wrong-until-owner = A representative or an administrator has no last day.
wrong-until-past = Please choose a day to come.
capital = Capital (yen)
how = How the amount comes about
capital-word = Capital
how-checked = How it was checked
disown = Somebody else
done-disowned = Every role was taken away, and those who held one were told.
wrong-sign-in-again = To be sure that it is you: sign out, sign in again, and then try once more.
wrong-openid-tie = Please begin on your account page to tie GビズID.
openid-drop = Untie GビズID
openid-go = Go to GビズID
openid-go-lead = Go to GビズID with the button and sign in there. It will be tied to this account.
done-openid-dropped = GビズID was untied.
wrong-last-key = Without this you could not get in any more. Have a password first.
wrong-password-common = This password is easy to guess from common words, or from your name or address. Put a few unrelated words in a row.
weak = To work for the agency, sign in with a code, a passkey or GビズID. The account page is where you begin with codes.
my-applications = My applications
my-applications-none = No applications yet. Begin from the list of calls.
apply-lead = Everything you type is saved as you go. Take days, and write with others.
apply-company = Which company applies
apply-begin = Begin
apply-closed = Applications are not being taken now.
apply-no-company = To apply, register your company first.
apply-register = Register a company
apply-there = Applications that are there already
note-consult-required = Talk to the office before you file: it writes down that you did.
note-consult-recommended = We recommend talking to the office before you file.
note-one = One application per company.
closes = Deadline
left-none = the deadline is over
left-minutes = { $n } minutes left
left-hours = { $n } hours left
left-days = { $n } days left
untitled = (an application without a title)
saved-last = Last saved
state-of-draft = Draft
state-of-filed = Filed
state-of-reopened = Being changed after filing
state-of-returned = To be corrected
state-of-accepted = Accepted
state-of-refused = Refused
state-of-withdrawn = Withdrawn
part-project = The project
part-plan = The plan
part-schedule = Schedule
part-team = Organisation
part-effect = Expected effect
part-others = Other subsidies
part-members = Members
part-facts = The company (conditions)
part-costs = Costs
part-funds = Funding
part-papers = Documents
part-declaration = Declaration
part-done = Done
part-left = { $n } left
parts-left = { $n } parts are left before it can be filed.
part-closed = It can't be changed now:
part-saved = Saved.
lead-part-project = Title and summary may be published.
lead-part-plan = This is what examiners read first. Write for people outside your field.
lead-part-schedule = What is done when, in order.
lead-part-team = Who does what.
lead-part-effect = What changes and by how much, with figures.
lead-part-others = Every subsidy that you have or have asked for, for the same project.
lead-part-facts = Filled in from your company's record. Correct what is wrong.
lead-part-costs = One expense a line. As you type you see what is eligible, and why.
lead-part-funds = The costs and the grant, own funds, loans and the rest must be equal.
lead-part-papers = What is needed, and why. Each file is kept with its fingerprint (SHA-256).
lead-part-declaration = Read each and tick it.
lead-part-members = The companies that apply together.
ask-title = Title of the project
ask-summary = Summary (for publication)
ask-starts = Planned start
ask-ends = Planned end
ask-contact-name = Contact person
ask-contact-phone = Telephone
ask-contact-email = E-mail
ask-purpose = Purpose and background
ask-present = Present state and issues
ask-work = What will be done
ask-novelty = What is new or better
ask-effect = Expected effect
ask-sales = Sales (yen)
ask-value = Value added (yen)
ask-wages = Wages (yen)
ask-declare-true = What is written here is true.
ask-declare-gangs = Neither the applicant nor its officers have ties to organised crime.
ask-declare-duties = We keep the duties of those who are awarded, as the call says.
ask-beyond = Costs beyond the table (tax, what is not eligible; yen)
ask-own = Own funds (yen)
ask-loan = Loans (yen)
ask-other = Other (yen)
ask-other-from = Where the other funds come from
hint-title = Say at a glance what the project is.
hint-starts = For example 2027-01-15
hint-beyond = Leave it empty where there are none.
at-most-characters = At most { $n } characters.
year-0 = Last year
year-1 = Year 1
year-2 = Year 2
year-3 = Year 3
figure = Figure
figures = Figures foretold
schedule-from = From
schedule-to = To
schedule-what = What
schedule-who = Who
team-who = Name
team-role = Role
team-work = Work
other-name = Subsidy
other-scheme = Named by this call
other-scheme-other = None of those
other-status = Status
other-amount = Amount (yen)
other-over = Over, refused or withdrawn
others-none = No other subsidies, and none asked for
others-none-hint = Where there are some, leave this open and fill in the table below.
cost-category = Category
cost-label = Item
cost-basis = Basis
cost-unit_price = Unit price (yen)
cost-quantity = Quantity
cost-amount = Amount (yen)
cost-tax = Consumption tax
cost-paid_to = Paid to
cost-details = More about this line
cost-person = Person
cost-useful_life_months = Useful life (months)
cost-kind = Something that is excluded
cost-ordinary = None of these
tax-without = Without tax
tax-10 = With 10% tax
tax-8 = With 8% tax
wrong-missing = Not filled in yet.
wrong-long = Too long; please shorten it.
wrong-others-none = Either tick that there are none, or fill in the table.
wrong-category-gone = The call was revised and has no such category any more: choose another or empty the line.
wrong-application-closed = This application can't be changed now.
wrong-call-closed = The call is not open now.
wrong-no-online = This call is answered on paper; it can't be filed here.
wrong-channel = This call is not answered that way.
wrong-member-many = No more members can be added.
wrong-member-twice = That company is a member already.
wrong-file-many = There are as many papers as there can be.
wrong-file-total = Together the papers would be longer than 1 GB. Take away what is not needed, or make files smaller, and add this one again.
wrong-file-missing = Choose a file.
wrong-extension = It must be later than the deadline is now.
wrong-revision = This file can't be published; mend the faults.
wrong-outage = Say what did not work.
wrong-future = A day to come can't be written down.
wrong-view-name = Give the view a name.
wrong-busy = Those who applied are changing it; please wait.
wrong-late = The deadline is over.
wrong-arrived = Say when it arrived: before now.
optional = optional
save-next = Save and go on:
save-idle = What you type is saved by itself.
save-saved = Saved
save-saving = Saving…
save-failed = Not saved; it is sent again as soon as there is a connection.
save-signed-out = You are signed out. What you typed is still here: sign in in another tab and it is saved.
save-changed = changed this
save-restored = What could not be saved before is back.
conflict = Somebody else changed the same field. Please choose.
conflict-theirs = Theirs:
conflict-mine = Use mine
conflict-take = Use theirs
to-steps = To the contents
signed-out = You are signed out
signed-out-help = What you typed is kept on this page. Please go on like this.
signed-out-first = Sign in in another tab
signed-out-then = Then send what was typed
past = What was typed before
past-none = Nobody else has typed over this.
member-name = Name of the company
member-email = E-mail of whom you invite
member-email-hint = They get a link to join.
member-add = Add a member
member-away = Remove
member-added = The member was added.
member-gone = The member was removed.
member-joined = Joined
member-unjoined = Not joined yet
member-private = Each company's costs and papers are seen by that company and the office alone; the lead sees totals.
joining = Join a consortium
joining-go = Join with this company
joining-subject = { $company } invites you to apply together
papers-hint = PDF, pictures (JPEG, PNG, WebP), Word (.docx), Excel (.xlsx); up to { $most } each. If sending breaks off, send it again.
papers-others = { $n } by other members
paper-typed = Made from this form
paper-there = There
paper-needed = Needed
paper-optional = If you have it
paper-perhaps = May be needed
paper-unneeded = Not needed
paper-unasked = No longer asked for
paper-scan = Scan of what came
paper-put = Attach
paper-drop = Remove
because = Because
file-choose = Choose a file
file-name = File
file-size = Size
upload-sending = Sending
upload-failed = It could not be sent.
upload-again = Send again
steps = What to fill in
totals = Amounts
total = Total
funds-costs = Costs
balance-even = Costs { $costs } yen = grant { $grant } yen + own and other funds { $own } yen. It balances.
balance-short = Costs { $costs } yen; grant { $grant } yen and own and other funds { $own } yen are { $short } yen short.
balance-over = Costs { $costs } yen; grant { $grant } yen and own and other funds { $own } yen are { $short } yen too much.
balance-unknown = The grant is not known yet, so this can't be balanced (costs { $costs } yen).
more-to-do = More
messages = Questions and answers
messages-none = Nothing yet.
message-body = To the office
message-to-applicant = To the applicant
message-send = Send
the-office = The office
revised-since = The call was revised.
correction-asked = To be corrected
correction-until = Until
correction-answered = (answered)
late-help = The deadline is over, so it can't be filed. Everything you typed is kept. If there is a reason, talk to the office.
reopened-help = You are changing it. What you filed stands until you file again; if you don't before the deadline, it stays.
reopen = Change it
reopen-help = Until the deadline you can change what you filed.
discard = Give up the changes
discard-help = Everything says again what was filed.
withdraw = Withdraw
withdraw-help = This can't be undone. What was filed stays on record.
withdraw-go = Withdraw the application
file-check = Check and file
file-go = File
file-help = You get a receipt with a number. Until the deadline you can still change it.
file-refused = It is not filed yet
file-refused-help = Everything you typed is kept. Mend these and file again.
obstacles = Before you can file
obstacle-missing = { $field }: not filled in yet.
obstacle-other = Something is still to be filled in.
obstacle-document = A document is missing: { $name }
obstacle-funds-over = The funds exceed the costs by { $yen } yen.
obstacle-funds-short = The funds fall short of the costs by { $yen } yen.
obstacle-unjoined = { $name } has not joined yet.
obstacle-late = The deadline ({ $until }) is over.
obstacle-lost = The file is not in the store; attach it again: { $name }
obstacle-harmful = Something harmful was found in this file; remove it: { $name }
obstacle-rows = Write at least one row.
flags = Some conditions may not be met
flags-help = You can file all the same. If you think this is wrong, file and tell the office.
arrived = When it arrived
arrived-day = Day
arrived-time = Time (for example 16:45)
posted-day = Postmark
filed-look = What was filed
receipt-title = Receipt
receipt-lead = { $agency } has received the following application.
receipt-number = Receipt no.
receipt-filing = Filing
receipt-nth = filing no. { $n }
receipt-arrived = Arrived
receipt-call = Call
receipt-revision = Revision
receipt-company = Applicant
receipt-project = Project
receipt-channel = Way
receipt-files = Files ({ $n })
receipt-no-files = No files.
receipt-checkpoint = Checkpoint of the journal, signed:
receipt-verify = This receipt can be verified on the following page.
receipt-pdf = Receipt (PDF)
receipt-check = Verify a receipt
receipt-code = Receipt's code
receipt-ask = Type in the code at the foot of the receipt.
receipt-true = This receipt is true: it agrees with what is kept.
receipt-false = Something does not agree with what is kept.
receipt-unknown = There is no receipt with this code.
receipt-replaced = It was filed again after this.
requested-total = Costs applied for
channel-online = Online
channel-post = Post
channel-in_person = In person
channel-email = E-mail
verdict = Verdict
verdict-eligible = Eligible
verdict-not_eligible = Not eligible
verdict-undetermined = Undetermined
work-list = Applications
work-text = Receipt, applicant or title
work-find = Find
work-none = No application is like this.
state-any = All
any = Any
officer = Officer
officer-me = Me
officer-nobody = Nobody
assign = Assign
pick = Pick
view-name = Keep this view as
view-keep = Keep
view-drop = Drop the view
view-named = The view is kept.
view-dropped = The view is gone.
page-earlier = Earlier
page-later = Later
batch = In one go
batch-accept = Accept the picked ones
batch-assign = Assign the picked ones
batch-officer = To whom
batch-open = Broken off:
batch-would = This would be done to { $n }; their grants come to { $yen } yen. Nothing is done yet.
batch-begin = Begin
batch-not = Don't
batch-going = Some are left.
batch-ended = All are through.
batch-go-on = Go on
item-waiting = Waiting
item-done = Done
item-failed = Failed
item-cant = Can't be done
case = Within this page
case-plan = What was filed
case-decide = Decide
formal-check = Formal check
found-yes = Met
found-no = Not met
found-unknown = To be seen
found-judgement = To be judged
tick-ok = Checked
tick-no = Wrong
note = Note
assessment-differs = The answer computed now differs from the one kept at filing; an update of the program may be the cause.
filed-under-earlier = Filed under an earlier revision of the call, and judged by it.
applicant-busy = Those who applied are changing it; you see what was filed before.
elsewhere = Other applications of this company
accept = Accept
refuse = Refuse
return = Return for correction
return-due = Until which day
return-message = Of the whole
return-reasons = Reasons by part
return-go = Return it
allow-late = Let in late
allow-late-help = Only this application can be filed until then. The reason stays on record.
until-day = Until (day)
until-time = Time (for example 17:00)
told-filed = Filed
told-ticked = Ticked
told-assigned = Assigned
told-allowed-late = Let in late
told-wrote = Wrote
told-warned = Warned
told-typed = Typed
told-member = Papers or members
told-joined = Joined
told-reopened = Reopened
told-discarded = Gave up the changes
told-withdrawn = Withdrawn
told-returned = Returned
told-accepted = Accepted
told-refused = Refused
calls-office = Calls
calls-none = This agency has no calls yet.
call-public = Public page
drafts = Drafts
filed-count = Filed
unpublished = Programmes that are no calls yet
publish = Publish as a call
outages = Outages
outages-help = What you write here stands on a page that can be read even while the database is down.
outages-none = None.
outage-note = Write down an outage
outage-began-day = Began on
outage-ended-day = Ended on
outage-end = It has ended
outage-what = What did not work
outage-was = From { $began } to { $ended }: { $what }
outage-is = Since { $began }: { $what }
outage-extended = The deadline of { $call } is extended to { $until }.
announcements = Announcements
announcements-none = Nothing to announce.
extend = Extend the deadline
extend-help = Everybody who writes or has filed is told by mail.
writing = Who is writing
writing-none = Nobody is writing.
receive = What came on paper; consultations
receive-find = Company's name or number
receive-none = Not found.
receive-register = Register it
receive-paper = Key in an application
consulted-on = Consulted on
consult-note = Write down the consultation
consultations = Consultations
register-help = What applicants said, and what this system knows.
register-declared = Said by the applicant
register-said = Yes
register-unsaid = No
register-banned = Banned
revision = Revise the call
revision-lead = First look at the effect. Once published, drafts go on under the new revision; what was filed stays under its own.
revision-faults = This file can't be used
revision-file = The programme's file (YAML)
revision-said = What applicants are told
revision-look = See the effect
revision-publish = Publish the revision
revision-changes = What changes
revision-effect = What becomes of drafts
revision-filed = The { $n } that were filed do not change.
grant-before = Grant now
grant-after = Grant then
obstacles-before = Left now
obstacles-after = Left then
unasked = Fields no longer asked
change-added = { $what }, added: { $name }
change-removed = { $what }, removed: { $name }
change-figure = { $what }: { $before } → { $after }
change-facts = Questions
change-words-only = Only words change.
sheet-applications = Applications
sheet-members = Members
sheet-costs = Costs
done-filed = Filed. See your receipt.
done-reopened = You can change it now.
done-discarded = Everything says again what was filed.
done-withdrawn = The application is withdrawn.
done-joined = You have joined.
done-message-sent = Sent.
done-part-saved = Saved.
done-paper-put = Attached.
done-paper-dropped = Removed.
done-member-added = The member was added.
done-member-gone = The member was removed.
done-view-named = The view is kept.
done-view-dropped = The view is gone.
done-ticked = Ticked.
done-assigned = Assigned.
done-returned = Returned; the applicant is told.
done-accepted = Accepted; the applicant is told.
done-refused = Refused; the applicant is told.
done-allowed-late = Let in; the applicant is told.
done-published = Published.
done-outage-noted = Written down and announced.
done-extended = Extended; everybody is told.
done-revised = Published; those who are writing are told.
done-consulted = Written down.
joining-letter =
    { $who } of { $company } invites you to apply together: { $title }.

    Choose your company on this page. Your costs and papers are seen by you and the office alone.

    { $link }
filed-subject = Your application was received ({ $receipt })
filed-letter =
    { $company }

    Your application { $title } to { $call } was received.

    Receipt: { $receipt }
    Filed by: { $who }

    The receipt is on this page:
    { $link }
withdrawn-subject = Your application is withdrawn
withdrawn-letter =
    { $company }

    Your application { $title } to { $call } is withdrawn.

    { $link }
returned-subject = Please correct your application ({ $receipt })
returned-letter =
    { $company }

    Please correct your application { $title } to { $call } until { $due }.

    { $said }

    { $link }
accepted-subject = Your application is accepted ({ $receipt })
accepted-letter =
    { $company }

    Your application { $title } to { $call } is accepted and goes on to examination.

    { $link }
refused-subject = Your application is not accepted ({ $receipt })
refused-letter =
    { $company }

    Your application { $title } to { $call } is not accepted:

    { $said }

    { $link }
allowed-late-subject = You may file after the deadline
allowed-late-letter =
    { $company }

    Your application { $title } to { $call } may be filed until { $until }.

    { $link }
asked-subject = The office wrote to you
asked-letter =
    { $company }

    The office wrote to you about { $title } ({ $call }).

    { $link }
extended-subject = The deadline is extended
extended-letter =
    { $company }

    The deadline of { $call } is extended to { $until }. This replaces what you were told before.

    { $said }

    { $link }
revised-subject = The call was revised
revised-letter =
    { $company }

    { $call } was revised. Your draft { $title } goes on under the new revision; nothing you typed is lost.

    { $said }

    { $link }
closing-subject = The call closes { $left }
closing-letter =
    { $company }

    Your application { $title } to { $call } is not filed yet, or is being changed.
    Deadline: { $until }

    { $link }
rows-add = Add lines
rows-most = This table holds { $n } lines at the most, { $shown } on a page.
table-page = Page { $page } of { $pages }
table-turn = To page { $page }
wrong-certifications-many = A company can have 100 certifications here at the most.
wrong-rows-many = This table holds 300 lines at the most. Put lines that say the same together, or empty those that you do not need.
wrong-fields-many = This application has as many fields as it can hold. Write over lines that you no longer need instead of emptying them.
wrong-long-whole = The application is too long as a whole. Shorten long texts, or attach them as papers.
wrong-drafts-many = There are 100 applications that are being written. Before you begin another, file one of them or go on with it.
drafts-most = One company can write { $n } applications at the same time.
messages-most = { $n } messages about one application at the most, 4,000 characters each.
wrong-messages-many = As many messages as can be sent about this application were sent. Please ring the agency up.
revision-most = The file may have { $bytes }, and each list of it (conditions, categories and so on) { $n } entries at the most.
told-begun = Begun
told-answered = Filed after correction
history-of = History
refilled = Known of the company since it was filed, and used for the verdict:
wrong-undetermined = Something is not known yet that decides eligibility: look at the company, or return the application.
wrong-file-archive = This file can't be opened, or is too large when unpacked. Save it in another way.
look-here = Look at the document here
outage-touched = This outage fell before the deadline of these calls.
outage-extend = Extend the deadline of {$call}
outage-reason = The deadline is extended because of an outage from {$began} to {$ended} ({$what}).
the-system = The system
reading = Read or print everything on one page
reading-none = Nothing is written yet.
reading-back = Back to the application
announcement-of = { $agency }: { $line }
outage-began-time = Time at which it began
outage-ended-time = Time at which it ended
outage-lasts = Going on since { $began }
outage-form-help = Leave the end empty while it is still going on.
outage-correct = Correct this record
outage-keep = Save the record
wrong-outage-began = The beginning must be in the past, within a year.
wrong-outage-ended = The end must be after the beginning, and not in the future.
part-to-correct = To be corrected
paper-keyed = This application came by another way ({ $channel }). The office keys it in as it stands on paper.
discard-go = Give up and go back to what was filed
return-whole = The whole
tick-old = Ticked for an earlier filing
changes-since = What changed since the last filing
change-what = What
change-before = Before
change-now = Now
filings-before = Earlier filings:
date-example = Example: { $day }
extend-sure = The deadline becomes this, and everybody who writes or has filed is told ({ $n } letters). It can't be made earlier again.
extend-go = Extend and tell
extend-not = Don't extend
extend-check = Check the extension
wrong-extension-far = The deadline can't be more than a year away. Check the date.
act-call-read = See calls
act-call-change = Change a call
act-call-receive = Note what came and who was consulted
act-call-export = Take a list out
act-application-begin = Begin an application
act-application-read = See an application
act-application-draft = See an application being written
act-application-ask = Write to the office
act-application-case = See an application received
act-application-write = Write an application
act-application-invite = Change the members
act-application-file = File, change, withdraw
act-application-check = Check, return for correction
act-application-decide = Accept, refuse
act-application-allow-late-filing = Let in late
act-section-read = See a member's part
act-section-release = Tell the lead what a part comes to
act-section-write = Write a member's part
wrong-quantity = Write a whole number, for example 3.
wrong-body = Write something.
wrong-moment = Write a date like 2026-11-27 and a time like 17:00.
wrong-none-picked = Choose at least one.
wrong-ends = The end must come after the beginning.
wrong-mail = Write an address like taro@example.jp.
wrong-phone-number = Write a number like 028-000-0000, in digits and dashes.
part-wrong = Something is to be put right
done-part-saved-wrong = Saved. Something can't be read yet.
row-clear = Clear this row
outage-now = Something does not work just now
waits-for-answer = Waits for an answer
cost-product = Price × quantity: { $yen } yen
deadline-over = the deadline is over
messages-later = You can write to the office from here once the application is filed. Before that, please ask at the address in the call.
told-closed = The deadline passed: what was filed stands
told-to-all = All { $count } companies read this. What concerns the costs of one of them goes into the reasons of a return: only that company sees them.
tick-clear = Clear
wrong-ticked-meanwhile = A colleague ticked this item after you opened the page. Please look at what stands there now, and press again if need be.
upload-sent = Sent.
wrong-file-one = Please send one file at a time.
member-number = Number of the member
receipt-file-other = (a file of another member)
receipt-file-unnamed = (its name stands on the receipt)
fault-receipt = What the receipt says is not what its code stands for.
fault-content = What is kept of the application is not what the receipt says.
fault-assessment = What is kept of the assessment is not what the receipt says.
fault-file = The file with SHA-256 { $hash } is gone, or something else is in it.
unfiled-changes = What was typed after the last filing was not filed. What counts is filing { $n }.
told-recalled = Return taken back
done-recalled = The return was taken back.
return-again = Return it anew (another day, or other reasons)
recall = Take the return back
recall-help = What was filed stands again. What the applicant typed is kept.
recalled-subject = Nothing is to be corrected ({ $receipt })
recalled-letter =
    To { $company }

    What we asked you to correct in your application { $title } to "{ $call }" is no longer needed. It goes on as you filed it.

    { $link }
wrong-unticked = Items of the formal check are not ticked yet.
unticked-sure = { $n } items of the formal check are not ticked yet. Accept it all the same? The applicant is told, and can correct nothing any more.
accept-sure = Accept with items unticked
pick-all = All { $n } that match, those on other pages too
batch-assign-to = Assign to { $who }
batch-would-assign = This is done to { $n }.
batch-unticked = { $n } are left out: their formal check is not through.
batch-unticked-too = Accept those too
wrong-batch-large = At most 1,000 at a time. Please narrow the list.
answer-not-yet = Something can't be read yet, so there is no amount or verdict. It comes when the fields in red are mended.
save-unread = Saved. Something can't be read yet.
conflict-own = What you typed in another window
file-unchanged = Nothing of the application or its papers has changed since the correction was asked for.
yours = For your company to write
others-parts = For the other companies to write
lead-files = { $lead }, who leads, files it.
late-company = Let in a company that has not begun an application
late-company-help = The company chosen above, and no other, may apply until the time given here. Those who act for it are told.
wrong-begun-already = This company has begun or filed an application. Please let that one in, in the list above.
wrong-nobody-acts = Nobody is registered to act for this company, so nobody could be told. Please have somebody register first.
paper-lacks = What is lacking
paper-lacks-help = It can be received as it came, and returned for correction then.
dismissed-subject = You are no longer a member of the application
dismissed-letter =
    To { $company }

    The lead of the application { $title } to "{ $call }" has removed your company from its members. What you typed and attached is not used in it.
    If you did not expect this, please ask the company that leads.
held = What is kept
joining-as = Invited
joining-elsewhere = This invitation went to { $to }; you are signed in as { $me }. If it is not meant for you, please do not join.

# A member lets the lead know what its part comes to
release = Tell the lead
release-never = The lead has not been told yet. Until then it sees neither this company's amounts nor how much is filled in.
release-done = The lead was told on { $at }. What stood here then is what will be filed.
release-old = Something was changed after the lead was told on { $at }. Until it is told again, what was told before is what will be filed.
release-help = The lead is told the total of the costs, the grant and how many fields are left. It does not see what is written.
release-go = Tell the lead as it stands
done-released = The lead was told.
part-unreleased = Not told yet
part-of-others = { $name } writes it
obstacle-unreleased = { $name } has not told the lead yet. Until then nothing can be filed.
counted-own = These amounts count this company alone. What the other companies have may change limits. Ask the lead for the amounts of all.
counted-released = The other companies are counted with the amounts they told last.
counted-without = Nothing of { $names } is counted, because they have not told anything yet. The other companies are counted with the amounts they told last.

# Tables that leave the system, and the tax inside costs
cost-tax-inside = Tax inside it (yen)
cost-without-tax = Amount without tax (yen)
cell-cut = … (cut here: a cell of Excel holds no more)
cell-unwritten = (could not be written to Excel)
balance-tax = { $tax } yen of the costs are consumption tax, which is not subsidised.
error-title = Error: { $title }
contact-ask = Contact of an application
contact-lead = This e-mail address was entered as the contact of an application of the company below. Choose whether its letters may come here. None is sent before you do.
contact-yes = Send them here
contact-no = Do not send them
contact-granted = Thank you. Letters about the application come to this address too.
contact-refused = No letters about applications of this company are sent here any more.
contact-subject = The contact of an application (shien)
contact-letter =
    This e-mail address was entered as the contact of an application to { $call }.
    Name of the company that entered it: { $company }

    If you want its letters, open this page within 14 days and say so. None is sent before you do.

    { $link }

    If you did not expect this, refuse on the same page, or throw this letter away.
letters-stuck = Letters that did not arrive
letters-stuck-help = Check the address and correct it. What the letters say stands on this page too.
letter-given-up = Did not arrive
letter-held = Waiting for the contact to confirm
letter-waiting = Leaves at { $at }
receipt-unprinted = These characters can not be printed here and are shown as 〓 (they are kept in the application as they were typed):
