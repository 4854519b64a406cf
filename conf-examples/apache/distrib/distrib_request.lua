-- What a request says of itself: its target, names, cookies, scheme.

local marker = require 'distrib_marker'

local request = {}

-- The target, byte for byte as the client sent it, but for scheme and authority.
function request.target(r)
    return marker.origin_form(r.the_request:match('^%S+ (%S+)') or '/')
end

-- The path and the query of a target, without the marker.
function request.cut(r, target)
    local settings = r.subprocess_env
    local name = (settings['distrib_marker'] or 'Distrib'):lower()
    return marker.cut(target, settings['distrib_placement'], name)
end

-- Several lines of Cookie, which Apache has joined by ", ", as one.
function request.cookies(r)
    local field = r.headers_in['Cookie']
    return field and (field:gsub(',%s*([^%s=;,]+=)', '; %1'))
end

-- "SID; Path=/": the name, and what follows it.
function request.cookie_setting(setting)
    return setting:match('^([^;%s]+)(.*)$')
end

-- Whether there is such a cookie, letter case included, that is not empty; with this value, if one is given.
local function has_cookie(r, name, value)
    for part in ((request.cookies(r) or '') .. ';'):gmatch('%s*([^;]*);') do
        local its_name, its_value = part:match('^([^=]*)=(.-)%s*$')
        if its_name == name then
            its_value = its_value:match('^"(.*)"$') or its_value
            if its_value ~= '' and (not value or its_value:lower() == value:lower()) then
                return true
            end
        end
    end
    return false
end

-- The elements of the field Forwarded (RFC 7239). A comma in quotes ends none.
local function forwarded_elements(r)
    local elements, element, is_quoted = {}, {}, false
    for character in ((r.headers_in['Forwarded'] or '') .. ','):gmatch('.') do
        if character == '"' then is_quoted = not is_quoted end
        if character == ',' and not is_quoted then
            elements[#elements + 1] = table.concat(element)
            element = {}
        else
            element[#element + 1] = character
        end
    end
    return elements
end

local function forwarded_value(element, wanted)
    for pair in (element .. ';'):gmatch('([^;]*);') do
        local name, value = pair:match('^%s*([%w-]+)="?([^"]*)"?%s*$')
        if name and name:lower() == wanted then return value end
    end
    return nil
end

-- An address without brackets and port; nil if it is none.
local function node(value)
    return value and (value:match('^%[([%x:.]+)%]') or value:match('^([%d.]+)'))
end

-- The client's address. With "Forwarded", it is the first one, from the right, that is not a trusted proxy's; behind
-- an element that says none, nobody knows who is further left. Of other fields, mod_remoteip has read it.
function request.client(r)
    local networks = r.subprocess_env['distrib_forwarded']
    if not networks or not r.subprocess_env['distrib_trusted'] then return r.useragent_ip end
    local client = r.useragent_ip
    local elements = forwarded_elements(r)
    for index = #elements, 1, -1 do
        local address = node(forwarded_value(elements[index], 'for'))
        if not address then return client end
        client = address
        local is_proxy = false
        for network in networks:gmatch('%S+') do
            is_proxy = is_proxy or r:expr("'" .. address .. "' -ipmatch '" .. network .. "'")
        end
        if not is_proxy then return client end
    end
    return client
end

-- What the proxy in front says of the scheme; that proxy has written what is furthest right.
local function said_scheme(r)
    local settings = r.subprocess_env
    if not settings['distrib_trusted'] then return nil end
    if settings['distrib_forwarded'] then
        local elements = forwarded_elements(r)
        local said = forwarded_value(elements[#elements] or '', 'proto')
        return said and said:lower()
    end
    local field = r.headers_in[settings['distrib_scheme_field'] or 'X-Forwarded-Proto']
    return field and field:lower():match('([^,%s]+)%s*$')
end

-- As the configuration says, or the proxy in front.
function request.scheme(r)
    local settings = r.subprocess_env
    if settings['distrib_own_scheme'] then return settings['distrib_own_scheme'] end
    local said = said_scheme(r)
    if said == 'https' or said == 'http' then return said end
    return r.is_https and 'https' or 'http'
end

-- Name and port; the port is nil where the scheme implies it.
function request.split_host(r, host)
    local name, port = host:lower():match('^(.-):?(%d*)$')
    local implied = request.scheme(r) == 'https' and '443' or '80'
    return (name:gsub('%.$', '')), port ~= '' and port ~= implied and port or nil
end

-- Whether the client came under this Site's Name. A client of HTTP/1.0 may say no name.
function request.has_own_name(r)
    local host = r.headers_in['Host']
    if not host then return true end
    local name, port = request.split_host(r, host)
    local own_name, own_port = request.split_host(r, r.subprocess_env['distrib_site'])
    return name == own_name and (not own_port or port == own_port)
end

-- The application, too, finds its session cookie only behind ";". A value may hold a comma, so nothing else is touched.
function request.mend_cookies(r)
    local field = r.headers_in['Cookie']
    if not field or not field:find(',', 1, true) then return end
    local name = request.cookie_setting(r.subprocess_env['distrib_session_cookie'])
    local before = field:match('^(.*),%s*' .. name:gsub('%W', '%%%0') .. '=')
    if before then r.headers_in['Cookie'] = before .. ';' .. field:sub(#before + 2) end
end

-- Whether it belongs to a session of this Site. A session cookie for the whole domain may be another Site's, so
-- the cookie of remember_site has to name this one.
function request.has_session(r)
    local settings = r.subprocess_env
    if not has_cookie(r, (request.cookie_setting(settings['distrib_session_cookie']))) then
        return false
    end
    local site_cookie = settings['distrib_site_cookie']
    if not site_cookie then return true end
    return request.has_own_name(r)
        and has_cookie(r, (request.cookie_setting(site_cookie)), settings['distrib_site'])
end

return request
