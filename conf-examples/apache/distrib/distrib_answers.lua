-- Answers to the client: the component's, and those while it is down.

local request = require 'distrib_request'

local answers = {}

-- site.conf makes a field of each variable, because this module's tables hold one field of a name.
function answers.add_cookie(r, value)
    local settings = r.subprocess_env
    settings[settings['distrib_cookie1'] and 'distrib_cookie2' or 'distrib_cookie1'] = value
end

-- Sends an answer as distrib_fastcgi has it. It is written when it is the handlers' turn (`write`), because
-- before, it would lack what directives add to it (Header). The path makes Apache call `write` in place of the
-- application, and lets mod_dir find neither an index nor a fallback.
function answers.send(r, answer)
    for _, name_and_value in ipairs(answer.fields) do
        local name, value = name_and_value[1], name_and_value[2]
        local lower = name:lower()
        if lower == 'set-cookie' then
            answers.add_cookie(r, value)
        elseif lower == 'content-type' then
            r.notes['distrib_type'] = value
        elseif lower == 'content-length' then
            -- That of a HEAD answer is not the length of its body.
            if r.method == 'HEAD' then r.headers_out[name] = value end
        else
            r.err_headers_out[name] = value
        end
    end
    r.notes['distrib_status'] = tostring(answer.status)
    r.notes['distrib_body'] = answer.body
    r.uri = '/distrib/answer/'
    r.handler = 'lua-map-handler'
    return apache2.DECLINED
end

-- The application may have such a path, too: then no answer waits.
function answers.write(r)
    local body = r.notes['distrib_body']
    if not body then return apache2.DECLINED end
    r.status = tonumber(r.notes['distrib_status'])
    r.content_type = r.notes['distrib_type']
    if r.method ~= 'HEAD' then r:write(body) end
    return apache2.OK
end

function answers.text(r, status, text, fields)
    fields = fields or {}
    fields[#fields + 1] = { 'Cache-Control', 'no-store' }
    fields[#fields + 1] = { 'Content-Type', 'text/plain; charset=utf-8' }
    return answers.send(r, { status = status, fields = fields, body = text })
end

-- The component is down, and the application gets nothing without it.
function answers.closed(r)
    return answers.text(r, 503, 'No session can begin here now. Please try again later.\n',
        { { 'Retry-After', '10' } })
end

-- Whoever opens a WebSocket follows no redirect, and can't begin a session.
function answers.no_session(r)
    r.subprocess_env['distrib_way'] = 'no-session'
    return answers.text(r, 403, 'A WebSocket needs a session here: load a page first.\n',
        { { 'X-Distrib-Decision', 'no-session' } })
end

-- The client is to come again with the same request, body and all.
function answers.again(r, authority, text, fields)
    fields = fields or {}
    local location = request.scheme(r) .. '://' .. authority .. request.target(r)
    fields[#fields + 1] = { 'Location', location }
    return answers.text(r, 307, text, fields)
end

-- … without the cookie of the session that has ended.
function answers.again_without_session(r)
    local settings = r.subprocess_env
    local name, attributes = request.cookie_setting(settings['distrib_session_cookie'])
    return answers.again(r, r.headers_in['Host'] or settings['distrib_site'],
        'The session ended. Please continue with the same request.\n',
        { { 'Set-Cookie', name .. '=; Max-Age=0' .. attributes } })
end

-- … under this Site's Name.
function answers.again_here(r)
    local site = r.subprocess_env['distrib_site']
    local _, port = request.split_host(r, r.headers_in['Host'])
    if port and not site:find(':%d+$') then site = site .. ':' .. port end
    return answers.again(r, site, 'Please continue under the name of this Site.\n')
end

return answers
