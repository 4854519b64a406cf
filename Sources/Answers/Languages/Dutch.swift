extension PageLanguage {
    static let dutch = PageLanguage(
        tag: "nl",
        words: PageWords(
            numbers: NumberForm(separator: ".", least: 1000), plural: .two,
            duration: time, delay: time,
            ahead: ["Er is # persoon vóór u", "Er zijn # personen vóór u"],
            nobodyAhead: "Er is niemand meer vóór u"),
        busy: BusyTexts(
            allAreBusy: "Al onze locaties zijn bezet",
            allAreBusyBecause:
                "Er willen nu meer mensen beginnen dan onze locaties goed kunnen bedienen.",
            hereIsBusy: "Het is hier te druk",
            hereIsBusyBecause:
                "Er willen hier nu meer mensen beginnen dan wij goed kunnen bedienen.",
            othersAreUndisturbed: "Wie al aan het werk is, wordt niet gestoord.",
            triesAgain: "Deze pagina probeert het over {{retry_after_words}} vanzelf opnieuw.",
            tryNow: "Nu opnieuw proberen",
            keepOpen: "U hoeft niets te doen: laat deze pagina gewoon open.",
            sentIsLost:
                "Wat u hebt verstuurd, is niet opgeslagen en moet opnieuw worden verstuurd.",
            sendAgain: """
                Laad deze pagina over een tijdje opnieuw en laat uw browser de gegevens nog eens \
                versturen, of ga terug naar uw formulier.
                """,
            triesNoMore: """
                Deze pagina probeert het niet vanzelf opnieuw, want dan zou verloren gaan wat u hebt \
                verstuurd.
                """,
            tryWithout: "Opnieuw proberen zonder deze gegevens"),
        refresh: RefreshTexts(
            oneMoment: "Een ogenblik",
            isLedOn: "Een ogenblik: u wordt naar uw server geleid.",
            goOn: "Doorgaan"),
        waiting: WaitingTexts(
            inLine: "U staat in de wachtrij",
            expectedWait: "Verwachte wachttijd",
            expectedTime: "U bent waarschijnlijk aan de beurt om",
            nobodyKnows: """
                Hoelang het duurt, is nog niet te zeggen: op dit moment beginnen er geen nieuwe \
                sessies. Uw plaats blijft toch behouden.
                """,
            goesOn: "Deze pagina gaat vanzelf verder; u hoeft niets te doen.",
            keepOpen: """
                Laat de pagina open; dat mag ook op de achtergrond. De titel toont hoeveel personen er \
                nog vóór u zijn en wanneer u aan de beurt bent.
                """,
            yourTurn: "U bent aan de beurt",
            beginsSoon: "Uw sessie begint over enkele seconden. Laat deze pagina alstublieft open.",
            sentIsLost: "Wat u hebt verstuurd, is niet opgeslagen.",
            fillInAgain: "Vul het formulier alstublieft opnieuw in zodra u aan de beurt bent.",
            elsewhere: """
                Misschien is een andere locatie eerder vrij, maar dan geeft u uw plaats hier op.
                """,
            tryAll: "Alle locaties opnieuw proberen"))

    /// Hours keep the singular beside a number.
    private static let time = DurationForms(
        seconds: ["# seconde", "# seconden"], minutes: ["# minuut", "# minuten"],
        hours: ["# uur", "# uur"], joint: " en ")
}
