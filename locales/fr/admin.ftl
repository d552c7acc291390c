# Pour qui fait tourner le bot : la ligne de commande et la configuration.
admin-all-well = Tout va bien : { $teams } équipes, { $subjects } sujets.
admin-teams-missing = Ces équipes ne sont pas dans la configuration, leurs demandes iront à l’accueil : { $teams }.
admin-team-without-room = L’équipe « { $team } » n’a pas de salon : personne ne verrait ses demandes.
admin-team-unknown = L’équipe « { $team } » n’existe pas. Les équipes sont : { $teams }.
admin-role-unknown = Le rôle « { $role } » n’existe pas : écrivez agent ou head.
admin-database-old = Les tables de la base ne sont pas à jour : lancez « proximcite db upgrade ».
admin-database-closed = La base de données ne s’ouvre pas ({ $reason }).
admin-model-broken = Le modèle de compréhension ne se charge pas ({ $reason }) : lancez « make model ».
admin-model-in-use = Modèle de compréhension : { $whose ->
        [shipped] celui qui est livré ({ $file }).
       *[own] celui de la ville, appris le { $day } avec { $lessons ->
            [0] aucune correction
            [one] une correction
           *[other] { $lessons } corrections
        } ({ $file }).
    }
admin-model-left-aside = Le modèle de la ville, { $file }, n’est pas utilisé : { $why ->
        [damaged] il ne se lit pas. Effacez-le, ou refaites-le avec « proximcite train ».
       *[other_subjects] il ne connaît pas les mêmes sujets que cette version. Refaites-le avec « proximcite train ».
    } D’ici là, le modèle livré sert.
admin-model-behind = Depuis qu’il a été appris, cette version a d’autres exemples : refaites-le avec « proximcite train ».
admin-lessons = { $count ->
        [0] Aucune correction n’est gardée.
        [one] Une correction. Pour la retirer : « proximcite lessons remove CODE ».
       *[other] { $count } corrections. Pour en retirer une : « proximcite lessons remove CODE ».
    }
admin-lessons-none = Il n’y a encore rien à apprendre : aucune correction n’est gardée.
admin-lessons-other-subjects = { $count ->
        [one] Une correction est laissée de côté : son sujet n’existe pas dans le modèle.
       *[other] { $count } corrections sont laissées de côté : leur sujet n’existe pas dans le modèle.
    }
admin-lessons-there = { $count ->
        [one] Une correction
       *[other] { $count } corrections
    } (citoyens : { $citizens }, agents : { $agents }). Le modèle en service en comprend déjà { $known }. Le plus souvent :
admin-lessons-removed = { $count ->
        [0] Aucune correction retirée.
        [one] Une correction retirée.
       *[other] { $count } corrections retirées.
    }
admin-lesson-unknown = Il n’y a pas de correction « { $id } » : « proximcite lessons list » les montre.
admin-train-needs = Pour apprendre, il faut scikit-learn, dont le bot lui-même n’a pas besoin. Installez-le une fois, dans le dossier du projet : .venv/bin/pip install -e ".[train]"
admin-train-part = { $part ->
        [calibration] Sur les { $count } messages de contrôle livrés :
       *[lessons] { $count ->
            [0] Aucune correction n’est encore mise à part pour mesurer.
            [one] Sur la correction mise à part :
           *[other] Sur les { $count } corrections mises à part :
        }
    }
admin-train-figure = { $which ->
        [first] bon du premier coup
        [three] bon parmi les trois premiers
        [direct] compris sans demander
       *[right] bon parmi ceux-là
    }
admin-train-gained = Mieux compris : { $labels }.
admin-train-lost = Moins bien compris : { $labels }.
admin-train-now-understood = Compris maintenant : { $count }.
admin-train-now-misunderstood = Mal compris maintenant : { $count }.
admin-train-worse = { $why ->
        [first] Le nouveau modèle se trompe plus souvent.
        [direct] Le nouveau modèle se trompe plus souvent quand il est sûr de lui.
        [label] Le nouveau modèle ne comprend plus aussi bien l’un des sujets.
       *[sure] Le nouveau modèle est sûr de lui beaucoup moins souvent.
    }
admin-train-refused = Il est refusé et rien n’est écrit. Relisez les corrections : « proximcite lessons list ».
admin-file-unwritable = Le fichier { $file } ne s’écrit pas ({ $reason }).
admin-trained = Le nouveau modèle est dans { $file } ({ $lessons ->
        [one] une correction apprise
       *[other] { $lessons } corrections apprises
    }). Il sert dès le prochain démarrage du bot.
admin-telegram-token = Telegram refuse le jeton : recopiez celui que donne @BotFather dans [telegram] token.
admin-telegram-unreachable = Telegram ne répond pas ({ $reason }) : vérifiez la connexion et [telegram] base_url.
admin-telegram-webhook-incomplete = Pour mode = "webhook", il faut dans [telegram] une url en https et un secret de 16 à 256 lettres, chiffres, - ou _.
admin-telegram-webhook-elsewhere = Telegram envoie les messages de ce bot à un autre programme ({ $host }). Arrêtez-le et appelez une fois deleteWebhook, ou mettez mode = "webhook" avec la bonne url.
admin-telegram-webhook-missing = Telegram ne connaît pas encore le webhook : « proximcite run » le déclare à son démarrage.
admin-telegram-webhook-failing = Telegram n’arrive pas à livrer les messages au webhook : { $reason }
admin-telegram-no-groups = Le bot ne peut pas entrer dans un groupe : chez @BotFather, /setjoingroups puis Enable.
admin-telegram-privacy = À savoir : le mode confidentialité du bot est actif. Dans un groupe, Telegram ne lui transmet que les commandes et les réponses à ses messages ; le numéro d’un choix écrit tout seul ne lui parvient pas. Pour qu’il lise tout : chez @BotFather, /setprivacy puis Disable, ensuite retirez le bot du groupe et remettez-l’y.
admin-http-taken = Le port { $port } de { $host } n’est pas libre ({ $reason }) : changez [http] port.
admin-matrix-device = Matrix : { $user }, appareil { $device }, empreinte { $fingerprint }, { $signed ->
        [yes] signé
       *[no] pas signé
    }, { $keys } clés à usage unique sur le serveur.
