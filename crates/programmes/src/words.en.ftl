## Shared by several pages
lead = Applicant (lead)

calls = Calls
window = Window
cap = Cap
rate = Rate
estimate = See how much you would get
detail = About the programme
if-needed = conditional
category = Category
amount = Amount (yen)
industry = Industry
sample = Try an example
answer = Result
before = Before
revision = Revise the call

## Announcements

outage-was = From { $began } to { $ended }: { $what }
outage-is = Since { $began }: { $what }
outage-extended = The deadline of { $call } is extended to { $until }.
announcement-of = { $agency }: { $line }

## Answer

group = Group
key-channels = How to apply
key-contact = Whom to ask
key-forms = Page with the forms
front-work = To your work
front-work-none = You have no role yet, so there is no work to show. Register your company, or ask the administrator of your office to invite you.
grant = Estimated grant
if-eligible = If the conditions were met
still-needed = Needed for a verdict
to-mend = To meet the conditions
limit-bars = Limits on categories
gain = 10,000 yen more would bring
gain-row = More grant
documents-needed = Documents needed
why = Conditions
step = Step
after = After
how = How the amount comes about

## Estimate

project = The project
budget = Expenses
budget-hint = Without tax. 5,000,000 and 500万 are both read.
labour = Work out labour from hours and pay
add-member = Add a member
remove-member = Take this member away
calculate = Calculate
clear = Clear what was typed
sample-go = Fill in
copy = Copy the URL of this result
copied = Copied
copy-hint = The address holds the figures that you typed: give it only to people who may see them.

## Form

industry-manufacturing = Manufacturing, construction, transport, other
industry-wholesale = Wholesale
industry-retail = Retail, restaurants
industry-service = Services
industry-software = Software, information processing
industry-lodging = Lodging

## List

calls-lead = Enter your company and your expenses to see whether you are eligible, how much you would get, and why.
operator = Operator

## Pages

notice-extended = The deadline is extended to { $until }. { $reason }
notice-revised = The call was revised. { $reason }
since-title = Changed since last time
since-what = What
since-before = Before
since-now = Now
since-none = none
since-reckoned = Reckoned otherwise, or under other conditions
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
planned = {" "}(planned)
about = {" "}or so

## Programme

notices = Notices
apply = Write an application

## View

member-n = Member
has-establishment = Is there an establishment in { $prefecture }?
other-subsidies = Have you applied for or received other subsidies for the same project?
other-money-amount = Amount of other subsidies (yen)
other-none = None
other-pending = Applied for
other-adopted = Adopted or received
relation = Shares held by another member
relation-none = None
relation-share = Share held
monthly = Figures for a monthly price
monthly-monthly = Monthly price (yen)
monthly-from = From
monthly-until = Until
labour-hours = Hours on the project
labour-hours-a-year = Prescribed hours a year
labour-pay-a-year = Base pay a year (yen)
labour-allowances-a-year = Counted allowances and bonus a year (yen)
labour-hours-a-month = Prescribed hours a month
labour-pay-a-month = Base pay a month (yen)
labour-allowances-a-month = Counted allowances a month (yen)
labour-pay-an-hour = Pay an hour (yen)

## Acts

act-call-read = See calls
act-call-change = Change a call

## States

state-open = Open
state-coming = Not open yet
state-closed = Closed
state-of-draft = Draft
state-of-filed = Filed
state-of-reopened = Being changed after filing
state-of-returned = To be corrected
state-of-accepted = Accepted
state-of-refused = Refused
state-of-withdrawn = Withdrawn
state-any = All

## What is wrong

wrong-hours = Write hours as 160 or 8.5. Eight hours and 30 minutes are 8.5.
wrong-extension = It must be later than the deadline is now.
wrong-outage = Say what did not work.
wrong-outage-began = The beginning must be in the past, within a year.
wrong-outage-ended = The end must be after the beginning, and not in the future.
wrong-extension-far = The deadline can't be more than a year away. Check the date.

## Drafts of programmes

