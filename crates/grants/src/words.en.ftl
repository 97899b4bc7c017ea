## Shared by several pages

value = Content
member = Member
my-applications = My applications
apply-company = Which company applies
apply-no-company = To apply, register your company first.
apply-register = Register a company
note-consult-required = Talk to the office before you file: it writes down that you did.
note-consult-recommended = We recommend talking to the office before you file.
note-one = One application per company.
closes = Deadline
left-minutes = { $n } minutes left
left-hours = { $n } hours left
left-days = { $n } days left
untitled = (an application without a title)
saved-last = Last saved
part-plan = The plan
part-members = Members
part-papers = Documents
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
ask-declare = I declare that what is written here is true, that neither the applicant nor its officers have ties to organised crime, and that we keep the duties of those who are awarded, as the call says.
ask-beyond = Costs beyond the table (tax, what is not eligible; yen)
ask-own = Own funds (yen)
ask-loan = Loans (yen)
ask-other = Other (yen)
ask-other-from = Where the other funds come from
year-0 = Last year
year-1 = Year 1
year-2 = Year 2
year-3 = Year 3
other-name = Subsidy
other-scheme-other = None of those
other-status = Status
other-over = Over, refused or withdrawn
others-none = No other subsidies, and none asked for
tax-without = Without tax
tax-10 = With 10% tax
tax-8 = With 8% tax
tax-top-10 = without tax (10% on top)
tax-top-8 = without tax (8% on top)
to-steps = To the contents
past = What was typed before
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
paper-scan = Scan of what came
paper-put = Attach
file-name = File
file-size = Size
funds-costs = Costs
messages = Questions and answers
late-help = The deadline is over, so it can't be filed. Everything you typed is kept. If there is a reason, talk to the office.
reopen = Change it
discard = Give up the changes
file-check = Check and file
file-go = File
file-help = You get a receipt with a number. Until the deadline you can still change it.
file-refused = It is not filed yet
file-refused-help = Everything you typed is kept. Mend these and file again.
flags = Some conditions may not be met
flags-help = You can file all the same. If you think this is wrong, file and tell the office.
arrived = When it arrived
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
receipt-yen = { $yen } yen
receipt-contact = Contact
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
officer = Officer
officer-nobody = Nobody
assign = Assign
batch-accept = Accept the picked ones
batch-accept-confirms = What was found in order is recorded as confirmed, item by item.
work-age = Age
work-days = { $n } days
work-due = Correction due
work-overdue = overdue
batch-assign = Assign the picked ones
batch-officer = To whom
allow-late = Let in late
until-day = Until (day)
until-time = Time (for example 17:00)
calls-office = Calls
publish = Publish as a call
extend = Extend the deadline
writing-none = Nobody is drafting an application.
member-number = Number of the member
receipt-file-other = (a file of another member)
batch-unticked = { $n } are left out: their formal check is not through.
batch-unticked-too = Accept those too
file-unchanged = Nothing of the application or its papers has changed since the correction was asked for.
lead-files = { $lead }, who leads, files it.
receipt-unprinted = These characters can not be printed here and are shown as 〓 (they are kept in the application as they were typed):

## Apply

