import Answers
import Distribution
import Testing

/// What the pages say in each language.
@Suite struct LanguageTests {
    private func waitingPage(
        in language: String?, ahead: Int = 2, expected: Int64? = 60_000, isCalled: Bool = false,
        method: AnswerForm.Method = .get
    ) throws -> String {
        var bench = Bench(
            form: AnswerForm(method: method), host: "boston.app.com",
            target: "/a/Distrib=1700000000")
        bench.waiting = Waiting(
            place: Place(
                admissionClass: 0, time: 0, renewed: 1_795_787_998_500, counter: 0,
                isCalled: isCalled),
            ahead: ahead, expectedWait: expected, retryAfter: 5000)
        if let language { bench.variables = [("HTTP_ACCEPT_LANGUAGE", language)] }
        return try bench.answer()
    }

    private func busyPage(
        in language: String, retryAfter: Int64 = 10, method: AnswerForm.Method = .get
    )
        throws -> String
    {
        var bench = Bench(
            form: AnswerForm(method: method), host: "boston.app.com", target: Bench.tried,
            isBusy: true)
        bench.policy.busyPage.retryAfter = retryAfter
        bench.variables = [("HTTP_ACCEPT_LANGUAGE", language)]
        return try bench.answer()
    }

    @Test(
        arguments: [
            (nil, "en"), ("", "en"), ("de", "de"), ("de-AT", "de"), ("DE-CH-1996", "de"),
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"), ("en;q=0.5, pl;q=0.8", "pl"),
            // Danish and Swedish are not there; of those that are, the weight decides.
            ("da, sv;q=0.9, nl;q=0.7, en;q=0.3", "nl"), ("zh-CN, ko", "en"), ("*", "en"),
            ("ja;q=0, it;q=0.1", "it"), ("es, pt", "es"), ("pt-BR,pt;q=0.9", "pt"),
            ("ja", "ja"), ("deutsch", "en"), ("de;q=x, es;q=0.1", "es"), (",,;q=1,fr", "fr"),
        ] as [(String?, String)])
    func chosen(_ field: String?, _ language: String) throws {
        let answer = try waitingPage(in: field)
        #expect(answer.contains("\r\nContent-Language: \(language)\r\nVary: Accept-Language\r\n"))
        #expect(answer.contains("<html lang=\"\(language)\">"))
    }

    @Test(arguments: [
        ("en", "2 people are ahead of you", "You are in line", "It is your turn"),
        (
            "de", "2 Personen sind vor Ihnen", "Sie sind in der Warteschlange",
            "Sie sind an der Reihe"
        ),
        (
            "fr", "2 personnes sont devant vous", "Vous êtes dans la file d’attente",
            "C’est votre tour"
        ),
        ("es", "Hay 2 personas delante de usted", "Está en la cola de espera", "Es su turno"),
        ("it", "Ci sono 2 persone prima di Lei", "È in lista d’attesa", "È il Suo turno"),
        (
            "pt", "Há 2 pessoas à sua frente", "O seu lugar está na fila de espera",
            "Chegou a sua vez"
        ),
        ("nl", "Er zijn 2 personen vóór u", "U staat in de wachtrij", "U bent aan de beurt"),
        ("pl", "Przed Państwem są 2 osoby", "Są Państwo w kolejce", "Teraz Państwa kolej"),
        ("ja", "お客様の前に2名の方がお待ちです", "順番をお待ちいただいています", "お客様の番です"),
    ])
    func titles(_ language: String, _ ahead: String, _ inLine: String, _ turn: String) throws {
        let waiting = try waitingPage(in: language)
        #expect(waiting.contains("<title>\(ahead)</title>"))
        #expect(waiting.contains("<h1>\(inLine)</h1>\n<p class=\"ahead\">\(ahead)</p>"))
        let called = try waitingPage(in: language, isCalled: true)
        #expect(called.contains("<title>\(turn)</title>"))
        #expect(called.contains("<h1>\(turn)</h1>"))
        for page in [waiting, called] { #expect(!page.contains("{{")) }
    }

    @Test(arguments: [
        ("de", [1: "1 Person ist", 3: "3 Personen sind", 1234: "1.234 Personen sind"]),
        ("fr", [1: "1 personne est", 1234: "1\u{202F}234 personnes sont"]),
        ("es", [1: "Hay 1 persona ", 1234: "Hay 1234 personas", 12_345: "Hay 12.345 personas"]),
        ("it", [1: "C’è 1 persona", 1234: "Ci sono 1.234 persone"]),
        ("pt", [1: "Há 1 pessoa ", 12_345: "Há 12.345 pessoas"]),
        ("nl", [1: "Er is 1 persoon", 1234: "Er zijn 1.234 personen"]),
        (
            "pl",
            [
                1: "jest 1 osoba", 2: "są 2 osoby", 4: "są 4 osoby", 5: "jest 5 osób",
                11: "jest 11 osób", 12: "jest 12 osób", 14: "jest 14 osób", 21: "jest 21 osób",
                22: "są 22 osoby", 25: "jest 25 osób", 112: "jest 112 osób", 122: "są 122 osoby",
                12_345: "jest 12\u{A0}345 osób",
            ]
        ),
        ("ja", [1: "前に1名の方がお待ち", 1234: "前に1,234名の方がお待ち"]),
    ])
    func plurals(_ language: String, _ words: [Int: String]) throws {
        for (count, words) in words {
            #expect(try waitingPage(in: language, ahead: count).contains(words), "\(count)")
        }
    }

    @Test(arguments: [
        ("de", "10 Sekunden", "1 Minute", "5 Minuten", "1 Stunde 20 Minuten", "12 Stunden"),
        ("fr", "10 secondes", "1 minute", "5 minutes", "1 heure 20 minutes", "12 heures"),
        ("es", "10 segundos", "1 minuto", "5 minutos", "1 hora y 20 minutos", "12 horas"),
        ("it", "10 secondi", "1 minuto", "5 minuti", "1 ora e 20 minuti", "12 ore"),
        ("pt", "10 segundos", "1 minuto", "5 minutos", "1 hora e 20 minutos", "12 horas"),
        ("nl", "10 seconden", "1 minuut", "5 minuten", "1 uur en 20 minuten", "12 uur"),
        ("pl", "10 sekund", "1 minuta", "5 minut", "1 godzina 20 minut", "12 godzin"),
        ("ja", "10秒", "1分", "5分", "1時間20分", "12時間"),
    ])
    func durations(
        _ language: String, _ seconds: String, _ minute: String, _ minutes: String,
        _ hour: String, _ hours: String
    ) throws {
        for (wait, words) in [
            (10_000, seconds), (60_000, minute), (300_000, minutes), (4_800_000, hour),
            (43_200_000, hours),
        ] as [(Int64, String)] {
            #expect(
                try waitingPage(in: language, expected: wait).contains("<dd>\(words)</dd>"),
                "\(wait)")
        }
    }

