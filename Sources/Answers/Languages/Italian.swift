extension PageLanguage {
    static let italian = PageLanguage(
        tag: "it",
        words: PageWords(
            numbers: NumberForm(separator: ".", least: 1000), plural: .two,
            duration: time, delay: time,
            ahead: ["C’è # persona prima di Lei", "Ci sono # persone prima di Lei"],
            nobodyAhead: "Non c’è più nessuno prima di Lei"),
        busy: BusyTexts(
            allAreBusy: "Tutte le nostre sedi sono occupate",
            allAreBusyBecause: """
                In questo momento vogliono iniziare più persone di quante le nostre sedi possano \
                servire bene.
                """,
            hereIsBusy: "Qui c’è troppa affluenza",
            hereIsBusyBecause: """
                In questo momento vogliono iniziare qui più persone di quante possiamo servire bene.
                """,
            othersAreUndisturbed: "Chi sta già lavorando non viene disturbato.",
            triesAgain: "Questa pagina riproverà da sola tra {{retry_after_words}}.",
            tryNow: "Riprova ora",
            keepOpen: "Non deve fare nulla: basta lasciare aperta questa pagina.",
            sentIsLost: "Ciò che ha inviato non è stato salvato e deve essere inviato di nuovo.",
            sendAgain: """
                Ricarichi questa pagina tra un po’ e lasci che il browser invii i dati un’altra \
                volta, oppure torni al Suo modulo.
                """,
            triesNoMore: """
                Questa pagina non riprova da sola, perché andrebbe perso ciò che ha inviato.
                """,
            tryWithout: "Riprova senza questi dati"),
        refresh: RefreshTexts(
            oneMoment: "Un momento",
            isLedOn: "Un momento: La stiamo portando al Suo server.",
            goOn: "Continua"),
        waiting: WaitingTexts(
            inLine: "È in lista d’attesa",
            expectedWait: "Attesa prevista",
            expectedTime: "Il Suo turno, probabilmente alle",
            nobodyKnows: """
                Non si può ancora dire quanto ci vorrà: al momento non iniziano nuove sessioni. Il \
                Suo posto viene comunque mantenuto.
                """,
            goesOn: "Questa pagina si aggiorna da sola; non deve fare nulla.",
            keepOpen: """
                La lasci aperta, anche in secondo piano: il titolo indica quante persone ci sono \
                prima di Lei e quando è il Suo turno.
                """,
            yourTurn: "È il Suo turno",
            beginsSoon:
                "La Sua sessione inizia tra pochi secondi. Lasci aperta questa pagina, per favore.",
            sentIsLost: "Ciò che ha inviato non è stato salvato.",
            fillInAgain: "Quando sarà il Suo turno, compili di nuovo il modulo, per favore.",
            elsewhere: """
                Un’altra sede potrebbe liberarsi prima, ma così rinuncerebbe al Suo posto qui.
                """,
            tryAll: "Riprova con tutte le sedi"))

    private static let time = DurationForms(
        seconds: ["# secondo", "# secondi"], minutes: ["# minuto", "# minuti"],
        hours: ["# ora", "# ore"], joint: " e ")
}
