# For whoever runs the bot: the command line and the configuration.
admin-all-well = All is well: { $teams } teams, { $subjects } subjects.
admin-teams-missing = These teams are not in the configuration, so their requests will go to the desk: { $teams }.
admin-team-without-room = The team “{ $team }” has no room: nobody would see its requests.
admin-team-unknown = There is no team “{ $team }”. The teams are: { $teams }.
admin-role-unknown = There is no role “{ $role }”: write agent or head.
admin-database-old = The tables are not up to date: run “proximcite db upgrade”.
admin-database-closed = The database cannot be opened ({ $reason }).
admin-model-broken = The model of understanding cannot be loaded ({ $reason }): run “make model”.
admin-model-in-use = Model of understanding: { $whose ->
        [shipped] the one that ships ({ $file }).
       *[own] the city’s own, learnt on { $day } with { $lessons ->
            [0] no correction
            [one] one correction
           *[other] { $lessons } corrections
        } ({ $file }).
    }
admin-model-left-aside = The city’s own model, { $file }, is not used: { $why ->
        [damaged] it cannot be read. Delete it, or make it again with “proximcite train”.
       *[other_subjects] it does not know the same subjects as this version. Make it again with “proximcite train”.
    } Until then, the model that ships is used.
admin-model-behind = Since it was learnt, this version has other examples: make it again with “proximcite train”.
admin-lessons = { $count ->
        [0] No correction is kept.
        [one] One correction. To remove it: “proximcite lessons remove CODE”.
       *[other] { $count } corrections. To remove one: “proximcite lessons remove CODE”.
    }
admin-lessons-none = There is nothing to learn yet: no correction is kept.
admin-lessons-other-subjects = { $count ->
        [one] One correction is left aside: the model does not have its subject.
       *[other] { $count } corrections are left aside: the model does not have their subject.
    }
admin-lessons-there = { $count ->
        [one] One correction
       *[other] { $count } corrections
    } (citizens: { $citizens }, agents: { $agents }). The model in use understands { $known } of them already. Most often:
admin-lessons-removed = { $count ->
        [0] No correction removed.
        [one] One correction removed.
       *[other] { $count } corrections removed.
    }
admin-lesson-unknown = There is no correction “{ $id }”: “proximcite lessons list” shows them.
admin-train-needs = Learning needs scikit-learn, which the bot itself does not. Install it once, in the project’s folder: .venv/bin/pip install -e ".[train]"
admin-train-part = { $part ->
        [calibration] On the { $count } messages that ship for checking:
       *[lessons] { $count ->
            [0] No correction is held out for measuring yet.
            [one] On the correction that is held out:
           *[other] On the { $count } corrections that are held out:
        }
    }
admin-train-figure = { $which ->
        [first] right at first
        [three] right among the first three
        [direct] understood without asking
       *[right] right among those
    }
admin-train-gained = Better understood: { $labels }.
admin-train-lost = Less well understood: { $labels }.
admin-train-now-understood = Understood now: { $count }.
admin-train-now-misunderstood = Misunderstood now: { $count }.
admin-train-worse = { $why ->
        [first] The new model is wrong more often.
        [direct] The new model is wrong more often where it is sure.
        [label] The new model does not understand one of the subjects as well any more.
       *[sure] The new model is sure much less often.
    }
admin-train-refused = It is refused, and nothing is written. Read the corrections: “proximcite lessons list”.
admin-file-unwritable = The file { $file } cannot be written ({ $reason }).
admin-trained = The new model is in { $file } ({ $lessons ->
        [one] one correction learnt
       *[other] { $lessons } corrections learnt
    }). It is used from the next start of the bot.
admin-telegram-token = Telegram refuses the token: copy the one that @BotFather gives to [telegram] token.
admin-telegram-unreachable = Telegram does not answer ({ $reason }): look at the connection and at [telegram] base_url.
admin-telegram-webhook-incomplete = With mode = "webhook", [telegram] needs a url with https and a secret of 16 to 256 letters, digits, - or _.
admin-telegram-webhook-elsewhere = Telegram sends this bot’s messages to another program ({ $host }). Stop it and call deleteWebhook once, or set mode = "webhook" with the right url.
admin-telegram-webhook-missing = Telegram does not know the webhook yet: “proximcite run” tells it at its start.
admin-telegram-webhook-failing = Telegram cannot deliver messages to the webhook: { $reason }
admin-telegram-no-groups = The bot cannot enter a group: at @BotFather, /setjoingroups, then Enable.
admin-telegram-privacy = Good to know: the bot’s privacy mode is on. In a group, Telegram passes on only commands and replies to its messages; the number of a choice written by itself does not reach it. To let it read everything: at @BotFather, /setprivacy, then Disable, then take the bot out of the group and put it back.
admin-http-taken = Port { $port } of { $host } is taken ({ $reason }): change [http] port.
admin-matrix-device = Matrix: { $user }, device { $device }, fingerprint { $fingerprint }, { $signed ->
        [yes] signed
       *[no] not signed
    }, { $keys } one-time keys on the server.