my-applications-none = No applications yet. Begin from the list of calls.
apply-lead = Everything you type is saved as you go. Take days, and write with others.
apply-begin = Begin
apply-closed = Applications are not being taken now.
apply-there = Applications that are there already
left-none = the deadline is over
group-business = The project
group-money = Money
group-documents = Documents
parts-done = { $done } of { $all } filled in
part-place = ({ $n } of { $all })
part-blank = Not filled in
part-not-to-correct = The office asked for no correction here, so this page can't be changed. If something else has to be corrected, please ask the office.
part-closed-to-correction = Not to be corrected
wrong-not-to-correct = The office asked for no correction of this, so it can't be changed. If something else has to be corrected, please ask the office.
left-blank = Not filled in
row-number = Row { $n }
table-row = A row of the table
papers-absent = Documents that are not there
grid-keys = Paste a table from Excel. Move between rows with ↑ ↓ or Enter; Ctrl+D repeats the row above.
grid-pasted = # rows were pasted.
grid-unknown = Not among the choices, so not taken over:
after-filing = What happens next
after-receipt = Your application gets a number, and a confirmation reaches you by mail. The receipt can be printed from this page at any time.
after-check = The office looks whether everything is there and the conditions are met. If something has to be corrected, you get a mail that says what, and until when.
after-decision = Once accepted, your application is examined. The result reaches you by mail and stands on this page.
filing-content = What you file
today = Today
today-mine = Filed, for you to check
today-unassigned = Filed, without an officer
today-waiting = Applicants who wait for an answer
today-returned = Returned for correction
today-corrections = Corrections that are due
today-corrections-none = Nothing is out for correction.
today-due = Due { $due }
today-over = Overdue since { $due }
today-questions = Questions that wait for an answer
today-questions-none = No question waits for an answer.
today-calendar = What comes next
today-calendar-none = No call is open.
today-closes = { $call } closes
today-drafts = { $n } being written
today-calls = Filed, by call
today-filed = Applications filed
today-filed-none = Nothing has been filed yet.
publish-go = Publish it
publish-follows = Once published, the call stands on its public page at once and takes applications. That can't be undone.
signature-phone = Telephone: { $text }
signature-email = E-mail: { $text }
ask-office = Ask the office about this page
part-done = Done
part-left = { $n } left
parts-left = { $n } parts are left before it can be filed.
totals = Amounts
total = Total
more-to-do = More
revised-since = The call was revised.
correction-until = Until
reopened-help = You are changing it. What you filed stands until you file again; if you don't before the deadline, it stays.
reopen-help = Until the deadline you can change what you filed.
discard-help = Everything says again what was filed.
withdraw-help = This can't be undone. What was filed stays on record.
withdraw-go = Withdraw the application
drafts-most = One company can write { $n } applications at the same time.
reading = Read or print everything on one page
part-to-correct = To be corrected
paper-keyed = This application came by another way ({ $channel }). The office keys it in as it stands on paper.
discard-go = Give up and go back to what was filed
unfiled-changes = What was typed after the last filing was not filed. What counts is filing { $n }.
others-parts = For the other companies to write
release = Tell the lead
release-never = The lead has not been told yet. Until then it sees neither this company's amounts nor how much is filled in.
release-done = The lead was told on { $at }. What stood here then is what will be filed.
release-old = Something was changed after the lead was told on { $at }. Until it is told again, what was told before is what will be filed.
release-help = The lead is told the total of the costs, the grant and how many fields are left. It does not see what is written.
release-go = Tell the lead as it stands
part-unreleased = Not told yet
part-of-others = { $name } writes it

## Calls

calls-none = This agency has no calls yet.
call-public = Public page
drafts = Drafts
filed-count = Filed
unpublished = Programmes that are no calls yet
outages = Outages
outages-help = What you write here stands on a page that can be read even while the database is down.
outages-none = None.
outage-note = Write down an outage
outage-began-day = Began on
outage-ended-day = Ended on
outage-end = It has ended
outage-what = What did not work
extend-help = Everybody who writes or has filed is told by mail.
writing = Applicants drafting
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
change-facts = Questions
summary-window = Call
summary-conditions = Conditions
summary-rates = Rates and caps
summary-limits = Limits
summary-expenses = Expenses
summary-excluded = Excluded
summary-documents = Documents
summary-plan = Plan
summary-facts = Questions
summary-schedule = Schedule
summary-criteria = Examination
summary-duties = Duties
summary-notes = Notes
summary-readings = Readings
summary-contact = Contact
outage-touched = This outage fell before the deadline of these calls.
outage-extend = Extend the deadline of {$call}
outage-began-time = Time at which it began
outage-ended-time = Time at which it ended
outage-lasts = Going on since { $began }
outage-form-help = Leave the end empty while it is still going on.
outage-correct = Correct this record
outage-keep = Save the record
extend-sure = The deadline becomes this, and everybody who writes or has filed is told ({ $n } letters). It can't be made earlier again.
extend-go = Extend and tell
extend-not = Don't extend
extend-check = Check the extension
late-company = Let in a company that has not begun an application
late-company-help = The company chosen above, and no other, may apply until the time given here. Those who act for it are told.

