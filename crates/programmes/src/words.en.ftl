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
clear = Start again
sample-go = Fill in
copy = Copy the address of this result
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
has-establishment = An establishment in { $prefecture }
other-subsidies = Other subsidies for the same project
other-money-amount = Amount of other subsidies (yen)
other-none = None
other-pending = Applied for
other-adopted = Adopted or received
relation = Shares held by another member
relation-none = None
relation-share = Share held
labour-hours = Hours on the project
labour-annual = Prescribed hours a year
labour-base = Base pay a year (yen)
labour-allowances = Counted allowances and bonus a year (yen)

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
