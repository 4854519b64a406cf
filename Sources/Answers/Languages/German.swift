extension PageLanguage {
    static let german = PageLanguage(
        tag: "de",
        words: PageWords(
            numbers: NumberForm(separator: ".", least: 1000), plural: .two,
            duration: time, delay: time,
            ahead: ["# Person ist vor Ihnen", "# Personen sind vor Ihnen"],
            nobodyAhead: "Vor Ihnen ist niemand mehr"),
        busy: BusyTexts(
            allAreBusy: "Alle Standorte sind ausgelastet",
            allAreBusyBecause:
                "Im Moment möchten mehr Menschen beginnen, als unsere Standorte gut bedienen können.",
            hereIsBusy: "Hier ist der Andrang gerade zu groß",
            hereIsBusyBecause:
                "Im Moment möchten hier mehr Menschen beginnen, als wir gut bedienen können.",
            othersAreUndisturbed: "Wer schon arbeitet, wird nicht gestört.",
            triesAgain:
                "Diese Seite versucht es nach {{retry_after_words}} von selbst noch einmal.",
            tryNow: "Jetzt noch einmal versuchen",
            keepOpen: "Sie müssen nichts tun: Lassen Sie diese Seite einfach offen.",
            sentIsLost:
                "Was Sie abgeschickt haben, wurde nicht gespeichert und muss noch einmal gesendet werden.",
            sendAgain: """
                Laden Sie diese Seite in einiger Zeit neu und lassen Sie Ihren Browser die Daten \
                noch einmal senden, oder gehen Sie zu Ihrem Formular zurück.
                """,
            triesNoMore: """
                Diese Seite versucht es nicht von selbst noch einmal, denn dabei ginge verloren, \
                was Sie abgeschickt haben.
                """,
            tryWithout: "Ohne diese Daten noch einmal versuchen"),
        refresh: RefreshTexts(
            oneMoment: "Einen Moment bitte",
            isLedOn: "Einen Moment bitte: Sie werden zu Ihrem Server weitergeleitet.",
            goOn: "Weiter"),
        waiting: WaitingTexts(
            inLine: "Sie sind in der Warteschlange",
            expectedWait: "Voraussichtliche Wartezeit",
            expectedTime: "Sie sind voraussichtlich an der Reihe um",
            nobodyKnows: """
                Wie lange es dauert, lässt sich noch nicht sagen: Im Moment beginnen keine neuen \
                Sitzungen. Ihr Platz bleibt Ihnen trotzdem erhalten.
                """,
            goesOn: "Diese Seite aktualisiert sich von selbst; Sie müssen nichts tun.",
            keepOpen: """
                Lassen Sie sie offen, gern auch im Hintergrund: Der Titel zeigt, wie viele Personen \
                noch vor Ihnen sind und wann Sie an der Reihe sind.
                """,
            yourTurn: "Sie sind an der Reihe",
            beginsSoon:
                "Ihre Sitzung beginnt in wenigen Sekunden. Bitte lassen Sie diese Seite offen.",
            sentIsLost: "Was Sie abgeschickt haben, wurde nicht gespeichert.",
            fillInAgain:
                "Bitte füllen Sie das Formular noch einmal aus, sobald Sie an der Reihe sind.",
            elsewhere: """
                Vielleicht ist ein anderer Standort früher frei; Ihren Platz hier geben Sie damit \
                aber auf.
                """,
            tryAll: "Alle Standorte noch einmal versuchen"))

    /// In these sentences, all forms are those of the dictionary.
    private static let time = DurationForms(
        seconds: ["# Sekunde", "# Sekunden"], minutes: ["# Minute", "# Minuten"],
        hours: ["# Stunde", "# Stunden"], joint: " ")
}
