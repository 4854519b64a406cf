extension PageLanguage {
    /// In words that are usual in Brazil and in Portugal.
    static let portuguese = PageLanguage(
        tag: "pt",
        words: PageWords(
            numbers: NumberForm(separator: ".", least: 10_000), plural: .twoFromZero,
            duration: time, delay: time,
            ahead: ["Há # pessoa à sua frente", "Há # pessoas à sua frente"],
            nobodyAhead: "Já não há ninguém à sua frente"),
        busy: BusyTexts(
            allAreBusy: "Todos os nossos centros estão ocupados",
            allAreBusyBecause: """
                Neste momento, mais pessoas querem começar do que os nossos centros conseguem \
                atender bem.
                """,
            hereIsBusy: "Há muita procura aqui",
            hereIsBusyBecause: """
                Neste momento, mais pessoas querem começar aqui do que conseguimos atender bem.
                """,
            othersAreUndisturbed: "Quem já está trabalhando aqui não é incomodado.",
            triesAgain: "Esta página tentará de novo sozinha dentro de {{retry_after_words}}.",
            tryNow: "Tentar agora",
            keepOpen: "Não precisa fazer nada: basta deixar esta página aberta.",
            sentIsLost: "O que enviou não foi guardado e tem de ser enviado de novo.",
            sendAgain: """
                Recarregue esta página daqui a pouco e deixe o seu navegador enviar os dados mais \
                uma vez, ou volte ao seu formulário.
                """,
            triesNoMore: """
                Esta página não tenta de novo sozinha, porque assim se perderia o que enviou.
                """,
            tryWithout: "Tentar sem esses dados"),
        refresh: RefreshTexts(
            oneMoment: "Um momento",
            isLedOn: "Um momento: está a ser encaminhado para o seu servidor.",
            goOn: "Continuar"),
        waiting: WaitingTexts(
            inLine: "O seu lugar está na fila de espera",
            expectedWait: "Espera prevista",
            expectedTime: "A sua vez, provavelmente às",
            nobodyKnows: """
                Ainda não é possível dizer quanto tempo vai demorar: neste momento não começam novas \
                sessões. O seu lugar é mantido mesmo assim.
                """,
            goesOn: "Esta página atualiza-se sozinha; não precisa fazer nada.",
            keepOpen: """
                Deixe-a aberta; pode ficar em segundo plano. O título indica quantas pessoas há à \
                sua frente e quando chega a sua vez.
                """,
            yourTurn: "Chegou a sua vez",
            beginsSoon:
                "A sua sessão começa dentro de alguns segundos. Por favor, deixe esta página aberta.",
            sentIsLost: "O que enviou não foi guardado.",
            fillInAgain: "Quando chegar a sua vez, por favor, preencha de novo o formulário.",
            elsewhere: """
                Talvez outro centro fique livre mais cedo, mas assim perderia o seu lugar aqui.
                """,
            tryAll: "Tentar de novo em todos os centros"))

    private static let time = DurationForms(
        seconds: ["# segundo", "# segundos"], minutes: ["# minuto", "# minutos"],
        hours: ["# hora", "# horas"], joint: " e ")
}
