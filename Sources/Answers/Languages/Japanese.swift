extension PageLanguage {
    static let japanese = PageLanguage(
        tag: "ja",
        words: PageWords(
            numbers: NumberForm(separator: ",", least: 1000), plural: .one,
            duration: time, delay: time,
            ahead: ["お客様の前に#名の方がお待ちです"],
            nobodyAhead: "次がお客様の番です"),
        busy: BusyTexts(
            allAreBusy: "すべての拠点が混み合っています",
            allAreBusyBecause: "現在、ご利用を開始される方が多く、どの拠点でも十分に対応できない状態です。",
            hereIsBusy: "ただいま混み合っています",
            hereIsBusyBecause: "現在、こちらでご利用を開始される方が多く、十分に対応できない状態です。",
            othersAreUndisturbed: "すでにご利用中の方には影響ありません。",
            triesAgain: "このページは{{retry_after_words}}後に自動的に再試行します。",
            tryNow: "今すぐ再試行する",
            keepOpen: "操作は必要ありません。このページを開いたままお待ちください。",
            sentIsLost: "送信された内容は保存されていません。もう一度送信していただく必要があります。",
            sendAgain: "しばらくしてからこのページを再読み込みし、ブラウザーから内容を再送信していただくか、入力フォームにお戻りください。",
            triesNoMore: "送信された内容が失われてしまうため、このページは自動的には再試行しません。",
            tryWithout: "内容を送信せずに再試行する"),
        refresh: RefreshTexts(
            oneMoment: "少々お待ちください",
            isLedOn: "少々お待ちください。お使いのサーバーへ移動しています。",
            goOn: "続ける"),
        waiting: WaitingTexts(
            inLine: "順番をお待ちいただいています",
            expectedWait: "待ち時間の目安",
            expectedTime: "ご案内予定時刻",
            nobodyKnows: "現在、新しいご利用の受付を止めているため、待ち時間の目安をお知らせできません。お客様の順番はそのまま保たれます。",
            goesOn: "このページは自動的に更新されます。操作は必要ありません。",
            keepOpen: "ページは開いたままにしておいてください。別の画面をご覧になっていてもかまいません。お待ちの人数と、順番が来たことは、ページのタイトルでお知らせします。",
            yourTurn: "お客様の番です",
            beginsSoon: "数秒後にご利用を開始できます。このページを開いたままお待ちください。",
            sentIsLost: "送信された内容は保存されていません。",
            fillInAgain: "順番が来ましたら、お手数ですが、もう一度フォームにご入力ください。",
            elsewhere: "ほかの拠点のほうが早く空く場合もありますが、こちらでの順番は失われます。",
            tryAll: "すべての拠点でもう一度試す"))

    private static let time = DurationForms(
        seconds: ["#秒"], minutes: ["#分"], hours: ["#時間"], joint: "")
}