programme-drafts = Programme drafts
programme-drafts-lead = Write a programme as data beside its call document, see what it changes, have it approved, publish it.
programme-drafts-none = There are no drafts.
draft-title = Programme
draft-changed = Last change
draft-revises = revises an open call
draft-untitled = Programme without a name
draft-state-open = Draft
draft-state-published = Published
draft-state-discarded = Given up
done-draft-published = Published.
done-draft-discarded = Given up.
done-draft-saved = Saved.
done-draft-set = Changes saved.
done-draft-confirmed = Noted as confirmed.
done-draft-proposed = Proposed for approval. Whoever approves has been sent an e-mail.
done-draft-cases-added = The missing cases were added. Hold their answers against the document.
done-draft-document-kept = Document saved.
draft-begin = Begin a new one
draft-begin-text = From a call document
draft-begin-text-help = Paste the text: the window, the rate, the cap, categories, documents and the contact are found with their lines and proposed.
draft-document-name = Name of the document
draft-document-name-hint = Letters and digits to cite it by. Example: 003
draft-document = Document
draft-begin-go = Begin from this text
draft-begin-pdf = The call document as PDF
draft-begin-pdf-go = Begin from the PDF
draft-begin-existing = From a programme that is there
draft-begin-existing-help = For next year, the year and the days move on by a year; for the next round its number moves on. What changed since is shown.
draft-programme = Programme
draft-begin-next-year = Make next year’s
draft-begin-next-round = Make the next round
draft-begin-draft = (draft) { $name }
wrong-draft-unread = The draft has faults, so nothing can begin from it. Mend them first.
draft-begin-similar = Begin from a copy
draft-begin-revision = Revise an open call
draft-begin-revision-help = Applications being written go on under the new revision. Those filed stay under theirs.
draft-call = Call
draft-begin-revision-go = Begin the revision
draft-stages = The way to publication
draft-stage-writing = Write
draft-stage-proposing = Propose
draft-stage-approval = Approval
draft-stage-publishing = Publish
draft-locked = Nothing can be changed while it goes round for approval. Withdraw the proposal to change it.
draft-document-none = There is no document yet. Paste it under “Document”, and lines and clauses are linked.
draft-all-cited = Every line is cited.
draft-uncited-count = Lines that nothing cites: { $n }
draft-uncited = not cited
draft-uncited-figures = not cited: { $figures }
draft-panels = Beside the document
draft-panel-yaml = File
draft-panel-form = Fields
draft-panel-proposals = Found
draft-panel-document = Document
draft-panel-preview = Preview
draft-panel-cases = Cases
draft-panel-effect = Effect
draft-panel-publish = Approval
draft-body = Programme file (YAML)
draft-stored = As it is saved now
draft-both = What you typed is not saved. Compare it with what is saved now, below, and save again.
draft-kept = Saved { $at }.
draft-keeping = Saving…
draft-unkept = Not saved. Check the connection; what you typed is still on this page.
draft-findings = What the checker finds
draft-findings-none = No faults found.
draft-findings-count = Errors: { $errors }, warnings: { $warnings }
draft-findings-more = { $n } more are shown once these are mended.
draft-error = Error
draft-warning = Warning
draft-line = line { $n }
draft-form-help = Only values change here. To add or take away clauses, write in:
draft-form-none = The file has faults and can’t be shown as fields.
draft-proposals-help = Values found in the document. Hold each against its line, and tick what you have confirmed; what is not meant, tick as such.
draft-proposal-dismiss = Not meant
draft-proposals-go = Record what is ticked
draft-proposals-none = Nothing was found.
draft-proposals-waiting = Not confirmed yet: { $n } of { $all }
draft-proposal-field = Field
draft-proposal-value = Found
draft-proposal-line = Document
draft-proposal-there = In the file
draft-proposal-take = Take this value
draft-proposal-confirm = Confirmed
draft-proposal-dismissed = Not meant
draft-proposal-confirmed = Confirmed
draft-field-fiscal-year = Fiscal year
draft-field-name = Name
draft-field-round = Round
draft-field-window-opens = Opens
draft-field-window-closes = Closes
draft-field-window-arrival = How the deadline is judged
draft-field-filing-channels = How to file
draft-field-filing-one-per-company = One per company
draft-field-amount-rate = Rate
draft-field-amount-cap = Cap
draft-field-amount-floor = Floor
draft-field-amount-unit = Rounding
draft-field-expenses-tax = Consumption tax
draft-field-expenses-categories = Category
draft-field-limits = Limit of expenses
draft-field-documents = Document to submit
draft-field-criteria = Criterion
draft-field-contact-phone = Telephone
draft-field-contact-fax = Fax
draft-field-contact-address = Address
draft-field-contact-email = E-mail
draft-field-contact-office = Office
draft-field-schemes = Scheme
draft-limit-at-most = at most { $rate } of the total
draft-limit-less-than = less than { $rate } of the total
draft-tax-excluded = Excluded: amounts count without tax
draft-tax-included = Included: amounts count as paid
draft-source-help = Keep the line breaks, so that each line can be cited. If lines move, citations must be checked again.
draft-source-pdf = Read a PDF
draft-source-pdf-go = Read and replace
draft-preview-help = As it would look. Nobody sees it yet.
draft-preview-none = The file has faults, so it can’t be shown.
draft-preview-public = Public page
draft-cases-help = Example applications and their right answers, so that a change which alters an answer is seen.
draft-cases = Cases (YAML)
draft-cases-passed = Cases that hold
draft-cases-failed = Cases that fail
draft-cases-lacking = Cases it lacks
draft-cases-proposed = Cases it lacks, proposed ({ $n })
draft-cases-proposed-help = Values at, below and above each bound, with the answers as computed now. Hold them against the document before you add them.
draft-cases-tried = Cases
draft-case-name = Case
draft-case-result = Result
draft-case-holds = holds
draft-case-fails = does not hold
draft-case-verdict = Verdict
draft-case-eligible = Eligible total (yen)
draft-case-grant = Grant (yen)
draft-case-phase = Phase
draft-case-right = Confirmed
draft-case-take = right
draft-case-application = The application
draft-phase-application = application
draft-phase-decision = decision
draft-phase-settlement = settlement
case-verdict-eligible = eligible
case-verdict-not-eligible = not eligible
case-verdict-undetermined = cannot tell yet
draft-cases-add = Add those that are ticked
effect-beside = Compared with “{ $name }”.
effect-unknown = There is no programme “{ $id }” to compare with. Check the identifier at `follows`: it is that of a published programme, or of another draft.
effect-new = It is a new programme; there is nothing to compare with.
effect-changes = What changes
effect-no-changes = Nothing changes.
effect-population = Effect on firms (estimate)
effect-population-help = { $n } invented firms apply under both versions. Nothing of a real company is used.
effect-gain = Gain
effect-lose = Lose
effect-same = Unchanged
effect-newly = Newly eligible
effect-no-longer = No longer eligible
effect-chart = How many firms gain or lose how much (unchanged ones left out)
effect-then = Before
effect-now = After
effect-yen = { $yen } yen
effect-total-before = Grants in all, before
effect-total-after = Grants in all, after
band-loss-over = more than { $yen } less
band-loss = more than { $least } up to { $most } less
band-loss-up-to = up to { $yen } less
band-gain-below = below { $yen } more
band-gain = { $least } to below { $most } more
band-gain-over = { $yen } or more
effect-filed = Filed applications
effect-filed-count = The { $n } that are filed stay under their revision. Asked again under the new one, they would get:
effect-drafts = Applications being written
effect-drafts-none = Nobody is writing one.
effect-company = Applicant
effect-grant-before = Grant (now)
effect-grant-after = Grant (then)
effect-obstacles-before = Left (now)
effect-obstacles-after = Left (then)
effect-unasked = Fields no longer asked
draft-sha256 = SHA-256 of the file
draft-approvals = Approvals
draft-propose = Propose for approval
draft-propose-help = It goes along the route of approval. Once two people who did not write it have agreed, it can be published.
draft-propose-go = Propose
draft-publish = Publish
draft-publish-go = Publish
draft-reason = What applicants are told of the change
draft-reason-hint = It is sent to those who are writing and stands on the public page.
draft-discard = Give up
draft-discard-help = A draft that was given up can be read but not changed.
draft-discard-go = Give this draft up
draft-public = See the public page
draft-proposal-title = Publication of “{ $name }”
draft-proposal-new =
    May the following programme be published and its call opened?

    Name: { $name }
    Identifier: { $id } (revision { $revision })
    Window: { $opens } to { $closes }
    SHA-256 of the file: { $sha256 }
