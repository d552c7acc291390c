# Answering the citizen or asking them something, and what the agent reads of it: sending, undoing, signing, two answers at a time.
answer-more-from = { $signed ->
        [yes] { $name }, for { $team }, completes the answer to your request *{ $number }*:
       *[no] More on the answer to your request *{ $number }*, from { $team }:
    }
answer-more-from-joined = { $signed ->
        [yes] { $name }, for { $team }, completes the answer to request *{ $number }* that you follow:
       *[no] More on the answer to request *{ $number }* that you follow, from { $team }:
    }
answer-files = { $count ->
        [one] One attachment comes with this answer.
       *[other] { $count } attachments come with this answer.
    }
answer-files-late = { $count ->
        [one] Here is the attachment to the answer about your request *{ $number }*.
       *[other] Here are the { $count } attachments to the answer about your request *{ $number }*.
    }
answer-files-lost = { $count ->
        [one] One attachment to your answer ({ $number }) does not go to the citizen. The words do.
       *[other] { $count } attachments to your answer ({ $number }) do not go to the citizen. The words do.
    }
desk-files-kept = { $count ->
        [one] I keep this attachment for your answer.
       *[other] I keep these { $count } attachments for your answer.
    }
desk-answered-held = Your answer to { $number } goes out in { $within }.
desk-asked-held = Your question about { $number } goes out in { $within }. The clock is paused.
question-dropped = Your question about { $number } has not gone out: the request has changed meanwhile, and there is nothing to ask any more. It was:
undo = Undo ({ $within })
undone = Undone: the citizen has received nothing, and { $number } is as before. Your text, to take it up again:
undo-gone = That has gone already ({ $number }), I cannot hold it back any more.
undo-correct = Send a correction
undo-not-yours = Only the person who wrote it can undo this: { $name } ({ $number }).

second-writing = { $name } is writing an answer to { $number } already{ $minutes ->
        [0] .
        [one] , for a minute.
       *[other] , for { $minutes } minutes.
    }
second-held = { $kind ->
        [asked] { $name } has just asked the citizen something about { $number }: the question goes out in a moment. If you answer now, it does not.
       *[answered] { $name } has just answered { $number }: their answer goes out in a moment.
    }
second-again = Do you want to answer all the same?
second-again-help = Choose to answer all the same, or to leave it.
option-again-go = Answer all the same
option-again-leave = Leave it
second-left = All right, nothing has gone out from you ({ $number }).

signature-kept = Noted: citizens will read “{ $name }” with the name of your service. To remove it: “/signature” with nothing behind it.
signature-none = Citizens read the name of your service only{ $had ->
        [yes] , and “{ $name }” no more
       *[no] {""}
    }. To sign: “/signature Name”.
signature-refused = A first name or a name only, { $most } letters at most, without figures or signs.

question-reminder = We are waiting for your answer to a question about your request *{ $number }* ({ $team }). The time is paused until { $lapses } at the latest. The question:
question-reminder-how = Simply answer here. Without an answer, the service goes on with what it knows.
