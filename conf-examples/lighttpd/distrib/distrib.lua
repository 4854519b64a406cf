-- The way of each request through lighttpd, for all Sites. lighttpd runs a Site's own script, which calls
-- `run`, before it looks at a request, again when the component has let a request pass, and before it sends an
-- answer. The field X-Distrib-Way says to the configuration which way a request goes.

local distrib = {}

-- lighttpd gives the component the target up to three times, besides the header, and all of that must fit into 64 KiB.
local longestQuestion = 15000

-- Until when a Site's component counts as down, in seconds since 1970.
local downUntil = {}

-- Whether a Cookie field has this cookie, with any value or with the wanted one. Its lines may have been joined
-- by commas.
local function hasCookie(field, name, wanted)
    for pair in ((field or "") .. ";"):gmatch("([^;,]*)[;,]") do
        local key, value = pair:match("^%s*([^=]-)=%s*(.-)%s*$")
        if key == name then
            value = value:match('^"(.*)"$') or value
            if value ~= "" and (not wanted or value == wanted) then return true end
        end
    end
    return false
end

-- Every segment of the path, or every argument of the query, that is a marker is deleted, well-formed or not.
local function isMarker(site, text)
    local start = text:sub(1, #site.marker + 3):lower()
    return start:sub(1, #site.marker + 1) == site.marker .. "=" or start == site.marker .. "%3d"
end

local function unmarkedPath(site, path)
    local cut = path:gsub("/([^/]*)", function(segment)
        if isMarker(site, segment) then return "" end
    end)
    return cut == "" and "/" or cut
end

local function unmarkedQuery(site, query)
    local kept, isCut = {}, false
    for argument in (query:sub(2) .. "&"):gmatch("([^&]*)&") do
        if isMarker(site, argument) then isCut = true else kept[#kept + 1] = argument end
    end
    if not isCut then return query end
    return #kept > 0 and "?" .. table.concat(kept, "&") or ""
end

local function unmarked(site, target)
    local path, query = target:match("^([^?]*)(.*)$")
    if site.placement == "path" then return unmarkedPath(site, path) .. query end
    return path .. unmarkedQuery(site, query)
end

-- A Host in small letters, without a port, and without the dot that may end a name.
local function hostName(host)
    host = host:lower()
    return host:match("^(.-)%.?:%d*$") or host:match("^(.-)%.?$")
end

-- A client of HTTP/1.0 may name no host.
local function isHere(site, host)
    if not host then return true end
    if site.name:find(":", 1, true) then return host:lower() == site.name end
    local name = hostName(host)
    return name == site.name or site.acceptsSubNames and name:match("^[^.]*%.(.*)$") == site.name
end

local function isAsset(site, path)
    if site.wholeAssets[path] then return true end
    for _, start in ipairs(site.assetStarts) do
        if path:sub(1, #start) == start then return true end
    end
    return site.assetSuffixes[(path:match("%.([^./]*)$") or ""):lower()] == true
end

local function isOfSessionHere(site, field)
    if not hasCookie(field["Cookie"], site.sessionCookie) then return false end
    if not site.siteCookie then return true end
    return isHere(site, field["Host"]) and hasCookie(field["Cookie"], site.siteCookie, site.name)
end

-- Which way a request goes:
--   health, ready    to the component's endpoints, for the health checks of the nameservers
--   past             to the application: what never begins a session
--   session          to the application: what is of a session here
--   start            to the application, which may begin a session, because the component says so
--   direct           to the application, which may begin a session, because the component is down
--   home             to this Site's Name, where a session that begins without the component will stay
--   no-session       nowhere: whoever opens a WebSocket follows no redirect, and can't begin a session
--   ask              to the component, which decides
local function way(site, r, path)
    if r.req_env["DISTRIB_DECISION"] then return "start" end
    if path == "/distrib/health" then return "health" end
    if path == "/distrib/ready" then return "ready" end
    if r.req_attr["request.method"] == "OPTIONS" or isAsset(site, path) then return "past" end
    if isOfSessionHere(site, r.req_header) then return "session" end
    if (r.req_header["Upgrade"] or ""):lower() == "websocket" then return "no-session" end
    if not site.failsOpen or os.time() >= (downUntil[site.id] or 0) then return "ask" end
    return site.siteCookie and not isHere(site, r.req_header["Host"]) and "home" or "direct"
end

local function answer(r, status, text)
    r.resp_header["Content-Type"] = "text/plain"
    r.resp_header["Cache-Control"] = "no-store"
    r.resp_body.set({ text })
    return status
end

local function redirect(r, status, location)
    r.resp_header["Location"] = location
    return answer(r, status, "Please continue at this address: " .. location .. "\n")
end

-- The client comes again. It knows scheme and host, which are not repeated; a path that begins with "//" would
-- name another host.
local function again(r)
    local target = r.req_attr["request.orig-uri"]
    return redirect(r, 307, target:sub(1, 2) == "//" and "/." .. target or target)
end

-- The client comes to this Site's Name. One without a port is that of every port.
local function home(site, r)
    local port = site.name:find(":", 1, true) and "" or (r.req_header["Host"] or ""):match(":%d+$") or ""
    return redirect(r, 307,
        r.req_attr["uri.scheme"] .. "://" .. site.name .. port .. r.req_attr["request.orig-uri"])
end

-- What ends at a port that has nothing but health checks, or that leads to https.
local function answerAtPlainPort(site, r)
    local port = tonumber(r.req_attr["request.server-port"])
    if port == site.healthPort then return answer(r, 404, "not found\n") end
    if port ~= site.plainPort then return nil end
    local name = hostName(r.req_header["Host"] or "")
    if not (site.names[name] or site.names["*." .. (name:match("%.(.*)$") or "")]) then
        name = hostName(site.name)
    end
    return redirect(r, 308, "https://" .. name .. site.securePort .. r.req_attr["request.orig-uri"])
end

-- What a client sends in our fields does not reach anybody; CGI knows no other characters than "_".
local function deleteForgeries(field)
    local forged = {}
    for name in pairs(field) do
        if name:lower():find("^x[^a-z0-9]distrib") then forged[#forged + 1] = name end
    end
    for _, name in ipairs(forged) do field[name] = nil end
end

-- The client's address and scheme, as the component believes them. lighttpd itself adds X-Forwarded-Proto, and its
-- peer's address to X-Forwarded-For.
local function tellOrigin(r, field, environment)
    local client = environment["DISTRIB_CLIENT"] or r.req_attr["request.remote-addr"]
    field["X-Real-IP"] = client
    field["X-Forwarded-For"] = environment["_L_EXTFORWARD_ACTUAL_FOR"] and client
    field["X-Forwarded-Proto"] = environment["DISTRIB_SCHEME"]
    field["Forwarded"] = nil
end

local function tellStart(site, field, environment)
    for _, name in ipairs({ "Scheme", "Client", "Country", "Trip" }) do
        field["X-Distrib-" .. name] = environment["DISTRIB_" .. name:upper()]
    end
end

-- The component's endpoints get nothing that a client wrote, so that no client can make it look down.
local function askEndpoint(new, field, environment)
    environment["DISTRIB_ENDPOINT"] = new
    local names = {}
    for name in pairs(field) do
        if name ~= "Host" and name ~= "X-Distrib-Way" then names[#names + 1] = name end
    end
    for _, name in ipairs(names) do field[name] = nil end
end

local function request(site, r, lighty)
    local field, environment = r.req_header, r.req_env
    -- lighttpd forgets it whenever it starts over.
    if site.scheme then r.req_attr["uri.scheme"] = site.scheme end
    local last = environment["DISTRIB_WAY"]
    if not last then
        deleteForgeries(field)
        r.req_attr["request.uri"] = unmarked(site, r.req_attr["request.uri"])
    end
    local new = way(site, r, r.req_attr["request.uri"]:match("^[^?]*"))
    -- lighttpd starts over after each change, because it has evaluated the conditions of the configuration.
    if last == new then return 0 end
    environment["DISTRIB_WAY"] = new
    field["X-Distrib-Way"] = new .. " " .. site.id
    if new == "health" or new == "ready" then
        askEndpoint(new, field, environment)
        return lighty.RESTART_REQUEST
    end
    local plain = answerAtPlainPort(site, r)
    if plain then return plain end
    if new == "no-session" then
        r.resp_header["X-Distrib-Decision"] = "no-session"
        return answer(r, 403, "A WebSocket needs a session here: load a page first.\n")
    end
    if new == "home" then return home(site, r) end
    if new == "ask" and #r.req_attr["request.orig-uri"] > longestQuestion then
        r.resp_header["X-Distrib-Decision"] = "too-long"
        return answer(r, 414, "The address of this request is too long.\n")
    end
    if site.country then environment["GEOIP_COUNTRY_CODE"] = field[site.country] end
    -- lighttpd does not say it to an authorizer.
    if new == "ask" then environment["CONTENT_LENGTH"] = field["Content-Length"] end
    tellOrigin(r, field, environment)
    if new == "start" then tellStart(site, field, environment) end
    if new == "start" or new == "direct" then field["X-Distrib-Session"] = new end
    if new ~= "ask" and not field["Host"] then field["Host"] = site.name end
    return lighty.RESTART_REQUEST
end

local function addCookie(field, cookie)
    local others = field["Set-Cookie"]
    field["Set-Cookie"] = others and others .. "\r\nSet-Cookie: " .. cookie or cookie
end

-- lighttpd could not connect: 503. Or the component gave no whole answer, which may be this request's own fault,
-- but not where it is a health check.
local function answerWithoutComponent(site, r, way, status)
    if status == 503 or way ~= "ask" then downUntil[site.id] = os.time() + 5 end
    if site.failsOpen and way == "health" then
        -- A Site that fails open still serves the sessions that are bound to it, so its Name stays with it.
        return answer(r, 200, "component down, requests go to the application\n")
    end
    -- What comes again within this time goes straight to the application.
    if site.failsOpen and way == "ask" and status == 503 then
        local isElsewhere = site.siteCookie and not isHere(site, r.req_header["Host"])
        return isElsewhere and home(site, r) or again(r)
    end
    r.resp_header["Retry-After"] = "10"
    return answer(r, 503, "component down\n")
end

local function response(site, r)
    local field, environment = r.resp_header, r.req_env
    local way, status = environment["DISTRIB_WAY"], r.req_item["http_status"]
    -- The application may hand back a session that has ended; the client comes again without its cookie.
    if way == "session" and status == 440 then
        field["Set-Cookie"] = site.sessionEnd
        return again(r)
    end
    local isAsked = way == "ask" or way == "health" or way == "ready"
    -- Every answer of the component has a label.
    if isAsked and status >= 500 and not field["X-Distrib-Decision"] then
        return answerWithoutComponent(site, r, way, status)
    end
    if isAsked or way == "start" then downUntil[site.id] = nil end
    if way == "start" then
        field["X-Distrib-Decision"] = environment["DISTRIB_DECISION"]
        for _, name in ipairs({ "DISTRIB_SITE_COOKIE", "DISTRIB_GROUP_COOKIE" }) do
            if environment[name] then addCookie(field, environment[name]) end
        end
    elseif way == "direct" then
        field["X-Distrib-Decision"] = "direct"
        if site.siteCookie then
            local isSecure = r.req_attr["uri.scheme"] == "https"
            addCookie(field, isSecure and site.secureSiteCookieText or site.siteCookieText)
        end
    end
    return 0
end

-- `lighty` is what a script has of lighttpd; it is not known here otherwise.
function distrib.run(lighty, site)
    local r = lighty.r
    if r.req_item["http_status"] == 0 then return request(site, r, lighty) end
    return response(site, r)
end

return distrib
