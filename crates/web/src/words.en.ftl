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
steps = What to fill in
held = What is kept

## What is wrong

wrong-file-broken = The file could not be taken in. Please try again.
wrong-file-one = Please send one file at a time.
