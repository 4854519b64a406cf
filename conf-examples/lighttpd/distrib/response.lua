-- Runs before an answer is sent.

local r = lighty.r
local field = r.resp_header
local environment = r.req_env
local status = r.req_item["http_status"]

local function answer(code, text)
    field["Content-Type"] = "text/plain"
    field["Cache-Control"] = "no-store"
    r.resp_body.set({ text })
    return code
end

-- The client sends the same request once more, which keeps method and body.
local function again()
    field["Location"] = r.req_attr["uri.scheme"] .. "://" .. r.req_attr["uri.authority"]
        .. r.req_attr["request.orig-uri"]
    return answer(307, "Please continue with the same request.\n")
end

-- The application hands back a session that has ended, and the client comes again without its cookie.
if status == 440 then
    field["Set-Cookie"] = environment["distrib_session_end"]
    return again()
end

-- Every answer of the component has a label; if it lets a request pass, the label is in the environment.
local isAsked = environment["DISTRIB_ENDPOINT"] or r.req_header["X-Distrib-Session"] == "start"
local isDown = isAsked and status >= 500 and not field["X-Distrib-Decision"]
    and not environment["DISTRIB_DECISION"]
if isDown then
    local isOpen = environment["distrib_when_down"] == "open"
    if isOpen and environment["DISTRIB_ENDPOINT"] == "health" then
        -- A Site that fails open still serves the sessions that are bound to it, so its Name stays
        -- with it.
        return answer(200, "component down, requests go to the application\n")
    end
    if isOpen and not environment["DISTRIB_ENDPOINT"] then
        -- For a moment, request.lua now makes requests bypass the component, this client's next one included.
        lighty.status["distrib.down"] = os.time()
        return again()
    end
    field["Retry-After"] = "10"
    return answer(503, "component down\n")
end

if environment["DISTRIB_DECISION"] then
    field["X-Distrib-Decision"] = environment["DISTRIB_DECISION"]
elseif r.req_header["X-Distrib-Session"] == "direct" then
    field["X-Distrib-Decision"] = "direct"
end
return 0