draft-proposal-revision =
    May the following open call be revised?

    Name: { $name }
    Identifier: { $id } (revision { $revision })
    Window: { $opens } to { $closes }
    SHA-256 of the file: { $sha256 }
draft-proposal-changes = What changes:
draft-proposal-population = Of { $firms } invented firms, { $gain } would get more and { $lose } less.
approval-programme = Publication of a programme
act-programme-draft = Draft programmes
wrong-draft-long = It is too long: at most 1 MB.
wrong-draft-empty = Paste the text of the call document.
wrong-draft-locked = Nothing can be changed while it goes round for approval. Withdraw the proposal to change it.
wrong-draft-closed = This draft was published or given up and can’t be changed.
wrong-draft-value = This value can’t be changed here. Change it in the file.
wrong-draft-faults = The file has faults. See what the checker finds.
wrong-draft-unconfirmed = Some values found in the document are not confirmed yet.
wrong-draft-cases = There are no cases, or some of them fail.
wrong-draft-id = There is a programme of this identifier already. Change `id`.
wrong-draft-undecided = It can be published once it is decided.
wrong-draft-changed = It is no longer what was approved. Propose it again.
wrong-draft-approvals = Two people who did not write it must approve. Add a consultation to the route for publishing programmes.
wrong-pdf-unread = This PDF can’t be read: it is broken, or kept by a password.
wrong-pdf-long = The PDF is too long. Leave only the pages that matter.
wrong-pdf-no-text = This PDF holds no text, only pictures of it. Paste the text.

