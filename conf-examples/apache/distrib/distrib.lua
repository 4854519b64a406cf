-- The ways of requests through Apache, by mod_lua. site.conf names the functions; the settings are variables that
-- the Site's file sets by SetEnvIf.
--
-- Apache's own rules (Require, authentication) are left alone: `translate` cuts the marker off before they
-- judge a request, and `decide` comes after them, so that the component is asked about requests that they let
-- through, and about no others.

local answers = require 'distrib_answers'
local component = require 'distrib_component'
local marker = require 'distrib_marker'
local request = require 'distrib_request'

-- Apache's rules, aliases and the application get the path without the marker.
function translate(r)
    if not r.is_initial_req then return apache2.DECLINED end
    local target = request.target(r)
    local path, query = request.cut(r, target)
    local old_path, old_query = target:match('^([^?]*)%??(.*)$')
    if path ~= old_path then r.uri = marker.decoded(path, not r.uri:find('//', 1, true)) end
    if (query or '') ~= old_query then r.args = query or '' end
    return apache2.DECLINED
end

-- Where no file can be named any more: a name has at most 255 bytes, and a path 4,095, with the DocumentRoot.
local function end_of_names(path)
    for start, name in path:gmatch('()([^/]+)') do
        if #name > 255 or start + #name > 3000 then return start end
    end
    return nil
end

-- Apache answers 403 where no file can have such a name, but an application may well have such paths. There, another
-- name that is not there either stands for it, in the same directory, with the same beginning and end.
function map(r)
    local start = end_of_names(r.uri)
    if not start or not r.document_root then return apache2.DECLINED end
    local name = r.uri:sub(start, start + 99) .. '~' .. r.uri:sub(-100)
    r.filename = r.document_root .. r.uri:sub(1, start - 1) .. name
    return apache2.OK
end

-- A client may not say these fields itself, and in many applications "X.Distrib.Session" becomes the same variable
-- as "X-Distrib-Session".
local function remove_forged_fields(r)
    for name in pairs(r:headers_in_table()) do
        local usual = name:lower():gsub('[^%w]', '-')
        local is_proxys = usual:find('^x%-forwarded%-') or usual == 'x-real-ip'
        if usual:find('^x%-distrib%-') or is_proxys and usual ~= name:lower() then
            r.headers_in[name] = nil
        end
    end
end

-- The application is told what Apache and the component believe of the client.
local function tell_application(r, answer)
    local settings, told = r.subprocess_env, r.headers_in
    settings['distrib_scheme'] = answer and component.field(answer, 'x-distrib-scheme') or request.scheme(r)
    settings['distrib_client'] = answer and component.field(answer, 'x-distrib-client') or request.client(r)
    -- A client of HTTP/1.0 may have said no name.
    told['Host'] = told['Host'] or settings['distrib_site']
    told['Forwarded'] = nil
    told['X-Real-IP'] = settings['distrib_client']
    told['X-Forwarded-For'] = settings['distrib_client']
    told['X-Forwarded-Host'] = told['Host']
    told['X-Forwarded-Proto'] = settings['distrib_scheme']
    told['X-Distrib-Country'] =
        answer and component.field(answer, 'x-distrib-country') or settings['GEOIP_COUNTRY_CODE']
end

-- The request goes on to the application, with its target byte for byte, but for the marker.
local function pass_on(r, way, answer)
    local settings = r.subprocess_env
    settings['distrib_way'] = way
    tell_application(r, answer)
    local path, query = request.cut(r, request.target(r))
    settings['distrib_target'] = query and path .. '?' .. query or path
    settings['distrib_query'] = query or ''
    -- "nocanon" has made the address of the target as it came.
    local address, target = r.filename:match('^(proxy:.-//[^/]*)(/.*)$')
    if address and r.notes['proxy-nocanon'] then
        path, query = request.cut(r, target)
        r.filename = address .. path .. (query and '?' .. query or '')
    end
    return apache2.DECLINED
end

