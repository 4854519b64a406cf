extension PageLanguage {
    /// A narrow no-break space groups digits and stands before two-part punctuation.
    static let french = PageLanguage(
        tag: "fr",
        words: PageWords(
            numbers: NumberForm(separator: "\u{202F}", least: 1000), plural: .twoFromZero,
            duration: time, delay: time,
            ahead: ["# personne est devant vous", "# personnes sont devant vous"],
            nobodyAhead: "Plus personne n’est devant vous"),
        busy: BusyTexts(
            allAreBusy: "Tous nos sites sont occupés",
            allAreBusyBecause: """
                Plus de personnes souhaitent commencer en ce moment que nos sites ne peuvent en \
                accueillir correctement.
                """,
            hereIsBusy: "L’affluence est trop forte ici",
            hereIsBusyBecause: """
                Plus de personnes souhaitent commencer ici en ce moment que nous ne pouvons en \
                accueillir correctement.
                """,
            othersAreUndisturbed: "Les personnes qui travaillent déjà ne sont pas dérangées.",
            triesAgain:
                "Cette page fera d’elle-même une nouvelle tentative dans {{retry_after_words}}.",
            tryNow: "Réessayer maintenant",
            keepOpen: "Vous n’avez rien à faire\u{202F}: laissez simplement cette page ouverte.",
            sentIsLost:
                "Ce que vous avez envoyé n’a pas été enregistré et doit être envoyé de nouveau.",
            sendAgain: """
                Rechargez cette page dans quelques instants et laissez votre navigateur envoyer \
                une nouvelle fois vos données, ou revenez à votre formulaire.
                """,
            triesNoMore: """
                Cette page ne réessaie pas d’elle-même, car ce que vous avez envoyé serait perdu.
                """,
            tryWithout: "Réessayer sans ces données"),
        refresh: RefreshTexts(
            oneMoment: "Un instant",
            isLedOn: "Un instant : vous allez être dirigé vers votre serveur.",
            goOn: "Continuer"),
        waiting: WaitingTexts(
            inLine: "Vous êtes dans la file d’attente",
            expectedWait: "Attente estimée",
            expectedTime: "Votre tour est prévu vers",
            nobodyKnows: """
                Personne ne peut encore dire combien de temps cela prendra\u{202F}: aucune nouvelle \
                session ne commence pour le moment. Votre place vous est tout de même gardée.
                """,
            goesOn: "Cette page s’actualise d’elle-même\u{202F}; vous n’avez rien à faire.",
            keepOpen: """
                Laissez-la ouverte, même en arrière-plan\u{202F}: son titre indique combien de \
                personnes sont devant vous, et quand vient votre tour.
                """,
            yourTurn: "C’est votre tour",
            beginsSoon:
                "Votre session commence dans quelques secondes. Veuillez laisser cette page ouverte.",
            sentIsLost: "Ce que vous avez envoyé n’a pas été enregistré.",
            fillInAgain: "Quand votre tour sera venu, veuillez remplir de nouveau le formulaire.",
            elsewhere: """
                Un autre site sera peut-être libre plus tôt, mais vous renonceriez à votre place ici.
                """,
            tryAll: "Réessayer sur tous les sites"))

    private static let time = DurationForms(
        seconds: ["# seconde", "# secondes"], minutes: ["# minute", "# minutes"],
        hours: ["# heure", "# heures"], joint: " ")
}