## What the checker finds, by its codes

fault-bad-choices = A fact has choices exactly when its type is choice.
fault-bad-expression = The expression (CEL) can't be read.
fault-bad-group = This condition can't decide who it applies to.
fault-bad-id = An identifier is made of a-z, 0-9 and - only.
fault-bad-limit = The fields of this limit do not go together.
fault-bad-predicate = The condition is not written correctly: see what it compares, and how.
fault-bad-reading = The options of this reading are not right: see which is chosen, and what each changes.
fault-bad-table = A table by this fact does not take rows of this kind.
fault-case-failed = This case did not come out as expected.
fault-contradiction = This contradicts something else in the file: change one of the two.
fault-dates-out-of-order = The dates, or the fiscal year, are out of order.
fault-dead-condition = This can never apply, or has no effect.
fault-dead-limit = This limit never has any effect.
fault-duplicate-fact = A standard fact has this name already: choose another.
fault-duplicate-id = This identifier is already in use: choose another.
fault-duplicate-key = The same field stands here twice: take one away.
fault-idle-reading = No case comes out otherwise under another reading: add one that does.
fault-missing-field = A field that is needed is not here: add it.
fault-missing-parameter = Something that must be said is not said: add it.
fault-missing-row = Some cases fit no row or part: add one for them.
fault-no-cite = The lines that say this are not cited.
fault-no-such-day = A date in the document does not exist, or its day of the week is wrong.
fault-no-such-line = A line number, or the number of lines, does not agree with the document.
fault-no-such-words = The words cited are not found on that line.
fault-not-monotone = Rates rise from bracket to bracket, so the amounts found may not be the greatest.
fault-not-utf8 = The file is not UTF-8: save it as UTF-8.
fault-not-yaml = The file can't be read as YAML.
fault-overlap = The same category belongs to two parts, so it would be paid twice.
fault-rows-out-of-order = Rows must go from the smallest bound up (days from the earliest).
fault-too-deep = The file is nested too deeply.
fault-too-large = The file holds too much: divide it into several.
fault-too-many = There are too many entries here: take some away.
fault-too-many-categories = There can be at most 64 expense categories.
fault-too-many-limits = There can be at most 64 limits.
fault-uncited-figure = Some figures in the document are not in any citation.
fault-unknown-category = There is no such expense category in the file.
fault-unknown-fact = There is no fact of this name.
fault-unknown-field = This field can't be used here: check its name.
fault-unknown-group = There is no group of applicants of this name.
fault-unknown-path = There is no field at this place in the file.
fault-unknown-reading = There is no such reading or option in the file.
fault-unknown-word = This word can't be used here: choose one that is known.
fault-unsaid = It is not said whether an amount that is tested is with tax or without.
fault-unused = Nothing uses this: take it away if it is not needed.
fault-wrong-fact = This fact can't be used in this way.
fault-wrong-key = This can't be the name of a field: put a text with a colon in quotes.
fault-wrong-type = This is not the kind of value that belongs here.
fault-wrong-value = This value can't be used: check it.
fault-wrong-version = This version of the language is not known: write shien: 1.
fault-wrong-word = Only one fixed word can stand here.

## Measures