admin-matrix-wrong = Matrix: { $problem ->
        [server-unreachable] the server does not answer.
        [sign-in-waits] the server asks to wait before signing in again.
        [password-refused] the password of { $user } is refused.
        [token-unknown] the token is not valid any more.
        [token-of-another-user] the token is that of another account than { $user }.
        [token-of-another-device] the token is that of another device.
        [token-without-device] the token has no device: give device_id, too.
        [no-password-and-no-token] a password or a token is needed.
        [in-use] another process is signing in now.
        [keys-missing] the bot has never run: its keys are not made yet.
        [device-not-signed] the device is not signed: Element will not send it encrypted messages.
        [one-time-keys-low] few one-time keys are left on the server.
        [fallback-key-missing] the fallback key is missing on the server.
       *[other] { $problem }
    }
admin-no-platform = No platform is configured. To try it out: “proximcite chat”, or [terminal] enabled = true.
admin-invited = Give this to the person, who writes to the bot in private: /agent { $code } (valid for { $days } days, once).
admin-upgraded = The tables are up to date.
admin-stats = { $total ->
        [0] No request.
        [one] One request, { $answered ->
            [0] not answered yet.
           *[other] answered.
        }
       *[other] { $total } requests, { $answered } answered.
    } In time: { $share }%. Median delay: { $median } h. Late: { $late }.
admin-backed-up = The database is copied to { $file }.
admin-backup-postgresql = For PostgreSQL, use pg_dump.
admin-file-unreadable = The file { $file } cannot be read ({ $reason }).
admin-import-refused = Line { $line } refused: { $reason ->
        [not_text] this is no text.
        [no_name_column] no column gives the name.
        [wrong_number_of_fields] it has not the right number of fields.
        [unclosed_quote] a quote is not closed.
        [field_too_long] a field is too long.
        [no_id] there is no identifier.
        [no_name] there is no name.
        [repeated] the same identifier comes again further down.
        [taken_over] the association is taken over into the other file.
       *[elsewhere] the association is in another town.
    }
admin-imported = { $new } new, { $updated } updated, { $refused } refused.
admin-places-refused = Line { $line } refused: { $reason ->
        [not_text] this is no text.
        [no_name_column] no column gives the name of the street.
        [wrong_number_of_fields] it has not the right number of fields.
        [unclosed_quote] a quote is not closed.
        [field_too_long] a field is too long.
        [no_name] there is no name of a street.
        [bad_point] the latitude or the longitude is no point on the map.
       *[bad_number] this is no house number.
    }
admin-places-imported = { $new ->
        [0] No new place
        [one] One new place
       *[other] { $new } new places
    }, { $updated ->
        [0] none updated
        [one] one updated
       *[other] { $updated } updated
    }, { $refused ->
        [0] no line refused
        [one] one line refused
       *[other] { $refused } lines refused
    }.{ $elsewhere ->
        [0] {""}
        [one] {" "}One line is in another town.
       *[other] {" "}{ $elsewhere } lines are in other towns.
    }
config-unreadable = The configuration file cannot be read: { $found } ({ $key }).
config-not-toml = This is not TOML: { $found }{ $key }
config-unknown-key = There is no key “{ $key }”.
config-missing-key = “{ $key }” is missing{ $found }.
config-not-one-of = “{ $found }” is not a possible value for “{ $key }”.
config-wrong-value = “{ $found }” does not fit “{ $key }”.
config-duration = “{ $found }” is not a length of time for “{ $key }”: write for example 90s, 15m, 48h or 5d.
config-ladder = In “{ $key }” the reminders must follow one another and come before the end of the delay{ $found ->
       *[other] {""}
    }.
config-team = “{ $key }” must be one of the teams in [teams]{ $found ->
       *[other] {""}
    }.