admin-matrix-wrong = Matrix : { $problem ->
        [server-unreachable] le serveur ne répond pas.
        [sign-in-waits] le serveur demande d’attendre avant une nouvelle connexion.
        [password-refused] le mot de passe de { $user } est refusé.
        [token-unknown] le jeton n’est plus valable.
        [token-of-another-user] le jeton est celui d’un autre compte que { $user }.
        [token-of-another-device] le jeton est celui d’un autre appareil.
        [token-without-device] le jeton n’a pas d’appareil : donnez aussi device_id.
        [no-password-and-no-token] il faut un mot de passe ou un jeton.
        [in-use] un autre processus se connecte en ce moment.
        [keys-missing] le bot n’a encore jamais tourné : ses clés ne sont pas faites.
        [device-not-signed] l’appareil n’est pas signé : Element ne lui enverra pas les messages chiffrés.
        [one-time-keys-low] il reste peu de clés à usage unique sur le serveur.
        [fallback-key-missing] la clé de secours manque sur le serveur.
       *[other] { $problem }
    }
admin-no-platform = Aucune plateforme n’est configurée. Pour essayer : « proximcite chat », ou [terminal] enabled = true.
admin-invited = À donner à la personne, elle écrira au bot en privé : /agent { $code } (valable { $days } jours, une seule fois).
admin-upgraded = Les tables sont à jour.
admin-stats = { $total ->
        [0] Aucune demande.
        [one] Une demande, { $answered ->
            [0] sans réponse encore.
           *[other] avec une réponse.
        }
       *[other] { $total } demandes, { $answered } avec une réponse.
    } Dans les temps : { $share } %. Délai médian : { $median } h. En retard : { $late }.
admin-backed-up = La base est copiée dans { $file }.
admin-backup-postgresql = Pour PostgreSQL, utilisez pg_dump.
admin-file-unreadable = Le fichier { $file } ne se lit pas ({ $reason }).
admin-import-refused = Ligne { $line } refusée : { $reason ->
        [not_text] ce n’est pas du texte.
        [no_name_column] aucune colonne ne donne le nom.
        [wrong_number_of_fields] elle n’a pas le bon nombre de champs.
        [unclosed_quote] un guillemet n’est pas fermé.
        [field_too_long] un champ est trop long.
        [no_id] il n’y a pas d’identifiant.
        [no_name] il n’y a pas de nom.
        [repeated] le même identifiant revient plus loin.
        [taken_over] l’association est reprise dans l’autre fichier.
       *[elsewhere] l’association est d’une autre commune.
    }
admin-imported = { $new } nouvelles, { $updated } mises à jour, { $refused } refusées.
admin-places-refused = Ligne { $line } refusée : { $reason ->
        [not_text] ce n’est pas du texte.
        [no_name_column] aucune colonne ne donne le nom de la rue.
        [wrong_number_of_fields] elle n’a pas le bon nombre de champs.
        [unclosed_quote] un guillemet n’est pas fermé.
        [field_too_long] un champ est trop long.
        [no_name] il n’y a pas de nom de rue.
        [bad_point] la latitude ou la longitude n’est pas un point sur la carte.
       *[bad_number] ce n’est pas un numéro de maison.
    }
admin-places-imported = { $new ->
        [0] Aucun nouveau lieu
        [one] Un nouveau lieu
       *[other] { $new } nouveaux lieux
    }, { $updated ->
        [0] aucun mis à jour
        [one] un mis à jour
       *[other] { $updated } mis à jour
    }, { $refused ->
        [0] aucune ligne refusée
        [one] une ligne refusée
       *[other] { $refused } lignes refusées
    }.{ $elsewhere ->
        [0] {""}
        [one] {" "}Une ligne est d’une autre commune.
       *[other] {" "}{ $elsewhere } lignes sont d’autres communes.
    }
config-unreadable = Le fichier de configuration ne se lit pas : { $found } ({ $key }).
config-not-toml = Ce n’est pas du TOML : { $found }{ $key }
config-unknown-key = La clé « { $key } » n’existe pas.
config-missing-key = Il manque « { $key } »{ $found }.
config-not-one-of = « { $found } » n’est pas une valeur possible pour « { $key } ».
config-wrong-value = « { $found } » ne convient pas pour « { $key } ».
config-duration = « { $found } » n’est pas une durée pour « { $key } » : écrivez par exemple 90s, 15m, 48h ou 5d.
config-ladder = Dans « { $key } », les rappels doivent se suivre et venir avant la fin du délai{ $found ->
       *[other] {""}
    }.
config-team = « { $key } » doit être l’une des équipes de [teams]{ $found ->
       *[other] {""}
    }.