## Case

message-to-applicant = To the applicant
case = Within this page
case-plan = What was filed
case-decide = Decide
formal-check = Formal check
assessment-differs = The answer computed now differs from the one kept at filing; an update of the program may be the cause.
filed-under-earlier = Filed under an earlier revision of the call, and judged by it.
applicant-busy = Those who applied are changing it; you see what was filed before.
elsewhere = Other applications of this company
return = Return for correction
allow-late-help = Only this application can be filed until then. The reason stays on record.
entry-filed = Filed
entry-ticked = Ticked
entry-assigned = Assigned
entry-allowed-late = Let in late
entry-wrote = Wrote
entry-warned = Warned
entry-typed = Typed
entry-member = Papers or members
entry-joined = Joined
entry-reopened = Reopened
entry-discarded = Gave up the changes
entry-withdrawn = Withdrawn
entry-returned = Returned
entry-accepted = Accepted
entry-refused = Refused
entry-begun = Begun
entry-answered = Filed after correction
history-of = History
refilled = Known of the company since it was filed, and used for the verdict:
look-here = Look at the document here
changes-since = What changed since the last filing
change-what = What
change-before = Before
change-now = Now
filings-before = Earlier filings:
entry-closed = The deadline passed: what was filed stands
sent-to-all = All { $count } companies read this. What concerns the costs of one of them goes into the reasons of a return: only that company sees them.
entry-recalled = Return taken back
return-again = Return it anew (another day, or other reasons)
recall = Take the return back
recall-help = What was filed stands again. What the applicant typed is kept.
unticked-sure = { $n } items of the formal check are not ticked yet. Accept it all the same? The applicant is told, and can correct nothing any more.
accept-sure = Accept with items unticked

## Check


## Contact

contact-ask = Contact of an application
contact-lead = This e-mail address was entered as the contact of an application of the company below. Choose whether its letters may come here. None is sent before you do.
contact-yes = Send them here
contact-no = Do not send them
contact-granted = Thank you. Letters about the application come to this address too.
contact-refused = No letters about applications of this company are sent here any more.

## Content view

other-scheme = Subsidies that can’t be combined
other-amount = Amount (yen)

## Export

cost-label = Item
cost-unit_price = Unit price (yen)
cost-quantity = Quantity
cost-amount = Amount (yen)
cost-paid_to = Paid to
sheet-applications = Applications
sheet-members = Members
sheet-costs = Costs
cost-tax-inside = Tax inside it (yen)
cost-without-tax = Amount without tax (yen)

## Fields

hint-title = Say at a glance what the project is.
hint-starts = For example 2027-01-15
hint-beyond = Leave it empty where there are none.
schedule-from = From
schedule-to = To
schedule-what = What
schedule-who = Who
team-who = Name
team-role = Role
team-work = Work
others-none-hint = Where there are some, leave this open and fill in the table below.
cost-category = Category
cost-basis = Basis
cost-tax = Consumption tax
cost-person = Person
cost-useful_life_months = Useful life (months)
cost-kind = Something that is excluded
cost-ordinary = None of these
cost-product = Price × quantity: { $yen } yen

## File

obstacles = Before you can file
arrived-day = Day
arrived-time = Time (for example 16:45)
posted-day = Postmark
paper-lacks = What is lacking
paper-lacks-help = It can be received as it came, and returned for correction then.