local function start_session(r, answer)
    for _, name_and_value in ipairs(answer.fields) do
        if name_and_value[1]:lower() == 'set-cookie' then answers.add_cookie(r, name_and_value[2]) end
    end
    r.err_headers_out['X-Distrib-Decision'] = component.field(answer, 'x-distrib-decision')
    r.headers_in['X-Distrib-Session'] = 'start'
    r.headers_in['X-Distrib-Trip'] = component.field(answer, 'x-distrib-trip')
    return pass_on(r, 'distrib', answer)
end

-- The component is down, and the request goes straight to the application; where a session can be bound to this
-- Site, then only under its Name, so that the session is found again when the component is back.
local function pass_directly(r)
    local settings = r.subprocess_env
    if settings['distrib_closed'] then
        settings['distrib_way'] = 'closed'
        return answers.closed(r)
    end
    settings['distrib_way'] = 'direct'
    r.err_headers_out['X-Distrib-Decision'] = 'direct'
    local site_cookie = settings['distrib_site_cookie']
    if site_cookie then
        if not request.has_own_name(r) then return answers.again_here(r) end
        local name, attributes = request.cookie_setting(site_cookie)
        local secure = request.scheme(r) == 'https' and '; Secure' or ''
        answers.add_cookie(r, name .. '=' .. settings['distrib_site'] .. attributes .. '; Path=/'
            .. secure .. '; HttpOnly; SameSite=Lax')
    end
    r.headers_in['X-Distrib-Session'] = 'direct'
    return pass_on(r, 'direct')
end

-- "health" and "ready" are for the nameservers, "status" and "metrics" for this machine. A Site that fails open still
-- serves the sessions that are bound to it, so its Name stays with it.
local endpoints = { health = true, ready = true, status = true, metrics = true }

local function ask_endpoint(r, endpoint)
    r.subprocess_env['distrib_way'] = 'endpoint'
    local answer = component.ask(r, endpoint)
    if answer then return answers.send(r, answer) end
    if endpoint ~= 'health' or r.subprocess_env['distrib_closed'] then return answers.closed(r) end
    return answers.text(r, 200, 'component down, requests go to the application\n')
end

-- The application does not know the session of this request, and has answered 421. The body is read by then, so
-- where a session is to start, the client loses its cookie and comes again.
local function hand_back(r)
    local settings = r.subprocess_env
    if settings['REDIRECT_distrib_way'] ~= 'session' then return 421 end
    settings['distrib_way'] = 'hand-back'
    local answer = component.ask(r)
    if answer then return answers.send(r, answer) end
    if settings['distrib_closed'] then return answers.closed(r) end
    return answers.again_without_session(r)
end

-- Within Apache: an error page, or a rule that leads to another path, such as to the front controller.
local function decide_again(r)
    local settings = r.subprocess_env
    if settings['REDIRECT_STATUS'] == '421' and r.unparsed_uri == '/distrib/again' then
        return hand_back(r)
    end
    for _, name in ipairs({ 'distrib_target', 'distrib_query', 'distrib_scheme', 'distrib_client' }) do
        settings[name] = settings[name] or settings['REDIRECT_' .. name]
    end
    return apache2.DECLINED
end

-- After Apache's own rules, and before the modules that answer.
function decide(r)
    local settings = r.subprocess_env
    if not r.is_initial_req then return decide_again(r) end
    remove_forged_fields(r)
    local endpoint = r.uri:match('^/distrib/(%a+)$')
    if endpoint and endpoints[endpoint] then return ask_endpoint(r, endpoint) end
    request.mend_cookies(r)
    -- A CORS preflight carries no cookies and begins no session.
    if r.method == 'OPTIONS' or settings['distrib_asset'] then return pass_on(r, 'past') end
    if request.has_session(r) then return pass_on(r, 'session') end
    if (r.headers_in['Upgrade'] or ''):lower() == 'websocket' then return answers.no_session(r) end
    local answer = component.ask(r)
    if not answer then return pass_directly(r) end
    if component.field(answer, 'x-accel-redirect') then return start_session(r, answer) end
    settings['distrib_way'] = 'distrib'
    return answers.send(r, answer)
end

-- When it is the handlers' turn.
function write_answer(r)
    return answers.write(r)
end
