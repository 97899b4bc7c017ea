## Shared by several pages

company = The company
employees = Regular employees
change-password = Change password
change-name = Change your name
change-address = Change your e-mail address
take-address = Change to this address
take-address-lead = From now on you sign in with the address at which this letter arrived, and letters go there.
role = Role
take-role = Take the role away
journal = Journal
journal-act = Operation
journal-actor = Operator
journal-act-hint = As it stands below
journal-actor-hint = Name
journal-subject-hint = Receipt number, company or name
journal-at = When
search = Search
queue = Emails and background jobs
queue-none = Nothing at the moment.
subject = Subject
place = Company or agency
code-new = Begin two-step sign-in
spare-title = Backup codes
password-confirm = Your password, to confirm
passkeys = Passkeys
passkey-closed = Cancelled. Try again, or use the password.
openid-heading = gBizID
openid-tie = Connect gBizID
ownership = Shareholders and officers
shareholders = Shareholders
officers = Officers
rows-more = More rows appear when you save.
history = History
history-none = None
history-part = Part
history-before = Before
history-after = After
certifications = Certifications and declarations
directory = Companies
company-name = Name
company-kind = Kind
corporate-number = Corporate number
corporate-number-hint = 13 digits; leave empty where there is none, as for sole proprietors
merge = Merge two companies
account-closed = Closed
accounts = Account recovery and suspension
address = Address
agency-settings = Settings of the agency
claim-granted = Granted
claim-grant = Grant
claim-refuse = Refuse
claim-refused = Refused
claims = Claims and checks
contact-representative = Representative
contacts = Contacts
contacts-lead = Whom to write to and call about applications and accounts; they need no account here.
establishments = Establishments
establishments-lead = The head office and other places of work. «Prefectures with an establishment» follows from them.
new-company = Register a company
own-roles = Roles and companies
phone = Telephone
prefecture = Prefecture
proposals = Proposals
registry = gBizINFO
sign-up = New here
withdraw = Withdraw
accept = Accept
refuse = Refuse

## Account

sign-in-lead = Enter your e-mail address and password.
sign-in-trial-lead = This site is for trying out. Sign in as anybody below; the password is always “{ $password }”.
password-new = New password
password-old = Present password
password-hint = At least 12 characters. Signs are not needed; a few words in a row are easy to remember, and strong.
account-lead = See and change where you are signed in, and your password.
devices = Devices that are signed in
device = Device
device-here = This device
device-since = Signed in since
device-seen = Last used
device-unknown = A device without a name
end-session = Sign this device out
end-others = Sign all other devices out
password-changed = The password was changed. All other devices were signed out.
sessions-ended = Signed out.
forgot = Forgotten password
forgot-lead = Enter the address you registered. A link for a new password will be sent to it.
forgot-sent = If the address is registered, a link was sent to it. If nothing arrives, look among the unwanted mail too.
forgot-button = Send the link
reset = Choose a new password
reset-button = Use this password
reset-done = The password was changed. Please sign in.
code-heading = Two-step sign-in
code-on = A code of your app is asked when you sign in. Since:
code-off = A password alone opens the account. With a code of an app beside it, a password that leaks opens nothing.
code-begin = Begin two-step sign-in
code-drop = Stop two-step sign-in
spare-left = backup codes left:
passkeys-lead = Sign in with a finger, your face or the device's own number. Nothing to type, and no false site can take it from you.
passkey-name = A name for this passkey (for example: office computer)
passkey-add = Add a passkey
passkey-drop = Remove
passkey-unused = Not used yet
openid-tied = The account is connected to gBizID.
openid-untied = Connect gBizID, and you can sign in with it from now on.
openid-drop = Untie GビズID

## Accounts

account-shut = Must wait after wrong tries
accounts-lead = Help people who can't get in, and close accounts nobody uses. What is done and why stays in the journal.

## Certification

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
certification-file = Copy of the certificate
certification-file-hint = PDF or a picture (JPEG, PNG, WebP), up to 20 MB

## Checkpoints

journal-letter-body =
    To the auditors of { $agency }
    This is the end of the journal as of { $day }, signed. With it, it can be told later whether the journal was rewritten or its end cut off. Please keep it away from the server.
    To check: save this letter to a file and ask the system's operator to run `shien journal verify --against FILE`.
    The public key: { $key }

## Code

