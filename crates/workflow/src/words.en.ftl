## Approval: list

approvals = Approvals
approvals-none = There are no proposals.
approval-whose = Which
approval-own = Those that concern me
approval-any = All
approval-find = Part of the title
approval-next = Next
approval-turn = My turn
approval-yours = Your turn
approval-state-circulating = Going round
approval-state-returned = Sent back
approval-state-decided = Decided
approval-state-rejected = Refused
approval-state-withdrawn = Withdrawn

## Approval: draft

approval-new = Draft a proposal
approval-new-lead = Write what is to be decided. Once sent, it goes round along the routes below.
approval-kind = Kind
approval-kind-hint = The kind and the amount determine the route.
approval-title = Title
approval-title-hint = For example: Grant decision of the … grant for fiscal 2026
approval-amount = Amount
approval-amount-hint = Leave empty where there is no amount.
approval-body = Proposal
approval-body-hint = What is to be done, why, and on which rule it rests.
approval-send = Send round
approval-general = General proposal

## Approval: sheet

approval-sheet = Proposal for decision
approval-stamps = Decisions
approval-consult = consulted
approval-decide = decides
approval-waits = not yet
approval-outcome-agreed = agreed
approval-outcome-decided = decided
approval-outcome-returned = sent back
approval-outcome-rejected = refused
approval-by-deputy = Deputy: { $name } (looked at afterwards: { $looked })
approval-unreviewed = not yet
approval-number = Document number
approval-number-later = given with the decision
approval-year = Fiscal year
approval-drafter = Drafter
approval-drafted = Drafted
approval-ended = Decided or ended
approval-subject = Record
approval-subject-open = Open the record
approval-past = Earlier rounds
approval-round = Round { $n }
approval-decide-here = Decide
approval-agree-here = Answer
approval-stead = You answer in the stead of { $name }. { $name } will be asked to look at it afterwards.
approval-remark = Opinion or reason
approval-remark-hint = Give the reason where you send back or refuse.
approval-do-decide = Decide
approval-do-agree = Agree
approval-do-return = Send back
approval-do-reject = Refuse
approval-review-lead = A deputy answered while you were away. Please look at it.
approval-do-review = I have looked
approval-again = Correct and send round again
approval-withdraw = Withdraw this proposal
approval-withdraw-lead = It stops going round. The record stays.
approval-do-withdraw = Withdraw

## Approval: routes

approval-routes = Routes of approval
approval-routes-lead = Who is consulted and who decides, for each kind and amount. Proposals that go round already keep theirs.
approval-routes-none = There are no routes yet. Proposals can be sent once an administrator has added one.
approval-bound = Up to
approval-bound-hint = For proposals of this amount at most. Leave empty where there is no end.
approval-at-most = up to { $yen } yen
approval-no-bound = any amount
approval-series = Document series
approval-series-hint = For example 産振, which gives 産振第12号
approval-steps = Order
approval-steps-hint = From the top down. The last one decides; those before are consulted.
approval-place = Place
approval-position = Position
approval-person = Person
approval-deputy = Deputy
approval-deputy-of = { " " }(deputy { $name })
approval-gone = somebody who left
approval-route-new = Add a route
approval-route-drop = Remove

## Acts

act-approval-list = See the proposals
act-approval-draft = Draft a proposal
act-approval-route = Say which route proposals take
act-approval-read = See a proposal
act-approval-change = Change or withdraw a proposal
act-approval-decide = Agree or decide
act-approval-review = Look at a deputy's answer afterwards

## Letters

approval-ask-subject = [Approval] Your turn: { $title }
approval-ask-letter =
    Dear { $name },

    it is your turn to look at this proposal:

    { $title }

    Read and answer it here:
    { $link }
approval-decided-subject = [Decided] { $title } ({ $number })
approval-decided-letter =
    Dear { $name },

    this proposal was decided:

    { $title }
    Document number: { $number }

    { $link }
approval-returned-subject = [Sent back] { $title }
approval-returned-letter =
    Dear { $name },

    this proposal was sent back. Correct it and send it round again.

    { $title }
    Reason: { $remark }

    { $link }
