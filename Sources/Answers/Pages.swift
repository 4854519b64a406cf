/// The small pages of redirects, for clients that do not follow by themselves: parts between which
/// the link stands.
enum Pages {
    static let redirect: [StaticString] = [
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Moved for now</title></head>
        <body><p>Please continue <a href="
        """,
        """
        ">here</a>.</p></body></html>

        """,
    ]

    static let refresh: [StaticString] = [
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
    ]
}
