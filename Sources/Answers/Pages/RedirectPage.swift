/// The small page of a redirect, for clients that do not follow by themselves. Browsers never show it, so that it is
/// in one language. The link goes between its parts.
enum RedirectPage {
    /// With the end of the header before it: a piece costs about as much as its bytes.
    static let begin: StaticString = """
        \r
        \r
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Moved for now</title></head>
        <body><p>Please continue <a href="
        """
    static let end: StaticString = """
        ">here</a>.</p></body></html>

        """
}
