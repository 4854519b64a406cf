-- The scheme that a trusted proxy says in the field Forwarded (RFC 7239). This runs before a Site's own script.

local r = lighty.r

-- What stands behind the last comma that is not in quotes.
local function lastElement(field)
    local start, isQuoted = 1, false
    for position, character in field:gmatch('()([",])') do
        if character == '"' then isQuoted = not isQuoted end
        if character == "," and not isQuoted then start = position + 1 end
    end
    return field:sub(start)
end

local said = lastElement((r.req_header["Forwarded"] or ""):lower()):match('proto="?(https?)"?%s*%f[;%z]')
if said then r.req_env["DISTRIB_PROXY_SCHEME"] = said end
-- lighttpd forgets it whenever it starts over.
local scheme = r.req_env["DISTRIB_PROXY_SCHEME"]
if scheme then r.req_attr["uri.scheme"] = scheme end
return 0