front = Find support
front-lead = Grants, advice, courses, matching and more of the prefecture and its support bodies, found by what you want to do.
front-purposes = By purpose
measures = All measures
measures-lead = Everything there is: grants, loans, advice, courses, facilities. To begin with your company, use this:
measures-q = Words
measures-q-hint = A sentence will do: «no successor», «exhibit at a trade fair».
measures-any = Any
measures-open = Only what is open now
measures-whole = Plans, rules and bodies too
measures-go = Search
measures-count = { $count } measures
measures-found = { $count } measures near «{ $text }»
measures-none = No measure is like this. Use other words, or fewer conditions.
measures-within = { $count } measures belong to it
measure-purpose = Purpose
measure-kind = Kind
measure-field = Field
measure-year = Fiscal year
measure-most = up to { $yen } yen
measure-open = Open
measure-all-year = This fiscal year
measure-coming = Not yet open
measure-closed = Over
measure-above = What it belongs to
measure-next = What to do next
measure-next-none = A plan or a rule: there is nothing to apply for.
measure-next-closed = The year of this measure is over. Ask { $operator } for what there is now.
measure-next-coming = Wait until it opens. { $operator } answers questions before.
measure-next-call = See the call for its conditions and documents, and apply there.
measure-next-bank = Ask a bank that takes part, or { $operator }.
measure-next-offering = See the days and places, and apply to { $operator }.
measure-next-publication = { $operator } provides it; ask how to receive it.
measure-next-ask = Apply to { $operator }, or ask there.
measure-eligible = Whom it is for
measure-judged = The operator looks at this
measure-planned = (planned)
measure-derived = Worked out: { $how }
measure-reconciles = Other than «{ $other }»: { $says }
measure-facts = Contents and figures
measure-what = What
measure-value = Value
measure-where = Source
measure-within = What belongs to it
measure-like = For the same purpose
compare = Compare measures
compare-this = Compare with another
compare-with = Choose a measure to put beside
compare-none = No measure is chosen yet. Choose «Compare with another» on the page of a measure.
compare-says = What it is
compare-most = At most
operators = By operator and year
operators-lead = Measures of each operator, year by year.
measures-others = Measures of other agencies
measure-imported = from { $from }, taken on { $on }
finder-save = Keep in the record of { $name }
finder-save-help = Keep the answers in the record of the company: next time nothing has to be typed, and estimates and applications use them too.
calculation = Work out what it comes to
calculation-of = What { $name } comes to
calculation-go = Calculate
calculation-results = Results
calculation-steps = How it is worked out
calculation-none = Nothing is asked: the numbers of the document are enough.
calculation-missing = Some amounts are still open. Fill in more and calculate again.
calculation-open = Open
calculation-note = An estimate. The operator decides the real amount.
calculation-yen = In yen.
calculation-rate = For example 1.2%.
calculation-date = For example 2020-04-01.
calculation-wrong-rate = This can’t be read as a rate. Write it like 1.2%.
measure-source = Source document
measure-cite = document { $document }, lines { $lines } { $words }

## Finder

finder = Find what fits your company
finder-lead = Answer what you know. Each answer narrows the measures that fit.
finder-kind = Kind of applicant
finder-industry = Industry
finder-prefecture = Prefecture of an establishment
finder-employees = Regular employees
finder-employees-hint = Without officers; 0 if there are none
finder-capital = Capital
finder-capital-hint = In yen
finder-wanted = What you want to do (any number)
finder-open = Leave out what is over
finder-go = Find measures
finder-decides = Decides { $count } measures further
finder-see = See the results
finder-results = Results
finder-begin = Nothing is answered yet. Say something of your company to see what fits.
finder-fits = Fits
finder-fits-none = With these answers nothing is sure to fit.
finder-may = May fit
finder-may-none = There is nothing to confirm.
finder-not = Does not fit
finder-not-none = Nothing is ruled out.
finder-not-why = Why not, and what would change that
finder-against = Does not fit:
finder-confirm = To confirm:
finder-holds = Fits since:

## Calendar

calendar = Calendar of calls and events
calendar-lead = When calls open and close, and when courses and events are held.
calendar-ics = Subscribe (iCalendar)
calendar-atom = News (Atom)
calendar-none = Nothing has its day in this fiscal year yet.
calendar-opens = Opens
calendar-closes = Closes
calendar-held = Held
opening-notices = Notices of what opens
opening-notices-of = Tell me by mail when support that fits { $name } opens
opening-notices-lead = When support that fits the company opens, you get a letter that morning. The more is known of the company, the better it fits.
opening-notices-are-on = You are told. Letters go to your address.
opening-notices-are-off = You are not told yet.
opening-notices-purposes = Support for
opening-notices-purposes-hint = Choose nothing to be told of every purpose.
opening-notices-begin = Tell me
opening-notices-change = Change
opening-notices-stop = Stop the notices
opening-notices-now = See what is open now
done-opening-notices-on = Kept. What is open already is not told.
done-opening-notices-off = You are told nothing more.
opening-notice-subject = Support that fits { $company } has opened ({ $count })
opening-notice-body =
    Support that fits { $company }, or may fit it, has opened.

    { $list }
    Look at the conditions: { $find }

    Change or stop these notices: { $stop }
opening-notice-fits = [Fits]
opening-notice-may = [May fit]
opening-notice-until = until { $day }
opening-notice-most = up to { $yen } yen
opening-notice-comma = {", "}
opening-notice-further = and { $count } more
estimate-apply = Start an application with this
act-notice-change = Be told by mail what opens
