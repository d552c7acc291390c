# One person with several accounts.
link-code = To join another account to yours, write to me from that other account: /link { $code }. The code works once, for { $minutes } minutes.
link-code-keep = Give it to nobody: whoever uses it will see your requests.
link-code-unknown = This code is not valid: unknown, used already or expired. Write /link in the other account to get a new one.
link-own-code = This is your own code: write it from the other account.
link-accounts = { $count } accounts are joined and count as one person:
link-account = { $platform ->
        [telegram] Telegram
        [matrix] Matrix
        [terminal] Terminal
       *[other] Account
    }: { $name }
link-sure = You are about to join this account to this one:
link-means = Each of the two will see the other’s requests and have the same rights. Go on only if both accounts are yours.
link-yes = Yes, both are mine
link-no = No, leave it
link-left = All right, nothing changes.
linked = { $count ->
        [0] Done: your two accounts are one now. You find your requests on both sides with /status.
        [one] Done: your two accounts are one now. One open request is waiting on the other side, its answer will come there. /status shows it here as well.
       *[other] Done: your two accounts are one now. { $count } open requests are waiting on the other side, their answers will come there. /status shows them here as well.
    }
link-receive-here = Have the answer here
link-receive-all = Have the answers here
link-here = { $count ->
        [0] The answer comes here already.
        [one] Noted: the answer will come here.
       *[other] Noted: the { $count } answers will come here.
    }
linked-there = Your code has just been used. This account is joined to yours now:
linked-there-undo = That was not you? Write /link, then choose to separate this account.
link-part = Separate this account
link-part-sure = This account will be a person of its own again. Requests sent from here stay here, the others stay on the other side.
link-part-yes = Yes, separate it
link-part-no = No, leave it
link-parted = Done: this account is separate again.
link-parted-already = This account is not joined to any other.
