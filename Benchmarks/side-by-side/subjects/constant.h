// The component's own answer to row 1a, as a constant: the same bytes on the wire, nothing decided.
#pragma once

#define CONSTANT_BODY \
    "<!DOCTYPE html>\n" \
    "<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Moved for now</title></head>\n" \
    "<body><p>Please continue <a href=\"http://boston.app.com/cart/item%2F7/" \
    "Distrib=1700000000?id=7&amp;color=blue\">here</a>.</p></body></html>\n"

_Static_assert(sizeof CONSTANT_BODY - 1 == 234, "the Content-Length below");

static const char constant_answer[] =
    "Location: http://boston.app.com/cart/item%2F7/Distrib=1700000000?id=7&color=blue\r\n"
    "Status: 302 Found\r\n"
    "Cache-Control: no-store\r\n"
    "X-Distrib-Decision: lockdown\r\n"
    "Set-Cookie: DistribGroup=americas.app.com; Domain=app.com; Max-Age=2592000; Path=/; HttpOnly; "
    "SameSite=Lax\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Length: 234\r\n"
    "\r\n" CONSTANT_BODY;