code-step-app = Open an authenticator app on your phone.
code-step-scan = Scan this QR code with the app.
code-step-type = Type the six digits that the app shows.
code-picture = QR code for the authenticator app
code-secret = If it can't be scanned, type this into the app.
code-confirm = Confirm

## Company

company-lead = What stands here is used in estimates and applications.
company-facts = About the company
fact-list-hint = Names of prefectures, with 、 or a comma between them.
industry-hint = The number of the Japan Standard Industrial Classification, or its letter (E, 26).
claims-here = Claims to represent this company
claims-here-lead = These people say that they represent this company. Grant it only to those whom you know.
propose = Propose the change
proposes-lead = You type as an agent. Somebody of the company decides what you propose.
unmerge = Undo
unmerge-lead = Merged into this company:

## Context

our-company = Company

## Details

change-name-lead = Papers and records show this name, earlier records too.
change-address-lead = Your address is { $email } now. A letter goes to the new address; it changes when the link in it is opened.
new-address = New e-mail address

## Directory

directory-lead = Find and register companies. Where one is there twice, both can become one.
directory-search = Part of the name or of the corporate number
directory-none = Nothing was found.
directory-more = There are more. Add words to see fewer.
register = Register a company
doubles = Companies that may be there twice
doubles-lead = Companies of the same name, whatever the form of the company and spaces.
merge-roles = Roles of people
merge-certifications = Certifications and declarations
merge-taken = Facts that the remaining company did not know, and takes
merge-kept = Facts that differ; those of the remaining company stay
merge-look = Look before merging
merged = The two companies are one now.

## Doors

passkey-sign-in = Sign in with a passkey
openid-sign-in = Sign in with gBizID
openid-hint = With a prime account your company is registered at once.

## Gbizinfo

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

## Help

account-code = Two-step check
account-find-hint = The whole address as it was registered.
account-password = Password
account-sessions = Devices signed in
account-unknown = There is no account with this address, or it can't be looked after here.
agency-closure = Closed every year
agency-closure-hint = The days besides weekends and public holidays (for example 12-29..01-03). Used to find the next working day for an extension.
agency-en = Name in English
agency-id = Id
agency-id-hint = Small letters, digits and hyphens; it stays as it is (tokyo-center).
agency-ja = Name in Japanese
help-close = Close the account
help-code = Take the two-step check away
help-open = Let them try again
help-password = Send a link for a new password
help-reason = Reason
help-reason-hint = Say as well how you made sure who it is (called back on the registered number).
help-reopen = Open the account again
help-sign-out = Sign out everywhere

## History

history-lead = Who changed what, and when; the newest first.
history-empty = Nothing has been changed yet.

## Journal

journal-lead = Every act stands in a journal that can't be changed. The newest come first.
journal-verify = Check for tampering
journal-fold = Open
journal-details = What
journal-older = Older entries
journal-none = No entry fits.

## Keys

code-title = Confirmation code
code-lead = Type the six digits that your authenticator app shows. Without the phone you can use one of your backup codes.
code-again = Start again
passkey-expired = Time is over. Please open the page again.

## List

rows-less = To remove a row, empty it and save.

## Lists

contact-accounting = Accounts
contact-applications = Applications
contact-for = For
contact-other = Other
contact-title = Title
department = Department
establishment-branch = Branch
establishment-employees = Employees
establishment-factory = Factory
establishment-kind = Kind
establishment-laboratory = Laboratory
establishment-main = Head office
establishment-name = Name
establishment-other = Other
establishment-shop = Shop
kana = Reading (kana)
postal-code = Postal code

## Merge

merge-lead = This is what happens. As long as nothing is changed afterwards, it can be undone on the page of the company that stays.
merge-gone = The company that goes
merge-stays = The company that stays
merge-moves = What moves
merge-do = Merge
merge-swap = Keep the other one

## New company

new-company-do = Register as the representative of this company
new-company-lead = Please enter the corporate number. Sole proprietors go on with an empty field.
new-company-look = Next

## Office

office-people = Staff
journal-whole = { $entries } entries follow from one another from first to last. The last hash: { $last }
journal-broken = The chain is broken at entry { $seq }. The database may have been tampered with; tell the administrator at once.
queue-retried = Queued to run again.
queue-not-sent = not yet
letter-waiting = Leaves at { $at }

## Ownership

