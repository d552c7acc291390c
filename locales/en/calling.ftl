# Requests made on the phone or at the counter, and what reaches nobody.
calling-how = { $given ->
        [phone] I read a number to call back, but not what the person asks for.{" "}
       *[nothing] {""}
    }Write the person’s request in one message: /for dead street lamp rue Battant, call back 06 12 34 56 78. With a request’s number you get a new code for the person.
calling-number = { $known ->
        [yes] Number to call back noted, for agents only.
       *[no] No number to call back. Write it if the person wants a call.
    }
calling-in-private = This subject is confidential ({ $category }). Nothing is kept here, write me the request in private with “/for”.
calling-sent = Noted ({ $team }). Read the person their number: { $number }. Answer before { $due }.
calling-code = To follow { $number } in a chat of their own, they write me: /attach { $number } { $code }. This code works once, for { $days } days. Give it to them only.
calling-merged = { $number } is handled together with { $other }: with this code the person gets the answer to { $other }.
calling-not-by-phone = { $number } has its chat already: no code is needed.
calling-kept = Your text is kept ({ $number }).
calling-ask = { $number } was made on the phone or at the counter: ask by word of mouth, and keep the answer as a note.
calling-read-out = The person reads nothing here, they are on the phone or at the counter ({ $number }): read { $known ->
        [yes] the text to them, or call back on { $phone }.
        [private] the text to them, or call back. Their number can be read in private.
       *[no] the text to them while they are there, for they left no number.
    }
calling-each = { $count ->
        [one] One person is on the phone or at the counter, to be called back: { $numbers }.
       *[other] { $count } people are on the phone or at the counter, each to be called back: { $numbers }.
    }
calling-one = { $number }: { $known ->
        [yes] { $phone }
        [private] their number can be read in private
       *[no] no number left
    }
calling-again = { $number } (on the phone or at the counter) was treated with { $other }, which has ended without an answer: it waits for its own again, before { $due }.
calling-back = Number to call back for { $number }: { $phone }
card-by-phone = On the phone or at the counter, noted by { $name }.
attach-how = Write the request’s number and the code that you were given, for example: /attach BES-TV2-2PX K7PT-2MXR.
attach-refused = { $why ->
        [locked] Too many wrong codes for this request: it is locked. Call { $phone }, you will be given a new code.
       *[wrong] This number and this code do not belong together, or the code is used or has expired. Check them, or call { $phone }.
    }
attached = Done: the request { $number } ({ $category }) is yours here, too. { $status ->
        [answered] An answer was waiting for you.
        [closed] It has ended.
       *[open] The answer will come here before { $due }.
    }
attached-team = { $number }: the person on the phone has a chat now. Your answers arrive there.
room-unreachable = The group of { $team } does not get my messages any more ({ $room }). { $why ->
        [gone] It is not there any more, or I have been removed from it.
        [refused] The platform refuses them: I am probably not allowed to write there any more.
        [late] I have tried for a whole day.
       *[silent] A request has waited there for more than fifteen minutes.
    } Meanwhile its new requests go to the desk. Put me back into the group, or correct the configuration.
card-unseen = { $number } is for { $team }, whose group is out of reach. The desk can take it or re-route it.
citizen-unreached = { $number }: my message did not reach the citizen. { $why ->
        [gone] They have blocked the bot or left the chat.
        [refused] The platform refused it.
       *[late] I have tried for a whole day.
    } The phone remains: call them if they left a number.
