/// The small pages of redirects, for clients that do not follow by themselves. The link goes between the
/// parts of a page.
enum RedirectPages {
    struct Page {
        let parts: [StaticString]
        /// Bytes of all parts.
        let partsCount: Int

        init(_ parts: [StaticString]) {
            self.parts = parts
            partsCount = parts.reduce(0) { $0 + $1.utf8CodeUnitCount }
        }
    }

    static let redirect = Page([
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Moved for now</title></head>
        <body><p>Please continue <a href="
        """,
        """
        ">here</a>.</p></body></html>

        """,
    ])

    static let refresh = Page([
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>One moment</title>
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="refresh" content="0;url=
        """,
        """
        "></head>
        <body><p>One moment: you are being taken to your server. <a href="
        """,
        """
        ">Continue</a></p></body></html>

        """,
    ])
}