ownership-lead = With these on record it is clear at once whether the company is deemed large, and no application asks for them again.
shareholders-hint = Write shares like 50% or 1/3. People, and funds for small business, never count as large.
shareholders-none = There is no shareholder worth naming
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
reason-yes = Holds
reason-no = Does not hold
reason-unknown = Not clear yet
holder-name = Name of the shareholder
history-typed-decided = typed: { $typed } / decided: { $decided }
capital = Capital (yen)

## People

invite = Invite
invite-lead = A letter is sent to the person. The invitation can be used for 14 days.
people = People and roles
invitations-open = Invitations waiting for an answer
invite-until = Until (an agent's always ends)
invite-until-hint = The role is held through that day. Example: 2027-03-31
invite-withdraw = Withdraw

## Proposal

proposal-accept = Accept
proposal-accepted = { $who } accepted it on { $at }
proposal-refuse = Refuse
proposal-refused = { $who } refused it on { $at }: { $reason }
proposal-waiting = Waiting for a decision
proposal-withdraw = Take back
proposal-withdrawn = { $who } took it back on { $at }
proposals-lead = Changes typed by an agent. The record changes once somebody of the company accepts one; the history names both who typed and who decided.
proposals-none = There are no proposals.
refuse-reason = Why (they will read it)
typed-by = typed by

## Queue

queue-lead = Letters to be sent, and work to be done later.
queue-letters = Letters
queue-jobs = Jobs
queue-retry = Try again
queue-kind = Kind
queue-attempts = Tries
queue-error = Last failure
queue-sent = Sent

## Representation

claim-note = A word about it
claim-note-hint = Where the company is here already, those who decide read it.
claims-lead = Check people who say that they represent a company.
claims-waiting = Claims on companies without a representative
employees-word = Employees
how-papers = by papers
how-person = in person
how-post = by post
how-telephone = by telephone
prove = Mark as verified
sign-up-button = Send me a link
sign-up-lead = Enter your address, and we send you a link. With the corporate number of your company you will have less to type later.
sign-up-letter-known = This address is registered already. Please sign in here:
    { $link }
    If you did not ask for it, throw this letter away.
sign-up-number-hint = 13 digits. Sole proprietors leave it empty
sign-up-sent = We sent a link. Please look into your mail, and into the folder for unwanted letters too.
unproven-companies = Companies not checked yet
unproven-lead = These registered themselves. Once you made sure who represents them, say how, and write it down.
capital-word = Capital
how-checked = How it was checked
disown = Not this person

## Roles

invitation = Invitation
invitation-lead = You are invited to { $place } as { $role } ({ $email }).
invitation-known = You are registered already. With your password the role is added.
invitation-button = Accept the invitation
by-system = The office
claim-waiting = Waiting for an answer
given-at = When
given-by = Given by
invitation-decline = Decline
invitations-to-me = Invitations to you
invited-by = invited by
leave-role = Give back
own-claims = Companies you claimed
own-roles-lead = Where you act, in which role, and until when.
own-roles-none = You have no role yet. Register a company, or wait for an invitation.
register-steps = Registration
register-address = E-mail address
register-person = Name and password
register-company = Company
register-apply = Application
sign-up-end = Register
sign-up-welcome = You register as { $email }. Please choose a name and a password.

## Settings

agencies = Agencies of this site
agency-found = Add an agency
agency-found-lead = Whoever adds an agency is its first administrator.

## Spare

spare-lead = Two-step sign-in has begun. If you lose the phone, any of these signs you in, each once. They are shown here only: print them or write them down, and keep them safe.
spare-done = I have kept them

## Tabs

company-pages = Pages of the company
unproven = Not checked yet

## Tie

openid-go = Go to GビズID
openid-go-lead = Go to GビズID with the button and sign in there. It will be tied to this account.

## Trial

sign-in-for-trial = People to try out

## Acts

act-organisation-change = Change a company
act-directory-read = Find companies
act-directory-change = Register and merge companies
act-account-claim = say that one represents a company
act-organisation-propose = propose a change of a company

## Letters

forgot-subject = A new password (shien)
forgot-letter = Dear { $name },
    to choose a new password, open this page within two hours:
    { $link }
    If you did not ask for it, throw this letter away; your password stays.
change-address-subject = Confirm your e-mail address (shien)
change-address-letter = Dear { $name },
    To change your e-mail address to this one, open this page within two hours:
    { $link }
    If you did not ask for this, throw this letter away. Nothing changes.
address-changed-subject = Your e-mail address was changed (shien)
address-changed-letter = Dear { $name },
    The e-mail address with which you sign in is now { $email }.
    If this was not you, tell the office at once.
invite-subject = An invitation from { $place } (shien)
invite-letter = You are invited to { $place } as { $role }.
    Open this page within 14 days to register:
    { $link }
    If you did not expect it, throw this letter away.
journal-letter-subject = The journal as of { $day }
journal-subject = Record
claim-answer-subject = Your word that you represent { $company } (shien)
claim-granted-letter = Dear { $name },
    you are a representative of { $company } from now on. Go on here:
    { $link }
claim-letter = Dear { $name },
    { $who } says that they represent { $company }. Please look at it and grant or refuse it here:
    { $link }
claim-refused-letter = Dear { $name },
    you were not confirmed as a representative of { $company }. Please ask the company or the office if you did not expect this.
    { $link }
claim-subject = { $who } says that they represent { $company } (shien)
proposal-letter = Dear { $name },
    { $who } proposed a change of the record of { $company }. Please look at it and accept or refuse it here:
    { $link }
proposal-subject = A proposed change of { $company } (shien)
sign-up-letter = Thank you for asking for an account.
    Open this page within 14 days and choose a name and a password:
    { $link }
    If you did not ask for it, throw this letter away.
sign-up-subject = Your account (shien)

## Roles

role-until = until { $day }

## States

queue-state-waiting = waiting
queue-state-running = running
queue-state-done = done
queue-state-failed = failed

## What is wrong

wrong-password-plain = Too many of the same characters; add other words.
wrong-holder = Type the shareholder's name.
wrong-shares-sum = The shares add up to more than 100%.
wrong-certification-name = Where the kind is “Other”, type the name.
wrong-until = The end must be after the beginning.
wrong-company-name = Type the name.
wrong-corporate-number = A corporate number has 13 digits. Please check it: its check digit does not fit.
wrong-number-taken = A company with this number is registered already. Look for it above.
wrong-merge-numbers = The corporate numbers differ: these are two companies and can't be merged.
wrong-establishment-name = Please enter the name of the establishment.
wrong-kind = Please choose a kind.
wrong-number-needed = Companies and bodies need their corporate number.
wrong-phone = This is no telephone number. Example: 028-600-0000
wrong-postal-code = A postal code has seven digits. Example: 320-0001
wrong-prefecture = Please choose a prefecture.
wrong-proposal-overtaken = The record was changed since, so this proposal can't be accepted. Refuse it and ask for a new one.
wrong-too-many-unproven = Too many of your companies are not checked yet. Please let the office check them first.
wrong-certifications-many = A company can have 100 certifications here at the most.

## What was done

done-name = Your name was changed.
done-address-asked = A letter went to the new address. Until its link is opened, the present address stays.
done-address = Your e-mail address was changed.
done-passkey = The passkey is added.
done-passkey-dropped = The passkey is removed.
done-code-dropped = Two-step sign-in has stopped.
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
take-role-go = Take it away
take-role-follows = At once this person can't do any more what the role allows. To give it back, invite them again.
leave-role-go = Give the role back
leave-role-follows = At once you can't do any more what the role allows. To have it again, you have to be invited.
token-revoke-go = Revoke it
token-revoke-follows = At once the system that uses this token reads nothing any more. That can't be undone.
done-role-taken = The role was taken away.
done-uncertified = The certification was removed.
done-unmerged = The merge was undone.
done-disowned = Every role was taken away, and those who held one were told.
done-openid-dropped = GビズID was untied.
tokens = Access tokens
tokens-lead = Keys with which systems of the agency read data here. Each does what you choose and no more, and can be revoked at any time. The journal has everything.
tokens-there = Tokens
tokens-none = There is none yet.
token-make = Make a token
token-made = The token is made
token-made-help = This text is shown here and never again. Put it into the system that uses it, and keep it nowhere else.
token-name = The system that uses it
token-name-hint = For example: accounting
token-until = Holds until
token-until-hint = A year at most.
token-acts = What it may do
token-act-call-read = Read the calls
token-act-application-case = Read the applications that were filed
token-used = Used last
token-unused = Not used yet
token-since = made
token-holds = Holds
token-over = Over
token-revoked = Revoked
token-revoke = Revoke
token-revoke-of = Revoke the token of { $name }
done-token-revoked = Revoked. Nothing can be read with it any more.
list-comma = {", "}
