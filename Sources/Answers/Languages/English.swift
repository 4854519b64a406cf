extension PageLanguage {
    static let english = PageLanguage(
        tag: "en",
        words: PageWords(
            numbers: NumberForm(separator: ",", least: 1000), plural: .two,
            duration: time, delay: time,
            ahead: ["# person is ahead of you", "# people are ahead of you"],
            nobodyAhead: "Nobody is ahead of you"),
        busy: BusyTexts(
            allAreBusy: "All sites are busy",
            allAreBusyBecause:
                "More people want to begin now than our sites can serve well.",
            hereIsBusy: "We are too busy here",
            hereIsBusyBecause:
                "More people want to begin here now than can be served well.",
            othersAreUndisturbed: "Those who are already working are not disturbed.",
            triesAgain: "This page tries again by itself after {{retry_after_words}}.",
            tryNow: "Try again now",
            keepOpen: "You need not do anything: keep this page open.",
            sentIsLost: "What you sent was not stored, and must be sent again.",
            sendAgain: """
                Reload this page in a while, and let your browser send it once more; or go back to \
                your form.
                """,
            triesNoMore: """
                This page does not try again by itself, because that would lose what you sent.
                """,
            tryWithout: "Try again without it"),
        refresh: RefreshTexts(
            oneMoment: "One moment",
            isLedOn: "One moment: you are being taken to your server.",
            goOn: "Continue"),
        waiting: WaitingTexts(
            inLine: "You are in line",
            expectedWait: "Expected wait",
            expectedTime: "Your turn, probably at",
            nobodyKnows: """
                Nobody can tell yet how long this will take: no new sessions begin at the moment. \
                Your place is kept all the same.
                """,
            goesOn: "This page goes on by itself; you need not do anything.",
            keepOpen: """
                Keep it open; it may stay in the background. Its title tells how many people are \
                ahead of you, and when it is your turn.
                """,
            yourTurn: "It is your turn",
            beginsSoon: "Your session begins in a few seconds. Please keep this page open.",
            sentIsLost: "What you sent was not stored.",
            fillInAgain: "Once it is your turn, please fill in the form again.",
            elsewhere: "Another site may be free sooner, but you would give up your place here.",
            tryAll: "Try all sites again"))

    private static let time = DurationForms(
        seconds: ["# second", "# seconds"], minutes: ["# minute", "# minutes"],
        hours: ["# hour", "# hours"], joint: " ")
}
