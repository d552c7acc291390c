# A request, on the citizen's side: understanding, summing up, sending, following.
report-understood = I understand: *{ $category }*.
report-not-understood = I am not sure I understand. Could you say it differently, in one sentence? Or choose:
report-still-not-understood = I still do not understand, and that is my fault. A person can read you: your words are kept. You can also call { $phone } (free).
report-more-subjects = More subjects
report-first-subjects = Back to the start
report-all-subjects = What is it about?
report-choose-subject = What is it about?
report-other-subject = Another subject
report-browse = See all subjects
report-wrong-subject = That is not the right subject
intent-find_association = find an association
intent-find_activity = find an activity
intent-check_status = follow a request
intent-talk_to_human = talk to a person
intent-delete_my_data = see or erase my data
report-subject = What is it about?
report-which-field = What would you like to correct?
report-about = Your request: { $category }.
report-sent = Sent ({ $team }). Your number: *{ $number }*. Answer before *{ $due }*.
report-sent-urgent = Sent, marked as urgent ({ $team }). Your number: *{ $number }*. Answer before *{ $due }*.
report-summary = { $whose ->
        [other] Here is the request to note:
       *[own] Here is your request:
    }
summary-line = { $field }: { $value }
report-confirm = Is everything right?
report-send = Send
report-fix = Correct
report-cancel = Cancel
report-before = Before that you wrote “{ $words }”: it is not in the request.
report-add-before = Add those words too
report-no-such-choice = That number is not in the list.
report-words-added = I have added that.

not-sent-yet = { $summary ->
        [yes] What you wrote is kept, and nothing leaves before you choose “Send”.
       *[no] What you wrote is kept. Nothing leaves yet: at the end I show you everything, and you choose “Send”.
    }
not-sent-dropped = All right, your last words are not sent.
not-sent-words = Your last words have not been sent yet: I am keeping them.
sent-latest = Your latest request has arrived:
sent-nothing = Nothing has been sent yet. Tell me what you need, and we will make a request of it.

status-none = You have no request here yet. Tell me what you need and we will make one.
status-elsewhere = I only see requests made with me: a file handed in at a counter, by post or online is not among them. I can write to the service for you, in your words.
status-write = Write to the service ({ $category })
status-title = { $count ->
        [one] Your request:
       *[other] Your { $count } requests:
    }
status-line = *{ $number }* – { $category } – { $state }{ $open ->
        [yes] {" "}Answer before { $due }.
        [paused] {" "}The time is paused until you answer.
       *[no] {""}
    }
status-new = sent, { $team } will take it.
status-taken = somebody is working on it ({ $team }).
status-asked = you were asked a question, your answer is awaited.
status-answered = an answer was sent to you.
status-closed = { $outcome ->
        [solved] solved.
        [answered] closed, you have been given an answer.
        [refused] refused, the city cannot do it.
        [handed_over] handed over to another body.
        [duplicate] joined to another request, which goes on.
        [withdrawn] withdrawn, as you told us.
        [spam] closed without follow-up.
        [upheld] closed by the mediator: the answer was right.
        [changed] closed by the mediator: the answer has changed.
        [citizen_mistake] closed by the mediator: an honest mistake, put right.
        [city_mistake] closed by the mediator: the city’s mistake, put right.
        [meeting] closed by the mediator: a meeting is proposed.
        [no_agreement] closed by the mediator, without an agreement.
       *[other] closed.
    }
status-withdrawn = withdrawn as you asked.
status-choose = Choose a request to add to it or withdraw it.
status-request = { $number } ({ $category })
status-add = Add something, or a photo
status-withdraw = Withdraw the request
status-not-yours = I cannot find that request among yours. Check the number, or write “status”.
status-ended-already = Request { $number } has already ended.
number-misread = That number is not right: a letter or a digit is probably wrong. Could you check it?
number-missing = Which request is it? Give its number, or reply to its card.
number-unknown = I know no request with that number.
withdraw-sure = Withdraw request { $number }? Nobody will work on it any more.
withdraw-yes = Yes, withdraw it
withdraw-no = No, keep it
withdraw-done = { $joined ->
        [yes] Noted: you will have no more news of request { $number }, and what you wrote is taken out of it. Other people are waiting for it: it stays open for them.
       *[no] Request { $number } is withdrawn. Thank you for telling us.
    }

answer-from = { $signed ->
        [yes] { $name }, for { $team }, answers about your request *{ $number }*:
       *[no] Answer to your request *{ $number }*, from { $team }:
    }
answer-helped = Does that answer your request?
answer-yes = Yes, thank you
answer-no = No
answer-reopen = Reopen the request
answer-contest = Go to the mediator
satisfied-thanks = Thank you! Request { $number } is finished.
unsatisfied-ways = I am sorry. You can reopen request { $number } (the same service takes it up again) or go to the elected mediator (somebody else looks at it).
reopen-text = What is still wrong? The service will read your words.
reopen-text-help = Write in one sentence what is missing, for example “the lamp has gone out again”.
reopened = Request { $number } is open again. Answer before *{ $due }*.
contest-text = Say in your own words why you disagree with the answer (request { $number }). The mediator will read the whole exchange.
contest-text-help = One sentence is enough, for example “I was refused although I handed in the paper”.
contest-which = Which answer would you like to contest?
contest-nothing = You have not received an answer to contest here yet. Tell me what is wrong and I will pass it on.
contested = The mediator has request { $number }. Answer before *{ $due }*.
add-text = What would you like to add to request { $number }? Words, photos or a PDF.
add-text-help = Write it in one sentence, or send a photo or a PDF.
passed-on = Passed on (request { $number }).{ $open ->
        [yes] {" "}Answer before *{ $due }*.
       *[no] {""}
    }
question-from = { $signed ->
        [yes] { $name }, for { $team }, has a question about your request *{ $number }*:
       *[no] A question about your request *{ $number }*, from { $team }:
    }
question-how-to-answer = Just answer here. The clock is paused until you do.
question-lapsed-citizen = Without news from you, the service goes on with what it knows (request { $number }). Answer before *{ $due }*.
routed-citizen = Your request { $number } has been given to another service: { $team }. The date stays: answer before *{ $due }*.
breach-citizen = We owed you an answer before { $promised } (request *{ $number }*), and we did not keep our word. We are sorry. We have reminded { $team }, and the elected mediator knows. New date: { $again }. You can also call { $phone } (free).
breach-mediate = Go to the mediator
breach-wait = See my request
