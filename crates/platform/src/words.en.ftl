## Shared by several pages

mark-macros = Has macros
mark-embedded = Has other files or programs in it
mark-remote = Fetches files from elsewhere when opened
mark-script = Runs a program when opened, or has files attached
mark-unopened = Could not be looked into

## Scan

file-harmful = May be harmful
file-open = Waits for its scan

## Acts

act-account-sign-in = Sign in
act-account-read = See an account
act-account-change = Change an account
act-invitation-accept = Accept an invitation
act-system-set-up = Set up (command line)
act-job-work = Work
act-organisation-read = See a company
act-organisation-invite = Invite to a company
act-organisation-remove = Take a role away in a company
act-agency-accounts = See the staff
act-agency-invite = Invite staff
act-agency-remove = Take a role away from staff
act-journal-read = Read the journal
act-queue-read = See the queues
act-queue-change = Put back into the queue
act-account-sign-up = ask for an account
act-agency-change = rename an agency
act-agency-help = help with an account

## Roles

role-owner = Owner
role-editor = Editor
role-accountant = Accountant
role-viewer = Viewer
role-officer = Officer
role-approver = Approver
role-reviewer = Reviewer
role-auditor = Auditor
role-administrator = Administrator
role-agent = Agent

## What is wrong

wrong-date = Write a date, for example 2022-10-21.
wrong-value = Please choose again.
wrong-address-known = Another account has this e-mail address.
wrong-sign-in = The address or the password is wrong.
wrong-email = This is not an e-mail address, such as taro@example.jp.
wrong-name = Enter your name.
wrong-password-short = Use at least 12 characters.
wrong-password-long = Use at most 200 characters.
wrong-old-password = The present password is wrong.
wrong-last-one = The last one's role can't be taken away. Invite somebody else first.
wrong-code = The number is wrong or was used already. Type the six digits that the app shows now.
wrong-passkey = This passkey did not open the account. Try again, or use the password.
wrong-openid = Signing in with gBizID did not work. Please try again.
wrong-openid-away = gBizID does not answer. Try again later, or use the password.
wrong-openid-tied = This gBizID belongs to another account.
wrong-openid-email = gBizID sent no e-mail address. Please ask the office.
wrong-openid-known = There is an account with this address already. Sign in with the password first, and connect gBizID on the account page.
wrong-file-large = The file is too large.
wrong-closure = Write the days as 12-29..01-03. They can't be more than two months.
wrong-agency-id = Only small letters, digits and hyphens, at most 40.
wrong-agency-taken = There is an agency with this id.
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
wrong-help-oneself = This can't be done to your own account. Please ask another administrator.
wrong-reason = Please enter a reason.
wrong-until-agent = An agent's role needs a last day.
wrong-until-owner = A representative or an administrator has no last day.
wrong-until-past = Please choose a day to come.
wrong-sign-in-again = To be sure that it is you: sign out, sign in again, and then try once more.
wrong-openid-tie = Please begin on your account page to tie GビズID.
wrong-last-key = Without this you could not get in any more. Have a password first.
wrong-password-common = This password is easy to guess from common words, or from your name or address. Put a few unrelated words in a row.
wrong-file-archive = This file can't be opened, or is too large when unpacked. Save it in another way.
wrong-token-name = Give it a name of 60 characters at most.
wrong-token-acts = Choose at least one thing that it may do.
wrong-token-until = Give a day from today to a year from now.
too-many-tokens = 50 tokens hold. Revoke those that nobody uses.
act-agency-tokens = Make and revoke access tokens
