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
problem-denied = This page is not open to you
problem-denied-help = You do not hold a role that may see it. If you need it, ask an administrator or the owner of the company.
problem-stale = Somebody else changed this first
problem-stale-help = Go back, look at what stands there now, and enter your change again. What you entered was not saved.
problem-expired = This link can't be used any more
problem-expired-help = It is too old or was used already. Ask for another.
problem-harmful = This file is not given out
problem-harmful-help = The scan found what may be a harmful program. Look at the machine on which the file was made, and attach a safe one.
problem-too-many = Please wait
problem-too-many-help = There were too many tries in a row. Try again in about 15 minutes.
problem-busy = It is busy just now
problem-busy-help = Others are being served. Try again in a minute.

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
