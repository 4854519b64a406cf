extension PageLanguage {
    static let polish = PageLanguage(
        tag: "pl",
        words: PageWords(
            numbers: NumberForm(separator: "\u{A0}", least: 10_000), plural: .polish,
            duration: DurationForms(
                seconds: ["# sekunda", "# sekundy", "# sekund"],
                minutes: ["# minuta", "# minuty", "# minut"],
                hours: ["# godzina", "# godziny", "# godzin"], joint: " "),
            // "za" takes the accusative.
            delay: DurationForms(
                seconds: ["# sekundę", "# sekundy", "# sekund"],
                minutes: ["# minutę", "# minuty", "# minut"],
                hours: ["# godzinę", "# godziny", "# godzin"], joint: " "),
            ahead: [
                "Przed Państwem jest # osoba", "Przed Państwem są # osoby",
                "Przed Państwem jest # osób",
            ],
            nobodyAhead: "Przed Państwem nie ma już nikogo"),
        busy: BusyTexts(
            allAreBusy: "Wszystkie nasze ośrodki są zajęte",
            allAreBusyBecause: """
                W tej chwili chce rozpocząć pracę więcej osób, niż nasze ośrodki są w stanie dobrze \
                obsłużyć.
                """,
            hereIsBusy: "W tej chwili jest tu zbyt duży ruch",
            hereIsBusyBecause: """
                W tej chwili chce tu rozpocząć pracę więcej osób, niż jesteśmy w stanie dobrze \
                obsłużyć.
                """,
            othersAreUndisturbed: "Osoby, które już pracują, mogą robić to bez zakłóceń.",
            triesAgain: "Ta strona sama spróbuje ponownie za {{retry_after_words}}.",
            tryNow: "Spróbuj teraz",
            keepOpen: "Nie trzeba nic robić: wystarczy zostawić tę stronę otwartą.",
            sentIsLost: "Wysłane dane nie zostały zapisane i trzeba je wysłać jeszcze raz.",
            sendAgain: """
                Za jakiś czas proszę odświeżyć tę stronę i pozwolić przeglądarce wysłać dane ponownie \
                albo wrócić do formularza.
                """,
            triesNoMore: """
                Ta strona nie próbuje ponownie sama, ponieważ wysłane dane zostałyby utracone.
                """,
            tryWithout: "Spróbuj ponownie bez tych danych"),
        refresh: RefreshTexts(
            oneMoment: "Chwileczkę",
            isLedOn: "Chwileczkę: trwa przekierowanie na Państwa serwer.",
            goOn: "Dalej"),
        waiting: WaitingTexts(
            inLine: "Są Państwo w kolejce",
            expectedWait: "Przewidywany czas oczekiwania",
            expectedTime: "Państwa kolej, prawdopodobnie o godzinie",
            nobodyKnows: """
                Nie wiadomo jeszcze, jak długo to potrwa: w tej chwili nie rozpoczynają się nowe sesje. \
                Państwa miejsce pozostaje mimo to zachowane.
                """,
            goesOn: "Ta strona odświeża się sama; nie trzeba nic robić.",
            keepOpen: """
                Proszę zostawić ją otwartą, może pozostać w tle. Jej tytuł pokazuje, ile osób jest przed \
                Państwem i kiedy nadejdzie Państwa kolej.
                """,
            yourTurn: "Teraz Państwa kolej",
            beginsSoon:
                "Sesja rozpocznie się za kilka sekund. Proszę zostawić tę stronę otwartą.",
            sentIsLost: "Wysłane dane nie zostały zapisane.",
            fillInAgain:
                "Gdy nadejdzie Państwa kolej, proszę wypełnić formularz jeszcze raz.",
            elsewhere: """
                Inny ośrodek może być wolny wcześniej, ale oznaczałoby to utratę miejsca w tej kolejce.
                """,
            tryAll: "Spróbuj ponownie we wszystkich ośrodkach"))
}