approval-rejected-subject = [Refused] { $title }
approval-rejected-letter =
    Dear { $name },

    this proposal was refused:

    { $title }
    Reason: { $remark }

    { $link }
approval-review-subject = [Look afterwards] A deputy answered: { $title }
approval-review-letter =
    Dear { $name },

    a deputy answered this proposal while you were away. Please look at it.

    { $title }

    { $link }

## What is wrong

wrong-approval-kind = Choose a kind.
wrong-approval-subject = Draft this kind on the page of the record that it is about.
wrong-approval-title = Write a title.
wrong-approval-body = Write the proposal.
wrong-approval-amount = Write the amount in figures.
wrong-approval-remark = Write the reason for sending back or refusing.
wrong-approval-refuse = Who is consulted can't refuse. Agree, or send back.
wrong-route-none = There is no route for this kind and amount. Ask an administrator to add one.
wrong-route-own = You would decide your own proposal, and nobody stands in for you. Ask an administrator to look at the routes.
wrong-route-decide = Put one person who decides at the end.
wrong-route-deputy = Nobody can be their own deputy.
wrong-route-twice = Somebody stands there twice.
wrong-route-person = Choose the person and the deputy from the list.
wrong-route-title = Write the position.
wrong-route-series = Write the document series.
wrong-route-bound = There is a route for this kind up to this amount already. Remove it first.

## What was done

done-approval-drafted = The proposal was sent round.
done-approval-agreed = You agreed. The next person was asked.
done-approval-decided = It is decided and has its number.
done-approval-returned = It was sent back.
done-approval-rejected = It was refused.
done-approval-withdrawn = It was withdrawn.
done-approval-reviewed = You have looked at it.
done-approval-again = The corrected proposal was sent round.
done-route-kept = The route is kept.
done-route-dropped = The route was removed.

## Thread

messages-none = Nothing yet.
message-send = Send
wrong-body = Write something.
wrong-messages-many = As many messages as can be sent about this application were sent. Please ring the agency up.

## Checklist

found-yes = Met
found-no = Not met
found-unknown = To be seen
found-judgement = To be judged
tick-ok = Checked
tick-no = Wrong
tick-clear = Clear
tick-old = Ticked for an earlier filing
wrong-ticked-meanwhile = A colleague ticked this item after you opened the page. Please look at what stands there now, and press again if need be.

## Correction

correction-asked = To be corrected
correction-answered = (answered)
return-due = Correction due
return-message = Of the whole
return-reason = Correction
return-why = Why it is to be corrected
return-reasons-help = Reasons are written at each item of the content and the documents, under “Correction”. Only the pages with a reason open for the applicant; without any reason all of them do.
return-reasons-go = To the content
return-reasons-count = Items with a reason:
due-example = Example: { $day }, 12/10, next friday
wrong-due-missing = Say until when it is to be corrected.
return-go = Return it
date-example = Example: { $day }

## Work list

work-find = Find
pick = Pick
pick-all = All { $n } that match
view-name = Save this search as
view-keep = Save
view-drop = Drop the view
done-view-named = The view is kept.
done-view-dropped = The view is gone.
wrong-view-name = Give the view a name.
wrong-none-picked = Choose at least one.
cell-cut = … (cut here: a cell of Excel holds no more)
cell-unwritten = (could not be written to Excel)
columns = Columns
columns-show = Show these columns

## Batch

batch-open = Broken off:
batch-begin = Begin
batch-not = Don't
batch-going = Some are left.
batch-ended = All are through.
batch-go-on = Go on
item-waiting = Waiting
item-done = Done
item-failed = Failed
item-impossible = Can't be done
wrong-batch-large = At most 1,000 at a time. Please narrow the list.
batch-would = This will be done to { $n } records.
batch-nothing-yet = Nothing has been done yet.
batch-record = Record
batch-whose = Whose
batch-amount = Amount
checks-look = To look at
checks-judge = For a person to judge
checks-found = Found in order
checks-open = { $n } not looked at
checks-confirm = Confirm all { $n } found in order
checks-keys = Keys: J next open item, K previous one
