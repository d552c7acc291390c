# Photos and documents, and messages that people edit after they have sent them.
file-refused = { $why ->
        [large] This file is too large for me (20 MB at most): I could not take it. A photo is often enough.
       *[kind] I cannot show that kind of file to the agents. Please send a photo or a PDF instead.
    }
files-held = I have also received what you attached, and I am keeping it. Tell me in one sentence what it is about.
files-for-which = { $count ->
        [one] Received, I am keeping it.
       *[other] Received, I am keeping all { $count } of them.
    } Is it for a request you have sent already, or for a new one?
files-add = Add to { $number }
file-lost = { $count ->
        [one] A file attached to your request *{ $number }* could not be shown to the service.
       *[other] { $count } files attached to your request *{ $number }* could not be shown to the service.
    } The request itself has arrived.
file-lost-why = { $why ->
        [large] It was too large (20 MB at most).
        [kind] I can show photos, videos, sounds and PDFs, nothing else.
        [gone] The messenger did not give it to me.
       *[broken] What arrived was damaged.
    }
file-lost-again = If you like, send something else by replying to this message.
file-not-shown = { $why ->
        [large] An attachment is not shown: it is too large.
        [kind] An attachment is not shown: it is neither a photo nor a video, a sound or a PDF.
        [gone] An attachment is not shown: it is no longer available.
        [refused] An attachment is not shown: this messenger does not accept it.
       *[broken] An attachment is not shown: the file is damaged.
    }
files-coming = { $count ->
        [one] An attachment has not arrived yet.
       *[other] { $count } attachments have not arrived yet.
    }
card-photos = { $what ->
        [photos] { $count ->
            [one] A photo of request *{ $number }*.
           *[other] { $count } photos of request *{ $number }*.
        }
       *[files] { $count ->
            [one] An attachment of request *{ $number }*.
           *[other] { $count } attachments of request *{ $number }*.
        }
    }
desk-no-files = Photos and documents go out only with an answer to the citizen: here I take your words only.
field-photo = photos and documents
photo-count = { $count }
report-drop-files = Leave out the photos and documents
report-files-dropped = All right, I have taken them out of the request.

edit-taken = I have taken your correction ({ $field }: { $value }).
edit-not-taken = I could not read your correction ({ $field }), so I am keeping: { $value }. To change it, write “correct”.
edit-words-gone = I have taken these words out of your request.
edit-files-taken = { $count ->
        [0] I have taken out what this message showed.
       *[other] I have taken what your message shows now, in place of what it showed.
    }
edit-sent = Your message has already been sent (request *{ $number }*), and the service has the first version. To correct or complete it at any time: “status”.
edit-pass-on = Send the correction too
edit-done = That is done already, with your first message. To change something, send a new one.
edit-vote = { $name }, to change your vote, send the new number in a new message.
desk-edited = { $kind ->
        [noted] The note kept on { $number } is the first version.
        [closed] { $number } is closed, and the citizen has the first version.
       *[answered] The citizen has already received the first version ({ $number }). To correct it, reply to the card once more.
    }
desk-edit-send = Send the correction
desk-edit-note = Keep this version too
desk-corrected = Your correction has been sent ({ $number }).
corrected-from = Correction of a message you received about your request *{ $number }*, from { $signed ->
        [yes] { $name }, for { $team }:
       *[no] { $team }:
    }
