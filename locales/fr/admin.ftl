# Pour qui fait tourner le bot : la ligne de commande et la configuration.
admin-all-well = Tout va bien : { $teams } équipes, { $subjects } sujets.
admin-team-missing = L’équipe « { $team } » reçoit des demandes mais n’est pas dans la configuration : elles iront à l’accueil.
admin-team-without-room = L’équipe « { $team } » n’a pas de salon : personne ne verrait ses demandes.
admin-team-unknown = L’équipe « { $team } » n’existe pas. Les équipes sont : { $teams }.
admin-role-unknown = Le rôle « { $role } » n’existe pas : écrivez agent ou head.
admin-database-old = Les tables de la base ne sont pas à jour : lancez « proximcite db upgrade ».
admin-database-closed = La base de données ne s’ouvre pas ({ $reason }).
admin-model-broken = Le modèle de compréhension ne se charge pas ({ $reason }) : lancez « make model ».
admin-platform-missing = Cette version parle seulement dans le terminal : Telegram et Matrix n’y sont pas encore. Retirez [telegram] et [matrix] de la configuration.
admin-no-platform = Aucune plateforme n’est configurée. Pour essayer : « proximcite chat », ou [terminal] enabled = true.
admin-invited = À donner à la personne, elle écrira au bot en privé : /agent { $code } (valable { $days } jours, une seule fois).
admin-upgraded = Les tables sont à jour.
admin-stats = { $total } demandes, { $answered } avec une réponse, dont { $share } % dans les temps. Délai médian : { $median } h. En retard : { $late }.
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
config-unreadable = Le fichier de configuration ne se lit pas : { $found } ({ $key }).
config-not-toml = Ce n’est pas du TOML : { $found }{ $key }
config-unknown-key = La clé « { $key } » n’existe pas (valeur : { $found }).
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