## Filing

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
obstacle-unreleased = { $name } has not told the lead yet. Until then nothing can be filed.

## Form section

part-project = The project
part-schedule = Schedule
part-team = Organisation
part-effect = Expected effect
part-others = Other subsidies
part-facts = The company (conditions)
part-costs = Costs
part-funds = Funding
part-declaration = Declaration
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
figure = Figure
figures = Figures foretold
cost-details = Details (lease, ineligible costs …)
save-next = Save and go on
balance-even = Costs { $costs } yen = grant { $grant } yen + own and other funds { $own } yen. It balances.
balance-short = Costs { $costs } yen; grant { $grant } yen and own and other funds { $own } yen are { $short } yen short.
balance-over = Costs { $costs } yen; grant { $grant } yen and own and other funds { $own } yen are { $short } yen too much.
balance-unknown = The grant is not known yet, so this can't be balanced (costs { $costs } yen).
part-wrong = Something is to be put right
deadline-over = the deadline is over
answer-not-yet = Something can't be read yet, so there is no amount or verdict. It comes when the fields in red are mended.
counted-own = These amounts count this company alone. What the other companies have may change limits. Ask the lead for the amounts of all.
counted-released = The other companies are counted with the amounts they told last.
counted-without = Nothing of { $names } is counted, because they have not told anything yet. The other companies are counted with the amounts they told last.
balance-tax = { $tax } yen of the costs are consumption tax, which is not subsidised.

## Joining

joining-go = Join with this company
joining-as = Invited

## Members

joining-elsewhere = This invitation went to { $to }; you are signed in as { $me }. If it is not meant for you, please do not join.

## Messages

message-body = To the office
the-office = The office
messages-later = You can write to the office from here once the application is filed. Before that, please ask at the address in the call.

## Outages

outage-reason = The deadline is extended because of an outage from {$began} to {$ended} ({$what}).

## Papers

papers-hint = PDF, pictures (JPEG, PNG, WebP), Word (.docx), Excel (.xlsx); up to { $most } each. If sending breaks off, send it again.
papers-others = { $n } by other members
paper-typed = Made from this form
paper-there = There
paper-needed = Needed
paper-optional = If you have it
paper-perhaps = May be needed
paper-unneeded = Not needed
paper-unasked = No longer asked for
paper-drop = Remove
because = Because
file-choose = Choose a file
upload-sending = Sending
upload-failed = It could not be sent.
upload-again = Send again
upload-sent = Sent.

## Past

past-none = Nobody else has typed over this.

## Reading

reading-none = Nothing is written yet.
reading-back = Back to the application

## Reasons

return-whole = The whole

## Receipts

receipt-file-unnamed = (its name stands on the receipt)
fault-receipt = What the receipt says is not what its code stands for.
fault-content = What is kept of the application is not what the receipt says.
fault-assessment = What is kept of the assessment is not what the receipt says.
fault-file = The file with SHA-256 { $hash } is gone, or something else is in it.

## Revision


## Service

filing = How to apply

## Work list

work-text = Receipt, applicant or title
work-none = No application is like this.
officer-me = Me
waits-for-answer = Waits for an answer

## Acts

act-call-receive = Note what came and who was consulted
act-call-export = Take a list out
act-application-begin = Begin an application
act-application-list = See that an application is being written, not what is in it
act-application-parallel = See where else an applicant has applied
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

## Letters

joining-subject = { $company } invites you to apply together
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
    Please correct your application { $title } ({ $receipt }) to { $call } until { $due }.
    { $reason }
    The page below says what is to be corrected, and why. Once it is, file the application again from there.
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
    { $reason }
    { $link }
allowed-late-subject = You may file after the deadline
allowed-late-letter =
    { $company }
    Your application { $title } to { $call } may be filed until { $until }.
    { $link }
asked-subject = The office wrote to you
asked-letter =
    { $company }
    The office wrote to you about { $title } ({ $receipt }, { $call }):
    { $body }
    Please answer on the page below.
    { $link }
