## Failures

kept-form = What you wrote
kept-form-help = It is not saved yet. Copy what you need before you close this page.
kept-form-again = Send it once more
kept-form-back = Open the page it was written on, as it is now
problems = Kinds of errors
problems-lead = What pages and programs are told when something goes wrong, and what to do then.
problems-message = Message
problems-what-to-do = What to do
problem-wrong = Please check what was entered
problem-wrong-help = Something that was entered can't be taken.
problem-signed-out = You are signed out
problem-signed-out-help = Sign in and try again.
problem-too-large = Too much was entered
problem-too-large-help = Enter less and try again.
problem-full = This can't be kept just now
problem-full-help = The server has no space left. What you sent was not kept. The administrators have been told; please try again later. If a deadline is near, call the office.
problem-uncertain = It is not known whether this was kept
problem-uncertain-help = The server could not confirm whether what you sent was kept. Before you send it again, look at its present state, in the list of applications for instance. If a receipt number is shown there, the application was filed.
problem-damaged = This file can't be opened
problem-damaged-help = The stored file is not what was received. The administrators have been told. If you have the original, please keep it.
problem-at-once = Your last requests are being worked on
problem-at-once-help = Many pages were asked for at once, so they are answered one after another. Try again in about 10 seconds.
problem-denied = This page is not open to you
problem-denied-help = You do not hold a role that may see it. If you need it, ask an administrator or the owner of the company.
changed-meanwhile = Somebody else changed this first, so nothing was saved. Look at how it stands now, and send it again.
problem-stale = Somebody else changed this first
problem-stale-help = What you sent was not saved. Look at what stands there now, then try again.
problem-expired = This link can't be used any more
problem-expired-help = It is too old or was used already. Ask for another.
problem-harmful = This file is not given out
problem-harmful-help = The scan found what may be a harmful program. Look at the machine on which the file was made, and attach a safe one.
problem-too-many = Please wait
problem-too-many-help = There were too many tries in a row. Try again in about 15 minutes.
problem-busy = It is busy just now
problem-busy-help = Others are being served. Try again in a minute.

## Form

password = Password

## Request

the-system = The system
error-title = Error: { $title }
letter-given-up = Did not arrive
letter-held = Waiting for the contact to confirm

## Resume form

signed-out = You are signed out
signed-out-help = What you typed is kept on this page. Please go on like this.
signed-out-first = Sign in in another tab
signed-out-then = Then send what was typed
steps = Sections of the application
held = What is kept

## What is wrong

wrong-file-broken = The file could not be taken in. Please try again.
wrong-file-one = Please send one file at a time.

## Components

components = Components
components-lead = The parts that pages are made of. Shown only where shien is tried out.
components-done = Saved.
components-tags = Tags
components-fields = Fields
components-amount = Amount
components-hint = For example 5,000,000
components-table = Table
components-moment = Date and time
components-sure = Do you want to save this?
components-find = Filter
components-process = Process
components-figures = Figures and charts
components-files = Files
components-more = More
wrong-file-missing = Choose a file.
