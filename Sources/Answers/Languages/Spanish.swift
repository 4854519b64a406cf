extension PageLanguage {
    static let spanish = PageLanguage(
        tag: "es",
        words: PageWords(
            numbers: NumberForm(separator: ".", least: 10_000), plural: .two,
            duration: time, delay: time,
            ahead: ["Hay # persona delante de usted", "Hay # personas delante de usted"],
            nobodyAhead: "Ya no hay nadie delante de usted"),
        busy: BusyTexts(
            allAreBusy: "Todos nuestros centros están ocupados",
            allAreBusyBecause: """
                En este momento quieren empezar más personas de las que nuestros centros pueden \
                atender bien.
                """,
            hereIsBusy: "Aquí hay demasiada gente en este momento",
            hereIsBusyBecause: """
                En este momento quieren empezar aquí más personas de las que podemos atender bien.
                """,
            othersAreUndisturbed: "A quienes ya están trabajando no se les molesta.",
            triesAgain: "Esta página lo intentará de nuevo por sí sola en {{retry_after_words}}.",
            tryNow: "Intentarlo ahora",
            keepOpen: "No tiene que hacer nada: basta con dejar abierta esta página.",
            sentIsLost: "Lo que ha enviado no se ha guardado y hay que enviarlo otra vez.",
            sendAgain: """
                Vuelva a cargar esta página dentro de un rato y deje que su navegador envíe los \
                datos otra vez, o vuelva a su formulario.
                """,
            triesNoMore: """
                Esta página no lo intenta de nuevo por sí sola, porque se perdería lo que ha enviado.
                """,
            tryWithout: "Intentarlo sin esos datos"),
        refresh: RefreshTexts(
            oneMoment: "Un momento",
            isLedOn: "Un momento: le llevamos a su servidor.",
            goOn: "Continuar"),
        waiting: WaitingTexts(
            inLine: "Está en la cola de espera",
            expectedWait: "Espera prevista",
            expectedTime: "Su turno, probablemente a las",
            nobodyKnows: """
                Todavía no se puede saber cuánto tardará: en este momento no empieza ninguna sesión \
                nueva. Su lugar se conserva de todos modos.
                """,
            goesOn: "Esta página se actualiza por sí sola; no tiene que hacer nada.",
            keepOpen: """
                Déjela abierta; puede quedar en segundo plano. Su título indica cuántas personas hay \
                delante de usted y cuándo le toca.
                """,
            yourTurn: "Es su turno",
            beginsSoon:
                "Su sesión empieza en unos segundos. Por favor, deje abierta esta página.",
            sentIsLost: "Lo que ha enviado no se ha guardado.",
            fillInAgain: "Cuando llegue su turno, por favor, rellene de nuevo el formulario.",
            elsewhere: """
                Quizá otro centro quede libre antes, pero entonces perdería su lugar aquí.
                """,
            tryAll: "Probar de nuevo en todos los centros"))

    private static let time = DurationForms(
        seconds: ["# segundo", "# segundos"], minutes: ["# minuto", "# minutos"],
        hours: ["# hora", "# horas"], joint: " y ")
}
