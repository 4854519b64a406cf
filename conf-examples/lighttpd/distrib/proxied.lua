-- The scheme that a trusted proxy says. This runs before a Site's own script.

local r = lighty.r
local said = r.req_header["X-Forwarded-Proto"]
local last = said and (said:match("([^,%s]+)%s*$") or ""):lower()
if last == "https" or last == "http" then r.req_env["DISTRIB_PROXY_SCHEME"] = last end
-- lighttpd forgets it whenever it starts over.
local scheme = r.req_env["DISTRIB_PROXY_SCHEME"]
if scheme then r.req_attr["uri.scheme"] = scheme end
return 0