extended-subject = The deadline is extended
extended-letter =
    { $company }
    The deadline of { $call } is extended to { $until }. This replaces what you were told before.
    { $reason }
    { $link }
revised-subject = The call was revised
revised-letter =
    { $company }
    { $call } was revised. Your draft { $title } goes on under the new revision; nothing you typed is lost.
    { $reason }
    { $link }
closing-subject = The call closes { $left }
closing-letter =
    { $company }
    Your application { $title } to { $call } is not filed yet, or is being changed.
    Deadline: { $until }
    { $link }
recalled-subject = Nothing is to be corrected ({ $receipt })
recalled-letter =
    To { $company }
    What we asked you to correct in your application { $title } to "{ $call }" is no longer needed. It goes on as you filed it.
    { $link }
dismissed-subject = You are no longer a member of the application
dismissed-letter =
    To { $company }
    The lead of the application { $title } to "{ $call }" has removed your company from its members. What you typed and attached is not used in it.
    If you did not expect this, please ask the company that leads.
contact-subject = The contact of an application (shien)
contact-letter =
    This e-mail address was entered as the contact of an application to { $call }.
    Name of the company that entered it: { $company }
    If you want its letters, open this page within 14 days and say so. None is sent before you do.
    { $link }
    If you did not expect this, refuse on the same page, or throw this letter away.

## What is wrong

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
wrong-revision = This file can't be published; mend the faults.
wrong-future = A day to come can't be written down.
wrong-busy = Those who applied are changing it; please wait.
wrong-late = The deadline is over.
wrong-arrived = Say when it arrived: before now.
wrong-drafts-many = There are 100 applications that are being written. Before you begin another, file one of them or go on with it.
wrong-undetermined = Something is not known yet that decides eligibility: look at the company, or return the application.
wrong-quantity = Write a whole number, for example 3.
wrong-moment = Write a date like 2026-11-27 and a time like 17:00.
wrong-ends = The end must come after the beginning.
wrong-unticked = Items of the formal check are not ticked yet.
wrong-begun-already = This company has begun or filed an application. Please let that one in, in the list above.
wrong-nobody-acts = Nobody is registered to act for this company, so nobody could be told. Please have somebody register first.

## What was done

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
done-ticked = Ticked.
done-assigned = Assigned.
done-returned = Returned; the applicant is told.
done-accepted = Accepted; the applicant is told.
done-refused = Refused; the applicant is told.
done-allowed-late = Let in; the applicant is told.
done-published = Published.
done-outage-noted = Written down and announced.
done-extended = Extended; everybody is told.
done-consulted = Written down.
done-part-saved-wrong = Saved. Something can't be read yet.
done-recalled = The return was taken back.
done-released = The lead was told.

## Approvals

approval-application-accept = Taking an application in (formal check)
approval-application-refuse = Not taking an application in (formal check)
case-approvals = Approvals
case-approval-new = Draft a proposal about this case
case-approval-title = { $call }: application of { $company } ({ $receipt })
batch-total = The grants expected come to { $yen } yen in all.
messages-most = You can send { $n } messages about one application, each of up to 4,000 characters.

# The chart of arrivals
arrivals-chart = Applications filed by day (running total)
arrivals-day = Day
arrivals-sum = Total

# The stages of an application
stages = How far the application is
stage-writing = Fill in
stage-correcting = Correct
stage-filing = File
stage-checking = Formal check
stage-accepted = Accepted

# Previews for the author of a programme
sample-title = An invented plan
sample-company = Invented Ltd
sample-person = Hanako Invented
sample-reason = (the reason stands here)
preview-form = Application form
preview-letters = Letters to applicants
apply-carried = What you typed into the estimator goes into the application.
done-found-confirmed = All that was found in order is confirmed.
guide-lead = How it is done, and questions that are asked often.
guide-picture = The page:
faq = Questions that are asked often
