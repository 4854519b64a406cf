-- What the component is told of a request, and what it answers.

local fastcgi = require 'distrib_fastcgi'
local request = require 'distrib_request'

local component = {}

-- Passwords are not its business, and "Proxy" would become a variable that programs obey.
local withheld = { ['authorization'] = true, ['proxy-authorization'] = true, ['proxy'] = true }

-- As CGI names them (RFC 3875). Other characters could make one variable of two fields.
local function add_fields(r, variables)
    for name, value in pairs(r:headers_in_table()) do
        if name:find('^[%w-]+$') and not withheld[name:lower()] then
            variables['HTTP_' .. name:upper():gsub('-', '_')] = value
        end
    end
    variables.HTTP_COOKIE = request.cookies(r)
    variables.CONTENT_TYPE = r.headers_in['Content-Type']
    variables.CONTENT_LENGTH = r.headers_in['Content-Length']
end

-- The component itself decides whether it believes a proxy, so it gets the address of the connection, and the
-- proxy's field as that was before mod_remoteip took the client's address out of it.
local function add_addresses(r, variables)
    local settings = r.subprocess_env
    local peer = settings['distrib_peer'] or r.useragent_ip
    variables.REMOTE_ADDR = peer
    if peer == r.useragent_ip then return end
    local name = 'HTTP_' .. (settings['distrib_address_field'] or 'X-Forwarded-For'):upper():gsub('-', '_')
    local rest = variables[name]
    variables[name] = rest and rest .. ', ' .. r.useragent_ip or r.useragent_ip
end

-- What modules and the Site's file have set comes along: country, client certificate, DISTRIB_POOL.
local function variables_of(r)
    local variables = {}
    for name, value in pairs(r:subprocess_env_table()) do
        if not name:find('^distrib_') and not name:find('^HTTP_') then variables[name] = value end
    end
    add_fields(r, variables)
    add_addresses(r, variables)
    variables.REQUEST_URI = request.target(r)
    variables.REQUEST_METHOD = r.method
    variables.SERVER_NAME = r.hostname
    variables.SERVER_PROTOCOL = r.protocol
    variables.SERVER_PORT = tostring(r.port)
    variables.REQUEST_SCHEME = r.is_https and 'https' or 'http'
    variables.HTTPS = r.is_https and 'on' or nil
    variables.DISTRIB_SESSION_COOKIE = r.subprocess_env['distrib_session_cookie']
    return variables
end

-- The answer; nil while the component is down. With the name of an endpoint, that of the endpoint.
function component.ask(r, endpoint)
    local variables = variables_of(r)
    variables.DISTRIB_ENDPOINT = endpoint
    local success, answer, fault = pcall(fastcgi.ask, r.subprocess_env['distrib_component'], variables)
    if success and answer then return answer end
    r:err('distrib: no answer from the component: ' .. tostring(success and fault or answer))
    return nil
end

-- The value of a header field of its answer, by the lower-case name.
function component.field(answer, wanted)
    for _, name_and_value in ipairs(answer.fields) do
        if name_and_value[1]:lower() == wanted then return name_and_value[2] end
    end
    return nil
end

return component
