## Shared by several pages

choose = Choose
yes = Yes
no = No
print = Print
yen = { $amount } yen
none = none
email = E-mail address
name = Your name
save = Save
office = Office
to = To
state = State
code = Six digits
reason = Reason
note = Note

## Around every page

skip = Skip to content
tagline = Business support programmes
guide = How to use this site
footer = Verdicts and amounts are estimates from the call documents; the operating agency decides.
who = Signing in and companies
sign-in = Sign in
sign-out = Sign out
account = Account
rehearsal = This is a rehearsal: the clock has been moved. Nothing that is done here counts.
weak = To work for the agency, sign in with a code, a passkey or GビズID. The account page is where you begin with codes.
announcements = Announcements
announcements-none = Nothing to announce.

## Faults

errors = Please check what you entered

## Stuck

letters-stuck = Letters that did not arrive
letters-stuck-help = Check the address and correct it. What the letters say stands on this page too.

## Problems

problem-not-found = Page not found
problem-not-found-help = The address may have changed, or contain a slip.
problem-unread = What was sent could not be read
problem-unread-help = Go back to the page before and send it again.
problem-elsewhere = This is not the address of this site
problem-elsewhere-help = Check the address that you were given, and open the site from there.
problem-failed = This could not be done
problem-failed-help = Please try again in a while.
problem-back = To the calls

## What is wrong

wrong-amount = Not an amount; write for example 5,000,000 or 500万.
wrong-not-whole = Enter whole yen. A fraction can only stand before a unit, as in 1.5億 or 12.5万.
wrong-two-numbers = There is a space between digits, so this reads as two numbers. Enter one number without spaces.
wrong-commas = Put commas every three digits, as in 5,000,000. Write a decimal point as a full stop.
wrong-point = The point may part thousands or be a decimal point. Write half a million as 500,000 or 500000.
wrong-too-large = The number is too large.
wrong-negative = It must not be negative.
wrong-count = Write a whole number, for example 25.
wrong-share = Write a share, for example 50%.

## Versions

versions = Somebody else changed this first
versions-help = What you entered is not saved yet. Compare it with what stands there now, correct it, and save again. Saving puts what you entered in its place.
versions-part = Item
versions-mine = What you entered
versions-stored = What stands there now

## Lists

page-earlier = Earlier
page-later = Later
any = Any

## Texts

wrong-long = Too long; please shorten it.

# Charts
chart-as-table = The figures as a table