    @Test(arguments: [
        ("en", "tries again by itself after 10 seconds.", "after 1 minute.", "after 90 seconds."),
        ("de", "versucht es nach 10 Sekunden von", "nach 1 Minute von", "nach 90 Sekunden von"),
        ("fr", "tentative dans 10 secondes.", "dans 1 minute.", "dans 90 secondes."),
        ("es", "por sí sola en 10 segundos.", "en 1 minuto.", "en 90 segundos."),
        ("it", "da sola tra 10 secondi.", "tra 1 minuto.", "tra 90 secondi."),
        ("pt", "sozinha dentro de 10 segundos.", "dentro de 1 minuto.", "dentro de 90 segundos."),
        ("nl", "het over 10 seconden vanzelf", "over 1 minuut", "over 90 seconden"),
        ("pl", "spróbuje ponownie za 10 sekund.", "za 1 minutę.", "za 90 sekund."),
        ("ja", "このページは10秒後に", "1分後に", "90秒後に"),
    ])
    func theBusyPage(_ language: String, _ ten: String, _ minute: String, _ ninety: String) throws {
        for (seconds, words) in [(10, ten), (60, minute), (90, ninety)] as [(Int64, String)] {
            let page = try busyPage(in: language, retryAfter: seconds)
            #expect(page.contains(words), "\(seconds)")
            #expect(page.contains("<html lang=\"\(language)\">"))
            #expect(!page.contains("{{"))
        }
    }

    /// Key sentences: a form that was lost, on either page; and while nobody can tell how long it takes.
    @Test(arguments: [
        (
            "de", "Was Sie abgeschickt haben, wurde nicht gespeichert.",
            "wurde nicht gespeichert und muss noch einmal gesendet werden.", "beginnen keine neuen"
        ),
        (
            "fr", "Ce que vous avez envoyé n’a pas été enregistré.", "doit être envoyé de nouveau.",
            "aucune nouvelle session"
        ),
        (
            "es", "Lo que ha enviado no se ha guardado.", "hay que enviarlo otra vez.",
            "no empieza ninguna sesión"
        ),
        (
            "it", "Ciò che ha inviato non è stato salvato.", "deve essere inviato di nuovo.",
            "non iniziano nuove sessioni"
        ),
        (
            "pt", "O que enviou não foi guardado.", "tem de ser enviado de novo.",
            "não começam novas sessões"
        ),
        (
            "nl", "Wat u hebt verstuurd, is niet opgeslagen.", "moet opnieuw worden verstuurd.",
            "beginnen er geen nieuwe sessies"
        ),
        (
            "pl", "Wysłane dane nie zostały zapisane.", "trzeba je wysłać jeszcze raz.",
            "nie rozpoczynają się nowe sesje"
        ),
        (
            "ja", "送信された内容は保存されていません。", "もう一度送信していただく必要があります。",
            "新しいご利用の受付を止めている"
        ),
    ])
    func sentences(_ language: String, _ lost: String, _ again: String, _ unknown: String) throws {
        #expect(
            try waitingPage(in: language, method: .other).contains("<strong>\(lost)</strong>"))
        #expect(try busyPage(in: language, method: .other).contains("\(again)</strong>"))
        #expect(try waitingPage(in: language, expected: nil).contains(unknown))
    }
}
