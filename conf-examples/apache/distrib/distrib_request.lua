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

-- As the proxy in front says, where it is trusted: what is furthest right, which that proxy has written.
function request.scheme(r)
    local settings = r.subprocess_env
    local field = settings['distrib_scheme_field'] or 'X-Forwarded-Proto'
    local forwarded = settings['distrib_trusted'] and r.headers_in[field]
    local last = forwarded and forwarded:lower():match('([^,%s]+)%s*$')
    if last == 'https' or last == 'http' then return last end
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
